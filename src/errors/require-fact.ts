// The only way from a fact that could not be read to the error that says so. It keeps why: a lacking
// permission is named with its scope and ends with 4; what Azure refuses as things are with 7; what was unreachable, throttled or down ends with 10.

import type { Fact } from '../domain/fact.js';
import { AzbackupError, type AzbackupErrorFields } from './azbackup-error.js';

/** A fact that could not be read. */
export type UnreadableFact = Extract<Fact<never>, { readonly status: 'unreadable' }>;

/** What an error on an unreadable fact may say besides that it could not be read, and why. */
export type UnreadableDetails = Partial<
  Pick<AzbackupErrorFields, 'code' | 'message' | 'target' | 'causes' | 'fix'>
>;

/**
 * The value of a fact without which the command cannot go on; undefined when Azure has no such thing.
 * @param what as the subject of "… could not be read"
 * @throws AzbackupError `AZB_NOT_ALLOWED` (4), `AZB_UNREACHABLE`, `AZB_THROTTLED` or `AZB_UNAVAILABLE` (10)
 */
export function requireFact<T>(
  fact: Fact<T>,
  what: string,
  details: UnreadableDetails = {},
): T | undefined {
  if (fact.status === 'unreadable') {
    throw unreadableFact(fact, what, details);
  }
  return fact.status === 'known' ? fact.value : undefined;
}

/** Codes of refusals that are about the caller, for other reasons than a lacking right. */
const REFUSED_CALLER = /^AZB_(?:KEY_VAULT_FIREWALL|NO_TOKEN_FOR_TENANT)$/u;

/** The error of a fact that could not be read, for who does not throw it at once. */
export function unreadableFact(
  fact: UnreadableFact,
  what: string,
  details: UnreadableDetails = {},
): AzbackupError {
  const { action, scope } = fact;
  // A firewall lets nobody of this network in: the network is to blame, and the exit is that of a refusal.
  const forbidden = fact.reason === 'forbidden' || REFUSED_CALLER.test(fact.code ?? '');
  return new AzbackupError({
    code: fact.code ?? (forbidden ? 'AZB_NOT_ALLOWED' : 'AZB_UNAVAILABLE'),
    kind: forbidden ? 'not-allowed' : fact.reason === 'refused' ? 'azure-failed' : 'unavailable',
    message: `${what} could not be read`,
    causes: [fact.message],
    ...(fact.fix === undefined ? {} : { fix: fact.fix }),
    ...(action === undefined || scope === undefined ? {} : { denied: { action, scope } }),
    ...details,
  });
}

/** A fact that there always is: one that Azure does not show was not read, and is not absent. */
export function notShown(message: string): UnreadableFact {
  return { status: 'unreadable', reason: 'unavailable', message };
}
