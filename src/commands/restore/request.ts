// What Azure Backup is asked for: the restore of the disks, the identity that stages it, how an archived point is
// brought back, and who approved it.

import type {
  Rehydration,
  RestoreRequest,
  StagingIdentity,
} from '../../domain/recovery/restore-request.js';
import type { RecoveryServicesVault } from '../../domain/vaults/recovery-services.js';
import { sameName, type ResourceId } from '../../domain/resource-id.js';
import { AzbackupError } from '../../errors/azbackup-error.js';
import type { ItemTarget } from '../../facts/choose-items.js';
import type { FactReader } from '../../facts/fact-reader.js';
import { commandLine } from '../../domain/command-line.js';
import { DOCS } from '../../preflight/documentation.js';
import type { CommandContext } from '../context.js';
import { diskAccessOf } from './disk-access.js';
import { missingApproval } from '../../errors/approval-needed.js';
import type { RestoreOptions } from './options.js';
import { REHYDRATION_COST, type RestorePoint } from './source/point.js';

/** What decides the request. */
export interface RestoreRequestSubject {
  readonly target: ItemTarget;
  readonly chosen: RestorePoint;
  readonly location: string;
  readonly storageAccountId: ResourceId;
  readonly groupId: ResourceId;
}

/** The request. @throws AzbackupError `AZB_STAGING_IDENTITY_UNFIT`, `AZB_DISK_ACCESS_NEEDED` and others (5) */
export function requestOf(
  { target: { vault, item }, chosen, location, storageAccountId, groupId }: RestoreRequestSubject,
  options: RestoreOptions,
): RestoreRequest {
  const { point } = chosen;
  const managed = point.managedDisks !== false;
  const identity = stagingIdentityOf(options.stagingIdentity, { vault, managed });
  const rehydration = rehydrationOf(chosen, options);
  const diskAccess = managed ? diskAccessOf(point, options) : undefined;
  return {
    vaultId: vault.id,
    vmId: item.sourceResourceId,
    point: point.name,
    location,
    storageAccountId,
    // Azure makes blobs instead of disks where no group is named.
    ...(managed ? { targetResourceGroupId: groupId } : {}),
    ...(identity === undefined ? {} : { stagingIdentity: identity }),
    ...(rehydration === undefined ? {} : { rehydration }),
    ...(diskAccess === undefined ? {} : { diskAccess }),
    ...(options.resourceGuardRequest.length === 0
      ? {}
      : { approvals: options.resourceGuardRequest }),
  };
}

/** As az has it when nothing is said. */
const DEFAULT_REHYDRATED_DAYS = 15;
const PRIORITIES = { standard: 'Standard', high: 'High' } as const;

function rehydrationOf(
  { from }: Pick<RestorePoint, 'from'>,
  { rehydrate, rehydrateFor }: Pick<RestoreOptions, 'rehydrate' | 'rehydrateFor'>,
): Rehydration | undefined {
  if (rehydrate === undefined || from !== 'archive') {
    return undefined;
  }
  const days =
    rehydrateFor === undefined ? DEFAULT_REHYDRATED_DAYS : Number.parseInt(rehydrateFor, 10);
  return { priority: PRIORITIES[rehydrate], days };
}

/** What to know of a point's archive before the restore begins; sentences without a full stop. */
export function rehydrationNotes(
  { from, point }: RestorePoint,
  options: Pick<RestoreOptions, 'rehydrate' | 'rehydrateFor'>,
): readonly string[] {
  if (options.rehydrate === undefined) {
    return [];
  }
  const rehydration = rehydrationOf({ from }, options);
  return rehydration === undefined
    ? [`recovery point ${point.name} can be read without rehydration; --rehydrate is not needed`]
    : [`the point stays rehydrated for ${rehydration.days} days; ${REHYDRATION_COST}`];
}

/** az judges both beforehand, too. */
function stagingIdentityOf(
  text: string | undefined,
  { vault, managed }: { readonly vault: RecoveryServicesVault; readonly managed: boolean },
): StagingIdentity | undefined {
  if (text === undefined) {
    return undefined;
  }
  if (!managed) {
    throw unfitIdentity(vault, 'Azure restores VMs without managed disks by account key only', [
      'leave out --staging-identity, and choose an account that allows access by account key',
    ]);
  }
  if (text === 'system') {
    if (vault.identityType?.toLowerCase().includes('systemassigned') !== true) {
      throw unfitIdentity(vault, `${vault.name} has no system-assigned identity`, [
        assignIdentity(vault, '--system-assigned'),
      ]);
    }
    return { kind: 'system' };
  }
  const id = vault.userAssignedIdentities?.find((each) => sameName(each, text));
  if (id === undefined) {
    throw unfitIdentity(vault, `${vault.name} does not have the identity ${text}`, [
      assignIdentity(vault, '--user-assigned', text),
    ]);
  }
  return { kind: 'user', id };
}

function assignIdentity(
  { name, resourceGroup }: RecoveryServicesVault,
  ...which: string[]
): string {
  const command = ['az', 'backup', 'vault', 'identity', 'assign'];
  return commandLine(...command, '--name', name, '-g', resourceGroup, ...which);
}

function unfitIdentity(
  { id }: RecoveryServicesVault,
  cause: string,
  fix: readonly string[],
): AzbackupError {
  return new AzbackupError({
    code: 'AZB_STAGING_IDENTITY_UNFIT',
    kind: 'blocked',
    message: 'the restore cannot use this staging identity',
    target: id,
    causes: [cause],
    fix,
    docs: DOCS.vmRestore,
  });
}

/**
 * A Resource Guard may watch over restores, too (azure-cli#28950). A guard that cannot be read is a warning:
 * Azure has the last word.
 * @throws AzbackupError `AZB_RESOURCE_GUARD` (4)
 */
export async function requireApproval(
  context: Pick<CommandContext, 'warn'>,
  reader: Pick<FactReader, 'resourceGuards'>,
  { vault, item }: ItemTarget,
  approvals: readonly ResourceId[],
): Promise<void> {
  const guards = await reader.resourceGuards(vault.id);
  if (guards.status !== 'known') {
    context.warn(`whether ${vault.name} has a Resource Guard could not be read`);
    return;
  }
  const missing = missingApproval({
    change: 'restore',
    words: `the restore of ${item.friendlyName}`,
    vaultName: vault.name,
    guards: guards.value,
    approvals,
  });
  if (missing !== undefined) {
    throw missing;
  }
}
