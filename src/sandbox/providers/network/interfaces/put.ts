// Creating network interfaces: each address is checked against its subnet and against the other interfaces.

import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { requireLinkedAction } from '../../../http/gateway.js';
import type { OperationRequest, OperationResponse } from '../../../http/operation.js';
import { Refusal } from '../../../http/refusal.js';
import { resourceKey, type ArmResource } from '../../../kernel/resource.js';
import {
  addressNumber,
  addressText,
  holdsAddress,
  isReserved,
  lowestFree,
  rangeOf,
  type AddressRange,
} from '../virtual-networks/address-range.js';
import {
  addressNotInSubnet,
  addressReserved,
  addressTaken,
  invalidFormat,
  referenceNotFound,
  subnetFull,
} from '../errors.js';
import {
  configurationsIn,
  configurationsOf,
  renderInterface,
  type IpConfiguration,
} from './network-interface.js';
import { completePut, knownInRegion } from '../put.js';
import { idOfRequest, NETWORK_INTERFACE_TYPE, sameRegion } from '../request.js';
import { requireSecurityGroup } from '../security-groups/reference.js';
import { findSubnet, type FoundSubnet } from '../virtual-networks/virtual-network.js';

const wantedConfigurationSchema = z.strictObject({
  name: z.string(),
  id: z.string().optional(),
  etag: z.string().optional(),
  type: z.string().optional(),
  properties: z.strictObject({
    subnet: z.strictObject({ id: z.string() }),
    privateIPAllocationMethod: z.enum(['Dynamic', 'Static']).optional(),
    privateIPAddress: z.string().optional(),
    privateIPAddressVersion: z.literal('IPv4').optional(),
    primary: z.boolean().optional(),
    provisioningState: z.string().optional(),
  }),
});

/** What a request for an interface may hold; a public address is not among it. */
export const interfaceBodySchema = z.strictObject({
  id: z.string().optional(),
  name: z.string().optional(),
  type: z.string().optional(),
  etag: z.string().optional(),
  location: z.string(),
  tags: z.record(z.string(), z.string()).optional(),
  properties: z.strictObject({
    ipConfigurations: z.array(wantedConfigurationSchema).min(1),
    enableAcceleratedNetworking: z.boolean().optional(),
    enableIPForwarding: z.boolean().optional(),
    networkSecurityGroup: z.strictObject({ id: z.string() }).optional(),
  }),
});

type PutRequest = OperationRequest<z.infer<typeof interfaceBodySchema>>;
type WantedConfiguration = z.infer<typeof wantedConfigurationSchema>;

/** 201 for a new interface, 200 for one that is there; the same request twice changes nothing. */
export function putInterface(request: PutRequest): OperationResponse {
  const { state, body } = request;
  const id = idOfRequest(request, NETWORK_INTERFACE_TYPE);
  const known = knownInRegion(state, id, body.location);
  const wanted = wantedInterface(request, id, known);
  const networkInterface = isDeepStrictEqual(known, wanted)
    ? wanted
    : { ...wanted, extra: { etag: newTag(request) } };
  return completePut(request, networkInterface, {
    known,
    kind: 'interface-put',
    render: renderInterface,
  });
}

function wantedInterface(
  request: PutRequest,
  id: string,
  known: ArmResource | undefined,
): ArmResource {
  const { body, params } = request;
  return {
    id: known?.id ?? id,
    name: known?.name ?? params['name'] ?? '',
    type: NETWORK_INTERFACE_TYPE,
    location: body.location.toLowerCase().replaceAll(' ', ''),
    tags: body.tags ?? {},
    ...(known?.extra === undefined ? {} : { extra: known.extra }),
    properties: interfaceProperties(request, id, known),
  };
}

function newTag({ ids }: PutRequest): string {
  return `W/"${ids.guid()}"`;
}

function interfaceProperties(request: PutRequest, id: string, known: ArmResource | undefined) {
  const { ids, body } = request;
  const {
    enableAcceleratedNetworking = false,
    enableIPForwarding = false,
    networkSecurityGroup,
  } = body.properties;
  if (networkSecurityGroup !== undefined) {
    requireSecurityGroup(request.state, {
      groupId: networkSecurityGroup.id,
      userId: id,
      location: body.location,
    });
    requireLinkedAction(request, {
      own: { action: `${NETWORK_INTERFACE_TYPE}/write`, scope: id },
      linked: {
        action: 'Microsoft.Network/networkSecurityGroups/join/action',
        scope: networkSecurityGroup.id,
      },
    });
  }
  return {
    provisioningState: 'Succeeded',
    resourceGuid: known?.properties['resourceGuid'] ?? ids.guid(),
    ipConfigurations: configurations(request, id, known),
    dnsSettings: { dnsServers: [], appliedDnsServers: [] },
    enableAcceleratedNetworking,
    vnetEncryptionSupported: false,
    enableIPForwarding,
    disableTcpStateTracking: false,
    hostedWorkloads: [],
    tapConfigurations: [],
    ...(networkSecurityGroup === undefined ? {} : { networkSecurityGroup }),
    nicType: 'Standard',
    auxiliaryMode: 'None',
    auxiliarySku: 'None',
  };
}

