// The views of `azbackup jobs`.

import { countLabels } from '../../output/counts.js';
import type {
  CancelItem,
  JobItem,
  JobsCancelDocument,
  JobsListDocument,
  JobsShowDocument,
  JobsWatchDocument,
  WatchedJobItem,
} from './result.js';
import { formatDuration } from '../../output/durations.js';
import { formatInstant, formatInBothZones } from '../../output/instants.js';
import { parseUsTime } from '../../domain/time/us-time.js';
import {
  jobSize,
  jobSubject,
  JOB_STATES,
  operationNoun,
  type StateWord,
} from '../../output/job-words.js';
import { labelWithGroup } from '../../output/machine-labels.js';
import { formatTable, type Column } from '../../output/table.js';
import { oneLine, wrapIndented } from '../../output/text-width.js';
import type { View } from '../../output/view.js';
import { formatField } from '../../output/views/fields.js';
import { formatDryRun } from '../../output/views/dry-run.js';
import { jobFamily } from '../../steps/jobs/describe.js';
import { formatNextCommand } from '../../output/views/fix-lines.js';
import { hint } from '../../output/hints.js';
import { formatItemError, formatReason } from '../../output/views/item-error.js';
import { formatTasks, outcomeOfStatus, styledWord } from './lines.view.js';

type AnyJobItem = JobItem | WatchedJobItem | CancelItem;

/** `jobs list`: a table, newest first. */
export function formatJobsList(document: JobsListDocument, view: View): string[] {
  return document.items.length === 0
    ? ['No matching jobs.']
    : [
        ...jobTable(document.items, view),
        countLabels(document.items.map((item) => stateOf(item).word)),
      ];
}

/** `jobs show`: everything that Azure tells of a job. */
export function formatJobsShow(document: JobsShowDocument, view: View): string[] {
  return document.items.flatMap((item) => [
    ...formatJob(item, view, formatReason),
    ...nextLines(item, view),
  ]);
}

/** `jobs watch`: how each job ended. */
export function formatJobsWatch(document: JobsWatchDocument, view: View): string[] {
  const [only] = document.items;
  if (only === undefined) {
    return ['No job is running.'];
  }
  if (document.items.length === 1) {
    return [
      ...formatJob(only, view),
      ...watchSentence(only).map((text) => wrapIndented(text, view.width, 0)),
      ...nextLines(only, view),
    ];
  }
  return [
    ...jobTable(document.items, view),
    `${countLabels(document.items.map((item) => stateOf(item).word))}.`,
    hint('Details: add -o json, or name one job.'),
    ...document.items.flatMap((item) => nextLines(item, view)),
  ];
}

/** `jobs cancel`: whether it is cancelled now. */
export function formatJobsCancel(document: JobsCancelDocument, view: View): string[] {
  return [
    ...formatDryRun(document, jobFamily, view),
    ...document.items.flatMap((item) => [
      ...(item.error === null ? [] : formatItemError(item.error, view)),
      ...CANCEL_SENTENCES[item.outcome](item).map((text) => wrapIndented(text, view.width, 0)),
      ...nextLines(item, view),
    ]),
  ];
}

const CANCEL_SENTENCES: Readonly<
  Record<CancelItem['outcome'], (item: CancelItem) => readonly string[]>
> = {
  cancelled: (item) => [`The ${jobSubject(named(item))} is cancelled.`],
  'already-cancelled': (item) => [
    `The ${jobSubject(named(item))} was already cancelled. Nothing to do.`,
  ],
  accepted: (item) => [`Azure has accepted the cancellation of the ${jobSubject(named(item))}.`],
  planned: () => ['Dry run: nothing was changed.'],
  refused: () => [],
  'not-cancelled': () => [],
  running: (item) => [`The ${jobSubject(named(item))} is not cancelled yet.`],
  interrupted: (item) => [
    `Stopped watching. The cancellation of the ${jobSubject(named(item))} continues in Azure.`,
  ],
  unknown: () => [],
};

function named(item: AnyJobItem): { readonly operation: string; readonly vm: string } {
  return { operation: item.operation, vm: machineOf(item) };
}

/** With its group where the name may mean another machine. */
function machineOf({ vm: { name, resourceGroup, sharedName } }: AnyJobItem): string {
  return sharedName ? labelWithGroup(name, resourceGroup) : name;
}

function watchSentence(item: WatchedJobItem): readonly string[] {
  switch (item.outcome) {
    case 'interrupted':
      return [`Stopped watching. The ${operationNoun(item.operation)} continues in Azure.`];
    case 'running':
    case 'cancelling':
      return [`Stopped waiting. The ${operationNoun(item.operation)} continues in Azure.`];
    case 'unknown':
      return [`The status of the ${operationNoun(item.operation)} is unknown.`];
    case 'completed':
    case 'completed-with-warnings':
    case 'failed':
    case 'cancelled':
      return [];
  }
}

