// Finds the recovery point that a user means: by Azure's number of it, the latest, or the newest up to a time.

import { addSeconds, type Instant } from '../../domain/time/instant.js';
import { parsePastTime } from '../../domain/time/past-time.js';
import type { RecoveryPoint } from '../../domain/recovery/recovery-point.js';
import { AzbackupError, usageError } from '../../errors/azbackup-error.js';
import type { CommandContext } from '../context.js';
import type { ItemTarget } from '../../facts/choose-items.js';

/** How a point is meant. */
export type WantedPoint =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'latest'; readonly until: Instant | undefined };

/** Azure's names of points are decimal numbers (recorded). */
const NAME = /^\d+$/u;
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
  const before = BEFORE.exec(text.trim())?.groups?.['time'];
  const parsed = parsePastTime(before ?? text, now, before === undefined ? 'last' : 'first');
  if (!parsed.ok) {
    throw usageError(
      'AZB_USAGE',
      `${text} is not a valid recovery point: use an Azure recovery point id, latest, a time, or "before" and a time`,
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
  const { until } = wanted;
  const window = until === undefined ? {} : { until };
  const [newest] = await backup.recoveryPoints(vault.id, item.sourceResourceId, window);
  // A list says nothing of keys and disks.
  return newest === undefined ? undefined : read(newest.name);
}

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
