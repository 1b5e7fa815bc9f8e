// Whether disks can be restored as asked for, before anything is started; the same for a restore and for its
// validation. Documentation: Restore encrypted Azure virtual machines; Support matrix for Azure VM backups.

import { countWith } from '../../../kernel/entry-index.js';
import { operationsByMachine, startedAfter } from '../operations/indexes.js';
import { notModelled } from '../../../http/not-modelled.js';
import { Refusal } from '../../../http/refusal.js';
import { day } from '../../../kernel/time/durations.js';
import { parseResourceId } from '../../../kernel/resource-id.js';
import { resourceKey } from '../../../kernel/resource.js';
import type { WorldState } from '../../../kernel/state.js';
import { findVirtualMachine } from '../../compute/virtual-machines/state.js';
import { findRecoveryVault } from '../../recovery-services/vaults/vault.js';
import { isSameSubscription } from '../cross-subscription.js';
import {
  CROSS_SUBSCRIPTION_OFF,
  ENCRYPTED,
  invalidRestore,
  POINT_ARCHIVED,
  TARGET_GROUP_MISSING,
  TOO_MANY_RESTORES,
  type RestoreFailure,
} from './assumed-errors.js';
import { captureMachine } from '../recovery-points/capture-machine.js';
import { checkDestination, destinationOrder } from './destination-rules.js';
import { checkDiskAccess, diskAccessOrder } from './disk-access-rules.js';
import { bareRegion } from './region-names.js';
import { checkStagingAccount } from './staging-account-rules.js';
import { isArchivedOnly } from '../recovery-points/lifetime.js';
import { refuseUnmodelled, stagingAccountIdOf, type RestoreRequest } from './body.js';
import type { CapturedMachine, RestoreOrder } from './state.js';
import type { ProtectedItem } from '../protected-items/state.js';
import type { RecoveryPoint } from '../recovery-points/state.js';
import type { AddressedVault } from '../vault-of-request.js';

/** What is to be restored, and of what. */
export interface RestoreSubject {
  readonly state: WorldState;
  readonly vault: AddressedVault;
  readonly item: ProtectedItem;
  readonly point: RecoveryPoint;
  readonly machine: CapturedMachine;
  /** Where it is restored: the region of the vault, or its secondary one. */
  readonly location: string;
  readonly nowMilliseconds: number;
}

/** Documentation: Support matrix for Azure VM backups. */
const RESTORES_PER_DAY = 10;

/**
 * The machine as a point remembers it, or as it is now where the point is older than the sandbox's memory.
 * Throws a Refusal when neither is there.
 */
export function machineOfPoint(
  state: WorldState,
  item: ProtectedItem,
  point: RecoveryPoint,
): CapturedMachine {
  if (point.machine !== undefined) {
    return point.machine;
  }
  const machine = findVirtualMachine(state, item.vmId);
  if (machine === undefined) {
    throw new Refusal(
      notModelled('recovery points of machines that are gone from before there were restores'),
    );
  }
  return captureMachine(state, machine, item.diskSelection);
}

/** What Azure says against it; nothing when it can be done. Throws a Refusal of what is not modelled. */
export function checkRestore(subject: RestoreSubject, requested: RestoreRequest): RestoreFailure[] {
  const forbidden = checkKind(subject, requested);
  if (forbidden !== undefined) {
    return [forbidden];
  }
  refuseUnmodelled(requested, isEncrypted(subject));
  return [
    checkAgreement(subject, requested),
    checkPoint(subject, requested),
    checkTarget(subject, requested),
    checkCrossSubscription(subject, requested),
    checkDisks(subject, requested),
    checkDestination(subject, requested),
    checkDiskAccess(subject, requested),
    checkGroup(subject, requested),
    checkStagingAccount(subject, requested),
    restoresSince(subject) >= RESTORES_PER_DAY ? TOO_MANY_RESTORES : undefined,
  ].filter((failure) => failure !== undefined);
}

/** What is to be done when nothing speaks against it. */
export function orderOf({ point, item }: RestoreSubject, requested: RestoreRequest): RestoreOrder {
  const { targetResourceGroupId, restoreDiskLunList: luns } = requested;
  const rehydration = rehydrationOf(requested);
  const managed = point.managedDisks || requested.restoreWithManagedDisks;
  return {
    recoveryPointName: point.name,
    storageAccountId: stagingAccountIdOf(requested) ?? '',
    ...(rehydration === undefined ? {} : { rehydration }),
    ...(targetResourceGroupId === undefined || !managed ? {} : { targetResourceGroupId }),
    ...(luns === undefined || luns === null ? {} : { luns }),
    ...diskAccessOrder(requested),
    ...destinationOrder(item, requested),
  };
}

function isEncrypted({ point }: RestoreSubject): boolean {
  return point.keyAndSecret !== undefined;
}

/** Of encrypted machines only the disks are restored. */
function checkKind(
  subject: RestoreSubject,
  { recoveryType }: RestoreRequest,
): RestoreFailure | undefined {
  if (recoveryType === 'Invalid' || recoveryType === 'Offline') {
    return invalidRestore(`The recovery type ${recoveryType} is not valid.`);
  }
  return recoveryType !== 'RestoreDisks' && isEncrypted(subject) ? ENCRYPTED.disksOnly : undefined;
}

