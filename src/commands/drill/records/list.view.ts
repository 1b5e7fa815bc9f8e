// The view of `azbackup drill list`.

import { counted } from '../../../output/counts.js';
import { formatDuration } from '../../../output/durations.js';
import { formatInstant } from '../../../output/instants.js';
import { formatTable } from '../../../output/table.js';
import type { View } from '../../../output/view.js';
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
  const rows = items.map(({ id, vm, outcome, cleanup, started, rto }) => [
    id,
    vm.name,
    outcome,
    cleanup,
    formatInstant(started, view),
    rto.seconds === null ? '-' : formatDuration(rto.seconds),
  ]);
  return [...formatTable(COLUMNS, rows, view), '', `${counted(items.length, 'drill')}.`];
}