function nextLines(item: AnyJobItem, view: View): string[] {
  return item.next.map((command) => formatNextCommand(command, 'watches it', view));
}

function stateOf(item: Pick<AnyJobItem, 'status'>): StateWord {
  const outcome = outcomeOfStatus(item.status);
  return outcome === undefined ? { word: item.status, meaning: 'muted' } : JOB_STATES[outcome];
}

type TableColumn = readonly [header: string, cell: (item: AnyJobItem, view: View) => string];

const TOOK: TableColumn = [
  'took',
  ({ seconds }) => (seconds === null ? '' : formatDuration(seconds)),
];
const VAULT: TableColumn = ['vault', ({ vault }) => vault.name];
const REASON: TableColumn = ['reason', ({ error }) => error?.azureCode ?? ''];

const JOB_COLUMNS: Readonly<Record<string, Partial<Column>>> = {
  vault: { drops: 1 },
  took: { drops: 1 },
  job: { drops: 2 },
  id: { whole: true },
};

/** Ids stay whole: they are what the other commands on jobs are given. A pipe has room for everything. */
function jobTable(items: readonly AnyJobItem[], view: View): string[] {
  const ofSeveralVaults = new Set(items.map(({ vault }) => vault.id)).size > 1;
  const columns: readonly TableColumn[] = [
    view.terminal
      ? ['started (utc)', (item) => formatInstant(item.startTime, view).replace(/ UTC$/u, '')]
      : ['started', (item) => formatInstant(item.startTime, view)],
    ['vm', machineOf],
    ['job', (item) => operationNoun(item.operation)],
    ['state', (item) => stateOf(item).word],
    ...(view.terminal ? [ofSeveralVaults ? VAULT : TOOK] : [TOOK, VAULT, REASON]),
    ['id', (item) => item.jobId],
  ];
  return formatTable(
    columns.map(([header]) => ({ header, ...JOB_COLUMNS[header] })),
    items.map((item) => columns.map(([, cell]) => cell(item, view))),
    view,
  );
}

const FIELD_WIDTH = 12;

/** Azure's particulars that say something of their own, in our words. */
const PROPERTY_NAMES: Readonly<Record<string, string>> = {
  'backup size': 'size',
  'recovery point expiry time in utc': 'expires',
  'target resource group': 'group',
  'recovery point time': 'point',
  'target storage account name': 'staging',
  'source of restore': 'from',
};

/** Azure writes times as the United States do, in UTC. */
function propertyValue(value: string, view: View): string {
  const time = parseUsTime(value);
  return time === undefined ? jobSize(value) : formatInBothZones(time, view);
}

/** The bag as Azure has it only when details are asked for. */
function propertyFields(
  properties: JobItem['properties'],
  view: View,
): readonly (readonly [string, string])[] {
  const entries = Object.entries(properties).map(([name, value]) => [name.trim(), value] as const);
  return view.verbose
    ? entries
    : entries.flatMap(([name, value]) => {
        const word = PROPERTY_NAMES[name.toLowerCase()];
        return word === undefined ? [] : [[word, propertyValue(value, view)] as const];
      });
}

function formatJob(
  item: JobItem | WatchedJobItem,
  view: View,
  formatFailure = formatItemError,
): string[] {
  const fields: readonly (readonly [string, string])[] = [
    ['state', styledWord(stateOf(item), view)],
    ['job', item.jobId],
    ['vault', item.vault.name],
    ['started', formatInBothZones(item.startTime, view)],
    ['ended', item.endTime === null ? '' : formatInBothZones(item.endTime, view)],
    ['took', item.seconds === null ? '' : formatDuration(item.seconds)],
    ['done', item.percent === null ? '' : `${Math.round(item.percent)} %`],
    ...propertyFields(item.properties, view),
  ];
  const shown = fields.filter(([, value]) => value !== '');
  const width = Math.max(FIELD_WIDTH, ...shown.map(([name]) => name.length + 2));
  const tasks = formatTasks(item.tasks, view);
  return [
    view.theme.heading(`${machineOf(item)}   ${operationNoun(item.operation)}`),
    ...shown.map(([name, value]) => formatField(name, oneLine(value), view, width)),
    ...(tasks.length === 0 ? [] : ['', ...tasks]),
    ...(item.error === null ? [] : ['', ...formatFailure(item.error, view)]),
  ];
}
