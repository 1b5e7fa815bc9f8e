// Vaults that nobody looked into, in a sentence.

import { firstNames } from './first-names.js';

/** That vaults of subscriptions were not, or not all, looked into; what that leaves open follows a colon. */
export function notLookedFor(subscriptions: readonly string[]): string {
  return `not looked for in all vaults of subscriptions ${firstNames([...new Set(subscriptions)])}`;
}
