// Every operation of Microsoft.Network that the sandbox answers.

import { resourceNotFound } from '../../http/arm-error.js';
import {
  defineOperation,
  type Evidence,
  type OperationRequest,
  type OperationResponse,
  type SandboxOperation,
} from '../../http/operation.js';
import { Refusal } from '../../http/refusal.js';
import { findResource, listResources, type ArmResource } from '../../kernel/resource.js';
import type { WorldState } from '../../kernel/state.js';
import { deleteInterface, deleteNetwork, deleteSecurityGroup } from './delete.js';
import { renderInterface } from './interfaces/network-interface.js';
import { networkOperationRoutes } from './operations.js';
import {
  GROUP_PATH,
  idOfRequest,
  listScope,
  NETWORK_INTERFACE_TYPE,
  networkCommon,
  PUBLIC_ADDRESS_TYPE,
  SECURITY_GROUP_TYPE,
  SUBSCRIPTION_PATH,
  VIRTUAL_NETWORK_TYPE,
} from './request.js';
import { interfaceBodySchema, putInterface } from './interfaces/put.js';
import { putSecurityGroup, securityGroupBodySchema } from './security-groups/put.js';
import { renderSecurityGroup } from './security-groups/security-group.js';
import { networkBodySchema, putNetwork } from './virtual-networks/put.js';
import { renderNamedSubnet, renderNetwork } from './virtual-networks/virtual-network.js';

type Rendering = (state: WorldState, resource: ArmResource) => Record<string, unknown>;

function documented(page: string): [Evidence] {
  return [{ kind: 'documentation', page }];
}

function existing(request: OperationRequest, type: string): ArmResource {
  const id = idOfRequest(request, type);
  const found = findResource(request.state, id);
  if (found === undefined) {
    throw new Refusal(resourceNotFound(id));
  }
  return found;
}

function getSubnet(request: OperationRequest): OperationResponse {
  const network = existing(request, VIRTUAL_NETWORK_TYPE);
  const name = request.params['subnetName'] ?? '';
  const body = renderNamedSubnet(request.state, network, name);
  return body === undefined
    ? resourceNotFound(`${network.id}/subnets/${name}`)
    : { status: 200, body };
}

/** A world has public addresses only if it begins with them. */
function renderPublicAddress(
  _state: WorldState,
  { name, id, type, location, tags, extra, properties }: ArmResource,
): Record<string, unknown> {
  return { name, id, ...extra, type, location, tags: tags ?? {}, properties };
}

/** Get, list by group and list of one type; `pages` is how the reference names the operation group. */
function readRoutes(
  group: string,
  pages: string,
  type: string,
  render: Rendering,
): SandboxOperation[] {
  const common = { ...networkCommon, method: 'GET', action: `${type}/read` } as const;
  const list = (request: OperationRequest): OperationResponse => {
    const found = listResources(request.state, listScope(request), type);
    return { status: 200, body: { value: found.map((each) => render(request.state, each)) } };
  };
  return [
    defineOperation({
      ...common,
      id: `${group}_Get`,
      path: `${GROUP_PATH}/providers/${type}/{name}`,
      evidence: documented(`${pages} - Get`),
      fidelity: 'modelled',
      handle: (request) => ({
        status: 200,
        body: render(request.state, existing(request, type)),
      }),
    }),
    defineOperation({
      ...common,
      id: `${group}_List`,
      path: `${GROUP_PATH}/providers/${type}`,
      evidence: documented(`${pages} - List`),
      fidelity: 'simplified',
      simplification: 'one page, however many there are',
      handle: list,
    }),
    defineOperation({
      ...common,
      id: `${group}_ListAll`,
      path: `${SUBSCRIPTION_PATH}/providers/${type}`,
      evidence: documented(`${pages} - List All`),
      fidelity: 'simplified',
      simplification: 'one page, however many there are',
      handle: list,
    }),
  ];
}

function deletion(
  group: string,
  type: string,
  handle: (request: OperationRequest) => OperationResponse,
): SandboxOperation {
  return defineOperation({
    ...networkCommon,
    id: `${group}_Delete`,
    method: 'DELETE',
    path: `${GROUP_PATH}/providers/${type}/{name}`,
    action: `${type}/delete`,
    evidence: documented(`${group.replaceAll(/(?!^)([A-Z])/gu, ' $1')} - Delete`),
    fidelity: 'simplified',
    simplification: 'gone as soon as it is asked for',
    handle,
  });
}

