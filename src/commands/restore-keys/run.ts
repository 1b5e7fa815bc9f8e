// `azbackup restore-keys`: brings the key and secret of a recovery point back into a key vault. The copies
// are held in memory alone, from the answer that hands them out to the request that sends them on.

import { applyPlan, type StepResult } from '../../steps/apply.js';
import { AzbackupError } from '../../errors/azbackup-error.js';
import type { ExitKind } from '../../errors/exit-code.js';
import type { RestoreKeysItem, RestoreKeysDocument } from './result.js';
import { keyFamily } from '../keys/describe.js';
import { keyRestorationSteps } from '../keys/plan.js';
import type { KeyStep } from '../keys/step.js';
import { changeDocument } from '../results/changes.js';
import type { CommandContext, CommandResult } from '../context.js';
import { executeKeyStep } from '../keys/execute.js';
import { createFactReader, type FactReader } from '../../facts/fact-reader.js';
import {
  prepareRestoration,
  refusalError,
  secretTerms,
  type KeyRestoration,
} from '../keys/restoration.js';
import { readKeySource, withInfoFile, type KeySource } from '../keys/source.js';
import { itemError } from '../results/machines.js';
import { isComplete } from '../keys/report.js';
import { unchangedItem, restoreKeysDocument } from './report.js';
import { endingOfSteps, exitOfRunning } from '../results/outcome.js';
import { untilAborted } from '../../facts/until-aborted.js';
import { rule, type OptionRule } from '../options/option.js';
import { detailedExitcodeNeedsDryRun } from '../options/machine-options.js';
import type { RestoreKeysOptions } from './command.js';

/** How the options go together. */
export const rules: readonly OptionRule<RestoreKeysOptions>[] = [
  detailedExitcodeNeedsDryRun,
  rule(
    ({ vm, file }) => vm !== undefined || file !== undefined,
    'specify a VM with --vm, or an encryption info file with --file',
  ),
  rule(
    ({ file, recoveryPoint }) => file === undefined || recoveryPoint === undefined,
    '--file and --recovery-point cannot be used together',
  ),
];

/** Runs the command. */
export async function run(
  context: CommandContext,
  options: RestoreKeysOptions,
): Promise<CommandResult<RestoreKeysDocument>> {
  const prepared = await untilAborted(context.signal, prepare(context, options));
  const { source, restoration, steps } = prepared;
  const base = unchangedItem(source, restoration.facts, restoration.decision.notes);
  if (steps.length === 0) {
    return finished(context, base, 'done');
  }
  if (options.dryRun) {
    const changes = steps.map((step) => changeDocument(keyFamily, step));
    const exit = options.detailedExitcode ? 'changes-pending' : 'done';
    return finished(context, { ...base, outcome: 'planned', changes }, exit, true);
  }
  await context.showPlan({ steps }, keyFamily);
  return carryOut(context, prepared, options);
}

interface Prepared {
  readonly source: KeySource;
  readonly restoration: KeyRestoration;
  readonly steps: readonly KeyStep[];
}

/** Everything that is decided before anything is changed; a refusal is thrown. */
async function prepare(context: CommandContext, options: RestoreKeysOptions): Promise<Prepared> {
  const reader = createFactReader(context.services);
  const { source, restoration } = await withCopies(context, reader, options);
  const refusal = refusalError(restoration.decision);
  if (refusal !== undefined) {
    throw refusal;
  }
  const terms = secretTerms(source, restoration);
  const steps = keyRestorationSteps(restoration.decision, restoration.facts, {
    ...(terms === undefined ? {} : { terms }),
    vmIds: source.vm === undefined ? [] : [source.vm.id],
  });
  return { source, restoration, steps };
}

/** Where the point itself has not the copies that are needed, those that an earlier restore has left. */
async function withCopies(
  context: CommandContext,
  reader: FactReader,
  options: RestoreKeysOptions,
): Promise<Pick<Prepared, 'source' | 'restoration'>> {
  const told = await readKeySource(context, reader, options);
  const restoration = await prepareRestoration(context, reader, told, options.keyVault);
  if (restoration.decision.refusals.every(({ reason }) => reason !== 'no-copy')) {
    return { source: told, restoration };
  }
  const source = await withInfoFile(context, told);
  return source === told
    ? { source, restoration }
    : {
        source,
        restoration: await prepareRestoration(context, reader, source, options.keyVault),
      };
}

async function carryOut(
  context: CommandContext,
  { source, restoration, steps }: Prepared,
  options: RestoreKeysOptions,
): Promise<CommandResult<RestoreKeysDocument>> {
  const { copies } = source;
  const applied = applyPlan(
    { steps },
    {
      clock: context.clock,
      startedMilliseconds: context.clock.now(),
      emit: context.emit,
      signal: context.signal,
      concurrency: 1,
      family: keyFamily,
      execute: (step, reporter) => executeKeyStep(context, step, { copies, reporter, choice: {} }),
    },
  );
  const results = await Promise.all(steps.map(({ id }) => applied.settled(id)));
  const changes = steps.map((step, index) => changeDocument(keyFamily, step, results[index]));
  const verified = await verify(context, source, options, restoration);
  const { decision } = restoration;
  const base = { ...unchangedItem(source, verified.facts, decision.notes), changes };
  return ending(context, base, results, verified);
}

/** How things stand after the changes; where that cannot be read, the error of the attempt. */
interface Verified {
  readonly facts: KeyRestoration['facts'];
  readonly error?: AzbackupError;
}

async function verify(
  context: CommandContext,
  source: KeySource,
  { keyVault }: RestoreKeysOptions,
  before: KeyRestoration,
): Promise<Verified> {
  try {
    const reader = createFactReader(context.services);
    return { facts: (await prepareRestoration(context, reader, source, keyVault)).facts };
  } catch (error) {
    if (error instanceof AzbackupError) {
      return { facts: before.facts, error };
    }
    throw error;
  }
}

function ending(
  context: CommandContext,
  base: RestoreKeysItem,
  results: readonly (StepResult | undefined)[],
  { facts, error }: Verified,
): CommandResult<RestoreKeysDocument> {
  const end = endingOfSteps(results);
  switch (end.status) {
    case 'failed':
      return finished(context, { ...base, outcome: 'failed', error: end.error }, end.exit);
    case 'running':
      return finished(
        context,
        { ...base, outcome: 'interrupted' },
        exitOfRunning(end.result.reason),
      );
    case 'skipped':
      return finished(context, { ...base, outcome: 'interrupted' }, 'interrupted');
    case 'done': {
      const complete = error === undefined && isComplete(facts);
      return finished(
        context,
        {
          ...base,
          outcome: complete ? 'restored' : 'incomplete',
          error: error === undefined ? null : itemError(error),
        },
        complete ? 'done' : 'partial',
      );
    }
  }
}

function finished(
  context: CommandContext,
  item: RestoreKeysItem,
  exit: ExitKind,
  dryRun = false,
): CommandResult<RestoreKeysDocument> {
  const document = restoreKeysDocument(item, dryRun);
  context.itemFinished(item);
  return { document, exit };
}
