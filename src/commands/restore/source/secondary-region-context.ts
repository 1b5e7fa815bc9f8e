// The secondary region of a vault in the place of its own: the same questions, answered by what was copied
// there ("How to restore Azure VM data", cross-region restore).

import { isBefore } from '../../../domain/time/instant.js';
import type { BackupJob, RecoveryServicesVault } from '../../../domain/vaults/recovery-services.js';
import { sameGeography } from '../../../domain/geography.js';
import { idKey, type ResourceId } from '../../../domain/resource-id.js';
import { AzbackupError } from '../../../errors/azbackup-error.js';
import { DOCS } from '../../../preflight/documentation.js';
import type { BackupService, JobFilter } from '../../../services/services.js';
import type { CommandContext } from '../../context.js';
import type { FactReader } from '../../../facts/fact-reader.js';
import {
  findItems,
  vaultsOf,
  type ItemSelection,
  type ItemTarget,
} from '../../../facts/choose-items.js';

/** A context whose backups are those of the secondary regions of the vaults that are asked for. */
export function inSecondaryRegion(context: CommandContext): CommandContext {
  const regions = new Map<string, Promise<string>>();
  const regionOf = (vaultId: ResourceId): Promise<string> => {
    const known = regions.get(idKey(vaultId)) ?? readRegion(context, vaultId);
    regions.set(idKey(vaultId), known);
    return known;
  };
  const { services } = context;
  return {
    ...context,
    services: {
      ...services,
      backup: async () => secondaryBackup(await services.backup(), regionOf),
    },
  };
}

/** What a restore asks of Azure Backup; all else stays with the vault's own region. */
function secondaryBackup(
  backup: BackupService,
  regionOf: (vaultId: ResourceId) => Promise<string>,
): BackupService {
  const there = backup.secondaryRegion;
  return {
    ...backup,
    items: there.items,
    item: there.item,
    recoveryPoints: there.recoveryPoints,
    recoveryPoint: there.recoveryPoint,
    recoveryPointKeys: there.recoveryPointKeys,
    restoreDisks: (request) => there.restoreDisks(request),
    // Azure's validation knows the vault's own region alone.
    validateRestore: () => Promise.resolve([]),
    jobs: async (vaultId, filter = {}) =>
      matching(await there.jobs(vaultId, await regionOf(vaultId)), filter),
    job: async (vaultId, jobId) => there.job(vaultId, await regionOf(vaultId), jobId),
  };
}

/** All jobs there are restores, so the operation says nothing; Azure filters by nothing there. */
function matching(
  jobs: readonly BackupJob[],
  { status, since, until }: JobFilter,
): readonly BackupJob[] {
  return jobs.filter(
    (job) =>
      (status === undefined || job.status === status) &&
      (since === undefined || !isBefore(job.startTime, since)) &&
      (until === undefined || !isBefore(until, job.startTime)),
  );
}

async function readRegion(context: CommandContext, vaultId: ResourceId): Promise<string> {
  const vault = await (await context.services.recoveryVaults()).get(vaultId);
  if (vault === undefined) {
    throw new RangeError(`no vault found: ${vaultId}`);
  }
  return secondaryRegionOf(context, vault);
}

/**
 * The region in which a vault keeps its copies.
 * @throws AzbackupError `AZB_NO_SECONDARY_REGION` (5)
 */
export async function secondaryRegionOf(
  context: CommandContext,
  vault: RecoveryServicesVault,
): Promise<string> {
  const { subscriptionId, location } = vault;
  if (vault.crossRegionRestore === false) {
    throw none(vault, 'cross-region restore is off', [switchOn(vault)]);
  }
  const paired = await (
    await context.services.subscriptions()
  ).pairedRegion(subscriptionId, location);
  if (paired === undefined) {
    throw none(vault, `Azure has no paired region for ${location}`, []);
  }
  return paired;
}

function none(
  { id, name }: RecoveryServicesVault,
  cause: string,
  fix: readonly string[],
): AzbackupError {
  return noCopies(`vault ${name} has no copies in a secondary region`, id, [cause], fix);
}

function noCopies(
  message: string,
  target: string,
  causes: readonly string[],
  fix: readonly string[],
): AzbackupError {
  return new AzbackupError({
    code: 'AZB_NO_SECONDARY_REGION',
    kind: 'blocked',
    message,
    target,
    causes,
    fix: [...fix, 'to restore in its own region, omit --secondary-region'],
    docs: DOCS.vmRestore,
  });
}

/**
 * The item of a machine among those that were copied; `context` is one of a secondary region.
 * @throws AzbackupError `AZB_NO_SECONDARY_REGION` (5), and those of `findItems`
 */
export async function findCopies(
  context: CommandContext,
  reader: FactReader,
  selection: Omit<ItemSelection, 'vm'> & { readonly vm: string },
): Promise<readonly ItemTarget[]> {
  try {
    return await findItems(context, reader, { ...selection, vm: [selection.vm] });
  } catch (error) {
    if (!(error instanceof AzbackupError) || error.fields.code !== 'AZB_ITEM_NOT_FOUND') {
      throw error;
    }
    const vaults = await vaultsOf(context, reader, { ...selection, vm: [selection.vm] });
    const off = vaults.filter(({ crossRegionRestore }) => crossRegionRestore !== true);
    throw noCopies(
      `no copy in a secondary region of ${selection.vm}`,
      selection.vm,
      [
        ...off.map(({ name }) => `cross-region restore is off for vault ${name}`),
        'the first copies can take 48 hours',
      ],
      off.map(switchOn),
    );
  }
}

function switchOn({ name, resourceGroup }: RecoveryServicesVault): string {
  return `azbackup vault create ${name} -g ${resourceGroup} --cross-region-restore`;
}

/**
 * Key Vault's copies do not leave their geography, and a few pairs do.
 * @throws AzbackupError `AZB_RESTORE_FORBIDDEN` (5)
 */
export function refuseOtherGeography(
  vm: string,
  encrypted: boolean,
  { location, secondary }: { readonly location: string; readonly secondary: string },
): void {
  if (encrypted && sameGeography(location, secondary) === false) {
    throw new AzbackupError({
      code: 'AZB_RESTORE_FORBIDDEN',
      kind: 'blocked',
      message: `${vm} cannot be restored to ${secondary}`,
      target: vm,
      causes: [
        `"Restore encrypted Azure virtual machines": ${location} and ${secondary} are in different geographies, and key backups cannot leave their geography`,
      ],
      fix: ['to restore in its own region, omit --secondary-region'],
      docs: DOCS.encryptedVmRestore,
    });
  }
}
