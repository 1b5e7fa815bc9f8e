// Operations of Resource Manager itself.

import { z } from 'zod';
import { defineOperation, type Evidence, type SandboxOperation } from '../../http/operation.js';
import { cloudMetadataOperation } from './cloud-metadata.js';
import { getDeletion } from './group-deletion/job.js';
import { listGenericResources } from './generic-resources.js';
import {
  checkResourceGroup,
  deleteResourceGroup,
  getResourceGroup,
  listResourceGroups,
  patchResourceGroup,
  putResourceGroup,
} from './resource-groups.js';
import { getProvider, listProviders, registerProvider } from './resource-providers.js';
import { getSubscription, listLocations, listSubscriptions, listTenants } from './subscriptions.js';

const SUBSCRIPTION_VERSIONS = [
  '2022-12-01',
  '2022-09-01',
  '2021-01-01',
  '2020-01-01',
  '2019-11-01',
];

const RESOURCE_VERSIONS = ['2025-03-01', '2024-11-01', '2022-09-01', '2021-04-01', '2020-06-01'];

const GROUP_PATH = '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}';

/** Documentation of Resource Manager's own REST operations; none of them was recorded. */
function documented(page: string): [Evidence] {
  return [{ kind: 'documentation', page: `Azure REST API reference: ${page}` }];
}

const resources = { provider: 'resources', host: 'arm', fidelity: 'modelled' } as const;

const subscriptionOperations: readonly SandboxOperation[] = [
  defineOperation({
    ...resources,
    id: 'Subscriptions_List',
    method: 'GET',
    path: '/subscriptions',
    apiVersions: SUBSCRIPTION_VERSIONS,
    evidence: documented('Subscriptions - List'),
    handle: listSubscriptions,
  }),
  defineOperation({
    ...resources,
    id: 'Subscriptions_Get',
    method: 'GET',
    path: '/subscriptions/{subscriptionId}',
    apiVersions: SUBSCRIPTION_VERSIONS,
    evidence: documented('Subscriptions - Get'),
    handle: getSubscription,
  }),
  defineOperation({
    ...resources,
    id: 'Subscriptions_ListLocations',
    method: 'GET',
    path: '/subscriptions/{subscriptionId}/locations',
    apiVersions: SUBSCRIPTION_VERSIONS,
    action: 'Microsoft.Resources/subscriptions/locations/read',
    evidence: documented('Subscriptions - List Locations'),
    fidelity: 'simplified',
    simplification: 'Availability zones and logical regions are left out.',
    handle: listLocations,
  }),
  defineOperation({
    ...resources,
    id: 'Tenants_List',
    method: 'GET',
    path: '/tenants',
    apiVersions: SUBSCRIPTION_VERSIONS,
    evidence: documented('Tenants - List'),
    handle: listTenants,
  }),
];

const groupOperations: readonly SandboxOperation[] = [
  defineOperation({
    ...resources,
    id: 'ResourceGroups_List',
    method: 'GET',
    path: '/subscriptions/{subscriptionId}/resourceGroups',
    apiVersions: RESOURCE_VERSIONS,
    evidence: documented('Resource Groups - List'),
    handle: listResourceGroups,
  }),
  defineOperation({
    ...resources,
    id: 'ResourceGroups_Get',
    method: 'GET',
    path: GROUP_PATH,
    apiVersions: RESOURCE_VERSIONS,
    action: 'Microsoft.Resources/subscriptions/resourceGroups/read',
    evidence: documented('Resource Groups - Get'),
    handle: getResourceGroup,
  }),
  defineOperation({
    ...resources,
    id: 'ResourceGroups_CheckExistence',
    method: 'HEAD',
    path: GROUP_PATH,
    apiVersions: RESOURCE_VERSIONS,
    action: 'Microsoft.Resources/subscriptions/resourceGroups/read',
    evidence: documented('Resource Groups - Check Existence'),
    handle: checkResourceGroup,
  }),
  defineOperation({
    ...resources,
    id: 'ResourceGroups_CreateOrUpdate',
    method: 'PUT',
    path: GROUP_PATH,
    apiVersions: RESOURCE_VERSIONS,
    action: 'Microsoft.Resources/subscriptions/resourceGroups/write',
    body: z.strictObject({
      location: z.string(),
      tags: z.record(z.string(), z.string()).optional(),
    }),
    evidence: documented('Resource Groups - Create Or Update'),
    handle: putResourceGroup,
  }),
  defineOperation({
    ...resources,
    id: 'ResourceGroups_Update',
    method: 'PATCH',
    path: GROUP_PATH,
    apiVersions: RESOURCE_VERSIONS,
    action: 'Microsoft.Resources/subscriptions/resourceGroups/write',
    body: z.strictObject({ tags: z.record(z.string(), z.string()).optional() }),
    evidence: documented('Resource Groups - Update'),
    handle: patchResourceGroup,
  }),
  defineOperation({
    ...resources,
    id: 'ResourceGroups_Delete',
    method: 'DELETE',
    path: GROUP_PATH,
    apiVersions: RESOURCE_VERSIONS,
    action: 'Microsoft.Resources/subscriptions/resourceGroups/delete',
    evidence: [
      ...documented('Resource Groups - Delete'),
      {
        kind: 'documentation',
        page: 'Azure Resource Manager resource group and resource deletion',
      },
      { kind: 'documentation', page: 'azure-docs, issue 52282: ResourceGroupDeletionBlocked' },
      {
        kind: 'assumption',
        note: 'ten seconds between the steps; role assignments in the group outlive it, and can be deleted then; deletion checks locks and faults of the single resources, and no roles at them',
      },
    ],
    fidelity: 'simplified',
    simplification: 'virtual machines are not deleted by force',
    handle: deleteResourceGroup,
  }),
  defineOperation({
    ...resources,
    id: 'ResourceGroups_GetDeletion',
    method: 'GET',
    path: '/subscriptions/{subscriptionId}/operationresults/{jobId}',
    apiVersions: RESOURCE_VERSIONS,
    evidence: [
      { kind: 'documentation', page: 'Track asynchronous Azure operations' },
      { kind: 'assumption', note: 'any caller may ask; how a failure is told' },
    ],
    handle: getDeletion,
  }),
];

