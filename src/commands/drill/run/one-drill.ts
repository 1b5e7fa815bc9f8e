// One drill, from its first record to the last look at what it has left.

import { drillVerdict } from '../../../domain/drill/verdict.js';
import { nameOf } from '../../../domain/resource-id.js';
import { addSeconds, millisecondsOf } from '../../../domain/time/instant.js';
import { AzbackupError, bugError } from '../../../errors/azbackup-error.js';
import { sleepUntil } from '../../../steps/waiting/sleep-until.js';
import type { CommandContext } from '../../context.js';
import { itemError } from '../../results/machines.js';
import { cleanCommand, cleanDrill } from '../clean/clean-drill.js';
import type { Drill } from '../evidence.js';
import { interruptedDrill } from '../interrupted.js';
import { drillRecords } from '../records.js';
import { startSession, type DrillSession } from '../session.js';
import { buildPlace } from './build-place.js';
import type { DrillRunOptions } from './command.js';
import { checksOf, type Looked } from './look.js';
import { leased } from './lease.js';
import type { PreparedDrill } from './prepare.js';
import { restoreVm } from './restore-vm.js';

const HEARTBEAT_SECONDS = 60;

/** A drill that is to be run. */
export interface OneDrill {
  readonly drill: Drill;
  readonly options: DrillRunOptions;
  /** The text of a script to run in the VM. */
  readonly script: string | undefined;
  /** When the command began, in milliseconds. */
  readonly started: number;
}

/** A drill, and the bug that ended it; one with a bug is never passed. */
export interface EndedDrill {
  readonly drill: Drill;
  readonly bug?: unknown;
}

/**
 * From the first record to the last look; whatever happens in between, a bug included, what was made is taken away.
 * @throws AzbackupError `AZB_DRILL_UNRECORDED` (2)
 */
export async function oneDrill(
  surroundings: CommandContext,
  prepared: PreparedDrill,
  { drill, options, script, started }: OneDrill,
): Promise<EndedDrill> {
  const records = drillRecords(surroundings.drillFiles);
  const session = await startSession(
    { clock: surroundings.clock, records, warn: (message) => surroundings.warn(message) },
    {
      ...drill,
      outcome: 'running',
      cleanup: 'pending',
      next: [cleanCommand(drill.id)],
    },
  );
  const context = leased(surroundings, session);
  const bugs: unknown[] = [];
  const guarded = async (act: () => Promise<void>, part: (bug: BugWords) => Partial<Drill>) => {
    try {
      await act();
    } catch (error) {
      bugs.push(error);
      await session.update(part(wordsOf(error)));
    }
  };
  await guarded(
    () => tryDrill(context, session, prepared, { options, script, started }),
    ({ reason, error }) =>
      context.signal.aborted
        ? { outcome: 'inconclusive', reasons: ['it was interrupted'] }
        : { outcome: 'inconclusive', reasons: [reason], error },
  );
  if (context.signal.aborted) {
    bugs.length = 0;
  }
  const { outcome } = session.drill();
  if (outcome !== 'passed' && options.keepOnFailure !== undefined && !context.signal.aborted) {
    await keepForAWhile(context, session, options.keepOnFailure);
  }
  await guarded(
    () => clean(surroundings, session, started),
    ({ reason, error }) => ({
      cleanup: 'leftovers',
      cleanupReasons: [reason],
      error,
      ended: session.now(),
      ...(session.drill().outcome === 'passed'
        ? { outcome: 'inconclusive', reasons: [reason] }
        : {}),
    }),
  );
  if (context.signal.aborted) {
    await session.update(interruptedPart(session.drill()));
  }
  const [bug] = bugs;
  return { drill: session.drill(), ...(bug === undefined ? {} : { bug }) };
}

/** What failed has failed, interrupted or not; all else has no result. */
function interruptedPart({ outcome, reasons }: Drill): Partial<Drill> {
  return outcome === 'failed'
    ? {}
    : {
        reasons: reasons.length === 0 ? ['it was interrupted'] : reasons,
        error: itemError(interruptedDrill('the drill was interrupted')),
      };
}

