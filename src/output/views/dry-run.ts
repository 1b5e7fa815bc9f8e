// What a dry run would change, at the head of its result.

import type { ChangeDocument } from '../../commands/results/parts.js';
import type { View } from '../view.js';
import { formatChanges, type KnownNames } from './changes.js';

/** Documents whose items carry changes. */
interface ChangingDocument {
  readonly dryRun: boolean;
  readonly items: readonly { readonly changes: readonly ChangeDocument[] }[];
}

/** The changes of all items, each once, and a blank line; nothing outside a dry run. */
export function formatDryRun(
  document: ChangingDocument,
  view: View,
  names: KnownNames = {},
): string[] {
  const changes = new Map(
    document.items.flatMap((item) => item.changes).map((change) => [change.id, change]),
  );
  return document.dryRun && changes.size > 0
    ? [...formatChanges([...changes.values()], view, names), '']
    : [];
}
