// Where production is restored to when its region is down: group, account, network and key vault of the paired region.

import { seedVirtualNetwork } from '../../providers/network/virtual-networks/virtual-network.js';
import { seedStorageAccount } from '../../providers/storage/storage-account.js';
import { day } from '../../kernel/time/durations.js';
import { worldIds } from '../../kernel/ids.js';
import { findResource } from '../../kernel/resource.js';
import type { WorldState } from '../../kernel/state.js';
import { resourceId } from '../build/contoso.js';
import { addKeyVault } from '../build/key-vault.js';

export const recoveryGroup = 'rg-dr';
const pairedRegion = 'japanwest';

/** Makes them; empty, but for the subnet. */
export function addDisasterRecovery(state: WorldState): void {
  seedStorageAccount(state, {
    id: resourceId(recoveryGroup, 'Microsoft.Storage/storageAccounts', 'stdrrestore'),
    location: pairedRegion,
    kind: 'StorageV2',
    sku: 'Standard_LRS',
    createdMilliseconds: state.nowMilliseconds - 180 * day,
  });
  seedVirtualNetwork(state, worldIds(state), {
    id: resourceId(recoveryGroup, 'Microsoft.Network/virtualNetworks', 'vnet-dr'),
    location: pairedRegion,
    addressPrefix: '10.1.0.0/16',
    subnets: [{ name: 'default', addressPrefix: '10.1.0.0/24' }],
  });
  const keyVault = addKeyVault(state, {
    name: 'kv-dr',
    resourceGroup: recoveryGroup,
    operatorMay: 'restore',
  });
  const resource = findResource(state, keyVault.id);
  if (resource !== undefined) {
    resource.location = pairedRegion;
  }
}
