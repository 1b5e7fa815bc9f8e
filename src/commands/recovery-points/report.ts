// Recovery points and the days that they cover, as the result document has them.

import { gapsIn, type BackupDay } from '../../domain/recovery/backup-days.js';
import { threatOf } from '../../domain/recovery/threat.js';
import { secondsBetween, type Instant } from '../../domain/time/instant.js';
import type { RecoveryPoint, RecoveryPointTierName } from '../../domain/recovery/recovery-point.js';
import type {
  RecoveryPointsDocument,
  RecoveryPointsItem,
  RecoveryPointsMachine,
} from './list.result.js';
import type { ItemTarget } from '../../facts/choose-items.js';
import { itemError, resourceDocument } from '../results/machines.js';

/** What was asked for, with times resolved. */
export interface PointSelection {
  readonly since: Instant | undefined;
  readonly until: Instant | undefined;
  readonly tier: RecoveryPointTierName | undefined;
  readonly calendar: boolean;
  readonly now: Instant;
}

/** A machine with its listed points, newest first. */
export interface ListedMachine {
  readonly machine: RecoveryPointsMachine;
  readonly items: readonly RecoveryPointsItem[];
}

/** What was found of a machine. */
export interface MachinePoints {
  readonly selection: PointSelection;
  /** Newest first. */
  readonly points: readonly RecoveryPoint[];
  readonly days: readonly BackupDay[];
  /** False when it is not known on which days the policy would have run. */
  readonly evaluated: boolean;
}

/** A machine whose points were read. */
export function listedMachine(target: ItemTarget, found: MachinePoints): ListedMachine {
  const { points, days, evaluated, selection } = found;
  const gaps = gapsIn(days);
  const sum = (of: (gap: (typeof gaps)[number]) => number): number =>
    gaps.reduce((total, gap) => total + of(gap), 0);
  return {
    machine: {
      ...machineOf(target),
      points: points.length,
      oldest: points.at(-1)?.time ?? null,
      newest: points[0]?.time ?? null,
      firstDay: days[0]?.date ?? null,
      lastDay: days.at(-1)?.date ?? null,
      daysWithoutPoint: sum((gap) => gap.days),
      daysMissing: evaluated ? sum((gap) => gap.missing) : null,
      gaps: gaps.map((gap) => ({ ...gap, missing: evaluated ? gap.missing : null })),
      days: selection.calendar ? days.map((day) => ({ ...day, tiers: [...day.tiers] })) : [],
    },
    items: points.map((point) => pointDocument(target, point, selection.now)),
  };
}

/** A machine whose points could not be read. */
export function failedMachine(target: ItemTarget, error: unknown): ListedMachine {
  return {
    machine: { ...machineOf(target), outcome: 'failed', error: itemError(error) },
    items: [],
  };
}

function machineOf({ item, vault }: ItemTarget): RecoveryPointsMachine {
  return {
    vm: resourceDocument(item.sourceResourceId, item.friendlyName),
    outcome: 'listed',
    vault: resourceDocument(vault.id, vault.name),
    policy: item.policyName ?? null,
    protectionState: item.protectionState,
    softDelete: item.softDelete === undefined ? null : { ...item.softDelete },
    points: 0,
    oldest: null,
    newest: null,
    firstDay: null,
    lastDay: null,
    daysWithoutPoint: 0,
    daysMissing: null,
    gaps: [],
    days: [],
    error: null,
  };
}

/** A point as lists show it. */
function pointDocument(
  { item, vault }: ItemTarget,
  point: RecoveryPoint,
  now: Instant,
): RecoveryPointsItem {
  return {
    vm: resourceDocument(item.sourceResourceId, item.friendlyName),
    vault: resourceDocument(vault.id, vault.name),
    ...pointFields(point, now),
    encrypted: point.encrypted,
  };
}

/** What lists and the answer about one point say alike. */
export function pointFields(
  point: RecoveryPoint,
  now: Instant,
): Omit<RecoveryPointsItem, 'vm' | 'vault' | 'encrypted'> {
  return {
    name: point.name,
    time: point.time,
    ageSeconds: secondsBetween(point.time, now),
    consistency: point.consistency,
    tiers: point.tiers.map((tier) => ({ ...tier })),
    expiryTime: point.expiryTime ?? null,
    ruleName: point.ruleName ?? null,
    softDeleted: point.softDeleted,
    threat: threatDocument(point),
  };
}

function threatDocument(point: RecoveryPoint): RecoveryPointsItem['threat'] {
  const { status, threats } = threatOf(point);
  return {
    status,
    threats: threats.map(({ title, severity, state }) => ({
      title,
      severity: severity ?? null,
      state: state ?? null,
    })),
  };
}

/** The document on all machines. */
export function recoveryPointsDocument(
  listed: readonly ListedMachine[],
  { since, until, tier, calendar }: PointSelection,
): RecoveryPointsDocument {
  const machines = listed.map(({ machine }) => machine);
  const items = listed.flatMap(({ items: points }) => points);
  const times = items.map(({ time }) => time).toSorted();
  const missing = machines.map(({ daysMissing }) => daysMissing).filter((days) => days !== null);
  return {
    kind: 'recovery-points',
    schemaVersion: 1,
    calendar,
    since: since ?? null,
    until: until ?? null,
    tier: tier ?? null,
    machines,
    items,
    summary: {
      total: items.length,
      machines: machines.length,
      oldest: times[0] ?? null,
      newest: times.at(-1) ?? null,
      daysWithoutPoint: machines.reduce((sum, { daysWithoutPoint }) => sum + daysWithoutPoint, 0),
      daysMissing: missing.length === 0 ? null : missing.reduce((sum, days) => sum + days, 0),
    },
  };
}
