// `azbackup restore`: disks from a recovery point, the key and secret that they need, and the machine built
// from them. What an earlier run has done is found again and not done twice.

import { sameRegion } from '../../domain/region.js';
import { applyPlan, type StepResult } from '../../steps/apply.js';
import { exitAfterChange } from '../../errors/after-change.js';
import { AzbackupError } from '../../errors/azbackup-error.js';
import type { ExitKind } from '../../errors/exit-code.js';
import type { RestoreItem, RestoreDocument } from './result.js';
import { keyFamily } from '../keys/describe.js';
import { changeDocument } from '../results/changes.js';
import type { CommandContext, CommandResult } from '../context.js';
import { executeKeyStep } from '../keys/execute.js';
import { executeRestoreStep, type RestoreExecution } from './steps/execute.js';
import { watchCommand } from '../jobs/report.js';
import { createJobReader } from '../../steps/job-watch/reader.js';
import { createJobWatch } from '../../steps/job-watch/watch.js';
import { isComplete, needsInfoFile } from '../keys/report.js';
import { hasUnknownVolumeKeys, lackingVolumeKeys, volumeKeyNotes } from '../keys/volume-keys.js';
import { waitChoice } from '../options/wait-options.js';
import { createFactReader } from '../../facts/fact-reader.js';
import { refuseLockedRestore } from './locked-writes.js';
import { prepareRestore, type PreparedRestore } from './prepare.js';
import {
  buildCommand,
  chosenPoint,
  continuationOf,
  diskDocuments,
  keyDocuments,
  restoreDocument,
  stagingDocument,
  unchangedRestore,
} from './report.js';
import { rules, type RestoreOptions } from './options.js';
import { restoreFamily } from './steps/describe.js';
import { createRestoreRun, type RestoreRun } from './steps/state.js';
import { containerAddress, type RestoredDisks } from './steps/disks.js';
import { inSecondaryRegion } from './source/secondary-region-context.js';
import { DECLINED_EXIT, endingOfSteps, exitOfRunning, failureOf } from '../results/outcome.js';
import { untilAborted } from '../../facts/until-aborted.js';
import { verifyMachine, withLockedVolumes } from './steps/verify.js';
import { agreesToThreat } from './threat.js';

export { rules };

const BILLED = 'what the plan creates is billed until it is deleted';

/** Runs the command. */
export async function run(
  surroundings: CommandContext,
  options: RestoreOptions,
): Promise<CommandResult<RestoreDocument>> {
  const context = options.secondaryRegion ? inSecondaryRegion(surroundings) : surroundings;
  const started = context.clock.now();
  const jobs = createJobReader(context);
  const prepared = await untilAborted(context.signal, prepareRestore(context, jobs, options));
  const { steps } = prepared;
  const facts = createFactReader(context.services);
  await untilAborted(context.signal, refuseLockedRestore(context, facts, prepared));
  if (options.dryRun) {
    const changes = steps.map((step) => changeDocument(restoreFamily, step));
    const outcome = steps.length === 0 ? 'unchanged' : 'planned';
    const pending = options.detailedExitcode && steps.length > 0;
    const item = { ...unchangedRestore(prepared), outcome, changes } as const;
    return finished(context, { item, exit: pending ? 'changes-pending' : 'done' }, true);
  }
  if (steps.length > 0) {
    await context.showPlan({ steps, point: chosenPoint(prepared) }, restoreFamily);
    const isWanted =
      (await agreesToThreat(context, prepared, options.acceptThreat)) &&
      (await context.confirmPlan(`Restore ${prepared.target.item.friendlyName}?`, BILLED));
    if (!isWanted) {
      const item = { ...unchangedRestore(prepared), outcome: 'declined' } as const;
      return finished(context, { item, exit: DECLINED_EXIT }, false);
    }
  }
  const choice = waitChoice(options, started);
  const { deadlineMilliseconds } = choice;
  const surroundingsOf = (of: PreparedRestore): RestoreExecution => ({
    context,
    run: createRestoreRun(context, jobs, of),
    jobs,
    watch: createJobWatch(context, jobs, { startedMilliseconds: started, deadlineMilliseconds }),
    choice,
    adeClientId: options.adeClientId,
  });
  const first = await stageOf(surroundingsOf(prepared), started);
  const end =
    prepared.undecided && first.results.every((result) => result?.status === 'done')
      ? await secondEnding(first, surroundingsOf, options, started)
      : await ending(first, options);
  return finished(context, end, false);
}

