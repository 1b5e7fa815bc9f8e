// Finds the vault and the policy that a command on policies means.

import type { BackupPolicy } from '../../domain/backup-policy/policy.js';
import type {
  ProtectedItem,
  RecoveryServicesVault,
} from '../../domain/vaults/recovery-services.js';
import { formatResourceId, parseResourceId, sameName } from '../../domain/resource-id.js';
import { AzbackupError, usageError } from '../../errors/azbackup-error.js';
import type { CommandContext } from '../context.js';
import { createFactReader } from '../../facts/fact-reader.js';
import { chooseSubscription } from '../../facts/choose-subscription.js';
import { nearNames } from '../../facts/choose-machines.js';
import { findVault } from '../../facts/choose-vault.js';

/** Where the user said that policies are to be looked for. */
export interface PolicyPlace {
  readonly subscription?: string | undefined;
  readonly resourceGroup?: string | undefined;
  readonly vault?: string | undefined;
}

/** A policy with the vault that it lies in. */
export interface PolicyTarget {
  readonly vault: RecoveryServicesVault;
  readonly policy: BackupPolicy;
}

/**
 * The vaults meant: the one named, else all of the subscription, or of the resource group in it.
 * @throws AzbackupError of the choice of subscription and vault
 */
export async function chooseVaults(
  context: CommandContext,
  { subscription, resourceGroup, vault }: PolicyPlace,
): Promise<readonly RecoveryServicesVault[]> {
  if (vault !== undefined) {
    return [await findVault(context, createFactReader(context.services), { vault, subscription })];
  }
  const subscriptionId = await chooseSubscription(context, subscription);
  const vaults = await (await context.services.recoveryVaults()).list(subscriptionId);
  return vaults.filter(
    (each) => resourceGroup === undefined || sameName(each.resourceGroup, resourceGroup),
  );
}

/** A policy by name, and the vault that its id names where it was given as an id. */
export interface NamedPolicy {
  readonly name: string;
  readonly place: PolicyPlace;
}

/**
 * Takes a policy's id apart; a name stays as it is.
 * @throws AzbackupError `AZB_POLICY_ID_MALFORMED` (2)
 */
export function namedPolicy(text: string, place: PolicyPlace): NamedPolicy {
  if (!text.includes('/')) {
    return { name: text, place };
  }
  const parts = parseResourceId(text);
  const [vaultName] = parts?.names ?? [];
  if (
    parts === undefined ||
    vaultName === undefined ||
    !sameName(parts.type, 'Microsoft.RecoveryServices/vaults/backupPolicies')
  ) {
    throw usageError('AZB_POLICY_ID_MALFORMED', `not the id of a backup policy: ${text}`, {
      target: text,
      fix: ['use only the policy name and --vault NAME, or the full id'],
    });
  }
  const { subscriptionId, resourceGroup, name } = parts;
  const type = 'Microsoft.RecoveryServices/vaults';
  const vault = formatResourceId({ subscriptionId, resourceGroup, type, names: [vaultName] });
  return { name, place: { vault } };
}

/**
 * The only vault meant.
 * @throws AzbackupError `AZB_VAULT_AMBIGUOUS` (2), `AZB_VAULT_NOT_FOUND` (3)
 */
export async function chooseOnlyVault(
  context: CommandContext,
  place: PolicyPlace,
): Promise<RecoveryServicesVault> {
  const vaults = await chooseVaults(context, place);
  const [only] = vaults;
  if (only === undefined) {
    throw noVault();
  }
  if (vaults.length > 1) {
    throw usageError('AZB_VAULT_AMBIGUOUS', `${vaults.length} Recovery Services vaults found`, {
      causes: vaults.map(({ id }) => id),
      fix: ['choose one: --vault NAME'],
    });
  }
  return only;
}

function noVault(): AzbackupError {
  return new AzbackupError({
    code: 'AZB_VAULT_NOT_FOUND',
    kind: 'not-found',
    message: 'no Recovery Services vault found',
    fix: ['azbackup vault create NAME --location REGION'],
  });
}

/**
 * The policy, in whichever of the vaults it is.
 * @throws AzbackupError `AZB_POLICY_NOT_FOUND` (3), `AZB_POLICY_AMBIGUOUS` (2), and those of the vaults
 */
export async function findPolicy(
  context: CommandContext,
  { name, place }: NamedPolicy,
): Promise<PolicyTarget> {
  const vaults = await chooseVaults(context, place);
  if (vaults.length === 0) {
    throw noVault();
  }
  const backup = await context.services.backup();
  const looked = await Promise.all(
    vaults.map(async (vault) => ({ vault, policy: await backup.policy(vault.id, name) })),
  );
  const found = looked.flatMap(({ vault, policy }) =>
    policy === undefined ? [] : [{ vault, policy }],
  );
  const [only] = found;
  if (only === undefined) {
    throw await policyNotFound(context, name, vaults);
  }
  if (found.length > 1) {
    throw usageError('AZB_POLICY_AMBIGUOUS', `${found.length} vaults have a policy named ${name}`, {
      target: name,
      causes: found.map(({ policy }) => policy.id),
      fix: ['specify the vault: --vault NAME'],
    });
  }
  return only;
}

async function policyNotFound(
  context: CommandContext,
  name: string,
  vaults: readonly RecoveryServicesVault[],
): Promise<AzbackupError> {
  const backup = await context.services.backup();
  const policies = await Promise.all(vaults.map(({ id }) => backup.policies(id)));
  const near = nearNames(
    name,
    policies.flat().map((policy) => policy.name),
  );
  const [first] = vaults;
  const where = vaults.length === 1 && first !== undefined ? first.name : 'any vault';
  return new AzbackupError({
    code: 'AZB_POLICY_NOT_FOUND',
    kind: 'not-found',
    message: `no backup policy for virtual machines named ${name} in ${where}`,
    target: name,
    causes: near.length === 0 ? [] : [`similar names: ${near.join(', ')}`],
    fix: ['azbackup policy list'],
  });
}

/** The items of a vault that have a policy; Azure's own count lags behind. */
export async function itemsOf(
  context: CommandContext,
  vault: RecoveryServicesVault,
): Promise<(policyName: string) => readonly ProtectedItem[]> {
  const items = await (await context.services.backup()).items(vault.id);
  return (policyName) => items.filter((item) => sameName(item.policyName ?? '', policyName));
}