/** The route table of networks. */
export const networkOperations: readonly SandboxOperation[] = [
  ...readRoutes('VirtualNetworks', 'Virtual Networks', VIRTUAL_NETWORK_TYPE, renderNetwork),
  ...readRoutes(
    'PublicIPAddresses',
    'Public IP Addresses',
    PUBLIC_ADDRESS_TYPE,
    renderPublicAddress,
  ),
  ...readRoutes('NetworkInterfaces', 'Network Interfaces', NETWORK_INTERFACE_TYPE, renderInterface),
  ...readRoutes(
    'NetworkSecurityGroups',
    'Network Security Groups',
    SECURITY_GROUP_TYPE,
    renderSecurityGroup,
  ),
  defineOperation({
    ...networkCommon,
    id: 'Subnets_Get',
    method: 'GET',
    path: `${GROUP_PATH}/providers/${VIRTUAL_NETWORK_TYPE}/{name}/subnets/{subnetName}`,
    action: `${VIRTUAL_NETWORK_TYPE}/subnets/read`,
    evidence: documented('Subnets - Get'),
    fidelity: 'modelled',
    handle: getSubnet,
  }),
  defineOperation({
    ...networkCommon,
    id: 'VirtualNetworkPeerings_List',
    method: 'GET',
    path: `${GROUP_PATH}/providers/${VIRTUAL_NETWORK_TYPE}/{name}/virtualNetworkPeerings`,
    action: `${VIRTUAL_NETWORK_TYPE}/virtualNetworkPeerings/read`,
    evidence: documented('Virtual Network Peerings - List'),
    fidelity: 'simplified',
    simplification: 'a network has peerings only if its world begins with them',
    handle: (request) => ({
      status: 200,
      body: {
        value: existing(request, VIRTUAL_NETWORK_TYPE).properties['virtualNetworkPeerings'] ?? [],
      },
    }),
  }),
  defineOperation({
    ...networkCommon,
    id: 'NetworkInterfaces_CreateOrUpdate',
    method: 'PUT',
    path: `${GROUP_PATH}/providers/${NETWORK_INTERFACE_TYPE}/{name}`,
    body: interfaceBodySchema,
    action: `${NETWORK_INTERFACE_TYPE}/write`,
    evidence: [
      { kind: 'documentation', page: 'Network Interfaces - Create Or Update' },
      { kind: 'assumption', note: 'how long it takes' },
    ],
    fidelity: 'simplified',
    simplification: 'private IPv4 addresses only; no public addresses',
    handle: putInterface,
  }),
  defineOperation({
    ...networkCommon,
    id: 'VirtualNetworks_CreateOrUpdate',
    method: 'PUT',
    path: `${GROUP_PATH}/providers/${VIRTUAL_NETWORK_TYPE}/{name}`,
    body: networkBodySchema,
    action: `${VIRTUAL_NETWORK_TYPE}/write`,
    evidence: [
      ...documented('Virtual Networks - Create Or Update'),
      { kind: 'assumption', note: 'how long it takes' },
    ],
    fidelity: 'simplified',
    simplification: 'IPv4; subnets with a security group, but no peerings, routes and gateways',
    handle: putNetwork,
  }),
  defineOperation({
    ...networkCommon,
    id: 'NetworkSecurityGroups_CreateOrUpdate',
    method: 'PUT',
    path: `${GROUP_PATH}/providers/${SECURITY_GROUP_TYPE}/{name}`,
    body: securityGroupBodySchema,
    action: `${SECURITY_GROUP_TYPE}/write`,
    evidence: [
      ...documented('Network Security Groups - Create Or Update'),
      { kind: 'assumption', note: 'how long it takes, and the words for rules that do not fit' },
    ],
    fidelity: 'simplified',
    simplification: 'rules come with their group; no application security groups',
    handle: putSecurityGroup,
  }),
  deletion('NetworkInterfaces', NETWORK_INTERFACE_TYPE, deleteInterface),
  deletion('VirtualNetworks', VIRTUAL_NETWORK_TYPE, deleteNetwork),
  deletion('NetworkSecurityGroups', SECURITY_GROUP_TYPE, deleteSecurityGroup),
  ...networkOperationRoutes,
];
