// The view of the commands under `azbackup sandbox fault`.

import { counted } from '../../../output/counts.js';
import type { SandboxFaultDocument } from './result.js';
import { formatTable } from '../../../output/table.js';
import type { View } from '../../../output/view.js';

const COLUMNS = [
  { header: 'requests', shortens: true },
  { header: 'from' },
  { header: 'times' },
  { header: 'then' },
  { header: 'seen' },
];

/** What was changed, and the faults that there are. */
export function formatSandboxFault(document: SandboxFaultDocument, view: View): string[] {
  const { added, cleared } = document.summary;
  const rows = document.items.map((fault) => [
    fault.match,
    String(fault.nth ?? 1),
    fault.times === null && fault.nth === null ? 'always' : String(fault.times ?? 1),
    fault.then,
    String(fault.seen),
  ]);
  return [
    ...(added === 0 ? [] : [`Added ${counted(added, 'fault')}.`]),
    ...(cleared === 0 ? [] : [`Cleared ${counted(cleared, 'fault')}.`]),
    ...(rows.length === 0 ? ['No faults.'] : formatTable(COLUMNS, rows, view)),
    ...(document.dryRun && added + cleared > 0 ? ['Dry run: nothing was changed.'] : []),
  ];
}
