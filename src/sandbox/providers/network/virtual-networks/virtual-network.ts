// Virtual networks and their subnets: how they are kept, found, shown and put into a world.

import { z } from 'zod';
import type { SandboxIds } from '../../../http/operation.js';
import { findResource, putResource, type ArmResource } from '../../../kernel/resource.js';
import { parseResourceId } from '../../../kernel/resource-id.js';
import type { WorldState } from '../../../kernel/state.js';
import { configurationsIn } from '../interfaces/network-interface.js';
import { VIRTUAL_NETWORK_TYPE } from '../request.js';

const subnetSchema = z.looseObject({
  id: z.string(),
  name: z.string(),
  etag: z.string(),
  properties: z.looseObject({ addressPrefix: z.string() }),
});

const networkSchema = z.looseObject({ subnets: z.array(subnetSchema) });

type Subnet = z.infer<typeof subnetSchema>;

/** A subnet and the network that it is in. */
export interface FoundSubnet {
  readonly id: string;
  readonly name: string;
  readonly addressPrefix: string;
  readonly network: ArmResource;
}

/** A virtual network to be made. */
export interface VirtualNetworkSeed {
  /** ARM id; its casing is kept. */
  readonly id: string;
  readonly location: string;
  /** Such as 10.0.0.0/16. */
  readonly addressPrefix: string;
  readonly subnets: readonly { readonly name: string; readonly addressPrefix: string }[];
}

/** Puts a virtual network into a world. Documentation: Virtual Networks - Get. */
export function seedVirtualNetwork(
  state: WorldState,
  ids: SandboxIds,
  seed: VirtualNetworkSeed,
): void {
  const etag = `W/"${ids.guid()}"`;
  putResource(state, {
    id: seed.id,
    name: parseResourceId(seed.id).names[0] ?? '',
    type: VIRTUAL_NETWORK_TYPE,
    location: seed.location,
    tags: {},
    extra: { etag },
    properties: networkProperties(seed.id, {
      etag,
      resourceGuid: ids.guid(),
      addressPrefixes: [seed.addressPrefix],
      subnets: seed.subnets.map(({ name, addressPrefix }) => ({
        name,
        settings: { addressPrefix },
      })),
    }),
  });
}

/** What a network is made of. */
interface NetworkParts {
  readonly etag: string;
  readonly resourceGuid: string;
  readonly addressPrefixes: readonly string[];
  readonly subnets: readonly {
    readonly name: string;
    readonly settings: { readonly addressPrefix: string } & Readonly<Record<string, unknown>>;
  }[];
}

/** The properties of a network without peerings. */
export function networkProperties(networkId: string, parts: NetworkParts) {
  const { etag, resourceGuid, addressPrefixes, subnets } = parts;
  return {
    provisioningState: 'Succeeded',
    resourceGuid,
    addressSpace: { addressPrefixes },
    subnets: subnets.map(({ name, settings: { addressPrefix, ...settings } }) => ({
      name,
      id: `${networkId}/subnets/${name}`,
      etag,
      properties: {
        provisioningState: 'Succeeded',
        addressPrefix,
        delegations: [],
        privateEndpointNetworkPolicies: 'Disabled',
        privateLinkServiceNetworkPolicies: 'Enabled',
        ...settings,
      },
      type: `${VIRTUAL_NETWORK_TYPE}/subnets`,
    })),
    virtualNetworkPeerings: [],
    enableDdosProtection: false,
  };
}

/** The subnet with this ARM id; undefined when it or its network is not there. */
export function findSubnet(state: WorldState, subnetId: string): FoundSubnet | undefined {
  const [, networkId = '', name = ''] = /^(.*)\/subnets\/([^/]+)\/?$/iu.exec(subnetId) ?? [];
  const network = findResource(state, networkId);
  if (network?.type.toLowerCase() !== VIRTUAL_NETWORK_TYPE.toLowerCase()) {
    return undefined;
  }
  const subnet = subnetsOf(network).find((each) => each.name.toLowerCase() === name.toLowerCase());
  return subnet === undefined
    ? undefined
    : {
        id: subnet.id,
        name: subnet.name,
        addressPrefix: subnet.properties.addressPrefix,
        network,
      };
}

/** A network as ARM shows it, its subnets with what uses them. */
export function renderNetwork(state: WorldState, network: ArmResource): Record<string, unknown> {
  const { name, id, type, location, tags, extra, properties } = network;
  const subnets = subnetsOf(network).map((subnet) => renderSubnet(state, subnet));
  return {
    name,
    id,
    ...extra,
    type,
    location,
    tags: tags ?? {},
    properties: { ...properties, subnets },
  };
}

/** The subnet of a network as ARM shows it; undefined when the network has none of that name. */
export function renderNamedSubnet(
  state: WorldState,
  network: ArmResource,
  name: string,
): Record<string, unknown> | undefined {
  const found = subnetsOf(network).find((each) => each.name.toLowerCase() === name.toLowerCase());
  return found === undefined ? undefined : renderSubnet(state, found);
}

function renderSubnet(state: WorldState, subnet: Subnet): Record<string, unknown> {
  const users = configurationsIn(state, subnet.id).map(({ id }) => ({ id }));
  const { provisioningState, addressPrefix, ...rest } = subnet.properties;
  const properties = {
    provisioningState,
    addressPrefix,
    ...(users.length === 0 ? {} : { ipConfigurations: users }),
    ...rest,
  };
  return { ...subnet, properties };
}

/** The subnets of a network. */
export function subnetsOf(network: ArmResource): readonly Subnet[] {
  return networkSchema.parse(network.properties).subnets;
}
