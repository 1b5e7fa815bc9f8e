// The view of `azbackup backup-now`: what came of each backup, until when it is kept, and what comes next.

import type { BackupNowDocument, BackupNowItem } from './result.js';
import { formatDuration } from '../../output/durations.js';
import { jobSize } from '../../output/job-words.js';
import { formatInBothZones } from '../../output/instants.js';
import { wrapIndented } from '../../output/text-width.js';
import type { View } from '../../output/view.js';
import { formatDryRun } from '../../output/views/dry-run.js';
import { jobFamily } from '../../steps/jobs/describe.js';
import { formatBlockedEnding, formatFindings } from '../../output/views/findings.js';
import { formatNextCommand } from '../../output/views/fix-lines.js';
import { formatRun } from '../../output/views/run.js';
import { formatItemError } from '../../output/views/item-error.js';
import { formatTasks } from '../jobs/lines.view.js';
import {
  formatSeveral,
  NOT_STARTED,
  type OutcomeWords,
} from '../../output/views/several-machines.js';

const WORDS: Readonly<Record<BackupNowItem['outcome'], OutcomeWords>> = {
  completed: { label: 'backed up', meaning: 'ok' },
  'completed-with-warnings': { label: 'with warnings', meaning: 'warn' },
  failed: { label: 'failed', meaning: 'fail' },
  cancelled: { label: 'cancelled', meaning: 'fail' },
  running: { label: 'running', meaning: 'warn' },
  started: { label: 'started', meaning: 'muted' },
  joined: { label: 'joined', meaning: 'muted' },
  planned: { label: 'planned', meaning: 'muted' },
  blocked: { label: 'blocked', meaning: 'fail' },
  interrupted: { label: 'interrupted', meaning: 'warn' },
  'not-started': { label: 'not started', meaning: 'warn' },
};

/** One machine in sentences, several at one line each. */
export function formatBackupNow(document: BackupNowDocument, view: View): string[] {
  const [only] = document.items;
  if (only !== undefined && document.items.length === 1) {
    return [
      ...formatDryRun(document, jobFamily, view),
      ...formatOne(only, view),
      ...formatRun(document, view),
    ];
  }
  return [
    ...formatDryRun(document, jobFamily, view),
    ...formatSeveral(document.items, WORDS, (item) => detail(item, view), view),
    ...watchingSeveral(document.items, view),
    ...formatRun(document, view),
  ];
}

/** More commands than these are one for each vault. */
const MAX_COMMANDS = 3;

function watchingSeveral(items: readonly BackupNowItem[], view: View): string[] {
  const going = items.filter(({ next }) => next.length > 0);
  if (going.length <= MAX_COMMANDS) {
    return going.flatMap((item) => watching(item, view));
  }
  const vaults = new Set(going.map(({ vault }) => vault.name));
  return [...vaults].map((vault) =>
    formatNextCommand(`azbackup jobs watch --vault ${vault}`, 'watches all running jobs', view),
  );
}

function formatOne(item: BackupNowItem, view: View): string[] {
  if (item.outcome === 'blocked' && item.error === null) {
    return [
      `${view.theme.heading(item.vm.name)}   ${item.vault.name}`,
      '',
      ...formatFindings(item.findings, view),
      '',
      ...formatBlockedEnding(item.findings, view),
      'Nothing was changed.',
    ];
  }
  // Of a backup that went well, progress has shown them.
  const tasks = item.outcome === 'completed' ? [] : formatTasks(item.tasks, view);
  const error = item.error === null ? [] : formatItemError(item.error, view);
  const sentences = SENTENCES[item.outcome](item, view);
  const said = sentences === '' ? [] : [wrapIndented(sentences, view.width, 0)];
  return [...tasks, ...error, ...said, ...nextCommands(item, view)];
}

type Sentence = (item: BackupNowItem, view: View) => string;

const SENTENCES: Readonly<Record<BackupNowItem['outcome'], Sentence>> = {
  completed: (item, view) =>
    `${item.vm.name} is backed up to ${item.vault.name}${took(item)}. ${point(item, view)}`,
  'completed-with-warnings': (item, view) =>
    `${item.vm.name} is backed up to ${item.vault.name} with warnings${took(item)}. ${point(item, view)}`,
  failed: () => '',
  cancelled: () => '',
  running: (item) =>
    item.error === null
      ? `Stopped waiting. The backup of ${item.vm.name} continues in Azure.`
      : `The status of the backup of ${item.vm.name} is unknown.`,
  started: (item, view) =>
    `The backup of ${item.vm.name} has started, job ${item.jobId ?? ''}${kept(item, view)}.`,
  joined: (item, view) =>
    `A backup of ${item.vm.name} was already running, job ${item.jobId ?? ''}${kept(item, view)}.`,
  planned: (item) =>
    item.joined
      ? `A backup of ${item.vm.name} is already running, job ${item.jobId ?? ''}; no new one would start. Dry run: nothing was changed.`
      : 'Dry run: nothing was changed.',
  'not-started': () => NOT_STARTED,
  blocked: () => 'Nothing was changed.',
  interrupted: (item) =>
    item.jobId === null && item.operationId === null
      ? 'Stopped. No backup was started.'
      : 'Stopped watching. The backup continues in Azure.',
};

function took(item: BackupNowItem): string {
  return item.seconds === null ? '' : `, after ${formatDuration(item.seconds)}`;
}

function kept(item: BackupNowItem, view: View): string {
  return item.expiry === null ? '' : `, kept until ${formatInBothZones(item.expiry, view)}`;
}

function point(item: BackupNowItem, view: View): string {
  const { recoveryPoint } = item;
  const size = item.properties['Backup Size'];
  const words = [
    recoveryPoint === null
      ? 'Its recovery point'
      : `Recovery point ${recoveryPoint.name} of ${formatInBothZones(recoveryPoint.time, view)}`,
    ...(size === undefined ? [] : [`${jobSize(size)} moved`]),
  ].join(', ');
  return item.expiry === null
    ? `${words}, is kept by policy.`
    : `${words}, is kept until ${formatInBothZones(item.expiry, view)}.`;
}

function nextCommands(item: BackupNowItem, view: View): string[] {
  if (item.outcome === 'completed' || item.outcome === 'completed-with-warnings') {
    const command = `azbackup recovery-points list --vm ${item.vm.name}`;
    return [formatNextCommand(command, 'shows all its recovery points', view)];
  }
  return item.error === null ? watching(item, view) : [];
}

function watching(item: BackupNowItem, view: View): string[] {
  const again = item.outcome === 'started' || item.outcome === 'joined' ? '' : ' again';
  return item.next.map((command) => formatNextCommand(command, `watches it${again}`, view));
}

function detail(item: BackupNowItem, view: View): string {
  switch (item.outcome) {
    case 'completed':
    case 'completed-with-warnings':
      return `${item.seconds === null ? '' : formatDuration(item.seconds)}${kept(item, view)}`;
    case 'started':
    case 'joined':
    case 'running':
    case 'interrupted':
      return item.jobId === null ? '' : `job ${item.jobId}`;
    case 'planned':
      return item.joined ? 'a backup is already running' : kept(item, view).slice(2);
    case 'failed':
    case 'cancelled':
    case 'blocked':
    case 'not-started':
      return '';
  }
}
