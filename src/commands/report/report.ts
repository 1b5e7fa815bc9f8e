// Puts what was read into the document of `azbackup report`.

import { countedVms } from '../../domain/fleet/counted-vms.js';
import { firstNames } from '../../domain/fleet/first-names.js';
import { protectionSituation } from '../../domain/protection/backup-states.js';
import { known } from '../../domain/fact.js';
import { pointCalendar } from '../../domain/report/calendar.js';
import { headline } from '../../domain/report/headline.js';
import { nextEntries, type NextMachine, type NextPolicy } from '../../domain/report/next.js';
import type { RecoveryPoint } from '../../domain/recovery/recovery-point.js';
import { threatOf, threatWords } from '../../domain/recovery/threat.js';
import { idKey } from '../../domain/resource-id.js';
import { isBefore } from '../../domain/time/instant.js';
import { drillReportDocument } from '../drill/report/report.js';
import type { GateDocument } from '../gate/result.js';
import { countOutcomes, resourceDocument } from '../results/machines.js';
import { retirementInventoryDocument } from '../retirement/inventory.report.js';
import type { SubjectReading } from '../retirement/gather.js';
import { retirementKeysDocument } from '../retirement/keys/report.js';
import { retirementPointsDocument } from '../retirement/points.report.js';
import { statusDocument } from '../status/report.js';
import type { ReportOptions } from './command.js';
import type { ReportFacts } from './gather.js';
import type { ReportCalendarItem, ReportDocument, ReportItem } from './result.js';
import { selectionWords } from './selection-words.js';

/** The document; no page is written yet. */
export function reportDocument(facts: ReportFacts, options: ReportOptions): ReportDocument {
  const { now, range, machines, readings, gate = null, jobs } = facts;
  const { deadline } = options;
  const status = statusDocument(machines.map(({ item }) => item));
  const inventory = retirementInventoryDocument(readings, deadline);
  const points = retirementPointsDocument(readings, { deadline, after: deadline, now });
  const keys = retirementKeysDocument(facts.keys.reading);
  const calendar = readings.flatMap((reading) =>
    'error' in reading ? [] : reading.items.map((item) => calendarItem(reading, item, facts)),
  );
  const parts = { status, inventory, points, keys, gate, jobs, calendar };
  const items = itemsOf(facts, parts);
  const unread = unreadOf(facts, parts, items);
  const summary = {
    total: items.length,
    outcomes: countOutcomes(items),
    safe: items.filter(({ outcome }) => outcome === 'safe').length,
    unknown: items.filter(({ outcome }) => outcome === 'unknown').length,
    missedDays: calendar.reduce((sum, { missed }) => sum + missed.length, 0),
    pointsAfterDeadline: inventory.summary.pointsAfterDeadline,
  };
  const complete = unread.length === 0;
  return {
    kind: 'report',
    schemaVersion: 1,
    time: now,
    complete,
    unread: [...unread],
    file: null,
    headline: headline({ ...summary, deadline, complete }),
    items,
    status,
    calendar: { ...range, items: calendar },
    gate,
    inventory,
    points,
    keys,
    jobs,
    drills: drillReportDocument(facts.drills, 'records'),
    next: nextOf(parts, items, options),
    summary,
  };
}

/** The parts that the rest is made of. */
type Parts = Pick<ReportDocument, 'status' | 'inventory' | 'points' | 'keys' | 'gate' | 'jobs'> & {
  readonly calendar: readonly ReportCalendarItem[];
};

