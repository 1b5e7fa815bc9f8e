// The first half of every command on machines: find them, gather their facts, judge them.

import { atOnce } from '../facts/at-once.js';
import { AzbackupError, hasCode } from '../errors/azbackup-error.js';
import type { Evaluation } from '../preflight/check.js';
import { evaluateChecks } from '../preflight/evaluate.js';
import type { PreflightFacts } from '../preflight/facts.js';
import { excludedDisks } from '../domain/protection/disk-selection.js';
import { diskWord } from '../domain/recovery/disks-of-point.js';
import { nameOf, parseResourceId, sameName } from '../domain/resource-id.js';
import { DOCS } from '../preflight/documentation.js';
import { valueOf } from '../domain/fact.js';
import type { CommandContext } from './context.js';
import { machinesRead } from './machines-read.js';
import { refuseApplicationId } from '../facts/backup-principal.js';
import { createFactReader, type FactReader } from '../facts/fact-reader.js';
import { gatherMachineFacts, type FactRequest, type MachineFacts } from '../facts/machine-facts.js';
import { listedFacts } from '../facts/listed-facts.js';
import { chooseSubscription } from '../facts/choose-subscription.js';
import type { Target } from '../facts/choose-machines.js';
import { selectMachines, type MachineSelection } from '../facts/selection/select-machines.js';
import { untilAborted } from '../facts/until-aborted.js';
import { findVault } from '../facts/choose-vault.js';

/** A machine with its facts and judgement, or why they could not be had. */
export type EvaluatedMachine =
  | ({
      readonly status: 'evaluated';
      readonly target: Target;
      readonly evaluation: Evaluation;
    } & MachineFacts)
  | { readonly status: 'failed'; readonly target: Target; readonly error: AzbackupError };

/** What to look at, and how. */
export interface EvaluationRequest extends MachineSelection {
  /** The machines, where they are known already. */
  readonly targets?: readonly Target[];
  /** Called with the machines before more is read of them; throws where they are not to be touched. */
  readonly selected?: (targets: readonly Target[]) => Promise<void> | void;
  /** Name or id. */
  readonly vault?: string | undefined;
  readonly createVault?: string | undefined;
  readonly policy?: string | undefined;
  readonly grant: boolean;
  /** True where the command goes on without a vault when several could be meant. */
  readonly vaultMayBeOpen?: boolean;
  readonly backupPrincipalId?: string | undefined;
  /** Ids of checks that the user overrides. */
  readonly ignore: readonly string[];
  /** Also blocks on what could not be read although Azure Backup looks at it itself. */
  readonly strict: boolean;
}

/** What became of all machines asked for, and the reader that holds what was read. */
export interface EvaluatedMachines<Kept = EvaluatedMachine> {
  readonly machines: readonly Kept[];
  readonly reader: FactReader;
}

/** Machines gathered at once; each has about ten requests, and Azure counts them per subscription. */
const MACHINES_AT_ONCE = 8;

/**
 * Finds, gathers and judges; machines keep their order.
 * @throws AzbackupError when what was named does not exist or is ambiguous, or Azure refuses to answer
 */
export function evaluateMachines(
  context: CommandContext,
  request: EvaluationRequest,
): Promise<EvaluatedMachines> {
  return untilAborted(
    context.signal,
    gatherAndEvaluate(context, request, (machine) => machine),
  );
}

/**
 * The same for who needs a part of each machine: with ten thousand of them the facts of all are too much to keep, also
 * those that lists have of them.
 * @param keep called for each as soon as it is judged
 */
export function evaluateEach<Kept>(
  context: CommandContext,
  request: EvaluationRequest,
  keep: (machine: EvaluatedMachine) => Kept,
): Promise<EvaluatedMachines<Kept>> {
  return untilAborted(
    context.signal,
    gatherAndEvaluate(context, request, (machine, reader) => {
      reader.forgetListed(machine.target.id);
      return keep(machine);
    }),
  );
}

async function gatherAndEvaluate<Kept>(
  context: CommandContext,
  request: EvaluationRequest,
  keep: (machine: EvaluatedMachine, reader: FactReader) => Kept,
): Promise<EvaluatedMachines<Kept>> {
  const started = context.clock.now();
  refuseApplicationId(context, request.backupPrincipalId);
  const reader = createFactReader(context.services);
  const vaultRead = requestedVault(context, reader, request);
  const [targets, vault] = await Promise.all([
    request.targets ?? selectMachines(context, reader, request, () => vaultRead),
    vaultRead,
  ]);
  await request.selected?.(targets);
  const createVault =
    request.createVault === undefined || vault !== undefined ? undefined : request.createVault;
  const factRequest: FactRequest = {
    lists: listedFacts(reader, targets, { vault, unseen: 'ask' }),
    grant: request.grant,
    vaultMayBeOpen: request.vaultMayBeOpen === true,
    ...(vault === undefined ? {} : { vault }),
    ...(createVault === undefined ? {} : { createVault }),
    ...(request.policy === undefined ? {} : { policyName: request.policy }),
    ...(request.backupPrincipalId === undefined
      ? {}
      : { backupPrincipalId: request.backupPrincipalId }),
  };
  const inTurn = atOnce(context, MACHINES_AT_ONCE);
  const tellRead = machinesRead(context, targets.length, started);
  const evaluate = async (target: Target): Promise<EvaluatedMachine> => {
    try {
      const gathered = await gatherMachineFacts(context, reader, target, factRequest);
      const { ignore, strict } = request;
      const evaluation = evaluateChecks(gathered.facts, { ignore, strict });
      return { status: 'evaluated', target, evaluation, ...gathered };
    } catch (error) {
      return { status: 'failed', target, error: ownFailure(error, targets.length) };
    }
  };
  const machines = await Promise.all(
    targets.map((target) =>
      inTurn(async () => {
        const kept = keep(await evaluate(target), reader);
        tellRead();
        return kept;
      }),
    ),
  );
  return { machines, reader };
}

