// What the default world's restores are staged in and put into.

import { seedStorageAccount } from '../../providers/storage/storage-account.js';
import { day } from '../../kernel/time/durations.js';
import type { WorldState } from '../../kernel/state.js';
import { region, resourceId } from '../build/contoso.js';
import { productionGroup } from './production.js';
import { addRestoreNetwork } from './restore-network.js';

const age = 180 * day;

/** Makes the storage account and the network of production's restores. */
export function addRestoreTargets(state: WorldState): void {
  seedStorageAccount(state, {
    id: resourceId(productionGroup, 'Microsoft.Storage/storageAccounts', 'stprodrestore'),
    location: region,
    kind: 'StorageV2',
    sku: 'Standard_LRS',
    createdMilliseconds: state.nowMilliseconds - age,
  });
  addRestoreNetwork(state);
}
