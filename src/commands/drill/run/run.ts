// `azbackup drill run`: restores VMs into places of their own, looks whether they are good, and takes everything away again.

import {
  drillVerdict,
  type DrillCheck,
  type DrillCheckName,
} from '../../../domain/drill/verdict.js';
import { chooseBySeed } from '../../../domain/drill/choice.js';
import { threatOf } from '../../../domain/recovery/threat.js';
import { nameOf } from '../../../domain/resource-id.js';
import {
  addSeconds,
  instantOf,
  millisecondsOf,
  secondsBetween,
} from '../../../domain/time/instant.js';
import { AzbackupError } from '../../../errors/azbackup-error.js';
import type { ExitKind } from '../../../errors/exit-code.js';
import { atOnce } from '../../../facts/at-once.js';
import type { ItemTarget } from '../../../facts/choose-items.js';
import { createFactReader, type FactReader } from '../../../facts/fact-reader.js';
import { selectItems } from '../../../facts/selection/select-items.js';
import { allItems } from '../../../facts/choose-items.js';
import { untilAborted } from '../../../facts/until-aborted.js';
import { settleSelection } from '../../agree-to-selection.js';
import type { CommandContext, CommandResult } from '../../context.js';
import type { OptionRule } from '../../options/option.js';
import { namesOrAll, somethingOrVault, takesWholeVault } from '../../options/selection-options.js';
import { DECLINED_EXIT, exitOfItems } from '../../results/outcome.js';
import { countOutcomes, itemError, resourceDocument } from '../../results/machines.js';
import { cleanCommand, cleanDrill } from '../clean/clean-drill.js';
import type { Drill } from '../evidence.js';
import { drillRecords } from '../records.js';
import { startSession, type DrillSession } from '../session.js';
import { beginEvidence, writeEvidence } from '../evidence-files/write-evidence.js';
import { buildPlace } from './build-place.js';
import { extensionCheck, startChecks } from './checks.js';
import type { DrillRunOptions } from './command.js';
import { drillFamily, drillSteps } from './describe.js';
import type { DrillPointWish } from './point.js';
import { prepareDrill, type PreparedDrill } from './prepare.js';
import { restoreVm, watchedVm } from './restore-vm.js';
import type { DrillRunDocument } from './result.js';
import { runScript } from './script.js';

/** How the options go together. */
export const rules: readonly OptionRule<DrillRunOptions>[] = [somethingOrVault, namesOrAll];

const DEFAULT_CHECKS: readonly DrillCheckName[] = ['boots', 'agent', 'encryption'];

/** A restore from the vault tier may take a day; after that, and what follows it, nobody needs the place any more. */
const MAX_RESTORE_SECONDS = 86_400;

const BILLED = 'what is created is billed until it is deleted again';

/** Runs the command. */
export async function run(
  context: CommandContext,
  options: DrillRunOptions,
): Promise<CommandResult<DrillRunDocument>> {
  const started = context.clock.now();
  const script = await scriptOf(context, options);
  const reader = createFactReader(context.services);
  const targets = await untilAborted(context.signal, targetsOf(context, reader, options, started));
  const seed = options.seed ?? context.guidOf(`drill ${started}`).slice(0, 8);
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
  const drills = await Promise.all(
    first.map(async (drill, at) => {
      const each = prepared[at];
      if (each === undefined || !('place' in each)) {
        return drill;
      }
      try {
        return await inTurn(() => oneDrill(context, each, { drill, options, script, started }));
      } catch (error) {
        if (context.signal.aborted && !(error instanceof AzbackupError)) {
          return { ...drill, outcome: 'inconclusive' as const, reasons: ['it was not started'] };
        }
        throw error;
      }
    }),
  );
  return finished(context, options, drills);
}

/** Read before anything is made. @throws AzbackupError `AZB_FILE_UNREADABLE` (2) */
async function scriptOf(
  context: CommandContext,
  { check }: DrillRunOptions,
): Promise<string | undefined> {
  const wanted = check.find((each) => each.check === 'script');
  return wanted?.check === 'script' ? context.readInput(wanted.file) : undefined;
}

async function targetsOf(
  context: CommandContext,
  reader: FactReader,
  options: DrillRunOptions,
  started: number,
): Promise<readonly ItemTarget[]> {
  const all = takesWholeVault(options)
    ? await allItems(context, reader, { ...options, resourceGroup: undefined })
    : await selectItems(context, reader, options);
  const { count = all.length } = options;
  const keyOf = ({ item }: ItemTarget): string => item.sourceResourceId.toLowerCase();
  const seed = options.seed ?? context.guidOf(`drill ${started}`).slice(0, 8);
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
  const { validationWindow, keepOnFailure = 0, within } = options;
  try {
    return await prepareDrill(context, reader, target, {
      wanted: pointWish(options.point),
      withinSeconds: within,
      seed,
      guid: (attempt) =>
        context.guidOf(
          `drill of ${target.item.id} ${context.clock.now()} ${context.random()} ${attempt}`,
        ),
      maxSeconds: MAX_RESTORE_SECONDS + validationWindow + keepOnFailure,
    });
  } catch (error) {
    if (only || !(error instanceof AzbackupError)) {
      throw error;
    }
    return unpreparedDrill(context, target, error);
  }
}

