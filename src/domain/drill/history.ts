// What many drills come to: which machines were drilled when, how long restores took, and why drills did not pass.

import { idKey, type ResourceId } from '../resource-id.js';
import { isBefore, type Instant } from '../time/instant.js';

/** A drill, as far as it counts among others. */
export interface PastDrill {
  readonly id: string;
  readonly vm: { readonly id: ResourceId; readonly name: string };
  readonly outcome: string;
  readonly started: Instant;
  readonly ended: Instant | null;
  readonly checks: readonly { readonly check: string; readonly outcome: string }[];
  readonly rto: PastMeasure;
  readonly rpo: PastMeasure;
  readonly error: { readonly code: string; readonly azureCode: string | null } | null;
}

interface PastMeasure {
  readonly seconds: number | null;
  readonly limitSeconds: number | null;
}

/** Each drill once, newest first: of several copies the one that knows most, which is the one that ended last. */
export function distinctDrills<Drill extends PastDrill>(drills: readonly Drill[]): Drill[] {
  const byId = new Map<string, Drill>();
  for (const drill of drills) {
    const known = byId.get(drill.id);
    if (known === undefined || (known.ended ?? '') < (drill.ended ?? '')) {
      byId.set(drill.id, drill);
    }
  }
  return [...byId.values()].toSorted((left, right) =>
    left.started === right.started ? 0 : isBefore(left.started, right.started) ? 1 : -1,
  );
}

/** Drills by machine, in the order of the first one of each. */
export function drillsByMachine<Drill extends PastDrill>(
  drills: readonly Drill[],
): readonly (readonly [Drill, ...Drill[]])[] {
  const byVm = new Map<string, [Drill, ...Drill[]]>();
  for (const drill of drills) {
    const key = idKey(drill.vm.id);
    const others = byVm.get(key);
    if (others === undefined) {
      byVm.set(key, [drill]);
    } else {
      others.push(drill);
    }
  }
  return [...byVm.values()];
}

/** How durations are spread; seconds. */
export interface Distribution {
  readonly count: number;
  readonly min: number;
  readonly median: number;
  /** The smallest of them that 95 of 100 do not exceed. */
  readonly p95: number;
  readonly max: number;
}

/** Undefined where there are none. */
export function distributionOf(values: readonly number[]): Distribution | undefined {
  const sorted = values.toSorted((left, right) => left - right);
  const at = (index: number): number => sorted[index] ?? 0;
  const count = sorted.length;
  return count === 0
    ? undefined
    : {
        count,
        min: at(0),
        median: (at(Math.floor((count - 1) / 2)) + at(Math.floor(count / 2))) / 2,
        p95: at(Math.ceil(count * 0.95) - 1),
        max: at(count - 1),
      };
}

/**
 * Why a drill did not pass, in words that are the same for the same cause: checks by name, `rto` and `rpo`, `interrupted`, else the
 * code of the error, Azure's where there is one. Empty where it passed, or goes on.
 */
export function causesOf({ outcome, checks, rto, rpo, error }: PastDrill): readonly string[] {
  if (outcome !== 'failed' && outcome !== 'inconclusive') {
    return [];
  }
  const causes = [
    ...checks.filter((check) => check.outcome !== 'passed').map(({ check }) => check),
    ...(isExceeded(rto) ? ['rto'] : []),
    ...(isExceeded(rpo) ? ['rpo'] : []),
    ...(error === null ? [] : [causeOfError(error)]),
  ];
  return causes.length === 0 ? ['unknown'] : [...new Set(causes)];
}

function causeOfError({ code, azureCode }: NonNullable<PastDrill['error']>): string {
  return azureCode ?? (code === 'AZB_INTERRUPTED' ? 'interrupted' : code);
}

function isExceeded({ seconds, limitSeconds }: PastMeasure): boolean {
  return seconds !== null && limitSeconds !== null && seconds > limitSeconds;
}

/** When the last drill of a machine that passed began; undefined where none has. */
export function lastPassed(drills: readonly PastDrill[]): Instant | undefined {
  return drills
    .filter(({ outcome }) => outcome === 'passed')
    .map(({ started }) => started)
    .toSorted((left, right) => (isBefore(left, right) ? 1 : -1))[0];
}

/** What is known of the drills of a machine. */
export interface MachineDrills {
  /** When it was looked at. */
  readonly now: Instant;
  /** When the newest drill that passed began; null where none has. */
  readonly lastPassed: Instant | null;
  /** Null where there is none. */
  readonly newest: { readonly started: Instant; readonly outcome: string } | null;
  /** What of the drills could not be read, and may be of it; null where all was. */
  readonly unread: string | null;
}
