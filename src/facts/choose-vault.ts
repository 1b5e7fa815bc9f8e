// Chooses the Recovery Services vault for a machine: the one asked for, else the only one it could be.

import type { Fact } from '../domain/fact.js';
import type { RecoveryServicesVault } from '../domain/vaults/recovery-services.js';
import { sameRegion } from '../domain/region.js';
import { parseResourceId, sameName } from '../domain/resource-id.js';
import { AzbackupError, usageError } from '../errors/azbackup-error.js';
import type { CommandContext } from '../commands/context.js';
import { chooseSubscription } from './choose-subscription.js';
import type { FactReader } from './fact-reader.js';
import { nearNames } from './choose-machines.js';
import { requireFact } from '../errors/require-fact.js';

/** Where a machine lies, as far as the choice depends on it. */
export interface MachinePlace {
  readonly name: string;
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly location: string;
}

/** A vault as the command line names it. */
export interface NamedVault {
  /** Name or id. */
  readonly vault: string;
  /** `--subscription`; only names need one. */
  readonly subscription?: string | undefined;
  readonly resourceGroup?: string | undefined;
  /** How another name is suggested; by `--vault` as a rule. */
  readonly suggest?: (name: string) => string;
}

/**
 * The vault that `--vault` names, by name in a subscription (or one group of it) or by id.
 * @throws AzbackupError `AZB_VAULT_NOT_FOUND` (3), `AZB_VAULT_AMBIGUOUS` or `AZB_VAULT_ID_MALFORMED` (2),
 * `AZB_NOT_ALLOWED` (4), and those of the choice of a subscription
 */
export async function findVault(
  context: CommandContext,
  reader: FactReader,
  { vault, subscription, resourceGroup, suggest = byOption }: NamedVault,
): Promise<RecoveryServicesVault> {
  if (vault.includes('/')) {
    return vaultById(reader, vault);
  }
  const subscriptionId = await chooseSubscription(context, subscription);
  return vaultByName(await reader.vaults(subscriptionId), vault, { resourceGroup, suggest });
}

/**
 * The vaults of a subscription.
 * @throws AzbackupError `AZB_NOT_ALLOWED` (4), `AZB_UNAVAILABLE` (10)
 */
export function readableVaults(
  vaults: Fact<readonly RecoveryServicesVault[]>,
  subscriptionId: string,
): readonly RecoveryServicesVault[] {
  return readable(vaults, `list of subscription ${subscriptionId}`);
}

async function vaultById(reader: FactReader, requested: string): Promise<RecoveryServicesVault> {
  const parts = parseResourceId(requested);
  if (parts === undefined || !sameName(parts.type, 'Microsoft.RecoveryServices/vaults')) {
    throw usageError('AZB_VAULT_ID_MALFORMED', `not the id of a vault: ${requested}`, {
      target: requested,
      fix: ['use only the name (--vault NAME), or the full id'],
    });
  }
  return readable(await reader.vault(requested), requested);
}

function vaultByName(
  vaults: Fact<readonly RecoveryServicesVault[]>,
  requested: string,
  {
    resourceGroup,
    suggest,
  }: Required<Pick<NamedVault, 'suggest'>> & Pick<NamedVault, 'resourceGroup'>,
): RecoveryServicesVault {
  const all = readable(vaults, requested).filter(
    (vault) => resourceGroup === undefined || sameName(vault.resourceGroup, resourceGroup),
  );
  const found = all.filter(({ name }) => sameName(name, requested));
  const [only] = found;
  if (only === undefined) {
    throw vaultNotFound(
      requested,
      nearNames(
        requested,
        all.map(({ name }) => name),
      ),
      suggest,
    );
  }
  if (found.length > 1) {
    throw ambiguous(`${found.length} Recovery Services vaults are named ${requested}`, found);
  }
  return only;
}

/** The value of a fact without which the command cannot go on. */
function readable<T>(fact: Fact<T>, target: string): T {
  const value = requireFact(fact, `Recovery Services vault ${target}`, { target });
  if (value === undefined) {
    throw vaultNotFound(target, []);
  }
  return value;
}

/** Which vault would protect a machine when none is asked for. */
export type VaultChoice =
  | { readonly kind: 'one'; readonly vault: RecoveryServicesVault }
  | { readonly kind: 'several'; readonly vaults: readonly RecoveryServicesVault[] }
  /** The region has none. */
  | { readonly kind: 'none' };

/** The only vault of the machine's region, or the only one of those in its own resource group. */
export function defaultVault(
  vaults: readonly RecoveryServicesVault[],
  place: MachinePlace,
): VaultChoice {
  const near = vaults.filter(({ location }) => sameRegion(location, place.location));
  const nearest = near.filter(({ resourceGroup }) => sameName(resourceGroup, place.resourceGroup));
  const [only] = near.length === 1 ? near : nearest;
  if (near.length > 1 && nearest.length !== 1) {
    return { kind: 'several', vaults: near };
  }
  return only === undefined ? { kind: 'none' } : { kind: 'one', vault: only };
}

/** `AZB_VAULT_AMBIGUOUS` (2) of a machine that several vaults could protect. */
export function ambiguousVault(
  vmName: string,
  vaults: readonly RecoveryServicesVault[],
): AzbackupError {
  return ambiguous(`${vaults.length} Recovery Services vaults could protect ${vmName}`, vaults);
}

function byOption(name: string): string {
  return `did you mean: --vault ${name}`;
}

function vaultNotFound(
  name: string,
  near: readonly string[],
  suggest: (name: string) => string = byOption,
): AzbackupError {
  return new AzbackupError({
    code: 'AZB_VAULT_NOT_FOUND',
    kind: 'not-found',
    message: `no Recovery Services vault named ${name}`,
    target: name,
    causes: near.length === 0 ? [] : [`similar names: ${near.join(', ')}`],
    fix: near.slice(0, 1).map((candidate) => suggest(candidate)),
  });
}

function ambiguous(message: string, vaults: readonly RecoveryServicesVault[]): AzbackupError {
  return usageError('AZB_VAULT_AMBIGUOUS', message, {
    causes: vaults.map(({ id }) => id),
    fix: ['choose one: --vault ID (or NAME, where the name is unique)'],
  });
}