interface BugWords {
  readonly reason: string;
  readonly error: NonNullable<Drill['error']>;
}

function wordsOf(error: unknown): BugWords {
  const bug = bugError(error);
  return { reason: `a bug in azbackup ended it: ${bug.message}`, error: itemError(bug) };
}

async function clean(
  context: CommandContext,
  session: DrillSession,
  started: number,
): Promise<void> {
  // After Ctrl-C, too: what was made costs money until it is deleted.
  const uninterrupted = { ...context, signal: new AbortController().signal };
  if (context.signal.aborted) {
    const { id } = session.drill();
    context.warn(
      `drill ${id}: deleting what it created; a second Ctrl-C leaves that to azbackup drill clean ${id}`,
    );
  }
  const { cleanup, reasons, next } = await cleanDrill(uninterrupted, session, started);
  await session.update({
    cleanup,
    cleanupReasons: [...reasons],
    ended: session.now(),
    next: [...next],
  });
}

/** Builds, restores and checks; never throws what is expected. */
async function tryDrill(
  context: CommandContext,
  session: DrillSession,
  prepared: PreparedDrill,
  { options, script, started }: Omit<OneDrill, 'drill'>,
): Promise<void> {
  const failed = await failureToBuild(context, session, prepared, started);
  if (failed !== undefined) {
    await session.update(failed);
    return;
  }
  const requested = context.clock.now();
  const { item, restore, failure } = await session.phase('restore', () =>
    restoreVm(context, prepared, options),
  );
  await session.update({
    jobId: item?.jobId ?? null,
    notes: [...(item?.notes ?? [])],
    ...(failure === undefined ? {} : { error: failure }),
  });
  const seen: Looked =
    restore.status === 'restored' && item !== undefined
      ? await session.phase('check', () =>
          checksOf(context, prepared, { options, script, requested, item }),
        )
      : { checks: [], rtoSeconds: undefined };
  const { rto, rpo } = session.drill();
  const { verdict, reasons } = drillVerdict({
    restore,
    checks: seen.checks,
    rto: { seconds: seen.rtoSeconds, limitSeconds: options.rto },
    rpo: { seconds: rpo.seconds ?? undefined, limitSeconds: options.rpo },
  });
  await session.update({
    outcome: context.signal.aborted && verdict === 'passed' ? 'inconclusive' : verdict,
    reasons: [...reasons],
    checks: [...seen.checks],
    rto: { ...rto, seconds: seen.rtoSeconds ?? null },
  });
}

/** What to write down where the place could not be made; undefined where it is there. */
async function failureToBuild(
  context: CommandContext,
  session: DrillSession,
  prepared: PreparedDrill,
  started: number,
): Promise<Partial<Drill> | undefined> {
  try {
    await session.phase('prepare', () => buildPlace(context, session, prepared, started));
    return undefined;
  } catch (error) {
    if (error instanceof AzbackupError) {
      const reason = `the place of the drill could not be made: ${error.message}`;
      return { outcome: 'inconclusive', reasons: [reason], error: itemError(error) };
    }
    if (context.signal.aborted) {
      return { outcome: 'inconclusive', reasons: ['it was interrupted'] };
    }
    throw error;
  }
}

async function keepForAWhile(
  context: CommandContext,
  session: DrillSession,
  seconds: number,
): Promise<void> {
  const until = addSeconds(session.now(), seconds);
  await session.update({ cleanup: 'kept' });
  context.warn(
    `drill ${session.drill().id}: ${nameOf(session.drill().resourceGroup)} is kept until ${until}; Ctrl-C deletes it now`,
  );
  await session.phase('keep', async () => {
    try {
      await sleepUntil(context, millisecondsOf(until), {
        everySeconds: HEARTBEAT_SECONDS,
        beat: () => undefined,
      });
    } catch (error) {
      if (!context.signal.aborted) {
        throw error;
      }
    }
  });
}
