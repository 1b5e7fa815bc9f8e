// A world at a glance, as plain data for people: what is in it, not what Azure would say of it.

import { vaultsOfMachine } from './providers/backup/backup-vault.js';
import type { ProtectedItem } from './providers/backup/protected-items/state.js';
import { machineEncryption } from './providers/compute/disk-encryption/disk-encryption.js';
import {
  findVirtualMachine,
  VIRTUAL_MACHINE_TYPE,
  type VirtualMachine,
} from './providers/compute/virtual-machines/state.js';
import { isoInstant } from './kernel/time/instant.js';
import { parseResourceId } from './kernel/resource-id.js';
import { findResource, resourceKey } from './kernel/resource.js';
import type { WorldState } from './kernel/state.js';

/** How the disks of a machine are encrypted, as the sandbox keeps it. */
export type EncryptionSummary =
  | {
      readonly kind: 'azure-disk-encryption';
      readonly mechanism: 'SinglePass' | 'DoublePass';
      readonly keyEncryptionKey: boolean;
    }
  | { readonly kind: 'encryption-at-host' | 'customer-managed-key' | 'platform-managed-key' };

/** A place where a machine is protected. */
export interface ProtectionSummary {
  readonly vault: string;
  readonly protectionState: ProtectedItem['protectionState'];
  readonly softDeleted: boolean;
  readonly lastBackupStatus: ProtectedItem['lastBackupStatus'];
  readonly recoveryPoints: number;
}

/** One machine of a world. */
export interface MachineSummary {
  readonly id: string;
  readonly name: string;
  readonly resourceGroup: string;
  readonly osType: 'Windows' | 'Linux';
  readonly encryption: EncryptionSummary;
  /** Name of the key vault that holds the secret of its disks. */
  readonly keyVault: string | undefined;
  readonly protectedIn: readonly ProtectionSummary[];
  /** What the world says of it; true when the world was made. */
  readonly situation: string | undefined;
}

/** A world at a glance. */
export interface WorldSummary {
  readonly world: string;
  /** Virtual time, RFC 3339 UTC. */
  readonly now: string;
  /** The first of its subscriptions. */
  readonly subscriptionId: string;
  readonly counts: {
    readonly subscriptions: number;
    readonly resourceGroups: number;
    readonly virtualMachines: number;
    readonly keyVaults: number;
    readonly recoveryServicesVaults: number;
    readonly protectedItems: number;
    readonly recoveryPoints: number;
    readonly faults: number;
  };
  /** By resource group and name. */
  readonly virtualMachines: readonly MachineSummary[];
}

/** Sums up a world; changes nothing in it. */
export function summarise(state: WorldState): WorldSummary {
  const machines = Object.values(state.resources)
    .filter(({ type }) => isType(type, VIRTUAL_MACHINE_TYPE))
    .map(({ id }) => findVirtualMachine(state, id))
    .filter((machine) => machine !== undefined)
    .map((machine) => summariseMachine(state, machine));
  return {
    world: state.world,
    now: isoInstant(state.nowMilliseconds),
    subscriptionId: state.subscriptions[0]?.subscriptionId ?? '',
    counts: { ...countResources(state), virtualMachines: machines.length },
    virtualMachines: machines.toSorted((left, right) => (sortKey(left) < sortKey(right) ? -1 : 1)),
  };
}

function countResources(state: WorldState) {
  const count = (wanted: string): number =>
    Object.values(state.resources).filter(({ type }) => isType(type, wanted)).length;
  const items = Object.values(state.backup).flatMap((vault) => Object.values(vault.items));
  return {
    subscriptions: state.subscriptions.length,
    resourceGroups: Object.keys(state.resourceGroups).length,
    keyVaults: count('Microsoft.KeyVault/vaults'),
    recoveryServicesVaults: count('Microsoft.RecoveryServices/vaults'),
    protectedItems: items.length,
    recoveryPoints: items.reduce((sum, item) => sum + item.recoveryPoints.length, 0),
    faults: state.faults?.length ?? 0,
  };
}

function summariseMachine(state: WorldState, machine: VirtualMachine): MachineSummary {
  const { id, name } = machine.resource;
  const ade = machineEncryption(state, machine);
  const keyVaultId = ade?.settings.diskEncryptionKey.sourceVault.id;
  return {
    id,
    name,
    resourceGroup: parseResourceId(id).resourceGroup ?? '',
    osType: machine.properties.storageProfile.osDisk.osType,
    encryption:
      ade === undefined
        ? { kind: encryptionAtRest(machine) }
        : {
            kind: 'azure-disk-encryption',
            mechanism: ade.mechanism,
            keyEncryptionKey: ade.settings.keyEncryptionKey !== undefined,
          },
    keyVault: keyVaultId === undefined ? undefined : parseResourceId(keyVaultId).names[0],
    protectedIn: vaultsOfMachine(state, id).map(({ vaultKey, item }) => ({
      vault: findResource(state, vaultKey)?.name ?? vaultKey,
      protectionState: item.protectionState,
      softDeleted: item.deletion !== undefined,
      lastBackupStatus: item.lastBackupStatus,
      recoveryPoints: item.recoveryPoints.length,
    })),
    situation: state.situations?.[resourceKey(id)],
  };
}

function encryptionAtRest(
  machine: VirtualMachine,
): 'encryption-at-host' | 'customer-managed-key' | 'platform-managed-key' {
  const { securityProfile, storageProfile } = machine.properties;
  if (securityProfile?.['encryptionAtHost'] === true) {
    return 'encryption-at-host';
  }
  return storageProfile.osDisk.managedDisk?.['diskEncryptionSet'] === undefined
    ? 'platform-managed-key'
    : 'customer-managed-key';
}

function isType(type: string, wanted: string): boolean {
  return type.toLowerCase() === wanted.toLowerCase();
}

function sortKey({ resourceGroup, name }: MachineSummary): string {
  return `${resourceGroup}/${name}`.toLowerCase();
}
