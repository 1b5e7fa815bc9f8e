// What the operations of Microsoft.Network have in common: versions, paths, ids.

import type { OperationRequest } from '../../http/operation.js';
import type { ArmResource } from '../../kernel/resource.js';

/** ARM types of this provider. */
export const VIRTUAL_NETWORK_TYPE = 'Microsoft.Network/virtualNetworks';
export const NETWORK_INTERFACE_TYPE = 'Microsoft.Network/networkInterfaces';
export const PUBLIC_ADDRESS_TYPE = 'Microsoft.Network/publicIPAddresses';
export const SECURITY_GROUP_TYPE = 'Microsoft.Network/networkSecurityGroups';

/** The versions in which networks are asked for; the shapes here are the same in all of them. */
const NETWORK_API_VERSIONS = [
  '2019-11-01',
  '2022-01-01',
  '2022-05-01',
  '2022-07-01',
  '2023-05-01',
  '2023-06-01',
  '2023-09-01',
  '2023-11-01',
  '2024-01-01',
  '2024-03-01',
  '2024-05-01',
];

/** Path of a subscription and of a resource group. */
export const SUBSCRIPTION_PATH = '/subscriptions/{subscriptionId}';
export const GROUP_PATH = `${SUBSCRIPTION_PATH}/resourceGroups/{resourceGroupName}`;

/** What all operations of networks have in common. */
export const networkCommon = {
  provider: 'network',
  host: 'arm',
  apiVersions: NETWORK_API_VERSIONS,
} as const;

/** What a list is below: the resource group in the path, or the whole subscription. */
export function listScope({ params }: OperationRequest): string {
  const group = params['resourceGroupName'];
  const subscription = `/subscriptions/${params['subscriptionId']}`;
  return group === undefined ? subscription : `${subscription}/resourceGroups/${group}`;
}

/** ARM id of the resource in the path. */
export function idOfRequest(request: OperationRequest, type: string): string {
  return `${listScope(request)}/providers/${type}/${request.params['name']}`;
}

/** Whether a resource is in a region, however that is written. */
export function sameRegion(resource: ArmResource, location: string): boolean {
  return resource.location?.toLowerCase() === location.toLowerCase().replaceAll(' ', '');
}
