// One protected machine of any kind, in the default world, with points of its own.

import { findResource } from '../../../src/sandbox/kernel/resource.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { resourceId } from '../../../src/sandbox/estates/build/contoso.js';
import { addKey } from '../../../src/sandbox/estates/build/key-encryption-key.js';
import { addKeyVault, type KeyVault } from '../../../src/sandbox/estates/build/key-vault.js';
import type { MarketplacePlan } from '../../../src/sandbox/providers/compute/virtual-machines/plan.js';
import { addProtection } from '../../../src/sandbox/estates/build/protection.js';
import {
  addDiskStorageAccount,
  addVirtualMachine,
  type MachineOptions,
} from '../../../src/sandbox/estates/build/virtual-machine.js';
import { objectIds } from '../../../src/sandbox/estates/build/principals.js';
import { PRODUCTION_VAULT, resource } from '../support/contoso.js';

/** What is special about a machine. */
export interface Kind {
  readonly osType: 'Windows' | 'Linux';
  /** `kek` is a BEK that a KEK wraps; `none` is no ADE. */
  readonly ade: 'none' | 'bek' | 'kek';
  readonly pass?: 'SinglePass' | 'DoublePass';
  /** `All` where it is left out. */
  readonly volumeType?: 'OS' | 'Data' | 'All';
  readonly unmanaged?: true;
  readonly dataDiskSizesGB?: readonly number[];
  readonly zones?: readonly string[];
  readonly diskEncryptionSetId?: string;
  readonly securityType?: 'TrustedLaunch';
  readonly plan?: MarketplacePlan;
  /** What else it has. */
  readonly more?: Partial<MachineOptions>;
  /** Disks that are read through a disk access resource alone. */
  readonly privateDisks?: true;
  /** What becomes of its key vault, its keys or itself after the backups. */
  readonly then?: (world: WorldState, machine: KindMachine) => void;
}

/** The machine that was made. */
export interface KindMachine {
  readonly vmId: string;
  readonly keyVault: KeyVault;
}

/** Name of the machine that is made. */
const KIND_NAME = 'VM300';
/** Its key vault. */
export const KIND_KEY_VAULT = 'kv-kind';

/** The disk access resource of machines with private disks. */
export const DISK_ACCESS = resourceId('rg-prod', 'Microsoft.Compute/diskAccesses', 'da-prod');

/** Makes the machine, with a key vault in which the operator may restore. */
export function addKind(world: WorldState, kind: Kind): KindMachine {
  const keyVault = addKeyVault(world, {
    name: KIND_KEY_VAULT,
    resourceGroup: 'rg-prod',
    backupMay: 'all',
    operatorMay: 'restore',
  });
  const kek = kind.ade === 'kek' ? addKey(world, keyVault, 'kek-kind') : undefined;
  const {
    osType,
    unmanaged,
    dataDiskSizesGB,
    zones,
    diskEncryptionSetId,
    securityType,
    plan,
    pass,
    volumeType,
  } = kind;
  if (unmanaged === true) {
    addDiskStorageAccount(world, 'rg-prod', 'vm300disks');
  }
  const vmId = addVirtualMachine(world, {
    name: KIND_NAME,
    resourceGroup: 'rg-prod',
    osType,
    ...(unmanaged === true ? { managedDisks: false } : {}),
    ...(dataDiskSizesGB === undefined ? {} : { dataDiskSizesGB: [...dataDiskSizesGB] }),
    ...(zones === undefined ? {} : { zones: [...zones] }),
    ...(diskEncryptionSetId === undefined ? {} : { diskEncryptionSetId }),
    ...(securityType === undefined ? {} : { securityType }),
    ...(plan === undefined ? {} : { plan }),
    ...kind.more,
    ...(kind.privateDisks === true ? { diskAccessId: DISK_ACCESS } : {}),
    ...(kind.ade === 'none'
      ? {}
      : {
          ade: {
            keyVault,
            kek,
            ...(pass === undefined ? {} : { mechanism: pass }),
            ...(volumeType === undefined ? {} : { volumeType }),
          },
        }),
  });
  addProtection(world, {
    vaultId: PRODUCTION_VAULT,
    policyName: 'daily-90-days',
    vmId,
    firstDay: 4,
  });
  kind.then?.(world, { vmId, keyVault });
  return { vmId, keyVault };
}

/** Deletes a machine with its disks and extensions, as somebody would by mistake. */
export function deleteMachine(world: WorldState, vmId: string): void {
  const disks = Object.keys(world.resources).filter((key) =>
    key.includes(`/disks/${vmId.split('/').at(-1)?.toLowerCase() ?? ''}`),
  );
  const parts = Object.keys(world.resources).filter((key) => key.startsWith(vmId.toLowerCase()));
  for (const key of [...parts, ...disks]) {
    delete world.resources[key];
  }
}

/** Another key vault for disks, empty, in which the operator may restore. */
export function addEmptyKeyVault(world: WorldState, name: string): void {
  addKeyVault(world, {
    name,
    resourceGroup: 'rg-prod',
    backupMay: 'all',
    operatorMay: 'restore',
  });
}

/** Deletes a key vault for good, with all that is in it. */
export function deleteKeyVault(world: WorldState, { id, name }: KeyVault): void {
  if (findResource(world, id) === undefined) {
    throw new Error(`the world has no ${name}`);
  }
  delete world.resources[resource(world, id).id.toLowerCase()];
  delete world.keyVaultData[name];
}

/** An application that dual-pass ADE can run as: it may wrap with the keys of the vault, and set its secrets. */
export function addAdeApplication(
  world: WorldState,
  vault: string,
): { readonly clientId: string; readonly secret: string } {
  const app = world.directory.principals.find(({ objectId }) => objectId === objectIds.viewer);
  if (app?.appId === undefined || app.clientSecret === undefined) {
    throw new Error('the world has no such application');
  }
  const { tenantId, objectId } = app;
  const permissions = { keys: ['wrapKey'], secrets: ['set'] };
  const properties = Object.values(world.resources).find(
    ({ name, type }) => name === vault && type === 'Microsoft.KeyVault/vaults',
  )?.properties;
  const policies = properties?.['accessPolicies'];
  if (properties === undefined || !Array.isArray(policies)) {
    throw new Error(`the world has no ${vault} with access policies`);
  }
  properties['accessPolicies'] = [...policies, { tenantId, objectId, permissions }];
  return { clientId: app.appId, secret: app.clientSecret };
}
