// `azbackup recovery-points list`: the points of protected machines, all of them unless asked for fewer.

import { atOnce } from '../../facts/at-once.js';
import { backupDays, expectedRuns } from '../../domain/recovery/backup-days.js';
import { protectionSituation } from '../../domain/protection/backup-states.js';
import { known, valueOf } from '../../domain/fact.js';
import { addSeconds, instantOf, isBefore, type Instant } from '../../domain/time/instant.js';
import { isInTier, type RecoveryPoint } from '../../domain/recovery/recovery-point.js';
import type { BackupPolicy } from '../../domain/backup-policy/policy.js';
import { startOfDay, type TimeRange } from '../../domain/backup-policy/scheduled-runs.js';
import { AzbackupError, usageError } from '../../errors/azbackup-error.js';
import type { ExitKind } from '../../errors/exit-code.js';
import type { CommandContext, CommandResult } from '../context.js';
import { exitOfItems } from '../results/outcome.js';
import { createFactReader, type FactReader } from '../../facts/fact-reader.js';
import { allItems, findItems, type ItemTarget } from '../../facts/choose-items.js';
import { ianaZone } from '../policy/time-zone.js';
import { pastTime } from '../options/past-time.js';
import {
  failedMachine,
  listedMachine,
  recoveryPointsDocument,
  type ListedMachine,
  type PointSelection,
} from './report.js';
import { untilAborted } from '../../facts/until-aborted.js';
import type { OptionRule } from '../options/option.js';
import { machinesOrVault } from '../options/machine-options.js';
import type { RecoveryPointsListOptions } from './list.command.js';
import type { RecoveryPointsDocument } from './list.result.js';

/** How the options go together. */
export const rules: readonly OptionRule<RecoveryPointsListOptions>[] = [machinesOrVault];

/** Machines looked at side by side. */
const MACHINES_AT_ONCE = 8;

/** Runs the command. */
export function run(
  context: CommandContext,
  options: RecoveryPointsListOptions,
): Promise<CommandResult<RecoveryPointsDocument>> {
  return untilAborted(context.signal, list(context, options));
}

async function list(
  context: CommandContext,
  options: RecoveryPointsListOptions,
): Promise<CommandResult<RecoveryPointsDocument>> {
  const selection = selectionOf(options, instantOf(context.clock.now()));
  const reader = createFactReader(context.services);
  const targets =
    options.vm.length > 0
      ? await findItems(context, reader, options)
      : await allItems(context, reader, options);
  const inTurn = atOnce(context, MACHINES_AT_ONCE);
  const endings = await Promise.all(
    targets.map((target) =>
      inTurn(async (): Promise<Ending> => {
        try {
          return { listed: await listMachine(context, reader, target, selection), exit: 'done' };
        } catch (error) {
          return failedEnding(target, error, targets.length);
        }
      }),
    ),
  );
  const document = recoveryPointsDocument(
    endings.map(({ listed }) => listed),
    selection,
  );
  for (const item of document.items) {
    context.itemFinished(item);
  }
  return { document, exit: exitOfItems(endings.map(({ exit }) => exit)) };
}

function selectionOf(options: RecoveryPointsListOptions, now: Instant): PointSelection {
  const { since: from, until: to, tier, calendar } = options;
  const since = from === undefined ? undefined : pastTime('--since', from, now, 'first');
  const until = to === undefined ? undefined : pastTime('--until', to, now, 'last');
  if (since !== undefined && isBefore(until ?? now, since)) {
    throw usageError(
      'AZB_USAGE',
      `--since ${since} is later than ${until === undefined ? 'now' : `--until ${until}`}`,
    );
  }
  return { since, until, tier, calendar, now };
}

interface Ending {
  readonly listed: ListedMachine;
  readonly exit: ExitKind;
}

/** One machine of several may fail alone; the only one ends the command. */
function failedEnding(target: ItemTarget, error: unknown, targets: number): Ending {
  if (targets === 1 || !(error instanceof AzbackupError) || error.fields.kind === 'usage') {
    throw error;
  }
  return { listed: failedMachine(target, error), exit: error.fields.kind };
}

