// What became of the key and secret, as the result document has it: judged by a look at the key vault.

import type { RestoreKeysDocument, RestoreKeysItem } from './result.js';
import type { RestorationFacts } from '../keys/rules.js';
import { diskSettingsDocument, keyObjectDocument } from '../keys/report.js';
import type { KeySource } from '../keys/source.js';
import { VOLUME_KEYS_NOT_CHECKED } from '../keys/volume-keys.js';
import { countOutcomes } from '../results/machines.js';

/** The item of a source for which nothing was done, with its objects as they stand. */
export function unchangedItem(
  source: KeySource,
  facts: RestorationFacts,
  notes: readonly string[],
): RestoreKeysItem {
  const { copies, described, vm } = source;
  return {
    vm: vm ?? null,
    outcome: 'unchanged',
    source: described,
    secret: keyObjectDocument(facts.secret, copies.secret.url),
    key:
      facts.key === undefined || copies.key === undefined
        ? null
        : keyObjectDocument(facts.key, copies.key.url),
    diskSettings: diskSettingsDocument(source, facts),
    notes: [...notes, ...(copies.osType === 'Windows' ? [VOLUME_KEYS_NOT_CHECKED] : [])],
    changes: [],
    error: null,
  };
}

/** The document on one item. */
export function restoreKeysDocument(item: RestoreKeysItem, dryRun: boolean): RestoreKeysDocument {
  return {
    kind: 'restore-keys',
    schemaVersion: 1,
    dryRun,
    items: [item],
    summary: {
      total: 1,
      outcomes: countOutcomes([item]),
      changes: item.changes.filter(({ status }) => status === 'done').length,
    },
  };
}
