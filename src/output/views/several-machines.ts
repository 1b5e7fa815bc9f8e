// Reports on several machines: one line each, then a count of outcomes.

import { countLabels } from '../counts.js';
import { hint } from '../hints.js';
import type { FindingDocument, ItemErrorDocument } from '../../commands/results/parts.js';
import { machineLabels } from '../machine-labels.js';
import { wrapIndented } from '../text-width.js';
import type { Theme } from '../theme.js';
import type { View } from '../view.js';
import { blockingFindings } from './findings.js';
import { formatStatusLines } from './status-lines.js';

/** How an outcome is called, and whether it is good. */
export interface OutcomeWords {
  readonly label: string;
  readonly meaning: Extract<keyof Theme, 'ok' | 'warn' | 'fail' | 'muted'>;
}

/** What is said of a machine that `--max-errors` left alone. */
export const NOT_STARTED =
  'Not started: too many VMs had failed before (--max-errors). Run the command again to continue.';

/** What every item of a document about machines has. */
interface Item<O extends string> {
  readonly vm: { readonly id: string; readonly name: string };
  readonly outcome: O;
  readonly findings: readonly FindingDocument[];
  readonly error: ItemErrorDocument | null;
}

/** The lines of all items and the closing count. `describe` says what is worth saying of a good one. */
export function formatSeveral<O extends string, T extends Item<O>>(
  items: readonly T[],
  words: Readonly<Record<O, OutcomeWords>>,
  describe: (item: T) => string,
  view: View,
): string[] {
  if (items.length === 0) {
    return ['No virtual machines found.'];
  }
  const wordsOf = (item: T): OutcomeWords => words[item.outcome];
  const nameOf = machineLabels(items.map(({ vm }) => vm));
  const lines = items.map((item) => {
    const { label, meaning } = wordsOf(item);
    return {
      label,
      style: view.theme[meaning],
      name: nameOf(item.vm),
      ...reasonOf(item, describe),
    };
  });
  const counts = countLabels(items.map((item) => wordsOf(item).label));
  // In a pipe each machine keeps to one line, for grep.
  const width = view.terminal ? view.width : Number.MAX_SAFE_INTEGER;
  return [
    ...formatStatusLines(lines, { ...view, width }),
    wrapIndented(`${counts}.`, width, 0),
    hint('Details: add -o json, or name one machine.'),
  ];
}

function reasonOf<T extends Item<string>>(
  item: T,
  describe: (item: T) => string,
): { readonly text: string; readonly tag?: string } {
  if (item.error !== null) {
    return { text: withoutName(item.error.message, item.vm.name), tag: item.error.code };
  }
  const blocking = blockingFindings(item.findings);
  const [first] = blocking;
  if (first === undefined || item.outcome !== 'blocked') {
    return { text: describe(item) };
  }
  const more = blocking.length > 1 ? ` +${blocking.length - 1}` : '';
  return { text: withoutName(first.summary, item.vm.name), tag: `${first.checkId}${more}` };
}

/** The name stands at the head of the line already. */
function withoutName(text: string, name: string): string {
  const lead = `${name} is `;
  return text.startsWith(lead) ? text.slice(lead.length) : text;
}