/** Steps that were carried out together. */
interface Stage {
  readonly execution: RestoreExecution;
  readonly results: readonly (StepResult | undefined)[];
  readonly changes: RestoreItem['changes'];
}

async function stageOf(execution: RestoreExecution, started: number): Promise<Stage> {
  const { steps } = execution.run.prepared;
  const results = await carryOut(execution, steps, started);
  const changes = steps.map((step, index) => changeDocument(restoreFamily, step, results[index]));
  return { execution, results, changes };
}

/** The rest of a restore of whose point only the restored disks tell what they need. */
async function secondEnding(
  first: Stage,
  surroundingsOf: (prepared: PreparedRestore) => RestoreExecution,
  options: RestoreOptions,
  started: number,
): Promise<Ending> {
  const { context, jobs, run: restore } = first.execution;
  const point = restore.prepared.chosen.point.name;
  try {
    const wanted = { ...options, recoveryPoint: point, again: false };
    const prepared = await untilAborted(context.signal, prepareRestore(context, jobs, wanted));
    if (prepared.steps.length > 0) {
      await context.showPlan(
        { steps: prepared.steps, point: chosenPoint(prepared) },
        restoreFamily,
      );
    }
    const second = await stageOf(surroundingsOf(prepared), started);
    return await ending(
      {
        execution: second.execution,
        results: [...first.results, ...second.results],
        changes: [...first.changes, ...second.changes],
      },
      options,
    );
  } catch (error) {
    const item = await unfinishedItem(first);
    if (context.signal.aborted) {
      return { item: { ...item, outcome: 'interrupted' }, exit: 'interrupted' };
    }
    const failure = failureOf(error);
    const exit = exitAfterChange(failure.exit);
    return { item: { ...item, outcome: 'failed', error: failure.error }, exit };
  }
}

/** One step at a time: each builds on the one before. */
async function carryOut(
  execution: RestoreExecution,
  steps: PreparedRestore['steps'],
  startedMilliseconds: number,
): Promise<readonly (StepResult | undefined)[]> {
  const { context } = execution;
  const applied = applyPlan(
    { steps },
    {
      clock: context.clock,
      startedMilliseconds,
      emit: context.emit,
      signal: context.signal,
      concurrency: 1,
      family: restoreFamily,
      execute: async (step, reporter) =>
        keyFamily.isStep(step)
          ? executeKeyStep(context, step, {
              copies: await execution.run.copies(),
              reporter,
              choice: execution.choice,
            })
          : executeRestoreStep(execution, step, reporter),
    },
  );
  return Promise.all(steps.map(({ id }) => applied.settled(id)));
}

/** How the command ended. */
interface Ending {
  readonly item: RestoreItem;
  readonly exit: ExitKind;
}

/** What there is, whatever becomes of it. */
async function unfinishedItem({ execution, changes }: Stage): Promise<RestoreItem> {
  const { run: restore } = execution;
  const restored = await restoredOr(restore);
  return {
    ...unchangedRestore(restore.prepared),
    changes,
    jobId: restore.job()?.jobId ?? null,
    disks: diskDocuments(restored?.machine),
    staging: stagingDocument(
      restored?.staged,
      await namesIn(execution.context, restore.prepared, restored),
      { changes, keepsInfoFile: restore.keepsInfoFile() },
    ),
    notes: [
      ...unchangedRestore(restore.prepared).notes,
      ...(restored?.byTag === true ? [FOUND_BY_TAG] : []),
    ],
  };
}

