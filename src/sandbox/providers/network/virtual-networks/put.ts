// Making and changing virtual networks. Documentation: Virtual Networks - Create Or Update.

import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { requireLinkedAction } from '../../../http/gateway.js';
import type { OperationRequest, OperationResponse } from '../../../http/operation.js';
import { Refusal } from '../../../http/refusal.js';
import type { ArmResource } from '../../../kernel/resource.js';
import {
  invalidFormat,
  prefixInUse,
  subnetInUse,
  subnetOutside,
  subnetsOverlap,
} from '../errors.js';
import { configurationsIn } from '../interfaces/network-interface.js';
import { completePut, knownInRegion } from '../put.js';
import { idOfRequest, VIRTUAL_NETWORK_TYPE } from '../request.js';
import { requireSecurityGroup } from '../security-groups/reference.js';
import { holdsAddress, rangeOf, type AddressRange } from './address-range.js';
import { networkProperties, renderNetwork, subnetsOf } from './virtual-network.js';

const policySchema = z
  .enum(['Enabled', 'Disabled', 'NetworkSecurityGroupEnabled', 'RouteTableEnabled'])
  .optional();

const wantedSubnetSchema = z.strictObject({
  name: z.string(),
  id: z.string().optional(),
  etag: z.string().optional(),
  type: z.string().optional(),
  properties: z.strictObject({
    provisioningState: z.string().optional(),
    addressPrefix: z.string(),
    networkSecurityGroup: z.strictObject({ id: z.string() }).optional(),
    delegations: z.array(z.never()).optional(),
    privateEndpointNetworkPolicies: policySchema,
    privateLinkServiceNetworkPolicies: policySchema,
    defaultOutboundAccess: z.boolean().optional(),
    ipConfigurations: z.array(z.looseObject({ id: z.string() })).optional(),
  }),
});

/** What a request for a network may hold: no peerings, route tables, gateways and delegations. */
export const networkBodySchema = z.strictObject({
  id: z.string().optional(),
  name: z.string().optional(),
  type: z.string().optional(),
  etag: z.string().optional(),
  location: z.string(),
  tags: z.record(z.string(), z.string()).optional(),
  properties: z.strictObject({
    provisioningState: z.string().optional(),
    resourceGuid: z.string().optional(),
    addressSpace: z.strictObject({ addressPrefixes: z.array(z.string()).min(1) }),
    subnets: z.array(wantedSubnetSchema).optional(),
    virtualNetworkPeerings: z.array(z.never()).optional(),
    enableDdosProtection: z.literal(false).optional(),
  }),
});

type PutRequest = OperationRequest<z.infer<typeof networkBodySchema>>;
type WantedSubnet = z.infer<typeof wantedSubnetSchema>;

/** 201 for a new network, 200 for one that is there; the same request twice changes nothing. */
export function putNetwork(request: PutRequest): OperationResponse {
  const { state, body, ids } = request;
  const id = idOfRequest(request, VIRTUAL_NETWORK_TYPE);
  const known = knownInRegion(state, id, body.location);
  const subnets = body.properties.subnets ?? [];
  refuseRanges(request, subnets);
  refuseLosses(request, known, subnets);
  refuseSecurityGroups(request, known?.id ?? id, subnets);
  const etag = known?.extra?.['etag'];
  const unchanged =
    typeof etag === 'string' ? wantedNetwork(request, known, { id, subnets, etag }) : undefined;
  const network =
    unchanged !== undefined && isDeepStrictEqual(known, unchanged)
      ? unchanged
      : wantedNetwork(request, known, { id, subnets, etag: `W/"${ids.guid()}"` });
  return completePut(request, network, { known, kind: 'network-put', render: renderNetwork });
}

function wantedNetwork(
  { body, params, ids }: PutRequest,
  known: ArmResource | undefined,
  {
    id,
    subnets,
    etag,
  }: { readonly id: string; readonly subnets: readonly WantedSubnet[]; readonly etag: string },
): ArmResource {
  const networkId = known?.id ?? id;
  const guid = known?.properties['resourceGuid'];
  const peerings = known?.properties['virtualNetworkPeerings'];
  return {
    id: networkId,
    name: known?.name ?? params['name'] ?? '',
    type: VIRTUAL_NETWORK_TYPE,
    location: body.location.toLowerCase().replaceAll(' ', ''),
    tags: body.tags ?? {},
    extra: { etag },
    properties: {
      ...networkProperties(networkId, {
        etag,
        resourceGuid: typeof guid === 'string' ? guid : ids.guid(),
        addressPrefixes: body.properties.addressSpace.addressPrefixes,
        subnets: subnets.map(({ name, properties }) => {
          const { provisioningState: _, ipConfigurations: _shown, ...settings } = properties;
          return { name, settings };
        }),
      }),
      ...(peerings === undefined ? {} : { virtualNetworkPeerings: peerings }),
    },
  };
}

function readRange(prefix: string): AddressRange {
  const range = rangeOf(prefix);
  if (range === undefined) {
    throw new Refusal(invalidFormat(`${prefix} is not a valid IPv4 address prefix.`));
  }
  return range;
}

function refuseRanges({ body, params }: PutRequest, subnets: readonly WantedSubnet[]): void {
  const space = body.properties.addressSpace.addressPrefixes.map((prefix) => readRange(prefix));
  const ranges = subnets.map(({ name, properties }) => ({
    name,
    ...readRange(properties.addressPrefix),
  }));
  for (const [index, { name, first, last }] of ranges.entries()) {
    if (!space.some((each) => holdsAddress(each, first) && holdsAddress(each, last))) {
      throw new Refusal(subnetOutside(name, params['name'] ?? ''));
    }
    const other = ranges
      .slice(0, index)
      .find((each) => holdsAddress(each, first) || holdsAddress({ first, last }, each.first));
    if (other !== undefined) {
      throw new Refusal(subnetsOverlap(name, other.name));
    }
  }
}

/** What a request leaves out of a network is deleted: not, however, what interfaces use. */
function refuseLosses(
  { state }: PutRequest,
  known: ArmResource | undefined,
  wanted: readonly WantedSubnet[],
): void {
  for (const subnet of known === undefined ? [] : subnetsOf(known)) {
    const [user] = configurationsIn(state, subnet.id);
    const kept = wanted.find(({ name }) => name.toLowerCase() === subnet.name.toLowerCase());
    if (user !== undefined && kept === undefined) {
      throw new Refusal(subnetInUse(subnet.name, user.id));
    }
    const prefix = subnet.properties.addressPrefix;
    if (user !== undefined && kept !== undefined && kept.properties.addressPrefix !== prefix) {
      throw new Refusal(prefixInUse(prefix, subnet.name));
    }
  }
}

function refuseSecurityGroups(
  request: PutRequest,
  networkId: string,
  subnets: readonly WantedSubnet[],
): void {
  for (const { name, properties } of subnets) {
    const { networkSecurityGroup } = properties;
    if (networkSecurityGroup === undefined) {
      continue;
    }
    const subnetId = `${networkId}/subnets/${name}`;
    requireSecurityGroup(request.state, {
      groupId: networkSecurityGroup.id,
      userId: subnetId,
      location: request.body.location,
    });
    requireLinkedAction(request, {
      own: { action: `${VIRTUAL_NETWORK_TYPE}/write`, scope: networkId },
      linked: {
        action: 'Microsoft.Network/networkSecurityGroups/join/action',
        scope: networkSecurityGroup.id,
      },
    });
  }
}