/** The vault asked for. One to be created that exists already is simply the one asked for. */
async function requestedVault(
  context: CommandContext,
  reader: FactReader,
  request: EvaluationRequest,
): Promise<FactRequest['vault']> {
  const { vault, subscription, createVault: wanted } = request;
  if (vault !== undefined) {
    return unlessUnregistered(() =>
      unlessForeign(reader, request.vm, () => findVault(context, reader, { vault, subscription })),
    );
  }
  if (wanted === undefined) {
    return undefined;
  }
  // It is made where the machine is, and an id says where that is.
  const [named] = subscription === undefined ? request.vm : [];
  const subscriptionId =
    parseResourceId(named ?? '')?.subscriptionId ??
    (await chooseSubscription(context, subscription));
  const vaults = valueOf(await reader.vaults(subscriptionId)) ?? [];
  return vaults.find(({ name }) => sameName(name, wanted));
}

/**
 * A vault of another tenant than a machine's is no matter of signing in there.
 * @throws AzbackupError `AZB_TENANT_MISMATCH` (5)
 */
async function unlessForeign<T>(
  reader: FactReader,
  vm: readonly string[],
  read: () => Promise<T>,
): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof AzbackupError) || !hasCode(error, 'AZB_NO_TOKEN_FOR_TENANT')) {
      throw error;
    }
    const id = vm.find((text) => text.includes('/'));
    const { subscriptionId = '' } = parseResourceId(id ?? '') ?? {};
    const own = subscriptionId === '' ? undefined : valueOf(await reader.tenantOf(subscriptionId));
    if (id === undefined || own === undefined) {
      throw error;
    }
    throw new AzbackupError({
      code: 'AZB_TENANT_MISMATCH',
      kind: 'blocked',
      message: `the vault is in another tenant than ${nameOf(id)}`,
      target: id,
      causes: [
        `VM in tenant ${own}`,
        error.fields.message,
        'Azure Backup protects VMs only with vaults of their own tenant',
      ],
      fix: [`choose a vault of tenant ${own}: --vault ID`],
      docs: DOCS.vmPreparation,
    });
  }
}

/** A provider that is not registered is a finding of each machine, with what else there is to find. */
async function unlessUnregistered<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (hasCode(error, 'AZB_PROVIDER_NOT_REGISTERED')) {
      return undefined;
    }
    throw error;
  }
}

/**
 * The error of one machine among several, which is an outcome beside those of the others. Throws it where there is no
 * other, where it is a bug, and where nobody is signed in.
 */
export function ownFailure(error: unknown, machines: number): AzbackupError {
  const concernsAll =
    !(error instanceof AzbackupError) || error.fields.code === 'AZB_NO_CREDENTIAL';
  if (machines === 1 || concernsAll) {
    throw error;
  }
  return error;
}

/** Says, before something is changed, which checks were left to Azure Backup for want of a right to read. */
export function warnOfUnknown(
  context: CommandContext,
  name: string,
  { findings }: Evaluation,
): void {
  const unknown = findings.filter(({ status, ignored }) => status === 'unknown' && !ignored);
  if (unknown.length > 0) {
    const ids = [...new Set(unknown.map(({ checkId }) => checkId))].join(', ');
    context.warn(
      `${name}: could not be checked here: ${ids}; Azure Backup checks access and keys itself. To see why:  azbackup preflight --vm ${name}`,
    );
  }
}

/** Says which disks the backups of a VM leave out: that it is protected holds for the others. */
export function warnOfExcludedDisks(
  context: Pick<CommandContext, 'warn'>,
  { vm, disks, item }: Pick<PreflightFacts, 'vm' | 'disks' | 'item'>,
): void {
  const attached = disks.map((disk) => disk.attached);
  const excluded = excludedDisks(attached, valueOf(item)?.diskSelection);
  if (excluded.length > 0) {
    context.warn(`backups of ${vm.name} leave out ${excluded.map(diskWord).join(', ')}`);
  }
}