function calendarItem(
  { machine }: SubjectReading,
  { target, policy, zone, points }: SubjectReading['items'][number],
  { now, range }: ReportFacts,
): ReportCalendarItem {
  const { item, vault } = target;
  const name = (item.policyName ?? '') === '' ? null : (item.policyName ?? null);
  const base = {
    vm: resourceDocument(item.sourceResourceId, item.friendlyName),
    vault: resourceDocument(vault.id, vault.name),
    policy: name,
  };
  if (points.status === 'unread') {
    return { ...base, days: [], missed: [], threats: [], unread: points.reason };
  }
  // No backup is due of what is gone, stopped or deleted.
  const { kind } = protectionSituation(vault.id, known(item), { status: 'absent' });
  const isDue = kind === 'protected' && machine.status !== 'gone' && name !== null;
  const { days, missed } = pointCalendar({
    points: points.points.map(({ point }) => point),
    policy: isDue ? policy : undefined,
    zone,
    lastPoint: item.lastRecoveryPoint,
    range,
    now,
  });
  return {
    ...base,
    days: days.map((day) => ({ ...day, tiers: [...day.tiers] })),
    missed: [...missed],
    threats: threatsOf(points.points, range.from),
    unread: isDue ? unknownRuns(name, policy === undefined, zone) : null,
  };
}

function threatsOf(
  points: readonly { readonly point: RecoveryPoint }[],
  from: string,
): ReportCalendarItem['threats'] {
  return points.flatMap(({ point }) => {
    const { status, threats } = threatOf(point);
    const isReported = status === 'warning' || status === 'infected';
    return isReported && !isBefore(point.time, `${from}T00:00:00Z`)
      ? [{ name: point.name, time: point.time, status, threats: threatWords(threats) }]
      : [];
  });
}

function unknownRuns(policy: string, isUnread: boolean, zone: string | undefined): string | null {
  if (isUnread) {
    return `policy ${policy} could not be read`;
  }
  return zone === undefined ? `the time zone of policy ${policy} is not known` : null;
}

function itemsOf({ machines }: ReportFacts, { calendar, inventory }: Parts): ReportItem[] {
  const missed = new Map<string, number>();
  for (const { vm, missed: days } of calendar) {
    missed.set(idKey(vm.id), (missed.get(idKey(vm.id)) ?? 0) + days.length);
  }
  const protections = new Map(
    inventory.items.map(({ vm, protection, outcome }) => [
      idKey(vm.id),
      outcome === 'failed' ? undefined : protection,
    ]),
  );
  return machines.map(({ item: { vm }, safety }) => {
    const counts = protections.get(idKey(vm.id))?.map(({ afterDeadline }) => afterDeadline);
    const isWhole = counts?.every((count) => count !== null) === true;
    return {
      vm,
      outcome: safety.outcome,
      reasons: [...safety.reasons],
      missedDays: missed.get(idKey(vm.id)) ?? 0,
      pointsAfterDeadline: isWhole
        ? counts.reduce<number>((sum, count) => sum + (count ?? 0), 0)
        : null,
    };
  });
}

/** What could not be read, a sentence each. */
function unreadOf(
  { found, keys: { isWhole }, drills }: ReportFacts,
  { inventory, points, keys, gate, jobs, calendar }: Parts,
  items: readonly ReportItem[],
): readonly string[] {
  const unknown = items.filter(({ outcome }) => outcome === 'unknown');
  const undated = calendar.filter(({ unread }) => unread !== null);
  const sentences = [
    found.unreadVaults.length > 0 &&
      `The items of ${firstNames(found.unreadVaults)} could not be read.`,
    found.unseenSubscriptions.length > 0 &&
      `Not all vaults of subscriptions ${firstNames(found.unseenSubscriptions)} were looked into: recovery points there are left out.`,
    unknown.length > 0 &&
      `Whether ${namesOf(unknown)} could be restored is not known: ${unknown[0]?.reasons[0] ?? ''}.`,
    undated.length > 0 &&
      `The recovery points or schedules of ${namesOf(undated)} are not fully known: ${undated[0]?.unread ?? ''}.`,
    inventory.summary.unread > 0 &&
      `The way out of ADE of ${countedVms(inventory.summary.unread)} is not fully known.`,
    points.failed.length > 0 &&
      `The recovery points of ${namesOf(points.failed)} could not be listed: ${points.failed[0]?.reason ?? ''}.`,
    !isWhole &&
      `Not all keys that recovery points need are known: ${keys.summary.unnamed} of ${keys.summary.points} points with ADE were not read, or name none.`,
    drillsUnread(drills.invalid.length),
    gateUnknown(gate),
    ...jobs.failed.map(
      ({ vault, error }) => `The jobs of ${vault.name} could not be read: ${error.message}.`,
    ),
  ];
  return sentences.filter((sentence) => typeof sentence === 'string');
}