/** What the request says twice has to agree. */
function checkAgreement(
  { item, point, location }: RestoreSubject,
  requested: RestoreRequest,
): RestoreFailure | undefined {
  const { recoveryPointId, sourceResourceId, region } = requested;
  if (recoveryPointId !== undefined && recoveryPointId !== point.name) {
    return invalidRestore('The recovery point is not the one of the URL.');
  }
  if (sourceResourceId !== undefined && resourceKey(sourceResourceId) !== resourceKey(item.vmId)) {
    return invalidRestore('The source is not the virtual machine of the item.');
  }
  if (region !== undefined && bareRegion(region) !== bareRegion(location)) {
    return invalidRestore('The region is not the one that restores.');
  }
  return requested.originalStorageAccountOption
    ? invalidRestore('The recovery point does not allow its original storage account.')
    : undefined;
}

/** Documentation: Archive tier support, restores; the range of days is that of az's help. */
function checkPoint(
  { point, nowMilliseconds }: RestoreSubject,
  requested: RestoreRequest,
): RestoreFailure | undefined {
  const rehydration = rehydrationOf(requested);
  if (rehydration === undefined) {
    return isArchivedOnly(point, nowMilliseconds) ? POINT_ARCHIVED : undefined;
  }
  return rehydration.days < REHYDRATED_DAYS.min || rehydration.days > REHYDRATED_DAYS.max
    ? invalidRestore('A recovery point stays rehydrated for 10 to 30 days.')
    : undefined;
}

const REHYDRATED_DAYS = { min: 10, max: 30 } as const;

function rehydrationOf({
  objectType,
  recoveryPointRehydrationInfo: info,
}: RestoreRequest): RestoreOrder['rehydration'] {
  if (objectType !== 'IaasVMRestoreWithRehydrationRequest' || info === undefined || info === null) {
    return undefined;
  }
  const days = Number(/\d+/u.exec(info.rehydrationRetentionDuration)?.[0] ?? 0);
  return { priority: info.rehydrationPriority, days };
}

function checkTarget(
  subject: RestoreSubject,
  requested: RestoreRequest,
): RestoreFailure | undefined {
  const { point, item } = subject;
  const own = subscriptionOf(item.vmId);
  const places = [requested.targetResourceGroupId, stagingAccountIdOf(requested)];
  const elsewhere = places.some((id) => id !== undefined && subscriptionOf(id) !== own);
  const zones = requested.zones ?? [];
  if (!isEncrypted(subject)) {
    if (elsewhere && subscriptionOf(requested.targetResourceGroupId ?? item.vmId) !== own) {
      throw new Refusal(notModelled('restores to another subscription'));
    }
    if (zones.some((zone) => point.zones?.includes(zone) !== true)) {
      throw new Refusal(notModelled('restores to another zone'));
    }
    return undefined;
  }
  if (elsewhere) {
    return ENCRYPTED.otherSubscription;
  }
  if (zones.some((zone) => point.zones?.includes(zone) !== true)) {
    return ENCRYPTED.otherZone;
  }
  return requested.diskEncryptionSetId === undefined ? undefined : ENCRYPTED.diskEncryptionSet;
}

function checkCrossSubscription(
  { state, vault, nowMilliseconds }: RestoreSubject,
  { targetResourceGroupId: group }: RestoreRequest,
): RestoreFailure | undefined {
  const settings = findRecoveryVault(state, vault.id, nowMilliseconds)?.properties.settings;
  return group === undefined ||
    isSameSubscription(group, vault.id) ||
    settings?.crossSubscriptionRestoreState === 'Enabled'
    ? undefined
    : CROSS_SUBSCRIPTION_OFF;
}

function subscriptionOf(id: string): string | undefined {
  return parseResourceId(id).subscriptionId?.toLowerCase();
}

function checkDisks(
  { machine, point }: RestoreSubject,
  { restoreDiskLunList, restoreWithManagedDisks }: RestoreRequest,
): RestoreFailure | undefined {
  if (restoreWithManagedDisks && point.managedDisks) {
    return invalidRestore('The disks of the virtual machine are managed already.');
  }
  const unknown = (restoreDiskLunList ?? []).filter(
    (wanted) => !machine.disks.some(({ lun }) => lun === wanted && lun !== -1),
  );
  return unknown.length === 0
    ? undefined
    : invalidRestore(`The recovery point has no disk with LUN ${unknown.join(', ')}.`);
}

function checkGroup(
  { state }: RestoreSubject,
  { targetResourceGroupId: id }: RestoreRequest,
): RestoreFailure | undefined {
  return id === undefined || state.resourceGroups[resourceKey(id)] !== undefined
    ? undefined
    : TARGET_GROUP_MISSING;
}

function restoresSince({ vault, item, nowMilliseconds }: RestoreSubject): number {
  return countWith(
    vault.backup.operations,
    operationsByMachine,
    startedAfter('restore', item.vmId, nowMilliseconds - day),
  );
}
