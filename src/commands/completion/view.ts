// The view of `azbackup completion`: the script, for a shell to read.

import type { CompletionDocument } from './result.js';

/** Never coloured or cut. */
export function formatCompletion({ items }: CompletionDocument): string[] {
  return items.flatMap(({ script }) => script.trimEnd().split('\n'));
}
