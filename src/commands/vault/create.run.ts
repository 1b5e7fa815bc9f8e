// `azbackup vault create`: makes a Recovery Services vault, or brings one that is there to what is asked for.

import { z } from 'zod';
import type { Fact } from '../../domain/fact.js';
import type { RecoveryServicesVault } from '../../domain/vaults/recovery-services.js';
import { groupIdOf, formatResourceId, sameName } from '../../domain/resource-id.js';
import {
  SOFT_DELETE_DAYS,
  vaultDifferences,
  type VaultDifference,
  type VaultState,
} from '../../domain/vaults/vault-rules.js';
import type { VaultRedundancy } from '../../domain/vaults/vault-settings.js';
import { applyPlan } from '../../steps/apply.js';
import { AzbackupError, usageError } from '../../errors/azbackup-error.js';
import { planNewVault, planVaultChanges, type VaultGoal } from './create.plan.js';
import { vaultFamily } from '../../steps/vault/describe.js';
import { executeVaultStep } from '../../steps/vault/execute.js';
import type { VaultStep } from '../../steps/vault/step.js';
import type { CommandContext, CommandResult } from '../context.js';
import { createFactReader, type FactReader } from '../../facts/fact-reader.js';
import { chooseSubscription } from '../../facts/choose-subscription.js';
import { refuseLocked } from '../../facts/locks.js';
import { untilAborted } from '../../facts/until-aborted.js';
import { readableVaults } from '../../facts/choose-vault.js';
import { vaultCreateResult, type VaultCreateRun } from './create.report.js';
import { immutabilityOf } from './report.js';
import { notShown, requireFact, unreadableFact } from '../../errors/require-fact.js';
import { rule, type OptionRule } from '../options/option.js';
import { detailedExitcodeNeedsDryRun } from '../options/machine-options.js';
import { waitChoice, waitHasOneEnd } from '../options/wait-options.js';
import type { VaultCreateOptions } from './create.command.js';
import type { VaultCreateDocument } from './result.js';

/** The words of `--redundancy`, ours and Azure's. */
const REDUNDANCIES: Readonly<Record<string, VaultRedundancy>> = {
  lrs: 'LocallyRedundant',
  zrs: 'ZoneRedundant',
  grs: 'GeoRedundant',
  locallyredundant: 'LocallyRedundant',
  zoneredundant: 'ZoneRedundant',
  georedundant: 'GeoRedundant',
};

const daysText = `--soft-delete-days needs a whole number from ${SOFT_DELETE_DAYS.least} to ${SOFT_DELETE_DAYS.most}`;

/** The value of `--redundancy`. */
export const redundancySchema = z
  .string()
  .transform((text, issues): VaultRedundancy => {
    const found = REDUNDANCIES[text.toLowerCase()];
    if (found === undefined) {
      issues.addIssue({
        code: 'custom',
        message: `--redundancy needs lrs, zrs or grs, not ${text}`,
      });
      return z.NEVER;
    }
    return found;
  })
  .optional();

/** The value of `--soft-delete-days`. */
export const softDeleteDaysSchema = z
  .string()
  .regex(/^\d+$/u, daysText)
  .transform(Number)
  .refine((days) => days >= SOFT_DELETE_DAYS.least && days <= SOFT_DELETE_DAYS.most, daysText)
  .optional();

/** How the options go together. */
export const rules: readonly OptionRule<VaultCreateOptions>[] = [
  detailedExitcodeNeedsDryRun,
  waitHasOneEnd,
  rule(
    ({ crossRegionRestore, redundancy }) =>
      !crossRegionRestore || redundancy === undefined || redundancy === 'GeoRedundant',
    '--cross-region-restore needs --redundancy grs: only GRS vaults can restore across regions',
  ),
];

/** Runs the command. */
export async function run(
  context: CommandContext,
  options: VaultCreateOptions,
): Promise<CommandResult<VaultCreateDocument>> {
  const started = context.clock.now();
  const decided = await untilAborted(context.signal, decide(context, options));
  const { plan } = decided;
  if (options.dryRun || decided.refusal !== undefined || plan.steps.length === 0) {
    return vaultCreateResult(context, decided, undefined, options);
  }
  await context.showPlan(plan, vaultFamily);
  const choice = waitChoice(options, started);
  const applied = applyPlan(plan, {
    clock: context.clock,
    startedMilliseconds: started,
    emit: context.emit,
    signal: context.signal,
    concurrency: 1,
    family: vaultFamily,
    execute: (step, reporter) => executeVaultStep(context, step, reporter, choice),
  });
  return vaultCreateResult(context, decided, applied, options);
}

async function decide(
  context: CommandContext,
  options: VaultCreateOptions,
): Promise<VaultCreateRun> {
  const reader = createFactReader(context.services);
  const subscriptionId = await chooseSubscription(context, options.subscription);
  const existing = await findExisting(reader, subscriptionId, options);
  const decided =
    existing === undefined
      ? await decideNew(context, subscriptionId, options)
      : await decideExisting(reader, existing, options);
  if (decided.plan.steps.length > 0) {
    const { id } = decided.goal;
    // Azure lists no locks of a vault that is not there yet.
    const scope = existing === undefined ? groupIdOf(id) : id;
    await refuseLocked(context, reader, [{ scope, verb: 'write' }]);
  }
  return decided;
}

