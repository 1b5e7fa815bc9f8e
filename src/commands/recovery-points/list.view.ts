// The view of `azbackup recovery-points list`.

import { counted } from '../../output/counts.js';
import type {
  RecoveryPointsDocument,
  RecoveryPointsItem,
  RecoveryPointsMachine,
} from './list.result.js';
import { formatAge } from '../../output/durations.js';
import { formatInstant, formatInstantWithAge } from '../../output/instants.js';
import { machineLabels } from '../../output/machine-labels.js';
import { formatTable, type Column } from '../../output/table.js';
import { wrapIndented } from '../../output/text-width.js';
import type { View } from '../../output/view.js';
import { formatNextCommand } from '../../output/views/fix-lines.js';
import { formatItemError } from '../../output/views/item-error.js';
import { calendarLegend, formatCalendar } from './calendar.view.js';
import { consistencyWord, tierWords } from './words.view.js';

/** The points as a table, or their days as a calendar, with what is to be said of each machine. */
export function formatRecoveryPoints(document: RecoveryPointsDocument, view: View): string[] {
  if (document.machines.length === 0) {
    return ['No protected machines found.'];
  }
  return document.calendar ? formatDays(document, view) : formatPoints(document, view);
}

function formatPoints(document: RecoveryPointsDocument, view: View): string[] {
  const { machines, items } = document;
  const named = machines.length > 1;
  const label = machineLabels(machines.map(({ vm }) => vm));
  // Most vaults have no threat detection.
  const withThreats = items.some(({ threat }) => threat.status !== 'unknown');
  const columns: Column[] = [
    ...(named ? [{ header: 'vm' }] : []),
    { header: view.terminal ? 'time (utc)' : 'time' },
    ...(view.terminal ? [{ header: 'age', drops: 1 }] : []),
    { header: 'consistency', drops: 2 },
    { header: 'expires', drops: 3 },
    { header: 'name' },
    { header: 'tiers' },
    ...(withThreats ? [{ header: 'threat' }] : []),
  ];
  const rows = items.map((item) => [
    ...(named ? [label(item.vm)] : []),
    ...cells(item, view),
    ...(withThreats ? [threatCell(item, view)] : []),
  ]);
  const table = rows.length === 0 ? [] : [...formatTable(columns, rows, view), ''];
  return [...table, ...machines.flatMap((machine) => machineLines(machine, document, view))];
}

function cells(item: RecoveryPointsItem, view: View): string[] {
  const tiers = tierWords(item.tiers);
  return [
    shortInstant(item.time, view),
    ...(view.terminal ? [formatAge(item.ageSeconds)] : []),
    consistencyWord(item.consistency),
    item.expiryTime === null ? '-' : shortInstant(item.expiryTime, view),
    item.name,
    item.softDeleted ? `${tiers}, soft-deleted` : tiers,
  ];
}

function threatCell({ threat: { status } }: RecoveryPointsItem, { theme }: View): string {
  switch (status) {
    case 'clean':
      return theme.ok(status);
    case 'warning':
      return theme.warn(status);
    case 'infected':
      return theme.fail(status);
    case 'unknown':
      return '-';
  }
}

/** The header says that it is UTC. */
function shortInstant(instant: string, view: View): string {
  return formatInstant(instant, view).replace(' UTC', '');
}

function formatDays(document: RecoveryPointsDocument, view: View): string[] {
  const legend = calendarLegend(
    document.machines.flatMap(({ days }) => days),
    view,
  );
  const label = machineLabels(document.machines.map(({ vm }) => vm));
  const blocks = document.machines.flatMap((machine) => {
    const calendar = formatCalendar(machine.days, view);
    return [
      ...heading(machine, label(machine.vm), view),
      ...(calendar.length === 0 ? [] : ['', ...calendar, '']),
      ...machineLines(machine, document, view),
      '',
    ];
  });
  return legend.length === 0 ? blocks.slice(0, -1) : [...blocks, ...legend];
}

function heading(machine: RecoveryPointsMachine, name: string, view: View): string[] {
  const place = [machine.vault.name, ...(machine.policy === null ? [] : [machine.policy])];
  return [`${view.theme.heading(name)}   ->  ${place.join(', ')}`];
}

