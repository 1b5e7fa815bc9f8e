// Whether a machine could be had back: by the rules of a gate, so that a report and a gate say the same.

import { hasRecentPoint } from '../gate/backup-rules.js';
import type { Demand } from '../gate/demand.js';
import type { GateFacts } from '../gate/facts.js';
import { judge } from '../gate/judge.js';

/** What a machine's backups come to. */
export interface Safety {
  readonly outcome: 'safe' | 'not-safe' | 'unknown';
  /** Why it is not safe, or not known to be: sentences without a full stop. */
  readonly reasons: readonly string[];
}

const DEMANDS: readonly Demand[] = [
  { rule: 'protected' },
  { rule: 'all-disks' },
  { rule: 'last-job-succeeded' },
  { rule: 'keys-usable' },
  { rule: 'grant-in-place' },
];

/** A machine is safe where a vault backs up all its disks, the last backup completed, it has a point, and its keys can be backed up too. */
export function safetyOf(facts: GateFacts): Safety {
  const judgements = [
    ...DEMANDS.map((demand) => judge(facts, demand)),
    hasRecentPoint(facts, Number.POSITIVE_INFINITY),
  ];
  const reasonsOf = (verdict: 'not-met' | 'unknown'): readonly string[] => [
    ...new Set(judgements.filter((each) => each.verdict === verdict).map(({ reason }) => reason)),
  ];
  const [missed, unknown] = [reasonsOf('not-met'), reasonsOf('unknown')];
  if (missed.length > 0) {
    return { outcome: 'not-safe', reasons: missed };
  }
  return unknown.length > 0
    ? { outcome: 'unknown', reasons: unknown }
    : { outcome: 'safe', reasons: [] };
}
