// The views of the commands under `azbackup runs`.

import { nameOf } from '../../domain/resource-id.js';
import { counted } from '../../output/counts.js';
import { formatInstant } from '../../output/instants.js';
import { formatTable } from '../../output/table.js';
import type { View } from '../../output/view.js';
import { formatNextCommand } from '../../output/views/fix-lines.js';
import type { RunsListDocument, RunsPruneDocument, RunsShowDocument } from './result.js';

const COLUMNS = [
  { header: 'run' },
  { header: 'command', drops: 1 },
  { header: 'started', drops: 2 },
  { header: 'vms' },
  { header: 'done' },
  { header: 'failed' },
  { header: 'left' },
];

/** A table of runs, newest first. */
export function formatRuns({ items, summary }: RunsListDocument, view: View): string[] {
  if (items.length === 0) {
    return ['No runs are recorded on this computer.'];
  }
  return [
    ...formatTable(
      COLUMNS,
      items.map((item) => cells(item, view)),
      view,
    ),
    ...items.flatMap(({ file, problem }) => (problem === null ? [] : [`${file}: ${problem}`])),
    `${counted(summary.total, 'run')}, ${summary.left} with VMs left.`,
  ];
}

function cells(item: RunsListDocument['items'][number], view: View): string[] {
  const { id, command, started, machines } = item;
  return [
    id,
    command ?? '?',
    started === null ? '?' : formatInstant(started, view),
    ...(machines === null
      ? ['?', '?', '?', '?']
      : [machines.total, machines.done, machines.failed, machines.left].map(String)),
  ];
}

const MACHINE_COLUMNS = [
  { header: 'vm' },
  { header: 'outcome' },
  { header: 'error', drops: 1 },
  { header: 'job', drops: 2 },
  { header: 'resumed' },
];

const NEXT_WORDS: Readonly<Record<RunsShowDocument['items'][number]['next'], string>> = {
  skip: 'skips it',
  'look-again': 'looks again',
  retry: 'retries it',
  start: 'starts it',
};

/** A table of a run's machines, and the command that goes on. */
export function formatRun({ items, summary }: RunsShowDocument, view: View): string[] {
  const { total, done, failed, left } = summary.machines;
  const rows = items.map(({ vm, outcome, code, jobId, next }) => [
    nameOf(vm.id),
    outcome ?? '-',
    code ?? '-',
    jobId ?? '-',
    NEXT_WORDS[next],
  ]);
  return [
    `${summary.command}, started ${formatInstant(summary.started, view)}, ${summary.place}`,
    ...formatTable(MACHINE_COLUMNS, rows, view),
    `${counted(total, 'VM')}: ${done} done, ${failed} failed, ${left} left.`,
    ...summary.resume.map((command) => formatNextCommand(command, 'resumes it', view)),
  ];
}

const PRUNED = { deleted: 'Deleted', planned: 'Would delete', declined: 'Not deleted:' } as const;

/** What was deleted, a line each. */
export function formatPrunedRuns(document: RunsPruneDocument, view: View): string[] {
  const { items, summary, dryRun } = document;
  return [
    ...items.map(
      ({ id, outcome, started }) =>
        `${PRUNED[outcome]} ${id}, started ${formatInstant(started, view)}`,
    ),
    ...(items.length === 0 ? ['No old runs to delete.'] : []),
    ...(summary.kept === 0 ? [] : [`${counted(summary.kept, 'run')} with VMs left kept.`]),
    ...(dryRun ? ['Dry run: nothing was changed.'] : []),
  ];
}
