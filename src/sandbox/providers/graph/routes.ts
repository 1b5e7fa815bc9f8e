// Operations of Microsoft Graph, version 1.0.

import { z } from 'zod';
import { defineOperation, type SandboxOperation } from '../../http/operation.js';
import {
  getByIds,
  getMe,
  getMemberGroups,
  getServicePrincipal,
  getServicePrincipalByAppId,
  listServicePrincipals,
} from './service-principals.js';

const graph = {
  provider: 'graph',
  host: 'graph',
  apiVersions: [],
  fidelity: 'modelled',
} as const;

const recording = { kind: 'recording', file: 'graph-sp-get.200-and-404.json' } as const;

/** Everything Graph answers. */
export const graphOperations: readonly SandboxOperation[] = [
  defineOperation({
    ...graph,
    id: 'Graph_ServicePrincipals_List',
    method: 'GET',
    path: '/v1.0/servicePrincipals',
    query: ['$filter', '$select'],
    evidence: [
      recording,
      { kind: 'documentation', page: 'Microsoft Graph REST API: List servicePrincipals' },
    ],
    handle: listServicePrincipals,
  }),
  defineOperation({
    ...graph,
    id: 'Graph_ServicePrincipals_Get',
    method: 'GET',
    path: '/v1.0/servicePrincipals/{id}',
    query: ['$select'],
    evidence: [recording],
    handle: getServicePrincipal,
  }),
  defineOperation({
    ...graph,
    id: 'Graph_ServicePrincipals_GetByAppId',
    method: 'GET',
    path: "/v1.0/servicePrincipals(appId='{appId}')",
    query: ['$select'],
    evidence: [{ kind: 'documentation', page: 'Microsoft Graph REST API: Get servicePrincipal' }],
    handle: getServicePrincipalByAppId,
  }),
  defineOperation({
    ...graph,
    id: 'Graph_DirectoryObjects_GetByIds',
    method: 'POST',
    path: '/v1.0/directoryObjects/getByIds',
    body: z.strictObject({ ids: z.array(z.string()), types: z.array(z.string()).optional() }),
    evidence: [
      { kind: 'documentation', page: 'Microsoft Graph REST API: directoryObject: getByIds' },
    ],
    handle: getByIds,
  }),
  defineOperation({
    ...graph,
    id: 'Graph_ServicePrincipals_GetMemberGroups',
    method: 'POST',
    path: '/v1.0/servicePrincipals/{id}/getMemberGroups',
    body: z.strictObject({ securityEnabledOnly: z.boolean() }),
    evidence: [
      { kind: 'documentation', page: 'Microsoft Graph REST API: directoryObject: getMemberGroups' },
    ],
    fidelity: 'simplified',
    simplification: 'Every group is security-enabled.',
    handle: getMemberGroups,
  }),
  defineOperation({
    ...graph,
    id: 'Graph_Me_Get',
    method: 'GET',
    path: '/v1.0/me',
    query: ['$select'],
    evidence: [{ kind: 'documentation', page: 'Microsoft Graph REST API: Get a user' }],
    fidelity: 'simplified',
    simplification: 'Users only, with their three main properties.',
    handle: getMe,
  }),
];
