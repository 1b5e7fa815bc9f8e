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
import {
  findResource,
  listResources,
  removeResource,
  type ArmResource,
} from '../../kernel/resource.js';
import type { WorldState } from '../../kernel/state.js';
import { interfaceInUse } from './errors.js';
import { machineOfInterface, renderInterface } from './interfaces/network-interface.js';
import { networkHeaders, networkOperationRoutes, startNetworkOperation } from './operations.js';
import {
  GROUP_PATH,
  idOfRequest,
  listScope,
  NETWORK_INTERFACE_TYPE,
  networkCommon,
  SUBSCRIPTION_PATH,
  VIRTUAL_NETWORK_TYPE,
} from './request.js';
import { interfaceBodySchema, putInterface } from './interfaces/put.js';
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

/** 202 for one that is there, which is gone at once; 204 for one that is not. */
function deleteInterface(request: OperationRequest): OperationResponse {
  const found = findResource(request.state, idOfRequest(request, NETWORK_INTERFACE_TYPE));
  if (found === undefined) {
    return { status: 204 };
  }
  const machine = machineOfInterface(request.state, found.id);
  if (machine !== undefined) {
    return interfaceInUse(found.id, machine);
  }
  removeResource(request.state, found.id);
  const operation = startNetworkOperation(request, 'interface-delete', found.id);
  return { status: 202, headers: networkHeaders(request, operation, found.location ?? '', true) };
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

/** The route table of networks. */
export const networkOperations: readonly SandboxOperation[] = [
  ...readRoutes('VirtualNetworks', 'Virtual Networks', VIRTUAL_NETWORK_TYPE, renderNetwork),
  ...readRoutes('NetworkInterfaces', 'Network Interfaces', NETWORK_INTERFACE_TYPE, renderInterface),
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
    simplification: 'private IPv4 addresses only; no security groups and no public addresses',
    handle: putInterface,
  }),
  defineOperation({
    ...networkCommon,
    id: 'NetworkInterfaces_Delete',
    method: 'DELETE',
    path: `${GROUP_PATH}/providers/${NETWORK_INTERFACE_TYPE}/{name}`,
    action: `${NETWORK_INTERFACE_TYPE}/delete`,
    evidence: documented('Network Interfaces - Delete'),
    fidelity: 'simplified',
    simplification: 'gone as soon as it is asked for',
    handle: deleteInterface,
  }),
  ...networkOperationRoutes,
];
