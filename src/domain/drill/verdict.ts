// What a drill has shown. Failed is what shows that the backup, or the time it takes, is not good; what could not be found
// out is inconclusive, and never passes.

import { formatDuration } from '../time/duration.js';

/** What can be looked at in the restored VM. */
export const DRILL_CHECKS = ['boots', 'agent', 'encryption', 'extensions', 'script'] as const;

/** One of them. */
export type DrillCheckName = (typeof DRILL_CHECKS)[number];

/** How a look ended. */
export const CHECK_OUTCOMES = ['passed', 'failed', 'inconclusive'] as const;

/** What a check has found. */
export interface DrillCheck {
  readonly check: DrillCheckName;
  readonly outcome: (typeof CHECK_OUTCOMES)[number];
  /** What was seen, a sentence without a full stop. */
  readonly observed: string;
}

/** A duration that was measured, and the one that was asked for; seconds. */
export interface MeasuredLimit {
  /** Undefined where it did not come to that. */
  readonly seconds: number | undefined;
  readonly limitSeconds: number | undefined;
}

/** All that decides. */
export interface DrillFindings {
  /** How the restore ended, and why where it did not succeed. */
  readonly restore:
    | { readonly status: 'restored' }
    | { readonly status: 'failed' | 'inconclusive'; readonly reason: string };
  readonly checks: readonly DrillCheck[];
  readonly rto: MeasuredLimit;
  readonly rpo: MeasuredLimit;
}

/** How a drill ended. */
export interface DrillVerdict {
  readonly verdict: 'passed' | 'failed' | 'inconclusive';
  /** Why it did not pass; sentences without a full stop. */
  readonly reasons: readonly string[];
}

/** The verdict. */
export function drillVerdict({ restore, checks, rto, rpo }: DrillFindings): DrillVerdict {
  const failed = [
    ...(restore.status === 'failed' ? [restore.reason] : []),
    ...reasonsOf(checks, 'failed'),
    ...exceeded('RTO', rto, 'from the request of the restore to the last check of the start'),
    ...exceeded('RPO', rpo, 'from the recovery point to the start of the drill'),
  ];
  const open = [
    ...(restore.status === 'inconclusive' ? [restore.reason] : []),
    ...reasonsOf(checks, 'inconclusive'),
    ...(restore.status === 'restored' && isUnmeasured(rto) ? ['the RTO was not measured'] : []),
    ...(isUnmeasured(rpo) ? ['the RPO was not measured'] : []),
    ...(restore.status === 'restored' && checks.length === 0 ? ['nothing was checked'] : []),
  ];
  const verdict = failed.length > 0 ? 'failed' : open.length > 0 ? 'inconclusive' : 'passed';
  return { verdict, reasons: [...failed, ...open] };
}

function reasonsOf(checks: readonly DrillCheck[], outcome: DrillCheck['outcome']): string[] {
  return checks
    .filter((each) => each.outcome === outcome)
    .map(({ check, observed }) => `${check}: ${observed}`);
}

function exceeded(
  name: string,
  { seconds, limitSeconds }: MeasuredLimit,
  measured: string,
): string[] {
  return seconds !== undefined && limitSeconds !== undefined && seconds > limitSeconds
    ? [`${name}: ${formatDuration(seconds)} ${measured}, more than ${formatDuration(limitSeconds)}`]
    : [];
}

function isUnmeasured({ seconds, limitSeconds }: MeasuredLimit): boolean {
  return limitSeconds !== undefined && seconds === undefined;
}
