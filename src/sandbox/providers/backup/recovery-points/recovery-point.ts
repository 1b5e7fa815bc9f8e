// Recovery points: what a snapshot takes from a machine, and how a point looks at an instant.

import type { WorldState } from '../../../kernel/state.js';
import { machineEncryption } from '../../compute/disk-encryption/disk-encryption.js';
import {
  findVirtualMachine,
  machineDisks,
  type VirtualMachine,
} from '../../compute/virtual-machines/state.js';
import { THREATS_TOLD_SINCE } from '../api-versions.js';
import { backupInstant } from '../time.js';
import { captureMachine, isBackedUp } from './capture-machine.js';
import { copyKeys } from './key-copies.js';
import { archiveReadiness } from './archive-readiness.js';
import { EXPIRY_TOLD_SINCE } from '../policies/assumed-retention.js';
import { tiersAt, type RecoveryPointLife } from './lifetime.js';
import type { DiskSelection, ProtectedItem } from '../protected-items/state.js';
import type { KeyAndSecret, PointKeys, RecoveryPoint } from './state.js';

/** What is known of a recovery point besides the machine. */
export interface RecoveryPointPlan extends RecoveryPointLife {
  readonly name: string;
  readonly timeMilliseconds: number;
  readonly diskSelection?: DiskSelection | undefined;
}

/**
 * Takes a recovery point of a machine: of an encrypted one with copies of its key and secret as they
 * are now. A machine that does not run is backed up crash-consistently (Documentation: Back up
 * Azure VMs in a Recovery Services vault).
 */
export function captureRecoveryPoint(
  state: WorldState,
  machine: VirtualMachine,
  plan: RecoveryPointPlan,
): RecoveryPoint {
  const { properties, resource } = machine;
  const { osDisk } = properties.storageProfile;
  const encryption = machineEncryption(state, machine);
  const keyAndSecret = encryption === undefined ? undefined : copyKeys(state, encryption);
  const zones = resource.extra?.['zones'];
  return {
    name: plan.name,
    timeMilliseconds: plan.timeMilliseconds,
    consistency: properties.runtime.powerState === 'running' ? 'AppConsistent' : 'CrashConsistent',
    tiers: plan.tiers,
    ...(plan.expiryMilliseconds === undefined
      ? {}
      : { expiryMilliseconds: plan.expiryMilliseconds }),
    ...(plan.rules === undefined ? {} : { rules: plan.rules }),
    ...(keyAndSecret === undefined ? {} : { keyAndSecret }),
    virtualMachineSize: properties.hardwareProfile.vmSize,
    osType: osDisk.osType,
    storageType:
      osDisk.managedDisk === undefined ? 'NormalStorage' : 'PremiumVMOnPartialPremiumStorage',
    managedDisks: osDisk.managedDisk !== undefined,
    securityType: properties.securityProfile?.securityType ?? 'None',
    ...(Array.isArray(zones) ? { zones: zones.map(String) } : {}),
    ...(plan.diskSelection === undefined
      ? {}
      : { disks: selectDisks(state, machine, plan.diskSelection) }),
    machine: captureMachine(state, machine, plan.diskSelection),
  };
}

/** How a recovery point is to be shown. */
export interface RecoveryPointView {
  /** ARM id of its item. */
  readonly itemId: string;
  readonly nowMilliseconds: number;
  readonly apiVersion: string;
  /** Only the response about one point has its keys and its disks. */
  readonly detailed: boolean;
  /** What points of this world tell about their keys; absent as `addresses`. */
  readonly pointKeys: PointKeys | undefined;
}

/** Whether a point can be seen at an instant: what has expired is gone by then, so it lies in a tier. */
export function isVisible(point: RecoveryPoint, nowMilliseconds: number): boolean {
  return tiersAt(point, nowMilliseconds).length > 0;
}

