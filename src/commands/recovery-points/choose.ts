// Finds the recovery point that a user means: by Azure's number of it, the latest, the latest that is known to be clean, or
// the newest up to a time.

import { commandLine } from '../../domain/command-line.js';
import { THREAT_STATUSES, threatOf, type ThreatStatus } from '../../domain/recovery/threat.js';
import { addSeconds, type Instant } from '../../domain/time/instant.js';
import { parsePastTime } from '../../domain/time/past-time.js';
import type { RecoveryPoint } from '../../domain/recovery/recovery-point.js';
import { AzbackupError, usageError } from '../../errors/azbackup-error.js';
import { DOCS } from '../../preflight/documentation.js';
import type { CommandContext } from '../context.js';
import type { ItemTarget } from '../../facts/choose-items.js';

/** How a point is meant. */
export type WantedPoint =
  | { readonly kind: 'name'; readonly name: string }
  | {
      readonly kind: 'latest';
      readonly until: Instant | undefined;
      /** True where only a point will do that is known to be clean. */
      readonly isClean?: boolean;
    };

/** Azure's names of points are decimal numbers (recorded). */
const NAME = /^\d+$/u;
/** The newest point of which Azure reports that it is clean. */
const LATEST_CLEAN = 'latest-clean';
const BEFORE = /^before\s+(?<time>\S.*)$/iu;

/**
 * What a text means.
 * @throws AzbackupError `AZB_USAGE` (2)
 */
export function parsePoint(text: string, now: Instant): WantedPoint {
  if (NAME.test(text)) {
    return { kind: 'name', name: text };
  }
  if (text.toLowerCase() === 'latest') {
    return { kind: 'latest', until: undefined };
  }
  if (text.toLowerCase() === LATEST_CLEAN) {
    return { kind: 'latest', until: undefined, isClean: true };
  }
  const before = BEFORE.exec(text.trim())?.groups?.['time'];
  const parsed = parsePastTime(before ?? text, now, before === undefined ? 'last' : 'first');
  if (!parsed.ok) {
    throw usageError(
      'AZB_USAGE',
      `${text} is not a valid recovery point: use an Azure recovery point id, latest, latest-clean, a time, or "before" and a time`,
      { causes: [parsed.reason] },
    );
  }
  // Points are dated to fractions of a second; Azure's window takes whole seconds, both ends included.
  const until = before === undefined ? parsed.instant : addSeconds(parsed.instant, -1);
  return { kind: 'latest', until };
}

/** The point with its particulars; undefined when there is none. */
export async function findPoint(
  context: CommandContext,
  { item, vault }: ItemTarget,
  wanted: WantedPoint,
): Promise<RecoveryPoint | undefined> {
  const backup = await context.services.backup();
  const read = (name: string): Promise<RecoveryPoint | undefined> =>
    backup.recoveryPoint(vault.id, item.sourceResourceId, name);
  if (wanted.kind === 'name') {
    return read(wanted.name);
  }
  const { until, isClean } = wanted;
  const window = until === undefined ? {} : { until };
  const points = await backup.recoveryPoints(vault.id, item.sourceResourceId, window);
  const newest =
    isClean === true ? points.find((point) => threatOf(point).status === 'clean') : points[0];
  if (isClean === true && newest === undefined && points.length > 0) {
    throw noCleanPoint(item.friendlyName, points);
  }
  // A list says nothing of keys and disks.
  const point = newest === undefined ? undefined : await read(newest.name);
  if (isClean === true && point !== undefined && threatOf(point).status !== 'clean') {
    throw noCleanPoint(item.friendlyName, [point]);
  }
  return point;
}

/** The error where no point is known to be clean. */
export function noCleanPoint(vm: string, points: readonly RecoveryPoint[]): AzbackupError {
  const counts = THREAT_STATUSES.filter((status) => status !== 'clean').map((status) => ({
    status,
    count: points.filter((point) => threatOf(point).status === status).length,
  }));
  return new AzbackupError({
    code: 'AZB_NO_CLEAN_POINT',
    kind: 'blocked',
    message: `${vm} has no recovery point that is known to be clean`,
    target: vm,
    causes: [
      ...counts
        .filter(({ count }) => count > 0)
        .map(({ status, count }) => `${count} of ${points.length}: ${NOT_CLEAN[status]}`),
      ...(counts.every(({ status, count }) => status === 'unknown' || count === 0)
        ? ['points have a threat status only in vaults with threat detection (preview)']
        : []),
    ],
    fix: [commandLine('azbackup', 'recovery-points', 'list', '--vm', vm)],
    docs: DOCS.threatDetection,
  });
}

const NOT_CLEAN: Readonly<Record<ThreatStatus, string>> = {
  clean: 'clean',
  warning: 'Azure reports warnings',
  infected: 'Azure reports threats',
  unknown: 'Azure does not report whether it is clean',
};

/** The error for a point that is not there. `vm` and `point` are as they were typed. */
export function pointNotFound(
  { vm, point }: { readonly vm: string; readonly point: string },
  wanted: WantedPoint,
): AzbackupError {
  const name = vm.split('/').at(-1) ?? vm;
  return new AzbackupError({
    code: 'AZB_RECOVERY_POINT_NOT_FOUND',
    kind: 'not-found',
    message: `${name} has no recovery point ${wordsFor(wanted)}`.trimEnd(),
    target: point,
    fix: [`azbackup recovery-points list --vm ${vm}`],
  });
}

function wordsFor(wanted: WantedPoint): string {
  if (wanted.kind === 'name') {
    return `named ${wanted.name}`;
  }
  return wanted.until === undefined ? '' : `from ${wanted.until} or before`;
}
