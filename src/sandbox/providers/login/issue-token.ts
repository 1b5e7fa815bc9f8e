// Signs an application in, with its secret or a federated token, and issues an access token for one resource.

import { createAccessToken, TOKEN_LIFETIME_SECONDS } from '../../http/access-token.js';
import type { OperationRequest, OperationResponse } from '../../http/operation.js';
import { unixSeconds } from '../../kernel/time/instant.js';
import type { WorldState } from '../../kernel/state.js';
import type { Principal } from '../graph/state.js';
import { signInErrorResponse, signInErrors, type SignInError } from './errors.js';
import { refuseAssertion } from './federated.js';

type Tenant = WorldState['directory']['tenants'][number];

/** A token request in the terms that both versions of the endpoint share. */
export interface TokenRequest {
  readonly clientId: string;
  readonly clientSecret: string | undefined;
  /** A token that another issuer has signed for the application. */
  readonly assertion: string | undefined;
  /** Identifier of the resource, such as https://management.azure.com. */
  readonly resource: string;
}

/** Resources that have a service principal in every tenant. */
const KNOWN_RESOURCES = [
  'https://management.azure.com',
  'https://management.core.windows.net',
  'https://graph.microsoft.com',
  'https://vault.azure.net',
  'https://storage.azure.com',
];

const TOKEN_SECONDS = TOKEN_LIFETIME_SECONDS - 1;

/** Answers a client-credentials request of the version 2 endpoint; `describe` adds version 1's fields. */
export function issueToken(
  request: OperationRequest,
  wanted: TokenRequest,
  describe: (expiresSeconds: number) => Readonly<Record<string, string>> = () => ({}),
): OperationResponse {
  const signedIn = signIn(request, wanted);
  if ('error' in signedIn) {
    return signInErrorResponse(signedIn.error, request);
  }
  const { state, clock } = request;
  const expiresSeconds = unixSeconds(clock.now()) + TOKEN_LIFETIME_SECONDS;
  return {
    status: 200,
    body: {
      token_type: 'Bearer',
      expires_in: TOKEN_SECONDS,
      ext_expires_in: TOKEN_SECONDS,
      ...describe(expiresSeconds),
      access_token: createAccessToken(state, clock, {
        principal: signedIn.principal,
        audience: wanted.resource,
      }),
    },
  };
}

/** The tenant with this id or domain. */
export function findTenant(state: WorldState, name: string): Tenant | undefined {
  const wanted = name.toLowerCase();
  return state.directory.tenants.find(
    ({ tenantId, defaultDomain }) =>
      tenantId.toLowerCase() === wanted || defaultDomain.toLowerCase() === wanted,
  );
}

function signIn(
  { state, params, clock }: OperationRequest,
  wanted: TokenRequest,
): { readonly principal: Principal } | { readonly error: SignInError } {
  const { clientId, resource } = wanted;
  const tenantName = params['tenant'] ?? '';
  const tenant = findTenant(state, tenantName);
  if (tenant === undefined) {
    return { error: signInErrors.unknownTenant(tenantName) };
  }
  const principal = findApplication(state, tenant, clientId);
  if (principal === undefined) {
    return { error: signInErrors.unknownApplication(clientId, tenant.displayName) };
  }
  if (!KNOWN_RESOURCES.includes(resource.replace(/\/+$/u, ''))) {
    return { error: signInErrors.unknownResource(resource, tenant.displayName) };
  }
  const error = refuse(principal, wanted, clock.now());
  return error === undefined ? { principal } : { error };
}

function refuse(
  principal: Principal,
  { clientId, clientSecret, assertion }: TokenRequest,
  nowMilliseconds: number,
): SignInError | undefined {
  const error =
    assertion === undefined
      ? refuseSecret(principal, clientId, clientSecret)
      : refuseAssertion(principal, assertion, nowMilliseconds);
  if (error !== undefined) {
    return error;
  }
  return principal.accountEnabled
    ? undefined
    : signInErrors.disabledApplication(clientId, principal.displayName);
}

function refuseSecret(
  principal: Principal,
  clientId: string,
  clientSecret: string | undefined,
): SignInError | undefined {
  if (clientSecret === undefined) {
    return signInErrors.missingSecret();
  }
  return principal.clientSecret === clientSecret ? undefined : signInErrors.wrongSecret(clientId);
}

function findApplication(
  state: WorldState,
  tenant: Tenant,
  clientId: string,
): Principal | undefined {
  const wanted = clientId.toLowerCase();
  return state.directory.principals.find(
    (principal) =>
      principal.tenantId === tenant.tenantId && principal.appId?.toLowerCase() === wanted,
  );
}
