// The virtual network that the default world's restored machines are put into.

import { seedVirtualNetwork } from '../../providers/network/virtual-networks/virtual-network.js';
import { worldIds } from '../../kernel/ids.js';
import type { WorldState } from '../../kernel/state.js';
import { region, resourceId } from '../build/contoso.js';
import { productionGroup } from './production.js';

/** Makes production's network, with one subnet. */
export function addRestoreNetwork(state: WorldState): void {
  seedVirtualNetwork(state, worldIds(state), {
    id: resourceId(productionGroup, 'Microsoft.Network/virtualNetworks', 'vnet-prod'),
    location: region,
    addressPrefix: '10.0.0.0/16',
    subnets: [{ name: 'default', addressPrefix: '10.0.0.0/24' }],
  });
}