function configurations(
  request: PutRequest,
  interfaceId: string,
  known: ArmResource | undefined,
): IpConfiguration[] {
  const wanted = request.body.properties.ipConfigurations;
  const before = known === undefined ? [] : configurationsOf(known);
  const made: IpConfiguration[] = [];
  for (const [index, each] of wanted.entries()) {
    const subnet = subnetOf(request, interfaceId, each);
    const kept = before.find(({ name }) => name === each.name);
    made.push({
      name: each.name,
      id: `${interfaceId}/ipConfigurations/${each.name}`,
      etag: kept?.etag ?? newTag(request),
      type: `${NETWORK_INTERFACE_TYPE}/ipConfigurations`,
      properties: {
        provisioningState: 'Succeeded',
        privateIPAddress: chooseAddress(request, { interfaceId, wanted: each, subnet, kept, made }),
        privateIPAllocationMethod: each.properties.privateIPAllocationMethod ?? 'Dynamic',
        subnet: { id: subnet.id },
        primary: each.properties.primary ?? index === 0,
        privateIPAddressVersion: 'IPv4',
      },
    });
  }
  return made;
}

/** The subnet must be in the region of the interface, and the caller may join it. */
function subnetOf(
  request: PutRequest,
  interfaceId: string,
  { properties }: WantedConfiguration,
): FoundSubnet {
  const subnet = findSubnet(request.state, properties.subnet.id);
  if (subnet === undefined || !sameRegion(subnet.network, request.body.location)) {
    throw new Refusal(referenceNotFound(properties.subnet.id, interfaceId));
  }
  requireLinkedAction(request, {
    own: { action: `${NETWORK_INTERFACE_TYPE}/write`, scope: interfaceId },
    linked: {
      action: 'Microsoft.Network/virtualNetworks/subnets/join/action',
      scope: subnet.id,
    },
  });
  return subnet;
}

interface AddressChoice {
  readonly interfaceId: string;
  readonly wanted: WantedConfiguration;
  readonly subnet: FoundSubnet;
  readonly kept: IpConfiguration | undefined;
  /** Of the same interface, made just before. */
  readonly made: readonly IpConfiguration[];
}

function chooseAddress(request: PutRequest, choice: AddressChoice): string {
  const range = rangeOf(choice.subnet.addressPrefix);
  if (range === undefined) {
    throw new RangeError(`${choice.subnet.addressPrefix} is no address prefix`);
  }
  const { privateIPAllocationMethod = 'Dynamic', privateIPAddress } = choice.wanted.properties;
  if (privateIPAllocationMethod === 'Static') {
    return staticAddress(request, choice, range, privateIPAddress);
  }
  const { kept, subnet } = choice;
  if (kept !== undefined && resourceKey(kept.properties.subnet.id) === resourceKey(subnet.id)) {
    return kept.properties.privateIPAddress;
  }
  const taken = holders(request, choice).map(({ properties }) =>
    addressNumber(properties.privateIPAddress),
  );
  const free = lowestFree(range, new Set(taken.filter((number) => number !== undefined)));
  if (free === undefined) {
    throw new Refusal(subnetFull(subnet.id, subnet.addressPrefix));
  }
  return addressText(free);
}

function staticAddress(
  request: PutRequest,
  choice: AddressChoice,
  range: AddressRange,
  address: string | undefined,
): string {
  const { interfaceId, wanted, subnet } = choice;
  const number = addressNumber(address ?? '');
  if (address === undefined || number === undefined) {
    throw new Refusal(invalidFormat('A static private IP address must be a valid IPv4 address.'));
  }
  if (!holdsAddress(range, number)) {
    throw new Refusal(addressNotInSubnet(address, subnet.addressPrefix));
  }
  if (isReserved(range, number)) {
    throw new Refusal(addressReserved(address, subnet.addressPrefix));
  }
  const holder = holders(request, choice).find(
    ({ properties }) => addressNumber(properties.privateIPAddress) === number,
  );
  if (holder !== undefined) {
    const configurationId = `${interfaceId}/ipConfigurations/${wanted.name}`;
    throw new Refusal(addressTaken(configurationId, address, holder.id));
  }
  return addressText(number);
}

/** What holds addresses in the subnet, but for what this very interface held before. */
function holders(
  { state }: PutRequest,
  { interfaceId, subnet, made }: AddressChoice,
): readonly IpConfiguration[] {
  const own = `${resourceKey(interfaceId)}/`;
  const others = configurationsIn(state, subnet.id).filter(
    ({ id }) => !resourceKey(id).startsWith(own),
  );
  return [...others, ...made];
}
