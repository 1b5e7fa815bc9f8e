// Lists of resources of any type.

import { listResourcesBelow, type ArmResource } from '../../kernel/resource.js';
import { notModelled } from '../../http/not-modelled.js';
import { parseFilter, type FilterTerm } from '../../http/odata-filter.js';
import type { OperationRequest, OperationResponse } from '../../http/operation.js';
import { parseResourceId } from '../../kernel/resource-id.js';
import { DENY_TYPE } from '../authorization/deny-assignments/deny-assignments.js';
import { LOCK_TYPE } from '../authorization/locks/locks.js';
import { DELETED_VAULT_TYPE } from '../key-vault/vaults/deleted-vaults.js';

/** Kept as resources in the world, but no resources to Azure's lists. */
const UNLISTED = [LOCK_TYPE, DENY_TYPE, DELETED_VAULT_TYPE];

/** The resources of a subscription or group, without their properties. */
export function listGenericResources(request: OperationRequest): OperationResponse {
  const { state, params, query } = request;
  const group = params['resourceGroupName'];
  const below = `/subscriptions/${params['subscriptionId']}${group === undefined ? '' : `/resourceGroups/${group}`}`;
  const wanted = wantedTypes(query['$filter']);
  if (wanted === undefined) {
    return notModelled(`resource filter ${query['$filter']}`);
  }
  const expanded = query['$expand']?.split(',') ?? [];
  const unknown = expanded.find((name) => !EXPANDABLE.includes(name.toLowerCase()));
  if (unknown !== undefined) {
    return notModelled(`$expand=${unknown} of resources`);
  }
  const withState = expanded.some((name) => name.toLowerCase() === 'provisioningstate');
  const value = listResourcesBelow(state, below)
    .filter((resource) => !UNLISTED.includes(resource.type) && wanted(resource))
    .map((resource) => ({
      ...resourceSummary(resource),
      ...(withState ? { provisioningState: stateOf(resource) } : {}),
    }));
  return { status: 200, body: { value } };
}

/** Documentation: Azure REST API reference, Resources - List. */
const EXPANDABLE = ['createdtime', 'changedtime', 'provisioningstate'];

function stateOf({ properties }: ArmResource): unknown {
  return properties['provisioningState'] ?? 'Succeeded';
}

function wantedTypes(filter: string | undefined): ((resource: ArmResource) => boolean) | undefined {
  // az sends an empty filter when it has nothing to filter by.
  if (filter === undefined || filter === '') {
    return () => true;
  }
  const tests = parseFilter(filter)?.map((term) => termTest(term));
  return tests === undefined || tests.includes(undefined)
    ? undefined
    : (resource) => tests.every((test) => test?.(resource) === true);
}

function termTest(term: FilterTerm): ((resource: ArmResource) => boolean) | undefined {
  if (term.kind !== 'equals') {
    return undefined;
  }
  const value = term.value.toLowerCase();
  const tests: Readonly<Record<string, (resource: ArmResource) => boolean>> = {
    resourcegroup: ({ id }) => parseResourceId(id).resourceGroup?.toLowerCase() === value,
    resourcetype: ({ type }) => type.toLowerCase() === value,
    name: ({ name }) => name.toLowerCase() === value,
    location: ({ location }) => location?.toLowerCase() === value,
  };
  return tests[term.field.toLowerCase()];
}

function resourceSummary({
  id,
  name,
  type,
  location,
  tags,
  extra,
}: ArmResource): Record<string, unknown> {
  const { sku, kind, identity, managedBy, plan, zones } = extra ?? {};
  return {
    id,
    name,
    type,
    ...withoutUndefined({ sku, kind, managedBy, plan, identity, zones }),
    location,
    tags: tags ?? {},
  };
}

function withoutUndefined(members: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