/** A recovery point as the API shows it. Recording recovery-point-get.one. */
export function renderRecoveryPoint(
  point: RecoveryPoint,
  view: RecoveryPointView,
): Record<string, unknown> {
  const { keyAndSecret } = point;
  return {
    id: `${view.itemId}/recoveryPoints/${point.name}`,
    name: point.name,
    type: 'Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers/protectedItems/recoveryPoints',
    properties: {
      objectType: 'IaasVMRecoveryPoint',
      recoveryPointType: point.consistency,
      recoveryPointTime: backupInstant(point.timeMilliseconds),
      recoveryPointAdditionalInfo: '',
      sourceVMStorageType: point.storageType,
      isSourceVMEncrypted: keyAndSecret !== undefined,
      ...(keyAndSecret !== undefined && view.detailed
        ? keysMember(keyAndSecret, point.pointKeys ?? view.pointKeys)
        : {}),
      isInstantIlrSessionActive: false,
      recoveryPointTierDetails: tiersAt(point, view.nowMilliseconds).map(({ type, status }) => ({
        type,
        status,
      })),
      isManagedVirtualMachine: point.managedDisks,
      virtualMachineSize: point.virtualMachineSize,
      originalStorageAccountOption: false,
      osType: point.osType,
      ...(point.disks === undefined ? {} : diskConfiguration(point.disks, view.detailed)),
      ...(point.zones === undefined ? {} : { zones: point.zones }),
      recoveryPointMoveReadinessInfo: {
        ArchivedRP: archiveReadiness(point, view.nowMilliseconds),
      },
      securityType: point.securityType,
      ...expiryMember(point, view),
      isPrivateAccessEnabledOnAnyDisk: hasPrivateDisks(point),
      ...(view.apiVersion < THREATS_TOLD_SINCE ? {} : point.threat),
    },
  };
}

/** Whether the data of one of its disks could be read from private networks only. */
export function hasPrivateDisks({ machine }: RecoveryPoint): boolean {
  return machine?.disks.some(({ diskAccessId }) => diskAccessId !== undefined) === true;
}

/** OpenAPI RecoveryPointProperties, without the name of the rule, which nobody has shown. */
function expiryMember(
  { expiryMilliseconds }: RecoveryPoint,
  { apiVersion }: RecoveryPointView,
): Record<string, unknown> {
  return expiryMilliseconds === undefined || apiVersion < EXPIRY_TOLD_SINCE
    ? {}
    : {
        recoveryPointProperties: {
          expiryTime: backupInstant(expiryMilliseconds),
          isSoftDeleted: false,
        },
      };
}

/**
 * OpenAPI KeyAndSecretDetails; without a key encryption key there are no details of one. The copies are told only where
 * the world says so: Azure's page promises them for points from before July 2017 alone.
 */
function keysMember(
  { bekDetails, kekDetails, encryptionMechanism }: KeyAndSecret,
  pointKeys: PointKeys = 'addresses',
): Record<string, unknown> {
  if (pointKeys === 'none') {
    return {};
  }
  const { secretData: _secret, ...secret } = bekDetails;
  const { keyBackupData: _key, ...key } = kekDetails ?? {};
  const copies = pointKeys === 'copies';
  return {
    keyAndSecret: {
      ...(kekDetails === undefined ? {} : { kekDetails: copies ? kekDetails : key }),
      bekDetails: copies ? bekDetails : secret,
      ...(encryptionMechanism === undefined ? {} : { encryptionMechanism }),
    },
  };
}

/** Which disks are in a backup, and which are left out. */
export type DiskChoice = NonNullable<RecoveryPoint['disks']>;

/** The choice of an item that leaves disks out; undefined where all are backed up. */
export function selectedDisks(
  state: WorldState,
  item: Pick<ProtectedItem, 'vmId' | 'diskSelection'> | undefined,
): DiskChoice | undefined {
  const machine = item === undefined ? undefined : findVirtualMachine(state, item.vmId);
  return item?.diskSelection === undefined || machine === undefined
    ? undefined
    : selectDisks(state, machine, item.diskSelection);
}

function selectDisks(
  state: WorldState,
  machine: VirtualMachine,
  selection: DiskSelection,
): DiskChoice {
  const disks = machineDisks(state, machine).map(({ lun, name }) => ({ lun, name }));
  return {
    included: disks.filter(({ lun }) => isBackedUp(lun, selection)),
    excluded: disks.filter(({ lun }) => !isBackedUp(lun, selection)),
  };
}

/** The list says how many disks, the response about one point also which. */
function diskConfiguration({ included, excluded }: DiskChoice, detailed: boolean) {
  return {
    recoveryPointDiskConfiguration: {
      numberOfDisksIncludedInBackup: included.length,
      numberOfDisksAttachedToVm: included.length + excluded.length,
      ...(detailed ? { includedDiskList: included, excludedDiskList: excluded } : {}),
    },
  };
}
