// Puts network interfaces into a world that is being built; as a request would have made them.

import { idsNamed } from '../../../kernel/ids.js';
import { parseResourceId } from '../../../kernel/resource-id.js';
import { putResource } from '../../../kernel/resource.js';
import type { WorldState } from '../../../kernel/state.js';
import { NETWORK_INTERFACE_TYPE } from '../request.js';
import { addressNumber, addressText } from '../virtual-networks/address-range.js';

/** An interface to be made. */
export type NetworkInterfaceSeed = {
  /** ARM id; its casing is kept. */
  readonly id: string;
  readonly location: string;
  readonly subnetId: string;
} & (
  | {
      /** Such as 10.64.0.0; the interface has one of the addresses that follow it. */
      readonly firstAddress: string;
    }
  | { readonly address: string }
);

/** Azure keeps the first addresses of a subnet to itself. */
const RESERVED = 4;

/** Makes one with its own address, or with the one that comes after those of all interfaces made before; the world's ids go on as they were. */
export function seedNetworkInterface(state: WorldState, seed: NetworkInterfaceSeed): void {
  const ids = idsNamed(state, `network interface ${seed.id}`);
  const etag = `W/"${ids.guid()}"`;
  const address =
    'address' in seed
      ? seed.address
      : addressText((addressNumber(seed.firstAddress) ?? 0) + RESERVED + countBefore(state));
  const name = 'ipconfig1';
  putResource(state, {
    id: seed.id,
    name: parseResourceId(seed.id).names[0] ?? '',
    type: NETWORK_INTERFACE_TYPE,
    location: seed.location,
    tags: {},
    extra: { etag },
    properties: {
      provisioningState: 'Succeeded',
      resourceGuid: ids.guid(),
      ipConfigurations: [
        {
          name,
          id: `${seed.id}/ipConfigurations/${name}`,
          etag,
          type: `${NETWORK_INTERFACE_TYPE}/ipConfigurations`,
          properties: {
            provisioningState: 'Succeeded',
            privateIPAddress: address,
            privateIPAllocationMethod: 'Dynamic',
            subnet: { id: seed.subnetId },
            primary: true,
            privateIPAddressVersion: 'IPv4',
          },
        },
      ],
      dnsSettings: { dnsServers: [], appliedDnsServers: [] },
      enableAcceleratedNetworking: false,
      vnetEncryptionSupported: false,
      enableIPForwarding: false,
      disableTcpStateTracking: false,
      hostedWorkloads: [],
      tapConfigurations: [],
      nicType: 'Standard',
      auxiliaryMode: 'None',
      auxiliarySku: 'None',
    },
  });
}

/** How many interfaces were made so far: looking through a world for each of ten thousand takes minutes. */
const made = new WeakMap<WorldState['resources'], number>();

function countBefore({ resources }: WorldState): number {
  const before =
    made.get(resources) ??
    Object.values(resources).filter(({ type }) => type === NETWORK_INTERFACE_TYPE).length;
  made.set(resources, before + 1);
  return before;
}
