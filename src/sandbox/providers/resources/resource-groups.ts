// Resource groups.

import { gatewayError, resourceGroupNotFound } from '../../http/arm-error.js';
import type { OperationRequest, OperationResponse } from '../../http/operation.js';
import { findRegion, regions } from '../../kernel/regions.js';
import { resourceKey } from '../../kernel/resource.js';
import { isActionAllowed } from '../authorization/evaluate.js';
import type { WorldState } from '../../kernel/state.js';
import { acceptedDeletion } from './group-deletion/job.js';
import { newDeletion } from './group-deletion/rounds.js';

const READ_GROUP = 'Microsoft.Resources/subscriptions/resourceGroups/read';

type ResourceGroup = WorldState['resourceGroups'][string];

/** The groups of a subscription that the caller may read, by name; those of others do not show. */
export function listResourceGroups({ state, caller, params }: OperationRequest): OperationResponse {
  const isVisible = (id: string): boolean =>
    caller !== undefined && isActionAllowed(state, caller.objectId, READ_GROUP, id);
  const prefix = resourceKey(`/subscriptions/${params['subscriptionId']}/resourceGroups`);
  const value = Object.entries(state.resourceGroups)
    .filter(([key, { id }]) => key.startsWith(`${prefix}/`) && isVisible(id))
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([, group]) => resourceGroupBody(group));
  return { status: 200, body: { value } };
}

/** One group, or ResourceGroupNotFound. */
export function getResourceGroup(request: OperationRequest): OperationResponse {
  const group = request.state.resourceGroups[groupKey(request)];
  return group === undefined
    ? resourceGroupNotFound(groupName(request))
    : { status: 200, body: resourceGroupBody(group) };
}

/** 204 when the group is there, 404 when it is not. Operation: ResourceGroups_CheckExistence. */
export function checkResourceGroup(request: OperationRequest): OperationResponse {
  return { status: request.state.resourceGroups[groupKey(request)] === undefined ? 404 : 204 };
}

/** What may be put into a group. */
export interface ResourceGroupBody {
  readonly location: string;
  readonly tags?: Readonly<Record<string, string>> | undefined;
}

/** Makes a group (201) or replaces its tags (200); its location never changes. */
export function putResourceGroup(request: OperationRequest<ResourceGroupBody>): OperationResponse {
  const { body, state } = request;
  const region = findRegion(body.location);
  if (region === undefined) {
    return unknownLocation(body.location);
  }
  const existing = state.resourceGroups[groupKey(request)];
  if (existing !== undefined && existing.location !== region.name) {
    return otherLocation(region.name, existing.location);
  }
  const name = existing?.name ?? groupName(request);
  const group: ResourceGroup = {
    id: `/subscriptions/${request.params['subscriptionId']}/resourceGroups/${name}`,
    name,
    location: region.name,
    tags: { ...body.tags },
  };
  state.resourceGroups[groupKey(request)] = group;
  return { status: existing === undefined ? 201 : 200, body: resourceGroupBody(group) };
}

/** What may be changed of a group. */
export interface ResourceGroupPatch {
  readonly tags?: Readonly<Record<string, string>> | undefined;
}

/** Replaces the tags of a group, where any are sent. */
export function patchResourceGroup(
  request: OperationRequest<ResourceGroupPatch>,
): OperationResponse {
  const group = request.state.resourceGroups[groupKey(request)];
  if (group === undefined) {
    return resourceGroupNotFound(groupName(request));
  }
  const { tags } = request.body;
  if (tags !== undefined) {
    group.tags = { ...tags };
  }
  return { status: 200, body: resourceGroupBody(group) };
}

/** Begins to delete a group, which goes with all that is in it as time passes; 202, as often as it is asked for. */
export function deleteResourceGroup(request: OperationRequest): OperationResponse {
  const { state, clock } = request;
  const group = state.resourceGroups[groupKey(request)];
  if (group === undefined) {
    return resourceGroupNotFound(groupName(request));
  }
  const deletion = (group.deletion ??= newDeletion(group, clock.now()));
  delete state.operations[deletion.jobId];
  return acceptedDeletion(request, deletion.jobId);
}

/** Documentation: Resolve errors for resource group deployments; wording from public reports. */
function otherLocation(wanted: string, actual: string): OperationResponse {
  return gatewayError(
    409,
    'InvalidResourceGroupLocation',
    `Invalid resource group location '${wanted}'. The Resource group already exists in location '${actual}'.`,
  );
}

function unknownLocation(location: string): OperationResponse {
  const available = regions.map(({ name }) => name).join(',');
  return gatewayError(
    400,
    'LocationNotAvailableForResourceGroup',
    `The provided location '${location}' is not available for resource group. List of available regions is '${available}'.`,
  );
}

function groupName({ params }: OperationRequest): string {
  return params['resourceGroupName'] ?? '';
}

function groupKey(request: OperationRequest): string {
  const { subscriptionId } = request.params;
  return resourceKey(`/subscriptions/${subscriptionId}/resourceGroups/${groupName(request)}`);
}

/** A group as Resource Manager shows it. */
export function resourceGroupBody({ id, name, location, tags, deletion }: ResourceGroup) {
  return {
    id,
    name,
    type: 'Microsoft.Resources/resourceGroups',
    location,
    ...(Object.keys(tags).length === 0 ? {} : { tags }),
    properties: { provisioningState: deletion === undefined ? 'Succeeded' : 'Deleting' },
  };
}
