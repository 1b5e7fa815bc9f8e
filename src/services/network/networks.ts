// Virtual networks, network interfaces and network security groups (Virtual Networks - Get, - List All, - Create Or Update;
// Network Interfaces - Get, - Create Or Update; Network Security Groups - Create Or Update). Sent by hand: the SDK has some
// seven hundred operations, of which these are six.

import { z } from 'zod';
import type { ResourceId } from '../../domain/resource-id.js';
import { partsOf } from '../arm/addressed-client.js';
import { callAzure, callOrAbsent } from '../arm/errors.js';
import { operationOf } from '../arm/operation.js';
import { armRawClient } from '../arm/transport/raw-client.js';
import { readPages } from '../arm/transport/raw-pages.js';
import type { Transport } from '../arm/transport/transport.js';
import { unexpectedResponse } from '../arm/unexpected-response.js';
import type { Operation } from '../services.js';
import type { NetworkBuilding, SecurityRule } from '../drill-services.js';
import type {
  NetworkInterface,
  NetworkService,
  NewNetworkInterface,
  Subnet,
} from '../restore-services.js';

/** What is read and sent looks the same in all versions that the sandbox takes, from 2022-01-01 to 2024-05-01. */
const API_VERSION = '2023-09-01';

/** Azure's portal calls the only address of an interface so. */
const ADDRESS_NAME = 'ipconfig1';

const interfaceSchema = z.object({
  id: z.string(),
  tags: z.record(z.string(), z.string()).nullish(),
  properties: z.object({
    virtualMachine: z.object({ id: z.string() }).nullish(),
    enableAcceleratedNetworking: z.boolean().nullish(),
    networkSecurityGroup: z.object({ id: z.string() }).nullish(),
  }),
});

const networkSchema = z.object({ id: z.string(), location: z.string() });

const subnetSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** One range, or several in the newer member. */
  properties: z
    .object({ addressPrefix: z.string().nullish(), addressPrefixes: z.array(z.string()).nullish() })
    .nullish(),
});

const subnetsSchema = z.object({ properties: z.object({ subnets: z.array(subnetSchema) }) });

/** The service over the network of `transport`. */
export function createNetworkService(transport: Transport): NetworkService & NetworkBuilding {
  const client = armRawClient(transport);
  const urlOf = (path: string): string =>
    `${transport.cloud.armEndpoint}${path}?api-version=${API_VERSION}`;
  const read = async (id: ResourceId, what: string): Promise<unknown> => {
    const answer = await callOrAbsent(
      { doing: `read the ${what} ${partsOf(id).name}`, target: id },
      () => client.send({ method: 'GET', url: urlOf(id) }),
    );
    return answer?.body;
  };
  const put = async (id: ResourceId, what: string, body: unknown): Promise<Operation> => {
    const subject = `the ${what} ${partsOf(id).name}`;
    const accepted = await callAzure({ doing: `create ${subject}`, target: id }, () =>
      client.send({ method: 'PUT', url: urlOf(id), body }),
    );
    return operationOf(accepted, client, `the creation of ${subject}`);
  };
  return {
    networkInterface: async (id) => {
      const found = await read(id, 'network interface');
      return found === undefined ? undefined : interfaceFrom(parsed(interfaceSchema, found, id));
    },
    network: async (id) => {
      const found = await read(id, 'virtual network');
      return found === undefined
        ? undefined
        : {
            ...parsed(networkSchema, found, id),
            subnets: parsed(subnetsSchema, found, id).properties.subnets.map(subnetFrom),
          };
    },
    networks: (subscriptionId) => {
      const path = `/subscriptions/${subscriptionId}/providers/Microsoft.Network/virtualNetworks`;
      const subject = `the virtual networks of ${subscriptionId}`;
      return callAzure({ doing: `list ${subject}`, target: subscriptionId }, () =>
        readPages(client, urlOf(path), networkSchema, subject),
      );
    },
    putInterface: (wanted) => put(wanted.id, 'network interface', bodyOf(wanted)),
    putSecurityGroup: ({ id, location, tags, rules }) =>
      put(id, 'network security group', {
        location,
        tags,
        properties: { securityRules: rules.map((rule) => ruleBody(rule)) },
      }),
    putNetwork: ({ id, location, tags, range, subnetName, securityGroupId }) =>
      put(id, 'virtual network', {
        location,
        tags,
        properties: {
          addressSpace: { addressPrefixes: [range] },
          subnets: [
            {
              name: subnetName,
              properties: { addressPrefix: range, networkSecurityGroup: { id: securityGroupId } },
            },
          ],
        },
      }),
  };
}

function subnetFrom({ id, name, properties }: z.infer<typeof subnetSchema>): Subnet {
  const { addressPrefix, addressPrefixes } = properties ?? {};
  const single = typeof addressPrefix === 'string' ? [addressPrefix] : [];
  return { id, name, prefixes: addressPrefixes ?? single };
}

function interfaceFrom({
  id,
  tags,
  properties,
}: z.infer<typeof interfaceSchema>): NetworkInterface {
  const machineId = properties.virtualMachine?.id;
  const securityGroupId = properties.networkSecurityGroup?.id;
  return {
    id,
    tags: tags ?? {},
    ...(properties.enableAcceleratedNetworking === true ? { acceleratedNetworking: true } : {}),
    ...(securityGroupId === undefined ? {} : { securityGroupId }),
    ...(machineId === undefined ? {} : { machineId }),
  };
}

/** Security Rules - Create Or Update. */
function ruleBody({ name, priority, direction, access, service }: SecurityRule): object {
  return {
    name,
    properties: {
      priority,
      direction,
      access,
      protocol: service === undefined ? '*' : 'Tcp',
      sourceAddressPrefix: '*',
      sourcePortRange: '*',
      destinationAddressPrefix: service?.tag ?? '*',
      destinationPortRange: service === undefined ? '*' : String(service.port),
    },
  };
}

/** One private address and no public one. */
function bodyOf({
  location,
  tags,
  subnetId,
  privateAddress,
  acceleratedNetworking,
  securityGroupId,
}: NewNetworkInterface): Readonly<Record<string, unknown>> {
  const allocation =
    privateAddress === undefined
      ? { privateIPAllocationMethod: 'Dynamic' }
      : { privateIPAllocationMethod: 'Static', privateIPAddress: privateAddress };
  return {
    location,
    tags,
    properties: {
      ...(acceleratedNetworking === true ? { enableAcceleratedNetworking: true } : {}),
      ...(securityGroupId === undefined ? {} : { networkSecurityGroup: { id: securityGroupId } }),
      ipConfigurations: [
        { name: ADDRESS_NAME, properties: { subnet: { id: subnetId }, ...allocation } },
      ],
    },
  };
}

/** Throws `AZB_UNEXPECTED_RESPONSE` naming the first field that is not as it should be; values are not named. */
function parsed<Answer>(schema: z.ZodType<Answer>, body: unknown, id: ResourceId): Answer {
  const result = schema.safeParse(body);
  if (!result.success) {
    const field = result.error.issues[0]?.path.join('.') ?? '';
    throw unexpectedResponse(`'${field}' is missing`, id);
  }
  return result.data;
}
