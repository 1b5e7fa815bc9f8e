// What a host name and path address in this world: whether the name resolves, tenant, region.

import { findVaultByName } from '../providers/key-vault/vaults/find-vault.js';
import { findStorageAccount } from '../providers/storage/storage-account.js';
import type { WorldState } from '../kernel/state.js';
import { parseResourceId } from '../kernel/resource-id.js';
import { findResource, resourceKey } from '../kernel/resource.js';
import { tenantOfPath } from './gateway.js';
import type { ServiceHost } from './routing/host.js';

/** The part of the world that a request speaks to. */
export interface AddressedWorld {
  /** Whether DNS knows the host. */
  readonly exists: boolean;
  readonly tenantId: string | undefined;
  readonly region: string | undefined;
}

/** What the host and the path of a request address. */
export function addressedWorld(state: WorldState, host: ServiceHost, path: string): AddressedWorld {
  switch (host.kind) {
    case 'vault':
      return addressedVault(state, host.params['vaultName'] ?? '');
    case 'blob':
      return addressedAccount(state, host.params['accountName'] ?? '');
    case 'arm':
      return { exists: true, tenantId: tenantOfPath(state, path), region: undefined };
    case 'login':
    case 'graph':
      return { exists: true, tenantId: undefined, region: undefined };
  }
}

function addressedVault(state: WorldState, name: string): AddressedWorld {
  const vault = findVaultByName(state, name);
  const tenantId = vault?.properties['tenantId'];
  return {
    exists: vault !== undefined,
    tenantId: typeof tenantId === 'string' ? tenantId : undefined,
    region: vault?.location,
  };
}

function addressedAccount(state: WorldState, name: string): AddressedWorld {
  const account = findStorageAccount(state, name);
  return { exists: account !== undefined, tenantId: undefined, region: account?.location };
}

/**
 * Where the resource is that a path of Resource Manager is about, or the one that it is part of; one that is
 * new is taken to be made where its group is.
 */
export function locationOfPath(state: WorldState, path: string): string | undefined {
  const [top] = /^.*\/providers\/[^/]+\/[^/]+\/[^/]+/iu.exec(path) ?? [];
  if (top === undefined) {
    return undefined;
  }
  const { subscriptionId, resourceGroup } = parseResourceId(path);
  const group = resourceKey(`/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}`);
  return findResource(state, top)?.location ?? state.resourceGroups[group]?.location;
}
