// Worlds in which a restore stages elsewhere than usual, or whose points lie elsewhere.

import { objectIds } from '../../../src/sandbox/estates/build/principals.js';
import { assignRole } from '../../../src/sandbox/estates/build/role-assignments.js';
import { resourceId } from '../../../src/sandbox/estates/build/contoso.js';
import type { ArmResource } from '../../../src/sandbox/kernel/resource.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { keyVaultId, resource } from '../support/contoso.js';
import { KIND_KEY_VAULT } from './restore-kinds.js';

const STORAGE = 'microsoft.storage/storageaccounts';
const IDENTITY = '00000000-0000-0000-0000-0000000000aa';
const ACCOUNT = resourceId('rg-prod', 'Microsoft.Storage/storageAccounts', 'stprodrestore');

function changed(world: WorldState, type: string, change: (found: ArmResource) => void): void {
  for (const found of Object.values(world.resources)) {
    if (found.type.toLowerCase() === type) {
      change(found);
    }
  }
}

/** Makes all staging accounts as told. */
export function setStaging(
  world: WorldState,
  properties: Readonly<Record<string, unknown>>,
  sku?: string,
): void {
  changed(world, STORAGE, (account) => {
    account.properties = { ...account.properties, ...properties };
    if (sku !== undefined) {
      account.extra = { ...account.extra, sku: { name: sku, tier: 'Standard' } };
    }
  });
}

/** Gives every vault an identity of its own. */
export function addVaultIdentity(world: WorldState): void {
  changed(world, 'microsoft.recoveryservices/vaults', (vault) => {
    const identity = { type: 'SystemAssigned', principalId: IDENTITY };
    vault.extra = { ...vault.extra, identity };
  });
}

/** Lets a vault's identity, and the operator, write blobs in the staging account. */
export function allowStaging(world: WorldState): void {
  for (const principalId of [IDENTITY, objectIds.operator]) {
    assignRole(world, { principalId, role: 'storageBlobDataContributor', scope: ACCOUNT });
  }
}

/** Moves all points to the archive, and nothing else is left of them. */
export function archivePoints(world: WorldState): void {
  const items = Object.values(world.backup).flatMap((vault) => Object.values(vault.items));
  for (const point of items.flatMap(({ recoveryPoints }) => recoveryPoints)) {
    point.tiers = [{ type: 'ArchivedRP', status: 'Valid' }];
  }
}

/** The firewall of a key vault lets the operator in, and not the services of Azure that fetch the keys of VMs. */
export function closeToServices(world: WorldState, vault: string = KIND_KEY_VAULT): void {
  resource(world, keyVaultId(vault)).properties['networkAcls'] = {
    bypass: 'None',
    defaultAction: 'Deny',
    ipRules: [{ value: '203.0.113.0/24' }],
    virtualNetworkRules: [],
  };
}
