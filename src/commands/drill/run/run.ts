// `azbackup drill run`: restores VMs into places of their own, looks whether they are good, and takes everything away again.

import { chooseBySeed } from '../../../domain/drill/choice.js';
import { EXPIRES_TAG } from '../../../domain/drill/drill-place.js';
import { addSeconds, instantOf } from '../../../domain/time/instant.js';
import { AzbackupError, bugError } from '../../../errors/azbackup-error.js';
import type { ExitKind } from '../../../errors/exit-code.js';
import { atOnce } from '../../../facts/at-once.js';
import { allItems, type ItemTarget } from '../../../facts/choose-items.js';
import { createFactReader, type FactReader } from '../../../facts/fact-reader.js';
import { selectItems } from '../../../facts/selection/select-items.js';
import { untilAborted } from '../../../facts/until-aborted.js';
import { settleSelection } from '../../agree-to-selection.js';
import type { CommandContext, CommandResult } from '../../context.js';
import { rule, type OptionRule } from '../../options/option.js';
import { namesOrAll, somethingOrVault, takesWholeVault } from '../../options/selection-options.js';
import { countedVms } from '../../../domain/fleet/counted-vms.js';
import { countOutcomes, itemError } from '../../results/machines.js';
import { DECLINED_EXIT, exitOfItems } from '../../results/outcome.js';
import type { Drill } from '../evidence.js';
import { beginEvidence, writeEvidence } from '../evidence-files/write-evidence.js';
import type { DrillRunOptions } from './command.js';
import { drillFamily, drillSteps } from './describe.js';
import { drillOf, unpreparedDrill } from './first-record.js';
import { LEASE_SECONDS } from './lease.js';
import { wantedChecks } from './look.js';
import { oneDrill, type EndedDrill } from './one-drill.js';
import type { WantedDrillPoint } from './point.js';
import { prepareDrill, type PreparedDrill } from './prepare.js';
import type { DrillRunDocument } from './result.js';

/** How the options go together. */
export const rules: readonly OptionRule<DrillRunOptions>[] = [
  somethingOrVault,
  namesOrAll,
  // A second one would be left out, and the drill would pass without it.
  rule(
    ({ check }) => check.filter((each) => each.check === 'script').length <= 1,
    '--check takes one script:FILE',
  ),
];

const BILLED = 'what is created is billed until it is deleted again';

/** Runs the command. */
export async function run(
  context: CommandContext,
  options: DrillRunOptions,
): Promise<CommandResult<DrillRunDocument>> {
  const started = context.clock.now();
  const script = await scriptOf(context, options);
  const reader = createFactReader(context.services);
  const seed = options.seed ?? context.guidOf(`drill ${started}`).slice(0, 8);
  const targets = await untilAborted(
    context.signal,
    targetsOf(context, reader, options, { started, seed }),
  );
  const prepared = await untilAborted(
    context.signal,
    Promise.all(
      targets.map((target) =>
        readyOr(context, reader, target, { options, seed, only: targets.length === 1 }),
      ),
    ),
  );
  const ready = prepared.flatMap((each) => ('place' in each ? [each] : []));
  const first = await Promise.all(
    prepared.map((each) =>
      'place' in each ? drillOf(context, each, options, seed) : Promise.resolve(each),
    ),
  );
  if (options.dryRun) {
    return finished(context, options, first);
  }
  if (ready.length > 0) {
    await context.showPlan({ steps: ready.flatMap((each) => drillSteps(each)) }, drillFamily);
    if (!(await context.confirmPlan(questionOf(ready), BILLED))) {
      return finished(
        context,
        options,
        first.map((drill) =>
          drill.outcome === 'planned' ? { ...drill, outcome: 'declined' } : drill,
        ),
      );
    }
  }
  if (options.evidence !== undefined) {
    await beginEvidence(context, options.evidence, first);
  }
  const inTurn = atOnce({ ...context, maxConcurrency: options.maxParallel }, options.maxParallel);
  const ended = await Promise.all(
    first.map(async (drill, at): Promise<EndedDrill> => {
      const each = prepared[at];
      if (each === undefined || !('place' in each)) {
        return { drill };
      }
      try {
        return await inTurn(async () => {
          const turn = inItsTurn(context, each, options);
          const { expires, creates } = await drillOf(context, turn, options, seed);
          const current = { ...drill, expires, creates };
          return oneDrill(context, turn, { drill: current, options, script, started });
        });
      } catch (error) {
        return unstarted(context, drill, error, first.length === 1);
      }
    }),
  );
  const result = await finished(
    context,
    options,
    ended.map(({ drill }) => drill),
  );
  const [ending] = ended;
  if (ended.length === 1 && ending !== undefined && 'bug' in ending) {
    throw ending.bug;
  }
  return result;
}

/** It could not be recorded, so nothing of it was made; those that have begun go on to their end. */
function unstarted(
  { signal }: CommandContext,
  drill: Drill,
  error: unknown,
  only: boolean,
): EndedDrill {
  const outcome = 'inconclusive' as const;
  if (error instanceof AzbackupError) {
    if (only) {
      throw error;
    }
    return {
      drill: { ...drill, outcome, reasons: [error.message], error: itemError(error) },
    };
  }
  if (signal.aborted) {
    return { drill: { ...drill, outcome, reasons: ['it was not started'] } };
  }
  const bug = bugError(error);
  const reasons = [`a bug in azbackup ended it: ${bug.message}`];
  return { drill: { ...drill, outcome, reasons, error: itemError(bug) }, bug: error };
}

