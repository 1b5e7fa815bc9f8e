// Looks at the sign-in: the method, what is exchanged for tokens, a token for each audience, the tenant.

import { AzbackupError } from '../../errors/azbackup-error.js';
import type { Diagnosis } from './diagnosis.js';
import {
  blocked,
  examination,
  NO_SUBSCRIPTION,
  NOT_SIGNED_IN,
  restingOn,
  type Examination,
  type Session,
} from './examination.js';
import { judgeAssertion, judgeMethod, judgeTenant, judgeToken } from './sign-in.rules.js';
import type { Surroundings } from './surroundings.js';

/** The examinations of the sign-in. */
export function signInOf(session: Session): readonly Examination[] {
  const { context, around, signedIn, subscription } = session;
  const { signIn, connectionProblem } = around;
  if (connectionProblem !== undefined) {
    return [blocked('sign-in', 'method', 'sign-in', connectionProblem)];
  }
  const { method, passedOver } = signIn;
  const now = (): number => context.clock.now();
  const token = async (name: string, audience: 'key-vault' | 'graph'): Promise<Diagnosis> =>
    restingOn(signedIn, `token for ${name}`, NOT_SIGNED_IN, async () =>
      judgeToken(name, await signIn.claims(audience), now()),
    );
  return [
    examination('sign-in', 'method', () => judgeMethod(method, passedOver)),
    examination(
      'sign-in',
      'federated-token',
      async () => judgeAssertion(method, await readAssertion(around), now()),
      'fail',
    ),
    examination(
      'sign-in',
      'resource-manager',
      async () => judgeToken('Resource Manager', await signedIn(), now()),
      'fail',
    ),
    examination('sign-in', 'key-vault', () => token('Key Vault', 'key-vault'), 'fail'),
    // Without it, the object id of the backup service can be given: --backup-principal-id.
    examination('sign-in', 'graph', () => token('Microsoft Graph', 'graph'), 'warn'),
    examination('sign-in', 'tenant', () =>
      restingOn(signedIn, 'tenant', NOT_SIGNED_IN, async (claims) =>
        restingOn(subscription, 'tenant', NO_SUBSCRIPTION, async (found) =>
          judgeTenant(claims, found),
        ),
      ),
    ),
  ];
}

async function readAssertion({
  signIn,
}: Surroundings): ReturnType<Surroundings['signIn']['assertion']> {
  try {
    return await signIn.assertion();
  } catch (error) {
    if (error instanceof AzbackupError) {
      throw error;
    }
    throw new AzbackupError({
      code: 'AZB_FILE_UNREADABLE',
      kind: 'usage',
      message: 'the federated token cannot be read',
      causes: [error instanceof Error ? error.message : String(error)],
      fix: ['set AZURE_FEDERATED_TOKEN_FILE to the file that holds the token'],
      underlying: error,
    });
  }
}
