// Codes of which nothing is known beyond their names: somewhere they are named, and no page, recording or thread says
// when Azure gives them.

import type { CodeExplanation } from '../explanation.js';

const NAMES = ['UserErrorKekNotFound', 'UserErrorDeleteBackupItemOnImmutableItem'] as const;

/** All of them. */
export const NAMED_CODES: readonly CodeExplanation[] = NAMES.map((name) => ({
  codes: [name],
  standing: 'name-only',
  meaning: 'nothing is known of this code beyond its name',
  fix: ['read the message that came with it', 'report it with that message, so that it is known'],
  retry: 'unknown',
  docs: null,
  evidence: [],
}));
