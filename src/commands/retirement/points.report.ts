// Puts what was read of points and policies into the document of `azbackup retirement points`.

import { commandLine } from '../../domain/command-line.js';
import { idKey } from '../../domain/resource-id.js';
import { termsOf, type PolicyRetention } from '../../domain/backup-policy/policy.js';
import { retentionLoss } from '../../domain/recovery/retention-loss.js';
import { outlives, type PointEnd } from '../../domain/retirement/point-end.js';
import type { Instant } from '../../domain/time/instant.js';
import { countOutcomes, itemError, resourceDocument } from '../results/machines.js';
import type { FailedSubject, SubjectReading } from './gather.js';
import type { EndingPoint } from './item-points.js';
import { judgePolicy, type JudgedPolicy } from './policy-advice.js';
import type {
  RetirementPointsDocument,
  RetirementPointsItem,
  RetirementPointsPolicy,
} from './points.result.js';

/** What the document is for. */
export interface PointsQuestion {
  readonly deadline: Instant;
  readonly after: Instant;
  readonly now: Instant;
}

/** The document on all subjects. */
export function retirementPointsDocument(
  readings: readonly (SubjectReading | FailedSubject)[],
  question: PointsQuestion,
): RetirementPointsDocument {
  const known = readings.flatMap((reading) => ('error' in reading ? [] : [reading]));
  const judged = judgedPolicies(known, question);
  const items = known.flatMap((reading) =>
    reading.items.flatMap((item) => itemsOf(reading, item, judged, question)),
  );
  const { deadline, after } = question;
  return {
    kind: 'retirement-points',
    schemaVersion: 1,
    deadline,
    after,
    policies: [...judged.values()].map(({ document, machines }) => ({ ...document, machines })),
    items,
    failed: readings.flatMap((reading) => failedOf(reading)),
    summary: {
      total: items.length,
      outcomes: countOutcomes(items),
      machines: readings.length,
      points: known.reduce((sum, reading) => sum + encryptedOf(reading).length, 0),
    },
  };
}

type Item = SubjectReading['items'][number];
type Judged = ReadonlyMap<string, JudgedPolicy & Pick<RetirementPointsPolicy, 'machines'>>;

/** The policies that back up machines with ADE, each once, with how many of these machines they have. */
function judgedPolicies(
  readings: readonly SubjectReading[],
  { deadline, now }: PointsQuestion,
): Judged {
  const judged = new Map<string, JudgedPolicy & Pick<RetirementPointsPolicy, 'machines'>>();
  for (const reading of readings) {
    for (const item of reading.items) {
      const { policy, zone, target, life } = item;
      const isAde =
        (reading.machine.status === 'there' && reading.machine.encryption.kind === 'ade') ||
        encryptedOf({ items: [item] }).length > 0;
      if (policy !== undefined && isAde && life.kind !== 'soft-deleted') {
        const key = idKey(policy.id);
        const earlier = judged.get(key) ?? {
          ...judgePolicy({ policy, zone, vault: target.vault }, deadline, now),
          machines: 0,
        };
        judged.set(key, { ...earlier, machines: earlier.machines + 1 });
      }
    }
  }
  return judged;
}

function encryptedOf({ items }: Pick<SubjectReading, 'items'>): readonly EndingPoint[] {
  return items.flatMap(({ points }) =>
    points.status === 'known' ? points.points.filter(({ point }) => point.encrypted) : [],
  );
}

function itemsOf(
  { subject }: SubjectReading,
  item: Item,
  judged: Judged,
  question: PointsQuestion,
): RetirementPointsItem[] {
  const { vault, item: of } = item.target;
  return encryptedOf({ items: [item] })
    .filter(({ end }) => outlives(end, question.after) !== false)
    .map(({ point, end }) => ({
      vm: resourceDocument(subject.target.id, subject.target.name),
      outcome: end.kind === 'unknown' ? 'unknown' : 'after',
      vault: resourceDocument(vault.id, vault.name),
      policy: (of.policyName ?? '') === '' ? null : (of.policyName ?? null),
      name: point.name,
      time: point.time,
      tiers: point.tiers.map(({ tier }) => tier),
      expiry: end.kind === 'at' ? end.time : null,
      basis: basisOf(end),
      ...remedyOf(item, { point, end }, judged, question),
    }));
}

function basisOf(end: PointEnd): RetirementPointsItem['basis'] {
  return end.kind === 'at' ? end.source : end.because;
}

/** Only what a rule of the policy keeps goes sooner by a change of it; the expiry of a point itself cannot be changed. */
function remedyOf(
  { policy, life, target }: Item,
  { point, end }: EndingPoint,
  judged: Judged,
  { now }: PointsQuestion,
): Pick<RetirementPointsItem, 'remedy' | 'next'> {
  const advice = policy === undefined ? undefined : judged.get(idKey(policy.id));
  const shorter: PolicyRetention | undefined = advice?.shorter;
  const runs = life.kind === 'backed-up' || life.kind === 'running-out';
  if (policy !== undefined && shorter !== undefined && runs && end.kind === 'at') {
    const change = { before: policy, after: { ...termsOf(policy), retention: shorter } };
    if (retentionLoss([point], change, now) !== undefined) {
      const command = advice?.document.change?.command;
      return { remedy: 'expire', next: command === undefined ? [] : [command] };
    }
  }
  const { friendlyName } = target.item;
  const where = ['--vault', target.vault.name];
  const restore = ['restore', '--vm', friendlyName, ...where, '--recovery-point', point.name];
  return { remedy: 'restore-and-reprotect', next: [commandLine('azbackup', ...restore)] };
}

function failedOf(reading: SubjectReading | FailedSubject): RetirementPointsDocument['failed'] {
  const { target } = reading.subject;
  const vm = resourceDocument(target.id, target.name);
  if ('error' in reading) {
    return [{ vm, reason: reading.error.message, error: itemError(reading.error) }];
  }
  return reading.items.flatMap(({ points }) =>
    points.status === 'unread' ? [{ vm, reason: points.reason, error: null }] : [],
  );
}
