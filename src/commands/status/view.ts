// The view of `azbackup status`.

import { counted, countLabels } from '../../output/counts.js';
import type { StatusDocument, StatusItem } from './result.js';
import { isShutOut } from './rules.js';
import { diskWord } from '../../domain/recovery/disks-of-point.js';
import { formatAge } from '../../output/durations.js';
import { formatInstant, formatInstantWithAge } from '../../output/instants.js';
import { machineLabels } from '../../output/machine-labels.js';
import { formatTable } from '../../output/table.js';
import { oneLine, wrapLines } from '../../output/text-width.js';
import type { View } from '../../output/view.js';
import { formatField, formatFields, NAME_WIDTH } from '../../output/views/fields.js';
import { formatFindings, formatSharedFix } from '../../output/views/findings.js';
import { formatFixes, formatNextCommand } from '../../output/views/fix-lines.js';
import { formatItemError } from '../../output/views/item-error.js';
import { formatSharedCauses } from '../../output/views/shared-causes.js';
import { formatMachineHeading } from '../../output/views/machine-heading.js';

const WORDS: Readonly<Record<StatusItem['outcome'], string>> = {
  protected: 'protected',
  'waiting-for-first-backup': 'waiting for its first backup',
  stopped: 'stopped, its recovery points are kept',
  paused: 'paused, no backups are taken',
  'soft-deleted': 'soft-deleted',
  'machine-gone': 'the VM is gone; its recovery points are kept, no backups are taken',
  'not-protected': 'not protected',
  elsewhere: 'not in the vault asked for; another vault has it',
  error: 'protected, but its last backup failed',
  failed: 'unknown',
};

/** The words for each state, in a word or two. */
export const STATE_WORDS: Readonly<Record<StatusItem['outcome'], string>> = {
  ...WORDS,
  'waiting-for-first-backup': 'waiting',
  stopped: 'stopped',
  paused: 'paused',
  'machine-gone': 'VM gone',
  elsewhere: 'elsewhere',
  error: 'backup failed',
};

const KEY_ACCESS: Readonly<Record<NonNullable<StatusItem['keyAccess']>, string>> = {
  granted: 'the backup service can read the keys it needs',
  lacking: 'the backup service lacks access to keys it needs',
  unknown: 'unknown',
};

const KEY_TROUBLE: Readonly<Partial<Record<NonNullable<StatusItem['keyHealth']>, string>>> = {
  gone: 'a key or secret that its disks use is gone',
  disabled: 'a key or secret that its disks use is disabled',
};

/** Access to what is not there is worth nothing, so that comes first. */
function keyAccess(item: StatusItem, view: View): string {
  const { keyAccess: access, keyHealth: health } = item;
  const trouble = health === null ? undefined : KEY_TROUBLE[health];
  if (access === null) {
    return '';
  }
  const words =
    access === 'granted' && isShutOut(item)
      ? 'granted, but the network of a key vault keeps the backup service out'
      : KEY_ACCESS[access];
  return trouble === undefined
    ? words
    : `${view.theme.fail(trouble)}${access === 'granted' ? '' : `; ${words}`}`;
}

/** Access to the keys in a word, for tables; null where no key is needed. */
export function keysInAWord(item: StatusItem): string | null {
  const { keyAccess: access, keyHealth: health } = item;
  if (health === 'gone' || health === 'disabled') {
    return health;
  }
  return access === 'granted' && isShutOut(item) ? 'shut out' : access;
}

/** One machine in full, several as a table. */
export function formatStatus(document: StatusDocument, view: View): string[] {
  const [only] = document.items;
  return only !== undefined && document.items.length === 1
    ? formatOne(only, view)
    : formatAll(document.items, view);
}

function formatOne(item: StatusItem, view: View): string[] {
  const heading = formatMachineHeading(item, view);
  if (item.error !== null) {
    return [heading, '', ...formatItemError(item.error, view)];
  }
  const fields = [
    ['state', stateWords(item, view)],
    ['last backup', lastBackup(item, view)],
    ['last point', lastPoint(item, view)],
    ['disks', diskWords(item, view)],
    ['key access', keyAccess(item, view)],
  ] as const;
  const findings = formatFindings(item.findings, view);
  const fix = formatSharedFix(item.findings, view);
  return [
    heading,
    '',
    ...formatFields(fields, view),
    ...lastError(item, view),
    ...(findings.length === 0 ? [] : ['', ...findings]),
    ...(fix.length === 0 ? [] : ['', ...fix]),
    ...nextCommand(item, view),
  ];
}

function stateWords(item: StatusItem, view: View): string {
  const { softDelete } = item;
  if (softDelete === null) {
    const words = isSuspended(item) ? SUSPENDED : WORDS[item.outcome];
    return styled(item, `${words}${goneWords(item)}`, view);
  }
  const since = formatInstant(softDelete.deletedAt, view);
  const left = formatAge(softDelete.remainingSeconds);
  return styled(item, `soft-deleted ${since}, purged in ${left}`, view);
}

/** An item that is not backed up any more says so of its machine besides. */
function goneWords({ machineGone, outcome }: StatusItem): string {
  return machineGone && outcome !== 'machine-gone' ? '; the VM is gone' : '';
}

/** Stopped, and yet still under its policy. */
const SUSPENDED = 'stopped, its recovery points expire by policy';

function isSuspended({ outcome, protectionState }: StatusItem): boolean {
  return outcome === 'stopped' && protectionState === 'BackupsSuspended';
}

function styled({ outcome }: StatusItem, text: string, view: View): string {
  return view.theme[stateMeaning(outcome)](text);
}

