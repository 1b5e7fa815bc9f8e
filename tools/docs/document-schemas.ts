// The schemas of everything that azbackup prints as JSON, by kind, from the commands that print it.

import type { z } from 'zod';
import { COMMANDS, type ResultDocument } from '../../src/commands/catalogue.js';
import { errorEnvelopeSchema } from '../../src/commands/results/error.js';

/** The kinds of result documents, and `error` for the envelope of a failure. */
export type DocumentKind = ResultDocument['kind'] | 'error';

/** All of them. */
export async function documentSchemas(): Promise<ReadonlyMap<DocumentKind, z.ZodType>> {
  const schemas = new Map<DocumentKind, z.ZodType>();
  for (const command of COMMANDS) {
    schemas.set(command.kind, await command.loadResultSchema());
  }
  return schemas.set('error', errorEnvelopeSchema);
}
