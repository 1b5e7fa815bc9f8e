// What a sign-in comes to: which way it goes, what is exchanged for tokens, whose the tokens are.

import type { AuthMethod, SignInClaims } from '../../domain/sign-in.js';
import { instantOf } from '../../domain/time/instant.js';
import { fail, ok, skipped, warn, type Diagnosis } from './diagnosis.js';

/** The audience that Entra asks of federated tokens (Workload identity federation). */
const FEDERATED_AUDIENCE = 'api://AzureADTokenExchange';
/** A token that ends sooner is worth a word. */
const SHORT_SECONDS = 300;

/** The method, and why it is not one of those that are tried before it. */
export function judgeMethod(
  method: AuthMethod,
  passedOver: readonly { readonly method: AuthMethod; readonly missing: readonly string[] }[],
): Diagnosis {
  return ok(
    `signs in by ${method}`,
    passedOver.map(({ method: other, missing }) => `not ${other}: ${missing.join(', ')} not set`),
  );
}

/** What Entra is shown in place of a secret, and the federated credential that it has to match. */
export function judgeAssertion(
  method: AuthMethod,
  claims: SignInClaims | undefined,
  nowMilliseconds: number,
): Diagnosis {
  if (claims === undefined) {
    return skipped('federated token', `${method} uses none`);
  }
  const { issuer = '?', subject = '?', audience = '?', expires } = claims;
  const evidence = [
    `issuer ${issuer}`,
    `subject ${subject}`,
    `audience ${audience}`,
    ...(expires === undefined ? [] : [`expires ${instantOf(expires)}`]),
  ];
  if (expires !== undefined && expires <= nowMilliseconds) {
    return fail(
      `the federated token expired ${Math.round((nowMilliseconds - expires) / 1000)} seconds ago`,
      method === 'workload-identity'
        ? 'let whatever writes AZURE_FEDERATED_TOKEN_FILE write a new one, such as the workload identity webhook'
        : 'run the job again: its token can no longer be renewed',
      evidence,
    );
  }
  return audience === FEDERATED_AUDIENCE
    ? ok('the application needs a federated credential with exactly this', evidence)
    : warn(
        `the federated token is for ${audience}, Entra expects ${FEDERATED_AUDIENCE}`,
        'have the token issued for that audience, or give the federated credential this one',
        evidence,
      );
}

/** A token that was got. */
export function judgeToken(
  audience: string,
  claims: SignInClaims,
  nowMilliseconds: number,
): Diagnosis {
  const { tenantId, objectId, applicationId, expires } = claims;
  const evidence = [
    ...(tenantId === undefined ? [] : [`tenant ${tenantId}`]),
    ...(objectId === undefined ? [] : [`object id ${objectId}`]),
    ...(applicationId === undefined ? [] : [`application ${applicationId}`]),
    ...(claims.audience === undefined ? [] : [`audience ${claims.audience}`]),
    ...(expires === undefined ? [] : [`expires ${instantOf(expires)}`]),
  ];
  return expires !== undefined && expires < nowMilliseconds + SHORT_SECONDS * 1000
    ? warn(`the token for ${audience} ends within five minutes`, 'az login', evidence)
    : ok(`has a token for ${audience}`, evidence);
}

/** Whether the sign-in is of the tenant that the subscription trusts. */
export function judgeTenant(
  claims: Pick<SignInClaims, 'tenantId'>,
  subscription: { readonly name: string; readonly tenantId: string },
): Diagnosis {
  const { tenantId } = claims;
  if (tenantId === undefined) {
    return skipped('tenant', 'the token names none');
  }
  return tenantId.toLowerCase() === subscription.tenantId.toLowerCase()
    ? ok(`signed in to the tenant of ${subscription.name}`)
    : fail(
        `signed in to another tenant than that of ${subscription.name}`,
        `az login --tenant ${subscription.tenantId}`,
        [`signed in to ${tenantId}`, `${subscription.name} is of ${subscription.tenantId}`],
      );
}
