// Network security groups: who uses them, the rules that each has of itself, and how ARM shows them.
// Documentation: Network Security Groups - Get; Network security groups, default security rules.

import { z } from 'zod';
import { resourceKey, resourcesOfType, type ArmResource } from '../../../kernel/resource.js';
import type { WorldState } from '../../../kernel/state.js';
import { NETWORK_INTERFACE_TYPE, SECURITY_GROUP_TYPE, VIRTUAL_NETWORK_TYPE } from '../request.js';

interface DefaultRule {
  readonly name: string;
  readonly description: string;
  readonly priority: number;
  readonly direction: 'Inbound' | 'Outbound';
  readonly from: string;
  readonly to: string;
  readonly access: 'Allow' | 'Deny';
}

const ANY = '*';
const NETWORK = 'VirtualNetwork';

const DEFAULT_RULES: readonly DefaultRule[] = [
  {
    name: 'AllowVnetInBound',
    description: 'Allow inbound traffic from all VMs in VNET',
    priority: 65_000,
    direction: 'Inbound',
    from: NETWORK,
    to: NETWORK,
    access: 'Allow',
  },
  {
    name: 'AllowAzureLoadBalancerInBound',
    description: 'Allow inbound traffic from azure load balancer',
    priority: 65_001,
    direction: 'Inbound',
    from: 'AzureLoadBalancer',
    to: ANY,
    access: 'Allow',
  },
  {
    name: 'DenyAllInBound',
    description: 'Deny all inbound traffic',
    priority: 65_500,
    direction: 'Inbound',
    from: ANY,
    to: ANY,
    access: 'Deny',
  },
  {
    name: 'AllowVnetOutBound',
    description: 'Allow outbound traffic from all VMs to all VMs in VNET',
    priority: 65_000,
    direction: 'Outbound',
    from: NETWORK,
    to: NETWORK,
    access: 'Allow',
  },
  {
    name: 'AllowInternetOutBound',
    description: 'Allow outbound traffic from all VMs to Internet',
    priority: 65_001,
    direction: 'Outbound',
    from: ANY,
    to: 'Internet',
    access: 'Allow',
  },
  {
    name: 'DenyAllOutBound',
    description: 'Deny all outbound traffic',
    priority: 65_500,
    direction: 'Outbound',
    from: ANY,
    to: ANY,
    access: 'Deny',
  },
];

/** The six rules that every group has and nobody can take away. */
export function defaultRules(groupId: string, etag: string) {
  return DEFAULT_RULES.map(({ name, description, priority, direction, from, to, access }) => ({
    name,
    id: `${groupId}/defaultSecurityRules/${name}`,
    etag,
    type: `${SECURITY_GROUP_TYPE}/defaultSecurityRules`,
    properties: {
      provisioningState: 'Succeeded',
      description,
      protocol: ANY,
      sourcePortRange: ANY,
      destinationPortRange: ANY,
      sourceAddressPrefix: from,
      destinationAddressPrefix: to,
      access,
      priority,
      direction,
      sourcePortRanges: [],
      destinationPortRanges: [],
      sourceAddressPrefixes: [],
      destinationAddressPrefixes: [],
    },
  }));
}

function references(ids: readonly string[]) {
  return ids.map((id) => ({ id }));
}

/** A group as ARM shows it, with the subnets and interfaces that use it. */
export function renderSecurityGroup(
  state: WorldState,
  { name, id, type, location, tags, extra, properties }: ArmResource,
): Record<string, unknown> {
  const { subnets, interfaces } = usersOfGroup(state, id);
  return {
    name,
    id,
    ...extra,
    type,
    location,
    tags: tags ?? {},
    properties: {
      ...properties,
      ...(interfaces.length === 0 ? {} : { networkInterfaces: references(interfaces) }),
      ...(subnets.length === 0 ? {} : { subnets: references(subnets) }),
    },
  };
}

const guardedSchema = z.looseObject({
  networkSecurityGroup: z.looseObject({ id: z.string() }).optional(),
});

const guardedNetworkSchema = z.looseObject({
  subnets: z.array(z.looseObject({ id: z.string(), properties: guardedSchema })),
});

/** Ids of the subnets and interfaces that a group guards, in whatever resource group they are. */
export function usersOfGroup(
  state: WorldState,
  groupId: string,
): { readonly subnets: readonly string[]; readonly interfaces: readonly string[] } {
  const wanted = resourceKey(groupId);
  const isGuarded = ({ networkSecurityGroup }: z.infer<typeof guardedSchema>): boolean =>
    networkSecurityGroup !== undefined && resourceKey(networkSecurityGroup.id) === wanted;
  return {
    subnets: resourcesOfType(state, VIRTUAL_NETWORK_TYPE)
      .flatMap(({ properties }) => guardedNetworkSchema.parse(properties).subnets)
      .filter(({ properties }) => isGuarded(properties))
      .map(({ id }) => id),
    interfaces: resourcesOfType(state, NETWORK_INTERFACE_TYPE)
      .filter(({ properties }) => isGuarded(guardedSchema.parse(properties)))
      .map(({ id }) => id),
  };
}
