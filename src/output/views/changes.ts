// Changes to come, one a line: `+ role assignment   azbackup-backup-reader on kv-prod`.

import type { StepChange } from '../../steps/change.js';
import type { PlanLine, PlanWording, StepFamily } from '../../steps/family.js';
import type { Step } from '../../steps/plan.js';
import { counted } from '../counts.js';
import { formatInBothZones } from '../instants.js';
import { padEnd, shortenId, widest, wrapLines } from '../text-width.js';
import type { View } from '../view.js';

/** Names by id, of principals and subscriptions, where the caller knows them; the id is shown else. */
export type KnownNames = Readonly<Record<string, string>>;

const INDENT = 4;
const GUTTER = 3;

/** A heading with the number of changes, then the changes, as their family has them. */
export function formatChanges<C extends StepChange>(
  changes: readonly C[],
  family: Pick<StepFamily<Step, C>, 'line'>,
  view: View,
  names: KnownNames = {},
): string[] {
  if (changes.length === 0) {
    return ['Plan: no changes'];
  }
  const wording = wordingOf(view, names);
  const lines = changes.map((change) => family.line(change, wording));
  const nouns = widest(lines.map(({ noun }) => noun));
  return [
    view.theme.heading(`Plan: ${counted(changes.length, 'change')}`),
    ...lines.map((line) => formatLine(line, nouns + GUTTER, view)),
  ];
}

function formatLine({ sign, noun, text }: PlanLine, nounWidth: number, view: View): string {
  const style = { '+': view.theme.ok, '~': view.theme.warn, '-': view.theme.fail }[sign];
  const indent = INDENT + nounWidth;
  const lines = wrapLines(text, view.width - indent);
  return `  ${style(sign)} ${padEnd(noun, nounWidth)}${lines.join(`\n${' '.repeat(indent)}`)}`;
}

/** Ids are short on a terminal, where nobody copies them from. */
function wordingOf(view: View, names: KnownNames): PlanWording {
  const shown = (id: string): string => (view.terminal ? shortenId(id) : id);
  return {
    principal(objectId) {
      const name = names[objectId];
      return name === undefined ? shown(objectId) : `${name} (${shown(objectId)})`;
    },
    subscription: (id) => names[id] ?? shown(id),
    instant: (instant) => formatInBothZones(instant, view),
  };
}