/** az expands what the sandbox mostly does not know, in every `az resource list`. */
const RESOURCE_LIST_QUERY = ['$filter', '$top', '$expand'];

const RESOURCE_LIST_SIMPLIFICATION =
  'One page whatever $top says; filters on type, group, name or location only; $expand adds provisioningState, but not when a resource was made and changed.';

const listOperations: readonly SandboxOperation[] = [
  defineOperation({
    ...resources,
    id: 'Resources_List',
    method: 'GET',
    path: '/subscriptions/{subscriptionId}/resources',
    apiVersions: [...RESOURCE_VERSIONS, '2015-11-01'],
    query: RESOURCE_LIST_QUERY,
    action: 'Microsoft.Resources/subscriptions/resources/read',
    evidence: documented('Resources - List'),
    fidelity: 'simplified',
    simplification: RESOURCE_LIST_SIMPLIFICATION,
    handle: listGenericResources,
  }),
  defineOperation({
    ...resources,
    id: 'Resources_ListByResourceGroup',
    method: 'GET',
    path: `${GROUP_PATH}/resources`,
    apiVersions: RESOURCE_VERSIONS,
    query: RESOURCE_LIST_QUERY,
    action: 'Microsoft.Resources/subscriptions/resourceGroups/resources/read',
    evidence: documented('Resources - List By Resource Group'),
    fidelity: 'simplified',
    simplification: RESOURCE_LIST_SIMPLIFICATION,
    handle: listGenericResources,
  }),
];

const providerOperations: readonly SandboxOperation[] = [
  defineOperation({
    ...resources,
    id: 'Providers_List',
    method: 'GET',
    path: '/subscriptions/{subscriptionId}/providers',
    apiVersions: RESOURCE_VERSIONS,
    action: 'Microsoft.Resources/subscriptions/providers/read',
    evidence: documented('Providers - List'),
    fidelity: 'simplified',
    simplification: "Only the sandbox's own providers and main types.",
    handle: listProviders,
  }),
  defineOperation({
    ...resources,
    id: 'Providers_Get',
    method: 'GET',
    path: '/subscriptions/{subscriptionId}/providers/{namespace}',
    apiVersions: RESOURCE_VERSIONS,
    action: 'Microsoft.Resources/subscriptions/providers/read',
    evidence: documented('Providers - Get'),
    fidelity: 'simplified',
    simplification: "Only the sandbox's own providers and main types.",
    handle: getProvider,
  }),
  defineOperation({
    ...resources,
    id: 'Providers_Register',
    method: 'POST',
    path: '/subscriptions/{subscriptionId}/providers/{namespace}/register',
    apiVersions: RESOURCE_VERSIONS,
    evidence: documented('Providers - Register'),
    fidelity: 'simplified',
    simplification: 'Registration is done at once; Azure takes minutes.',
    handle: registerProvider,
  }),
];

/** Everything Resource Manager answers by itself. */
export const resourcesOperations: readonly SandboxOperation[] = [
  cloudMetadataOperation,
  ...subscriptionOperations,
  ...groupOperations,
  ...listOperations,
  ...providerOperations,
];
