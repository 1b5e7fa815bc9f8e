// Microsoft.Management: what lies beneath a management group.

import { authorizationFailed } from '../../http/arm-error.js';
import { listPage, PAGE_QUERY } from '../../http/list-page.js';
import {
  defineOperation,
  type OperationRequest,
  type OperationResponse,
  type SandboxOperation,
} from '../../http/operation.js';
import type { WorldState } from '../../kernel/state.js';
import { isActionAllowed } from '../authorization/evaluate.js';

type ManagementGroup = NonNullable<WorldState['managementGroups']>[number];

const ACTION = 'Microsoft.Management/managementGroups/descendants/read';

/** How many entries a page has; Azure does not say, so the figure is assumed. */
const PAGE_ENTRIES = 100;

/** Whoever has no right at a group is not told whether it exists (azure-rest-api-specs, issue 9549). */
function getDescendants(request: OperationRequest): OperationResponse {
  const { state, caller, params } = request;
  const name = params['groupId'] ?? '';
  const groups = state.managementGroups ?? [];
  const group = groups.find((each) => each.name.toLowerCase() === name.toLowerCase());
  const scopes = group === undefined ? [scopeOf(name)] : withParents(group, groups);
  const allowed = scopes.some((scope) =>
    isActionAllowed(state, caller?.objectId ?? '', ACTION, scope),
  );
  if (caller !== undefined && (!allowed || group === undefined)) {
    return authorizationFailed(caller, ACTION, scopeOf(name));
  }
  const below = group === undefined ? [] : descendantsOf(group, groups, state);
  return listPage(request, below, PAGE_ENTRIES, (entry) => entry);
}

function scopeOf(name: string): string {
  return `/providers/Microsoft.Management/managementGroups/${name}`;
}

/** Rights at a group hold for the groups in it. */
function withParents(group: ManagementGroup, groups: readonly ManagementGroup[]): string[] {
  const scopes: string[] = [];
  let at: ManagementGroup | undefined = group;
  while (at !== undefined && scopes.length <= groups.length) {
    const { name, parent }: ManagementGroup = at;
    scopes.push(scopeOf(name));
    at = groups.find((each) => each.name === parent);
  }
  return scopes;
}

/** Groups and subscriptions, at whatever depth, each group before what is in it. */
function descendantsOf(
  group: ManagementGroup,
  groups: readonly ManagementGroup[],
  state: WorldState,
): object[] {
  const parent = { id: scopeOf(group.name) };
  const inner = groups.filter((each) => each.parent === group.name);
  return [
    ...group.subscriptions.map((id) => ({
      id: `/subscriptions/${id}`,
      type: '/subscriptions',
      name: id,
      properties: { displayName: displayNameOf(state, id), parent },
    })),
    ...inner.flatMap((each) => [
      {
        id: scopeOf(each.name),
        type: 'Microsoft.Management/managementGroups',
        name: each.name,
        properties: { displayName: each.displayName, parent },
      },
      ...descendantsOf(each, groups, state),
    ]),
  ];
}

function displayNameOf({ subscriptions }: WorldState, id: string): string {
  const found = subscriptions.find(({ subscriptionId }) => subscriptionId === id);
  return found?.displayName ?? id;
}

/** The operations on management groups. */
export const managementGroupOperations: readonly SandboxOperation[] = [
  defineOperation({
    provider: 'management-groups',
    host: 'arm',
    id: 'ManagementGroups_GetDescendants',
    method: 'GET',
    path: '/providers/Microsoft.Management/managementGroups/{groupId}/descendants',
    apiVersions: ['2023-04-01', '2021-04-01', '2020-05-01'],
    query: [PAGE_QUERY],
    evidence: [
      {
        kind: 'documentation',
        page: 'Azure REST API reference: Management Groups - Get Descendants',
      },
      { kind: 'documentation', page: 'azure-rest-api-specs, issue 9549' },
      {
        kind: 'assumption',
        note: 'the order and the size of pages; a group that does not exist is refused as one without rights is, as a GET of the group itself',
      },
    ],
    fidelity: 'simplified',
    simplification: 'No `$top`; the tenant’s root group has no list.',
    handle: getDescendants,
  }),
];
