// Subscriptions, tenants and regions as Resource Manager shows them to a caller.

import { entriesWith } from '../../kernel/entry-index.js';
import { assignmentsByPrincipal } from '../authorization/role-assignments/indexes.js';
import { authorizationFailed, subscriptionNotFound } from '../../http/arm-error.js';
import type { Caller, OperationRequest, OperationResponse } from '../../http/operation.js';
import { isWithinScope } from '../../kernel/resource-id.js';
import { regions, type Region } from '../../kernel/regions.js';
import type { WorldState } from '../../kernel/state.js';
import { identitiesOf } from '../authorization/evaluate.js';

type Subscription = WorldState['subscriptions'][number];

/** The subscriptions of the caller's tenant in which it has any assignment, at whatever scope. */
export function listSubscriptions({ state, caller }: OperationRequest): OperationResponse {
  const visible = state.subscriptions.filter((found) => isVisible(state, caller, found));
  return {
    status: 200,
    body: {
      value: visible.map((subscription) => subscriptionBody(subscription)),
      count: { type: 'Total', value: visible.length },
    },
  };
}

/** One subscription; 403 when the caller has no assignment in it. */
export function getSubscription({ state, caller, params }: OperationRequest): OperationResponse {
  const subscriptionId = params['subscriptionId'] ?? '';
  const found = findSubscription(state, subscriptionId);
  if (found === undefined || caller === undefined) {
    return subscriptionNotFound(subscriptionId);
  }
  return isVisible(state, caller, found)
    ? { status: 200, body: subscriptionBody(found) }
    : authorizationFailed(
        caller,
        'Microsoft.Resources/subscriptions/read',
        `/subscriptions/${subscriptionId}`,
      );
}

/** The regions that a subscription may use. */
export function listLocations({ params }: OperationRequest): OperationResponse {
  const subscriptionId = params['subscriptionId'] ?? '';
  return {
    status: 200,
    body: { value: regions.map((region) => locationBody(subscriptionId, region)) },
  };
}

/** The caller's own tenant. */
export function listTenants({ state, caller }: OperationRequest): OperationResponse {
  const value = state.directory.tenants
    .filter(({ tenantId }) => tenantId === caller?.tenantId)
    .map(({ tenantId, displayName, defaultDomain }) => ({
      id: `/tenants/${tenantId}`,
      tenantId,
      displayName,
      domains: [defaultDomain],
      tenantCategory: 'Home',
      defaultDomain,
      tenantType: 'AAD',
    }));
  return { status: 200, body: { value } };
}

/** The subscription with this id. */
export function findSubscription(
  state: WorldState,
  subscriptionId: string,
): Subscription | undefined {
  const wanted = subscriptionId.toLowerCase();
  return state.subscriptions.find((found) => found.subscriptionId.toLowerCase() === wanted);
}

/** Whether a caller sees a subscription: one of its tenant in which it has any assignment, at whatever scope. */
export function isVisible(
  state: WorldState,
  caller: Caller | undefined,
  { subscriptionId, tenantId }: Subscription,
): boolean {
  if (caller === undefined || caller.tenantId !== tenantId) {
    return false;
  }
  const identities = identitiesOf(state, caller.objectId);
  const id = `/subscriptions/${subscriptionId}`;
  return identities
    .flatMap((identity) =>
      entriesWith(state.authorization.assignments, assignmentsByPrincipal, identity),
    )
    .some(({ scope }) => isWithinScope(id, scope) || isWithinScope(scope, id));
}

/** A subscription as Resource Manager shows it. */
export function subscriptionBody(subscription: Subscription): Readonly<Record<string, unknown>> {
  return {
    id: `/subscriptions/${subscription.subscriptionId}`,
    authorizationSource: 'RoleBased',
    managedByTenants: [],
    subscriptionId: subscription.subscriptionId,
    tenantId: subscription.tenantId,
    displayName: subscription.displayName,
    state: subscription.state,
    subscriptionPolicies: {
      locationPlacementId: 'Public_2014-09-01',
      quotaId: 'PayAsYouGo_2014-09-01',
      spendingLimit: 'Off',
    },
  };
}

function locationBody(subscriptionId: string, region: Region): Readonly<Record<string, unknown>> {
  const idOf = (name: string): string => `/subscriptions/${subscriptionId}/locations/${name}`;
  const { pairedRegion } = region;
  return {
    id: idOf(region.name),
    name: region.name,
    type: 'Region',
    displayName: region.displayName,
    regionalDisplayName: `(${region.geographyGroup}) ${region.displayName}`,
    metadata: {
      regionType: 'Physical',
      regionCategory: pairedRegion === undefined ? 'Other' : 'Recommended',
      geography: region.geography,
      geographyGroup: region.geographyGroup,
      longitude: region.longitude,
      latitude: region.latitude,
      physicalLocation: region.physicalLocation,
      pairedRegion:
        pairedRegion === undefined ? [] : [{ name: pairedRegion, id: idOf(pairedRegion) }],
    },
  };
}
