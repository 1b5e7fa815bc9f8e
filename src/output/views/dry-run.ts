// What a dry run would change, at the head of its result.

import type { StepChange } from '../../steps/change.js';
import type { StepFamily } from '../../steps/family.js';
import type { Step } from '../../steps/plan.js';
import type { View } from '../view.js';
import { formatChanges, type KnownNames } from './changes.js';

/** Documents whose items carry changes. */
interface ChangingDocument<C extends StepChange> {
  readonly dryRun: boolean;
  readonly items: readonly { readonly changes: readonly (C & { readonly id: string })[] }[];
}

/** The changes of all items, each once, and a blank line; nothing outside a dry run. */
export function formatDryRun<C extends StepChange>(
  document: ChangingDocument<C>,
  family: Pick<StepFamily<Step, C>, 'line'>,
  view: View,
  names: KnownNames = {},
): string[] {
  const changes = new Map(
    document.items.flatMap((item) => item.changes).map((change) => [change.id, change]),
  );
  return document.dryRun && changes.size > 0
    ? [...formatChanges([...changes.values()], family, view, names), '']
    : [];
}