/** Its time begins with its turn: it may have waited for others for longer than it may take itself. */
function inItsTurn(
  { clock }: CommandContext,
  prepared: PreparedDrill,
  options: DrillRunOptions,
): PreparedDrill {
  const expires = addSeconds(instantOf(clock.now()), maxSecondsOf(options));
  return { ...prepared, expires, tags: { ...prepared.tags, [EXPIRES_TAG]: expires } };
}

function maxSecondsOf({ validationWindow, keepOnFailure = 0 }: DrillRunOptions): number {
  return LEASE_SECONDS + validationWindow + keepOnFailure;
}

/** Read before anything is made. @throws AzbackupError `AZB_FILE_UNREADABLE` (2) */
async function scriptOf(
  context: CommandContext,
  { check }: DrillRunOptions,
): Promise<string | undefined> {
  const wanted = check.find((each) => each.check === 'script');
  return wanted?.check === 'script' ? context.readInput(wanted.file) : undefined;
}

function keyOf({ item }: ItemTarget): string {
  return item.sourceResourceId.toLowerCase();
}

async function targetsOf(
  context: CommandContext,
  reader: FactReader,
  options: DrillRunOptions,
  { started, seed }: { readonly started: number; readonly seed: string },
): Promise<readonly ItemTarget[]> {
  const all = takesWholeVault(options)
    ? await allItems(context, reader, { ...options, resourceGroup: undefined })
    : await selectItems(context, reader, options);
  const { count = all.length } = options;
  if (count > all.length) {
    context.warn(`--count ${count} is more than are selected: ${countedVms(all.length)}`);
  }
  const chosen =
    count < all.length ? chooseBySeed(all, count, { seed, keyOf, hash: context.guidOf }) : all;
  await settleSelection(
    context,
    chosen.map(({ item }) => ({ name: item.friendlyName })),
    options,
    started,
  );
  return chosen;
}

/** One VM of several may fail for itself; the only one ends the command. */
async function readyOr(
  context: CommandContext,
  reader: FactReader,
  target: ItemTarget,
  {
    options,
    seed,
    only,
  }: { readonly options: DrillRunOptions; readonly seed: string; readonly only: boolean },
): Promise<PreparedDrill | Drill> {
  const { within } = options;
  try {
    return await prepareDrill(context, reader, target, {
      wanted: wantedPoint(options.point),
      withinSeconds: within,
      restore: options,
      looksAtDisks: wantedChecks(options).includes('encryption'),
      seed,
      guid: (attempt) =>
        context.guidOf(
          `drill of ${target.item.id} ${context.clock.now()} ${context.random()} ${attempt}`,
        ),
      maxSeconds: maxSecondsOf(options),
    });
  } catch (error) {
    if (only || !(error instanceof AzbackupError)) {
      throw error;
    }
    return unpreparedDrill(context, target, error);
  }
}

function wantedPoint(text: string): WantedDrillPoint {
  switch (text) {
    case 'latest':
    case 'latest-clean':
      return { kind: 'latest', isClean: text === 'latest-clean' };
    case 'random':
      return { kind: text };
    default:
      return { kind: 'name', name: text };
  }
}

function questionOf(ready: readonly PreparedDrill[]): string {
  const [only] = ready;
  return ready.length === 1 && only !== undefined
    ? `Run a restore drill of ${only.target.item.friendlyName}?`
    : `Run restore drills of ${ready.length} VMs?`;
}

async function finished(
  context: CommandContext,
  options: DrillRunOptions,
  items: readonly Drill[],
): Promise<CommandResult<DrillRunDocument>> {
  for (const item of items) {
    context.itemFinished(item);
  }
  const isRun = !options.dryRun && items.every(({ outcome }) => outcome !== 'declined');
  if (options.evidence !== undefined && isRun) {
    await writeEvidence(context, options.evidence, items);
  }
  const cleanups = countOutcomes(items.map(({ cleanup }) => ({ outcome: cleanup })));
  const document: DrillRunDocument = {
    kind: 'drill-run',
    schemaVersion: 1,
    dryRun: options.dryRun,
    evidence: options.evidence ?? null,
    items: [...items],
    summary: { total: items.length, outcomes: countOutcomes(items), cleanups },
  };
  return { document, exit: context.signal.aborted ? 'interrupted' : exitOf(items) };
}

/** A bug comes first; what failed outweighs what is left over, and both what nobody can say. */
function exitOf(items: readonly Drill[]): ExitKind {
  if (items.some(({ error }) => error?.code === 'AZB_BUG')) {
    return 'bug';
  }
  if (items.some(({ outcome }) => outcome === 'failed')) {
    return 'unmet';
  }
  const exits = items.map((drill): ExitKind => {
    if (drill.outcome === 'declined') {
      return DECLINED_EXIT;
    }
    return drill.outcome === 'inconclusive' || drill.cleanup === 'leftovers' ? 'partial' : 'done';
  });
  return exitOfItems(exits);
}
