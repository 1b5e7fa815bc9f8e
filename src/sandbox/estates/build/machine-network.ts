// The network interfaces of the worlds' machines, and the network that they are in: one for each resource group, apart
// from those that restored machines are put into.

import { seedNetworkInterface } from '../../providers/network/interfaces/seed.js';
import { seedVirtualNetwork } from '../../providers/network/virtual-networks/virtual-network.js';
import { findVirtualMachine } from '../../providers/compute/virtual-machines/state.js';
import { idsNamed } from '../../kernel/ids.js';
import { findResource } from '../../kernel/resource.js';
import type { WorldState } from '../../kernel/state.js';

const NETWORK = 'vnet-servers';
const SUBNET = 'servers';
const FIRST_ADDRESS = '10.64.0.0';

/** Makes the interfaces that a machine names. Throws RangeError without the machine. */
export function addInterfaces(state: WorldState, machineId: string): void {
  const machine = findVirtualMachine(state, machineId);
  if (machine === undefined) {
    throw new RangeError(`there is no machine ${machineId}`);
  }
  const { location = '' } = machine.resource;
  const networkId = `${machineId.split('/').slice(0, 5).join('/')}/providers/Microsoft.Network/virtualNetworks/${NETWORK}`;
  if (findResource(state, networkId) === undefined) {
    seedVirtualNetwork(state, idsNamed(state, `network ${networkId}`), {
      id: networkId,
      location,
      addressPrefix: `${FIRST_ADDRESS}/12`,
      subnets: [{ name: SUBNET, addressPrefix: `${FIRST_ADDRESS}/12` }],
    });
  }
  for (const { id } of machine.properties.networkProfile?.networkInterfaces ?? []) {
    seedNetworkInterface(state, {
      id,
      location,
      subnetId: `${networkId}/subnets/${SUBNET}`,
      firstAddress: FIRST_ADDRESS,
    });
  }
}