async function listMachine(
  context: CommandContext,
  reader: FactReader,
  target: ItemTarget,
  selection: PointSelection,
): Promise<ListedMachine> {
  const { item, vault } = target;
  const { now } = selection;
  const backup = await context.services.backup();
  const [points, policy] = await Promise.all([
    backup.recoveryPoints(vault.id, item.sourceResourceId, wholeDays(selection)),
    activePolicy(reader, target),
  ]);
  const range = rangeOf(points, selection);
  if (range === undefined) {
    return listedMachine(target, {
      selection,
      points: [],
      days: [],
      evaluated: policy !== undefined,
    });
  }
  const runs =
    policy === undefined
      ? undefined
      : expectedRuns(
          {
            policy,
            zone: ianaZone(policy.timeZone),
            since: await protectedSince(context, target, points, range.from),
            now,
          },
          range,
        );
  const isListed = (point: RecoveryPoint): boolean => isSelected(point, selection);
  const days = backupDays({ points, isListed, ...range, runs, now });
  return listedMachine(target, {
    selection,
    points: points.filter((point) => isListed(point)),
    days,
    evaluated: runs !== undefined,
  });
}

function isSelected(point: RecoveryPoint, { since, until, tier }: PointSelection): boolean {
  return (
    (since === undefined || !isBefore(point.time, since)) &&
    (until === undefined || !isBefore(until, point.time)) &&
    (tier === undefined || isInTier(point, tier))
  );
}

/** A run late on a day may leave its point on the next one. */
const AFTER_MIDNIGHT_SECONDS = 3 * 3600;

/** The time to ask Azure for: days are judged whole, also those that the options cut. */
function wholeDays({ since, until }: PointSelection): { since?: Instant; until?: Instant } {
  return {
    ...(since === undefined ? {} : { since: startOfDay(since) }),
    ...(until === undefined
      ? {}
      : { until: addSeconds(startOfDay(until), 86_400 - 1 + AFTER_MIDNIGHT_SECONDS) }),
  };
}

/** From `--since` or the oldest point to `--until` or now; undefined where there is nothing to look at. */
function rangeOf(
  points: readonly RecoveryPoint[],
  { since, until, now }: PointSelection,
): TimeRange | undefined {
  const from = since ?? points.at(-1)?.time;
  const [newest] = points;
  // A clock that is behind Azure's puts the newest point into the future.
  const present = newest === undefined || isBefore(newest.time, now) ? now : newest.time;
  const to = until === undefined || isBefore(present, until) ? present : until;
  return from === undefined || isBefore(to, startOfDay(from)) ? undefined : { from, to };
}

/** The policy that backs the machine up; undefined when none does, or it cannot be read. */
async function activePolicy(
  reader: FactReader,
  { item, vault }: ItemTarget,
): Promise<BackupPolicy | undefined> {
  const { kind } = protectionSituation(vault.id, known(item), { status: 'absent' });
  return kind === 'protected' && item.policyName !== undefined
    ? valueOf(await reader.policy(vault.id, item.policyName))
    : undefined;
}

/** An instant at which the machine was protected already: the oldest point that there is reason to ask for. */
async function protectedSince(
  context: CommandContext,
  { item, vault }: ItemTarget,
  points: readonly RecoveryPoint[],
  from: Instant,
): Promise<Instant | undefined> {
  const oldest = earliest(points.at(-1)?.time, item.lastRecoveryPoint);
  const start = startOfDay(from);
  if (oldest !== undefined && oldest.slice(0, 10) <= from.slice(0, 10)) {
    return oldest;
  }
  const backup = await context.services.backup();
  const before = await backup.recoveryPoints(vault.id, item.sourceResourceId, {
    until: addSeconds(start, -1),
  });
  return before[0]?.time ?? oldest;
}

function earliest(left: Instant | undefined, right: Instant | undefined): Instant | undefined {
  if (left === undefined || right === undefined) {
    return left ?? right;
  }
  return isBefore(left, right) ? left : right;
}