/** What the list, or the calendar, says of a machine in a sentence or three. */
function machineLines(
  machine: RecoveryPointsMachine,
  document: RecoveryPointsDocument,
  view: View,
): string[] {
  if (machine.error !== null) {
    const { message } = machine.error;
    const { name } = machine.vm;
    const lead = message.includes(name) ? '' : `${name}: `;
    return formatItemError({ ...machine.error, message: `${lead}${message}` }, view);
  }
  return [
    wrapIndented(
      `${countSentence(machine, document, view)}${keyStatus(machine, view)}`,
      view.width,
      0,
      2,
    ),
    ...gapLines(machine, view),
    ...(machine.points === 0 && narrowing(document) === ''
      ? [formatNextCommand(`azbackup status --vm ${machine.vm.name}`, 'shows its status', view)]
      : []),
  ];
}

function countSentence(
  machine: RecoveryPointsMachine,
  document: RecoveryPointsDocument,
  view: View,
): string {
  const name = machineLabels(document.machines.map(({ vm }) => vm))(machine.vm);
  const narrowed = narrowing(document, view);
  if (machine.oldest === null || machine.newest === null) {
    return `${name} has no recovery points${narrowed}.`;
  }
  const [item] = document.items.filter(
    ({ vm, time }) => vm.id === machine.vm.id && time === machine.newest,
  );
  const newest = formatInstantWithAge(machine.newest, item?.ageSeconds ?? 0, view);
  return machine.points === 1
    ? `${name} has 1 recovery point${narrowed}: ${newest}.`
    : `${name} has ${machine.points} recovery points${narrowed}, from ${formatInstant(machine.oldest, view)} to ${newest}.`;
}

/** What the list leaves out is always said. */
function narrowing({ since, until, tier }: RecoveryPointsDocument, view?: View): string {
  const when = (instant: string): string =>
    view === undefined ? instant : formatInstant(instant, view);
  return [
    ...(tier === null ? [] : [` in the ${tier} tier`]),
    ...(since === null ? [] : [` since ${when(since)}`]),
    ...(until === null ? [] : [` until ${when(until)}`]),
  ].join('');
}

function keyStatus(machine: RecoveryPointsMachine, view: View): string {
  const { softDelete, protectionState } = machine;
  if (softDelete !== null) {
    const left = formatAge(softDelete.remainingSeconds);
    return ` Soft-deleted ${formatInstant(softDelete.deletedAt, view)}, purged in ${left}.`;
  }
  switch (protectionState) {
    case 'ProtectionStopped':
      return ' Its protection is stopped; its points are kept.';
    case 'BackupsSuspended':
      return ' Its backups are suspended; its points expire by policy.';
    case 'IRPending':
      return ' It is waiting for its first backup.';
    default:
      return '';
  }
}

/** Gaps named one by one at most; the calendar and the data have all. */
const NAMED_GAPS = 6;

function gapLines(machine: RecoveryPointsMachine, view: View): string[] {
  if (machine.firstDay === null) {
    return [];
  }
  if (machine.daysMissing === null) {
    return machine.daysWithoutPoint === 0
      ? []
      : [
          wrapIndented(
            `${counted(machine.daysWithoutPoint, 'day')} without a point: ${rangesOf(machine.gaps)}; unknown whether backups were due.`,
            view.width,
            2,
            4,
          ),
        ];
  }
  if (machine.daysMissing === 0) {
    return [`  ${view.theme.ok('No day is missing')}, based on the current policy.`];
  }
  const gaps = machine.gaps.filter(({ missing }) => (missing ?? 0) > 0);
  const lead = view.theme.fail(`${counted(machine.daysMissing, 'day')} missing`);
  return [
    wrapIndented(`${lead}, based on the current policy: ${rangesOf(gaps)}.`, view.width, 2, 4),
    formatNextCommand(`azbackup status --vm ${machine.vm.name}`, 'shows why backups fail', view),
  ];
}

/** The latest first: they matter most. */
function rangesOf(gaps: RecoveryPointsMachine['gaps']): string {
  const named = gaps.slice(-NAMED_GAPS).toReversed();
  const ranges = named.map(({ from, to }) => (from === to ? from : `${from} to ${to}`));
  const more = gaps.length - named.length;
  return [...ranges, ...(more === 0 ? [] : [`and ${counted(more, 'earlier gap')}`])].join(', ');
}
