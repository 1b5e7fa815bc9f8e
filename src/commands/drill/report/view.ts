// The view of `azbackup drill report`.

import { firstNames } from '../../../domain/fleet/first-names.js';
import { nameOf } from '../../../domain/resource-id.js';
import { counted } from '../../../output/counts.js';
import { formatDuration } from '../../../output/durations.js';
import { formatInstant } from '../../../output/instants.js';
import { machineLabels } from '../../../output/machine-labels.js';
import { inPlace } from '../../../output/suggested-commands.js';
import { formatTable } from '../../../output/table.js';
import { wrapIndented } from '../../../output/text-width.js';
import type { View } from '../../../output/view.js';
import type { DrillReportDocument } from './result.js';

const INDENT = 2;

const COLUMNS = [
  { header: 'vm' },
  { header: 'newest drill', drops: 4 },
  { header: 'result' },
  // What gates and auditors ask for.
  { header: 'last passed' },
  { header: 'rto', drops: 3 },
  { header: 'rpo', drops: 2 },
  { header: 'drills', drops: 1 },
];

/** The VMs, how long restores took, why drills did not pass, what is left, and a closing line. */
export function formatDrillReport(document: DrillReportDocument, view: View): string[] {
  const { items, rto, summary } = document;
  const counts = Object.entries(summary.drillOutcomes).map(([word, count]) => `${count} ${word}`);
  const words =
    rto === null
      ? undefined
      : [rto.min, rto.median, rto.p95, rto.max].map((each) => formatDuration(each));
  return [
    ...machines(document, view),
    ...(words === undefined
      ? []
      : [
          `RTO of ${counted(rto?.count ?? 0, 'drill')}: minimum ${words[0]}, median ${words[1]}, 95th percentile ${words[2]}, maximum ${words[3]}.`,
          '',
        ]),
    ...causes(document, view),
    ...leftovers(document, view),
    ...invalidFiles(document, view),
    items.length === 0
      ? 'No drills to report.'
      : `${counted(summary.drills, 'drill')} of ${counted(items.length, 'VM')}: ${counts.join(', ')}.`,
  ];
}

function machines({ items }: DrillReportDocument, view: View): string[] {
  if (items.length === 0) {
    return [];
  }
  const label = machineLabels(items.map(({ vm }) => vm));
  const rows = items.map(({ vm, outcome, drills, lastPassed, newest }) => [
    label(vm),
    formatInstant(newest.started, view),
    outcome,
    lastPassed === null ? 'never' : formatInstant(lastPassed, view),
    durationOr(newest.rto.seconds),
    durationOr(newest.rpo.seconds),
    String(drills),
  ]);
  return [...formatTable(COLUMNS, rows, view), ''];
}

function durationOr(seconds: number | null): string {
  return seconds === null ? '-' : formatDuration(seconds);
}

function causes({ causes: found }: DrillReportDocument, view: View): string[] {
  return titled(
    'Did not pass because of',
    found.map(
      ({ cause, failed, inconclusive, vms }) =>
        `${cause}: ${[
          ...(failed === 0 ? [] : [`${failed} failed`]),
          ...(inconclusive === 0 ? [] : [`${inconclusive} inconclusive`]),
        ].join(', ')} (${firstNames(vms.map(({ name }) => name))})`,
    ),
    view,
  );
}

function leftovers({ leftovers: found, from }: DrillReportDocument, view: View): string[] {
  const lines = titled(
    'Left behind',
    found.map(
      ({ drill, vm, resourceGroup, cleanup }) =>
        `${nameOf(resourceGroup)} of drill ${drill} of ${vm.name}: ${cleanup}`,
    ),
    view,
  );
  // Evidence does not know what was cleaned up since; records do.
  const command =
    from === 'records'
      ? `azbackup drill clean ${found.map(({ drill }) => drill).join(' ')}`
      : 'azbackup drill clean --expired --dry-run';
  return found.length === 0
    ? []
    : [
        ...lines.slice(0, -1),
        ' '.repeat(INDENT) + view.theme.command(inPlace(command, view.commandPlace)),
        '',
      ];
}

function invalidFiles({ invalidFiles: found }: DrillReportDocument, view: View): string[] {
  return titled(
    'Not counted',
    found.map(({ file, reason }) => `${file} ${reason}`),
    view,
  );
}

function titled(title: string, lines: readonly string[], view: View): string[] {
  return lines.length === 0
    ? []
    : [
        view.theme.heading(title),
        ...lines.map((line) => wrapIndented(line, view.width, INDENT)),
        '',
      ];
}
