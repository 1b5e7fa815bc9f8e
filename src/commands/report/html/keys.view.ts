// The section on keys: how long recovery points need each secret and key.

import { counted } from '../../../output/counts.js';
import { formatInstant } from '../../../output/instants.js';
import type { RetirementKeysItem } from '../../retirement/keys/result.js';
import { KEY_OUTCOME_WORDS } from '../../retirement/keys/view.js';
import type { ReportDocument } from '../result.js';
import { countdown } from './countdown.js';
import { markup, type Content } from './markup.js';
import {
  countedFigure,
  figure,
  foldedTable,
  sentences,
  tag,
  type Label,
  type Meaning,
  type Section,
} from './pieces.view.js';

/** The section. */
export function keysSection({ keys, time, inventory }: ReportDocument, label: Label): Section {
  const { items, summary, gaps } = keys;
  const reasons = [...new Set([...gaps, ...items.flatMap((item) => item.reasons)])];
  return {
    id: 'keys',
    title: 'Keys and secrets, and until when they are needed',
    body:
      items.length === 0
        ? markup`<p>No keys or secrets of Azure Disk Encryption were found.</p>
`
        : [
            markup`<p>Versions of keys and secrets: ${figure('keys.summary.total', summary.total)}, for ${countedFigure('keys.summary.points', summary.points, 'recovery point')} with ADE: ${ORDER.filter(
              (outcome) => summary.outcomes[outcome] !== undefined,
            ).map(
              (outcome, index) =>
                markup`${index === 0 ? '' : ', '}${figure(`keys.summary.outcomes.${outcome}`, summary.outcomes[outcome] ?? 0)} ${KEY_OUTCOME_WORDS[outcome]}`,
            )}. Delete nothing that is unknown or in use, and nothing before its day.</p>
`,
            chart(items, time, inventory.deadline),
            tables(items, label),
            reasons.length === 0
              ? null
              : [
                  markup`<h3>Why days are missing</h3>
`,
                  sentences(counted(reasons.length, 'reason'), reasons),
                ],
          ],
  };
}

/** How many versions known points need, as time goes by. */
function chart(items: readonly RetirementKeysItem[], time: string, deadline: string): Content {
  const ends = items
    .flatMap(({ notBefore }) => (notBefore !== null && notBefore > time ? [notBefore] : []))
    .toSorted();
  const open = items.filter(
    ({ outcome, notBefore }) =>
      outcome === 'never' || (outcome === 'unknown' && notBefore === null),
  ).length;
  const last = ends.at(-1);
  if (last === undefined) {
    return null;
  }
  return countdown(
    `Versions of keys and secrets that known recovery points need, from ${ends.length + open} today to ${open} after ${last.slice(0, 10)}; the table below has each of them`,
    'Versions that known recovery points need:',
    { ends, open, labels: ['with a last known expiry', 'without one'] },
    { from: time, marks: [{ time: deadline, label: 'ADE retires', style: 'fail' }] },
  );
}

const MEANINGS: Readonly<Record<RetirementKeysItem['outcome'], Meaning>> = {
  from: 'ok',
  'in-use': 'muted',
  never: 'warn',
  unknown: 'warn',
};

const ORDER: readonly RetirementKeysItem['outcome'][] = ['from', 'unknown', 'never', 'in-use'];

function tables(items: readonly RetirementKeysItem[], label: Label): Content {
  return ORDER.map((outcome) => {
    const some = items.filter((item) => item.outcome === outcome);
    return foldedTable(
      markup`${tag(KEY_OUTCOME_WORDS[outcome], MEANINGS[outcome])}: ${some.length}`,
      {
        name: `Keys and secrets, ${KEY_OUTCOME_WORDS[outcome]}`,
        columns: [
          { header: 'Name' },
          { header: 'Object' },
          { header: 'Version' },
          { header: 'Key vault' },
          { header: 'Points', isNumber: true },
          { header: 'Last point of' },
          { header: 'Used by', isWide: true },
          { header: 'Not before (UTC)' },
          ...(outcome === 'from' ? [{ header: 'Delete from' }] : []),
        ],
        rows: some.map((item) => [
          item.name,
          item.object,
          item.version ?? 'any',
          item.keyVault,
          item.points,
          item.lastPoint === null ? '-' : label(item.lastPoint.vm),
          item.usedBy.map((vm) => label(vm)).join(', ') || '-',
          item.notBefore === null
            ? '-'
            : formatInstant(item.notBefore, { terminal: true }).slice(0, 16),
          ...(outcome === 'from' ? [item.deleteFrom] : []),
        ]),
      },
    );
  });
}