function pointWish(text: string): DrillPointWish {
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

async function drillOf(
  context: CommandContext,
  prepared: PreparedDrill,
  { rto, rpo, count, point }: DrillRunOptions,
  seed: string,
): Promise<Drill> {
  const { chosen, target, id, place } = prepared;
  const now = nowOf(context);
  const isByChance = count !== undefined || point === 'random';
  return {
    id,
    vm: resourceDocument(target.item.sourceResourceId, target.item.friendlyName),
    vault: resourceDocument(target.vault.id, target.vault.name),
    outcome: 'planned',
    reasons: [],
    cleanup: 'none',
    cleanupReasons: [],
    recoveryPoint: {
      name: chosen.point.name,
      time: chosen.point.time,
      tier: chosen.from,
      consistency: chosen.point.consistency,
      threat: threatOf(chosen.point).status,
      reason: chosen.reason,
    },
    resourceGroup: place.groupId,
    location: prepared.location,
    expires: prepared.expires,
    creates: drillSteps(prepared).map(
      (step) => `${drillFamily.line(drillFamily.change(step), PLAIN).noun} ${step.text}`,
    ),
    jobId: null,
    phases: [],
    checks: [],
    rto: { seconds: null, limitSeconds: rto ?? null },
    rpo: {
      seconds: Math.max(0, Math.round(secondsBetween(chosen.point.time, now))),
      limitSeconds: rpo ?? null,
    },
    notes: [],
    resources: [],
    seed: isByChance ? seed : null,
    caller: (await callerId(context)) ?? null,
    started: now,
    ended: null,
    error: null,
    next: [],
  };
}

const PLAIN = { principal: String, subscription: String, instant: String };

async function callerId({ services }: CommandContext): Promise<string | undefined> {
  try {
    return await (await services.roles()).callerId();
  } catch (error) {
    if (error instanceof AzbackupError) {
      return undefined;
    }
    throw error;
  }
}

function unpreparedDrill(
  context: CommandContext,
  { item, vault }: ItemTarget,
  error: AzbackupError,
): Drill {
  const now = nowOf(context);
  return {
    id: '',
    vm: resourceDocument(item.sourceResourceId, item.friendlyName),
    vault: resourceDocument(vault.id, vault.name),
    outcome: 'inconclusive',
    reasons: [error.message],
    cleanup: 'none',
    cleanupReasons: [],
    recoveryPoint: null,
    resourceGroup: '',
    location: vault.location,
    expires: now,
    creates: [],
    jobId: null,
    phases: [],
    checks: [],
    rto: { seconds: null, limitSeconds: null },
    rpo: { seconds: null, limitSeconds: null },
    notes: [],
    resources: [],
    seed: null,
    caller: null,
    started: now,
    ended: now,
    error: itemError(error),
    next: [],
  };
}

function nowOf({ clock }: Pick<CommandContext, 'clock'>): string {
  return instantOf(clock.now());
}

function questionOf(ready: readonly PreparedDrill[]): string {
  const [only] = ready;
  return ready.length === 1 && only !== undefined
    ? `Run a restore drill of ${only.target.item.friendlyName}?`
    : `Run restore drills of ${ready.length} VMs?`;
}

interface OneDrill {
  readonly drill: Drill;
  readonly options: DrillRunOptions;
  readonly script: string | undefined;
  readonly started: number;
}

/** From the first record to the last look; whatever happens in between, what was made is taken away. */
async function oneDrill(
  context: CommandContext,
  prepared: PreparedDrill,
  { drill, options, script, started }: OneDrill,
): Promise<Drill> {
  const records = drillRecords(context.drillFiles);
  const session = await startSession(
    { clock: context.clock, records, warn: (message) => context.warn(message) },
    {
      ...drill,
      outcome: 'running',
      cleanup: 'pending',
      next: [cleanCommand(drill.id)],
    },
  );
  await tryDrill(context, session, prepared, { options, script, started });
  const { outcome } = session.drill();
  if (outcome !== 'passed' && options.keepOnFailure !== undefined && !context.signal.aborted) {
    await keepForAWhile(context, session, options.keepOnFailure);
  }
  // After Ctrl-C, too: what was made costs money until it is deleted.
  const uninterrupted = { ...context, signal: new AbortController().signal };
  if (context.signal.aborted) {
    context.warn(
      `drill ${drill.id}: deleting what it created; a second Ctrl-C leaves that to azbackup drill clean ${drill.id}`,
    );
  }
  const { cleanup, reasons, next } = await cleanDrill(uninterrupted, session, started);
  await session.update({
    cleanup,
    cleanupReasons: [...reasons],
    ended: session.now(),
    next: [...next],
  });
  return session.drill();
}

/** Builds, restores and checks; never throws what is expected. */
async function tryDrill(
  context: CommandContext,
  session: DrillSession,
  prepared: PreparedDrill,
  { options, script, started }: Omit<OneDrill, 'drill'>,
): Promise<void> {
  try {
    await session.phase('prepare', () => buildPlace(context, session, prepared, started));
  } catch (error) {
    if (!(error instanceof AzbackupError) && !context.signal.aborted) {
      throw error;
    }
    const isOurs = error instanceof AzbackupError;
    const reason = isOurs
      ? `the place of the drill could not be made: ${error.message}`
      : 'it was interrupted';
    await session.update({
      outcome: 'inconclusive',
      reasons: [reason],
      ...(isOurs ? { error: itemError(error) } : {}),
    });
    return;
  }
  const requested = context.clock.now();
  const restored = await session.phase('restore', () => restoreVm(context, prepared, options));
  const { item, restore } = restored;
  await session.update({
    jobId: item?.jobId ?? null,
    notes: [...(item?.notes ?? [])],
    ...(restored.failure === undefined ? {} : { error: restored.failure }),
  });
  const seen =
    restore.status === 'restored' && item !== undefined
      ? await session.phase('check', () =>
          checksOf(context, prepared, { options, script, requested, item }),
        )
      : { checks: [], rtoSeconds: undefined };
  const rto = { seconds: seen.rtoSeconds, limitSeconds: options.rto };
  const rpo = { seconds: session.drill().rpo.seconds ?? undefined, limitSeconds: options.rpo };
  const { verdict, reasons } = drillVerdict({ restore, checks: seen.checks, rto, rpo });
  await session.update({
    outcome: context.signal.aborted && verdict === 'passed' ? 'inconclusive' : verdict,
    reasons: [...reasons],
    checks: [...seen.checks],
    rto: { seconds: seen.rtoSeconds ?? null, limitSeconds: options.rto ?? null },
  });
}

interface Looked {
  readonly checks: readonly DrillCheck[];
  readonly rtoSeconds: number | undefined;
}

async function checksOf(
  context: CommandContext,
  prepared: PreparedDrill,
  {
    options,
    script,
    requested,
    item,
  }: Pick<OneDrill, 'options' | 'script'> & {
    /** When the restore was asked for, in milliseconds. */
    readonly requested: number;
    readonly item: NonNullable<Awaited<ReturnType<typeof restoreVm>>['item']>;
  },
): Promise<Looked> {
  const machineId = item.machine?.id ?? '';
  const deadlineMilliseconds = context.clock.now() + options.validationWindow * 1000;
  const verified = await watchedVm(context, prepared, {
    machineId,
    verified: item.verified,
    volumes: options.adeVolumeType,
    deadlineMilliseconds,
  });
  const elapsed = Math.round((context.clock.now() - requested) / 1000);
  const isUp = verified.length > 0 && verified.every(({ status }) => status === 'verified');
  const isLate = options.rto !== undefined && elapsed > options.rto;
  const given = options.check.map(({ check }) => check);
  const wanted = given.length === 0 ? DEFAULT_CHECKS : given;
  const checks: DrillCheck[] = [...startChecks(verified, wanted)];
  if (wanted.includes('extensions')) {
    const restored = await machineOr(context, machineId);
    checks.push(extensionCheck(prepared.source, restored));
  }
  if (script !== undefined) {
    const { location } = prepared;
    checks.push(
      await runScript(context, { vmId: machineId, location, text: script, deadlineMilliseconds }),
    );
  }
  return { checks, rtoSeconds: isUp || isLate ? elapsed : undefined };
}

async function machineOr(
  { services }: CommandContext,
  id: string,
): Promise<
  Awaited<ReturnType<Awaited<ReturnType<CommandContext['services']['virtualMachines']>>['get']>>
> {
  try {
    return await (await services.virtualMachines()).get(id);
  } catch (error) {
    if (error instanceof AzbackupError) {
      return undefined;
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
    const end = millisecondsOf(until);
    try {
      await context.clock.sleep((end - context.clock.now()) / 1000, context.signal);
    } catch (error) {
      if (!context.signal.aborted) {
        throw error;
      }
    }
  });
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

/** What failed outweighs what is left over, and both what nobody can say. */
function exitOf(items: readonly Drill[]): ExitKind {
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