/** Whether a state is good. */
export function stateMeaning(outcome: StatusItem['outcome']): 'ok' | 'warn' | 'fail' {
  switch (outcome) {
    case 'protected':
      return 'ok';
    case 'error':
    case 'failed':
    case 'machine-gone':
      return 'fail';
    case 'waiting-for-first-backup':
    case 'stopped':
    case 'paused':
    case 'soft-deleted':
    case 'not-protected':
    case 'elsewhere':
      return 'warn';
  }
}

function lastBackup(item: StatusItem, view: View): string {
  const { lastBackup: last } = item;
  return last === null
    ? ''
    : `${last.status}, ${formatInstantWithAge(last.time, last.ageSeconds, view)}`;
}

function lastPoint(item: StatusItem, view: View): string {
  const { lastRecoveryPoint: last } = item;
  const text = last === null ? 'none' : formatInstantWithAge(last.time, last.ageSeconds, view);
  if (!item.tooOld) {
    return last === null && item.outcome === 'not-protected' ? '' : text;
  }
  return `${text}  ${view.theme.fail(last === null ? 'missing' : 'too old')}`;
}

function lastError(item: StatusItem, view: View): string[] {
  const { lastError: error } = item;
  if (error === null) {
    return [];
  }
  const job = error.jobId === null ? [] : [`job ${error.jobId}`];
  const when = error.time === null ? [] : [formatInstant(error.time, view)];
  const indent = ' '.repeat(NAME_WIDTH);
  return [
    formatField('last error', view.theme.fail([error.code, ...when, ...job].join(', ')), view),
    ...[error.message, error.meaning ?? '']
      .filter((text) => text !== '')
      .flatMap((text) => wrapLines(text, view.width - NAME_WIDTH))
      .map((line) => indent + line),
    ...formatFixes(error.fix, NAME_WIDTH, view),
  ];
}

function nextCommand(item: StatusItem, view: View): string[] {
  const at = `--vm ${item.vm.name}`;
  const commands: Partial<Record<StatusItem['outcome'], readonly [string, string]>> = {
    'not-protected': [`azbackup preflight ${at}`, 'checks whether it can be protected'],
    'waiting-for-first-backup': [`azbackup backup-now ${at}`, 'backs it up now'],
    stopped: [`azbackup resume ${at} --policy ${item.policy ?? 'NAME'}`, 'resumes backups'],
    paused: [`azbackup resume ${at}`, 'resumes backups'],
    'machine-gone': [`azbackup restore ${at} --dry-run`, 'shows how it could be restored'],
    elsewhere: [`azbackup status ${at}`, 'shows its status there'],
    'soft-deleted': [`azbackup undelete ${at}`, 'recovers its recovery points'],
  };
  const next = commands[item.outcome];
  return next === undefined ? [] : [formatNextCommand(...next, view)];
}

/** The state in a few words, for tables. */
export function stateInAWord({ outcome, machineGone, excludedDisks }: StatusItem): string {
  const gone = machineGone && outcome !== 'machine-gone' ? ', VM gone' : '';
  const count = excludedDisks?.length ?? 0;
  const disks = count === 0 ? '' : ` without ${counted(count, 'disk')}`;
  return `${STATE_WORDS[outcome]}${gone}${disks}`;
}

const COLUMNS = [
  { header: 'vm' },
  { header: 'state' },
  { header: 'vault', drops: 2 },
  { header: 'policy', drops: 1 },
  { header: 'last point' },
  { header: 'keys', drops: 3 },
  { header: 'error', whole: true, drops: 4 },
];

function formatAll(items: readonly StatusItem[], view: View): string[] {
  if (items.length === 0) {
    return ['No virtual machines found.'];
  }
  const label = machineLabels(items.map(({ vm }) => vm));
  const rows = worstFirst(items).map((item) => [
    label(item.vm),
    stateInAWord(item),
    item.vault?.name ?? '-',
    item.policy ?? '-',
    pointAge(item, view),
    keysInAWord(item) ?? '-',
    oneLine(item.error?.azureCode ?? item.error?.code ?? item.lastError?.code ?? '-'),
  ]);
  return [
    ...formatTable(COLUMNS, rows, view),
    `${countLabels(worstFirst(items).map((item) => STATE_WORDS[item.outcome]))}.`,
    ...formatSharedCauses(items, view),
  ];
}

/** What needs a person most, first; a machine whose keys or age are bad comes before those that merely lack backups. */
const WORST_FIRST: readonly StatusItem['outcome'][] = [
  'failed',
  'error',
  'machine-gone',
  'not-protected',
  'soft-deleted',
  'stopped',
  'paused',
  'elsewhere',
  'waiting-for-first-backup',
  'protected',
];

/** The items, what needs a person most first. */
export function worstFirst(items: readonly StatusItem[]): readonly StatusItem[] {
  return items.toSorted((left, right) => rankOf(left) - rankOf(right));
}

function rankOf(item: StatusItem): number {
  const outcome = WORST_FIRST.indexOf(item.outcome);
  const keys = keysInAWord(item);
  const bad = item.tooOld || keys === 'gone' || keys === 'disabled' || keys === 'lacking';
  return bad ? Math.min(outcome, 2) : outcome;
}

function diskWords({ excludedDisks }: StatusItem, view: View): string {
  return excludedDisks === null || excludedDisks.length === 0
    ? ''
    : view.theme.warn(`backed up without ${excludedDisks.map(diskWord).join(', ')}`);
}

/** How old the last point is; in a pipe, where rough ages are of no use, its time. */
function pointAge(item: StatusItem, view: View): string {
  const { lastRecoveryPoint: last } = item;
  if (last === null) {
    return item.tooOld ? 'missing' : '-';
  }
  const text = view.terminal ? `${formatAge(last.ageSeconds)} ago` : formatInstant(last.time, view);
  return item.tooOld ? `${text}, too old` : text;
}