async function ending(stage: Stage, options: RestoreOptions): Promise<Ending> {
  const { execution, results } = stage;
  const { prepared } = execution.run;
  const base = await unfinishedItem(stage);
  const end = endingOfSteps(results);
  const continued = (item: RestoreItem): RestoreItem => ({
    ...item,
    continuation: continuationOf(item, options),
  });
  switch (end.status) {
    case 'failed': {
      const item = continued({ ...base, outcome: 'failed', error: end.error });
      return { item, exit: end.exit };
    }
    case 'running':
      return runningEnding(continued(base), prepared, end.result.reason);
    case 'skipped':
      return { item: continued({ ...base, outcome: 'interrupted' }), exit: 'interrupted' };
    case 'done':
      return seenEnding(execution, base, options);
  }
}

/** What was restored is restored: where only the look at it fails, that alone is what failed. */
async function seenEnding(
  execution: RestoreExecution,
  base: RestoreItem,
  options: RestoreOptions,
): Promise<Ending> {
  try {
    return await doneEnding(execution, base, options);
  } catch (error) {
    const failure = failureOf(error);
    const exit = base.changes.length === 0 ? failure.exit : exitAfterChange(failure.exit);
    return { item: { ...base, outcome: 'incomplete', error: failure.error }, exit };
  }
}

const FOUND_BY_TAG =
  'no file of the restore names its disks: they were found by their tag, and LUNs taken from their names';

/** What was restored, for the report; that it cannot be read is told where it matters. */
async function restoredOr(restore: RestoreRun): Promise<RestoredDisks | undefined> {
  try {
    return restore.job() === undefined ? undefined : await restore.restored();
  } catch (error) {
    if (error instanceof AzbackupError) {
      return undefined;
    }
    throw error;
  }
}

/** What is in the container: neither the job nor what was done tells. Undefined where it cannot be listed. */
async function namesIn(
  { services }: CommandContext,
  { account }: PreparedRestore,
  restored: RestoredDisks | undefined,
): Promise<readonly string[] | undefined> {
  if (restored?.staged === undefined) {
    return undefined;
  }
  try {
    const storage = await services.storage();
    return await storage.names(containerAddress(account, restored.staged.container));
  } catch (error) {
    if (error instanceof AzbackupError) {
      return undefined;
    }
    throw error;
  }
}

function runningEnding(
  base: RestoreItem,
  { request, target }: PreparedRestore,
  reason: Parameters<typeof exitOfRunning>[0],
): Ending {
  // Jobs of a secondary region are watched by the restore itself alone.
  const elsewhere = !sameRegion(target.vault.location, request.location);
  const next =
    base.jobId === null || elsewhere ? [] : [watchCommand(request.vaultId, { jobId: base.jobId })];
  const outcome =
    reason === 'no-wait' ? 'started' : reason === 'timeout' ? 'running' : 'interrupted';
  return { item: { ...base, outcome, next }, exit: exitOfRunning(reason) };
}

async function doneEnding(
  { context, run: restore, choice }: RestoreExecution,
  base: RestoreItem,
  options: RestoreOptions,
): Promise<Ending> {
  const { prepared } = restore;
  const { machine, pass } = prepared;
  const keys = await keysInTheEnd(restore);
  const verified =
    machine === undefined
      ? []
      : withLockedVolumes(
          await verifyMachine(context, {
            machineId: machine.id,
            encrypted: pass !== 'none',
            volumes: machine.volumes,
            adeExtension: machine.ade !== undefined,
            ...choice,
          }),
          keys.lacking,
        );
  const good =
    keys.keysThere &&
    keys.volumesSeen &&
    keys.lacking.length === 0 &&
    verified.every(({ status }) => status === 'verified');
  const outcome = doneOutcome(good, base.changes.length > 0, context.signal.aborted);
  const warned = restore.job()?.job?.status === 'CompletedWithWarnings';
  const { keysThere, keysUnknown } = keys;
  const seen = { keysThere, keysUnknown, warned, keepsInfoFile: restore.keepsInfoFile() };
  const item: RestoreItem = {
    ...base,
    outcome,
    verified: [...verified],
    keys: keys.document,
    next: good && machine === undefined ? [buildCommand(prepared, options)] : [],
    notes: [...keys.withVolumeNotes(base.notes), ...closingNotes(base, options, seen)],
  };
  return { item, exit: outcome === 'restored' && warned ? 'warnings' : DONE_EXITS[outcome] };
}

