// The section on restore drills: which VMs were restored on trial, and what came of it.

import { counted } from '../../../output/counts.js';
import { formatDuration } from '../../../output/durations.js';
import { formatInstant } from '../../../output/instants.js';
import type { ReportDocument } from '../result.js';
import { markup } from './markup.js';
import { foldedTable, type Label, type Section } from './pieces.view.js';

/** The section. */
export function drillsSection({ drills, summary }: ReportDocument, label: Label): Section {
  const { items, leftovers } = drills;
  const undrilled = Math.max(0, summary.total - items.length);
  return {
    id: 'drills',
    title: 'Restore drills',
    body: [
      markup`<p>${counted(items.length, 'VM')} drilled from this computer, ${undrilled} not.${
        leftovers.length === 0 ? null : ` ${counted(leftovers.length, 'drill')} left something.`
      }</p>
`,
      foldedTable('Newest drill of each VM', {
        name: 'Newest drill of each VM, those that did not pass first',
        columns: [
          { header: 'VM' },
          { header: 'Result' },
          { header: 'Clean-up' },
          { header: 'Started (UTC)' },
          { header: 'RTO' },
          { header: 'Last passed (UTC)' },
          { header: 'Reasons', isWide: true },
        ],
        rows: items.map(({ vm, outcome, newest, lastPassed }) => [
          label(vm),
          outcome,
          newest.cleanup,
          formatInstant(newest.started, { terminal: true }),
          newest.rto.seconds === null ? '-' : formatDuration(newest.rto.seconds),
          lastPassed === null ? '-' : formatInstant(lastPassed, { terminal: true }),
          newest.reasons.length === 0 ? '-' : newest.reasons.join('; '),
        ]),
      }),
    ],
  };
}
