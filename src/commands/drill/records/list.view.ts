// The view of `azbackup drill list`.

import { counted } from '../../../output/counts.js';
import { formatDuration } from '../../../output/durations.js';
import { formatInstant } from '../../../output/instants.js';
import { formatTable } from '../../../output/table.js';
import { inPlace } from '../../../output/suggested-commands.js';
import type { View } from '../../../output/view.js';
import { isBefore } from '../../../domain/time/instant.js';
import type { Drill } from '../evidence.js';
import type { DrillListDocument } from './result.js';

const COLUMNS = [
  { header: 'drill', whole: true },
  { header: 'vm' },
  { header: 'result' },
  { header: 'clean-up' },
  { header: 'started', drops: 1 },
  { header: 'rto', drops: 2 },
];

/** A table, and a closing line. */
export function formatDrillList({ items }: DrillListDocument, view: View): string[] {
  if (items.length === 0) {
    return ['No drills are recorded here.'];
  }
  const rows = items.map((drill) => [
    drill.id,
    drill.vm.name,
    isDead(drill, view) ? 'interrupted' : drill.outcome,
    drill.cleanup,
    formatInstant(drill.started, view),
    drill.rto.seconds === null ? '-' : formatDuration(drill.rto.seconds),
  ]);
  const dead = items.filter((drill) => isDead(drill, view)).length;
  const command = inPlace('azbackup drill clean --expired', view.commandPlace);
  return [
    ...formatTable(COLUMNS, rows, view),
    '',
    `${counted(items.length, 'drill')}.`,
    ...(dead === 0
      ? []
      : [
          `${counted(dead, 'drill')} ended without a clean-up. To delete what is left:`,
          `  ${view.theme.command(command)}`,
        ]),
  ];
}

/** A drill that runs moves the end of its time on: one whose time is over was killed. */
function isDead({ outcome, expires }: Drill, { now }: View): boolean {
  return outcome === 'running' && isBefore(expires, now);
}