/** The vault of that name, in the group where one is named. */
async function findExisting(
  reader: FactReader,
  subscriptionId: string,
  { name, resourceGroup }: VaultCreateOptions,
): Promise<RecoveryServicesVault | undefined> {
  const all = readableVaults(await reader.vaults(subscriptionId), subscriptionId);
  const found = all.filter(
    (vault) =>
      sameName(vault.name, name) &&
      (resourceGroup === undefined || sameName(vault.resourceGroup, resourceGroup)),
  );
  if (found.length > 1) {
    throw usageError('AZB_VAULT_AMBIGUOUS', `${found.length} vaults are named ${name}`, {
      target: name,
      causes: found.map(({ id }) => id),
      fix: ['specify the resource group: --resource-group GROUP'],
    });
  }
  return found[0];
}

async function decideNew(
  context: CommandContext,
  subscriptionId: string,
  options: VaultCreateOptions,
): Promise<VaultCreateRun> {
  const { name, resourceGroup } = options;
  if (resourceGroup === undefined) {
    throw usageError(
      'AZB_RESOURCE_GROUP_NEEDED',
      `${name} does not exist yet: specify its resource group`,
      {
        target: name,
        fix: ['add --resource-group GROUP'],
      },
    );
  }
  const subscriptions = await context.services.subscriptions();
  const group = await subscriptions.resourceGroup(subscriptionId, resourceGroup);
  if (group === undefined) {
    throw new AzbackupError({
      code: 'AZB_RESOURCE_GROUP_NOT_FOUND',
      kind: 'not-found',
      message: `no resource group named ${resourceGroup} in subscription ${subscriptionId}`,
      target: resourceGroup,
      fix: [`az group create --name ${resourceGroup} --location ${options.location ?? 'REGION'}`],
    });
  }
  const id = formatResourceId({
    subscriptionId,
    resourceGroup: group.name,
    type: 'Microsoft.RecoveryServices/vaults',
    names: [name],
  });
  const location = options.location ?? group.location;
  const goal = goalOf(id, options);
  return { goal, location, differences: [], plan: { steps: planNewVault(goal, location) } };
}

function goalOf(
  id: string,
  { redundancy, crossRegionRestore, softDeleteDays }: VaultCreateOptions,
): VaultGoal {
  return {
    id,
    // Restoring across regions needs geo-redundancy, so that is what is meant.
    ...(redundancy === undefined && !crossRegionRestore
      ? {}
      : { redundancy: redundancy ?? 'GeoRedundant' }),
    ...(crossRegionRestore ? { crossRegionRestore } : {}),
    ...(softDeleteDays === undefined ? {} : { softDeleteDays }),
  };
}

async function decideExisting(
  reader: FactReader,
  vault: RecoveryServicesVault,
  options: VaultCreateOptions,
): Promise<VaultCreateRun> {
  const state = await stateOf(reader, vault);
  const goal = goalOf(vault.id, options);
  const differences = vaultDifferences(state, {
    ...goal,
    ...(options.location === undefined ? {} : { location: options.location }),
  });
  const impossible = differences.filter(({ possible }) => !possible);
  const steps: readonly VaultStep[] =
    impossible.length > 0
      ? []
      : planVaultChanges(goal, differences, state.softDelete.retentionDays);
  return {
    goal,
    location: vault.location,
    existing: { vault, state },
    differences,
    plan: { steps },
    ...(impossible.length === 0 ? {} : { refusal: refusal(vault, impossible) }),
  };
}

async function stateOf(reader: FactReader, vault: RecoveryServicesVault): Promise<VaultState> {
  const [storage, softDelete, encryption, items] = await Promise.all([
    reader.vaultStorage(vault.id),
    reader.vaultSoftDelete(vault.id),
    reader.vaultEncryption(vault.id),
    reader.items(vault.id),
  ]);
  return {
    location: vault.location,
    storage: needed(storage, 'storage configuration', vault),
    softDelete: needed(softDelete, 'soft delete setting', vault),
    immutability: immutabilityOf(vault),
    encryption: needed(encryption, 'encryption configuration', vault).kind,
    hasItems: needed(items, 'items', vault).length > 0,
  };
}

/** A change must not be judged by what is not known. */
function needed<T>(fact: Fact<T>, what: string, vault: RecoveryServicesVault): T {
  const subject = `the ${what} of ${vault.name}, which already exists,`;
  const value = requireFact(fact, subject, { target: vault.id });
  if (value === undefined) {
    throw unreadableFact(notShown('Azure returned not found'), subject, { target: vault.id });
  }
  return value;
}

function refusal(
  vault: RecoveryServicesVault,
  impossible: readonly VaultDifference[],
): AzbackupError {
  return new AzbackupError({
    code: 'AZB_VAULT_DIFFERS',
    kind: 'blocked',
    message: `${vault.name} already exists in ${vault.resourceGroup}, and cannot be changed to match`,
    target: vault.id,
    causes: impossible.map(
      ({ setting, current, wanted, reason, source }) =>
        `${setting}: current ${current}, requested ${wanted}: ${reason} (${source})`,
    ),
    fix: [`azbackup vault show ${vault.name}`, 'or create a vault with another name'],
  });
}
