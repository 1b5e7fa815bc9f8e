// Puts the status of machines into the document of `azbackup status`.

import { countOutcomes } from '../results/machines.js';
import type { StatusDocument, StatusItem } from './result.js';

/** The document on all machines. */
export function statusDocument(items: readonly StatusItem[]): StatusDocument {
  return {
    kind: 'status',
    schemaVersion: 1,
    items: [...items],
    summary: {
      total: items.length,
      outcomes: countOutcomes(items),
      tooOld: items.filter(({ tooOld }) => tooOld).length,
    },
  };
}