/** How key and secret stand in the end, and those of further volumes. */
interface KeysInTheEnd extends Readonly<
  Record<'keysThere' | 'keysUnknown' | 'volumesSeen', boolean>
> {
  /** What further volumes need and do not get. */
  readonly lacking: readonly string[];
  readonly document: RestoreItem['keys'];
  /** Notes, with what was seen of further volumes in the place of what was said of them before. */
  withVolumeNotes(notes: readonly string[]): readonly string[];
}

async function keysInTheEnd(restore: RestoreRun): Promise<KeysInTheEnd> {
  const { prepared } = restore;
  const builds = prepared.machine !== undefined;
  const status = await restore.keyStatus();
  const volumes = await restore.volumeKeys();
  return {
    // A machine that runs from disks that need them shows that they are there, where they may not be looked at.
    keysThere:
      status === undefined ||
      isComplete(status.facts) ||
      (builds && !needsInfoFile(status.facts, true)),
    keysUnknown: status !== undefined && !needsInfoFile(status.facts, true),
    // Whether a volume is open is seen of a machine; of disks, only whether what they name is there.
    volumesSeen: builds || volumes === undefined || !hasUnknownVolumeKeys(volumes),
    lacking: volumes === undefined ? [] : lackingVolumeKeys(volumes),
    document: status === undefined ? null : keyDocuments(prepared, status, volumes?.keys),
    withVolumeNotes: (notes) =>
      volumes === undefined
        ? notes
        : [
            ...notes.filter((note) => !prepared.volumeNotes.includes(note)),
            ...volumeKeyNotes(volumes),
          ],
  };
}

/** How a restore ended all of whose steps are done. */
type DoneOutcome = Extract<
  RestoreItem['outcome'],
  'restored' | 'unchanged' | 'incomplete' | 'interrupted'
>;

const DONE_EXITS: Readonly<Record<DoneOutcome, ExitKind>> = {
  restored: 'done',
  unchanged: 'done',
  incomplete: 'partial',
  interrupted: 'interrupted',
};

/** @param interrupted whether the look at the machine was cut short */
function doneOutcome(good: boolean, changed: boolean, interrupted: boolean): DoneOutcome {
  if (good) {
    return changed ? 'restored' : 'unchanged';
  }
  return interrupted ? 'interrupted' : 'incomplete';
}

function closingNotes(
  { staging }: RestoreItem,
  { keepStaging }: RestoreOptions,
  {
    keysThere,
    keysUnknown,
    warned,
    keepsInfoFile,
  }: Readonly<Record<'keysThere' | 'keysUnknown' | 'warned' | 'keepsInfoFile', boolean>>,
): readonly string[] {
  return [
    ...(warned ? ['Azure completed the restore of the disks with warnings; see the job'] : []),
    ...(keysThere
      ? []
      : [
          keysUnknown
            ? 'whether the key and secret of the disks are in place could not be read'
            : 'the key and secret of the disks are missing; a VM cannot start from these disks',
        ]),
    ...(keepStaging && staging.left.length > 0
      ? ['--keep-staging: blobs with key material stay in the staging account']
      : []),
    ...(keepsInfoFile && !keepStaging
      ? [
          `the encryption info file stays in container ${staging.container ?? ''} of the staging account until the key and secret are in place: they can be restored from it with azbackup restore-keys`,
        ]
      : []),
  ];
}

function finished(
  context: CommandContext,
  { item, exit }: Ending,
  dryRun: boolean,
): CommandResult<RestoreDocument> {
  const document = restoreDocument(item, dryRun);
  context.itemFinished(item);
  return { document, exit };
}
