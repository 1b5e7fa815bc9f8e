// The views of `azbackup sandbox reset` and `azbackup sandbox show`.

import { counted } from '../../output/counts.js';
import type { SandboxResetDocument, SandboxShowDocument } from './result.js';
import { formatInstant } from '../../output/instants.js';
import { formatTable } from '../../output/table.js';
import { wrapIndented } from '../../output/text-width.js';
import type { View } from '../../output/view.js';
import { formatNextCommand } from '../../output/views/fix-lines.js';

/** What the sandbox starts with now, and a first thing to try. */
export function formatSandboxReset(document: SandboxResetDocument, view: View): string[] {
  const machines = counted(document.summary.virtualMachines, 'virtual machine');
  const lead = document.dryRun ? 'Would reset the sandbox to' : 'Reset the sandbox to';
  return [
    ...document.items.flatMap((world) => [
      `${lead} world "${world.name}": ${machines}, ${formatInstant(world.time, view)}.`,
      `  ${world.directory}`,
    ]),
    document.dryRun
      ? 'Dry run: nothing was changed.'
      : formatNextCommand('azbackup sandbox show', 'shows what is in it', view),
  ];
}

const COLUMNS = [
  { header: 'vm' },
  { header: 'group' },
  { header: 'os' },
  { header: 'protected in', shortens: true },
  { header: 'points' },
  { header: 'situation' },
];

/** The sandbox's machines, one a row, and what else it holds; the rest of each is in `-o json`. */
export function formatSandboxShow(document: SandboxShowDocument, view: View): string[] {
  const { world, summary } = document;
  const rows = document.items.map((item) => [
    item.vm.name,
    item.resourceGroup,
    item.osType,
    item.protectedIn ?? '-',
    String(item.recoveryPoints),
    item.situation ?? item.encryption,
  ]);
  const counts = [
    counted(summary.virtualMachines, 'virtual machine'),
    counted(summary.keyVaults, 'key vault'),
    counted(summary.recoveryServicesVaults, 'Recovery Services vault'),
    counted(summary.protectedItems, 'protected item'),
    counted(summary.recoveryPoints, 'recovery point'),
  ].join(', ');
  return [
    `World ${world.name}, ${formatInstant(world.time, view)}, subscription ${world.subscriptionId}`,
    `  ${world.directory}`,
    '',
    ...formatTable(COLUMNS, rows, view),
    '',
    wrapIndented(counts, view.width, 0),
  ];
}