function drillsUnread(count: number): string | false {
  return (
    count > 0 && `${count === 1 ? '1 record' : `${count} records`} of drills could not be read.`
  );
}

function gateUnknown(gate: GateDocument | null): string | false {
  const unknown = gate?.summary.results['unknown'] ?? 0;
  return (
    gate !== null &&
    unknown > 0 &&
    `${unknown === 1 ? '1 check' : `${unknown} checks`} of ${gate.file} could not be made.`
  );
}

function namesOf(items: readonly { readonly vm: { readonly name: string } }[]): string {
  return firstNames([...new Set(items.map(({ vm }) => vm.name))]);
}

function nextOf(
  { status, inventory, points, gate, calendar }: Parts,
  items: readonly ReportItem[],
  options: ReportOptions,
): ReportDocument['next'] {
  const missed = new Map(items.map(({ vm, missedDays }) => [idKey(vm.id), missedDays]));
  const infected = new Map<string, number>();
  for (const { vm, threats } of calendar) {
    const count = threats.filter((threat) => threat.status === 'infected').length;
    infected.set(idKey(vm.id), (infected.get(idKey(vm.id)) ?? 0) + count);
  }
  const ways = new Map(inventory.items.map(({ vm, outcome }) => [idKey(vm.id), outcome]));
  const machines = status.items.map((item): NextMachine => {
    const way = ways.get(idKey(item.vm.id));
    return {
      ...item.vm,
      state: item.outcome,
      machineGone: item.machineGone,
      vaultName: item.vault?.name ?? null,
      policyName: item.policy === '' ? null : item.policy,
      keyHealth: item.keyHealth,
      keyAccess: item.keyAccess,
      lastError: item.lastError,
      missedDays: missed.get(idKey(item.vm.id)) ?? 0,
      infectedPoints: infected.get(idKey(item.vm.id)) ?? 0,
      wayOut: way === 'failed' ? undefined : way,
    };
  });
  const entries = nextEntries({
    machines,
    policies: points.policies.flatMap((policy) => policyOf(policy, inventory)),
    selection: selectionWords(options),
    days: options.days,
    missedGate: gate === null ? undefined : missedGate(gate),
    deadline: options.deadline,
  });
  return entries.map(({ vms, commands, ...entry }) => ({
    ...entry,
    vms: vms.map(({ id, name }) => ({ id, name })),
    commands: [...commands],
  }));
}

function policyOf(
  { policy, vault, change }: ReportDocument['points']['policies'][number],
  inventory: ReportDocument['inventory'],
): NextPolicy[] {
  const machines = inventory.items.filter(
    ({ ade, protection }) =>
      ade !== null &&
      protection.some(
        (each) => idKey(each.vault.id) === idKey(vault.id) && each.policy === policy.name,
      ),
  );
  return change === null
    ? []
    : [{ name: policy.name, command: change.command, machines: machines.map(({ vm }) => vm) }];
}

function missedGate({ file, items }: GateDocument):
  | {
      readonly file: string;
      readonly ids: ReadonlySet<string>;
    }
  | undefined {
  const missed = items.filter(({ outcome }) => outcome === 'not-met').map(({ vm }) => idKey(vm.id));
  return missed.length === 0 || file === 'standard input'
    ? undefined
    : { file, ids: new Set(missed) };
}
