// Management groups: which subscriptions each of them holds.

import type { WorldState } from '../../kernel/state.js';

type ManagementGroup = NonNullable<WorldState['managementGroups']>[number];

/** The groups above a subscription, the nearest first and the tenant's root group last. */
export function managementGroupsAbove(
  state: WorldState,
  subscriptionId: string,
): { readonly name: string; readonly displayName: string }[] {
  const groups = state.managementGroups ?? [];
  const holds = ({ subscriptions }: ManagementGroup): boolean =>
    subscriptions.some((id) => id.toLowerCase() === subscriptionId.toLowerCase());
  const chain: ManagementGroup[] = [];
  for (let group = groups.find((each) => holds(each)); group !== undefined;) {
    const { parent } = group;
    chain.push(group);
    group = chain.length > groups.length ? undefined : groups.find(({ name }) => name === parent);
  }
  const root = { name: tenantOf(state, subscriptionId), displayName: 'Tenant Root Group' };
  return [...chain.map(({ name, displayName }) => ({ name, displayName })), root];
}

/** The root group has the tenant's id for a name. */
function tenantOf({ subscriptions }: WorldState, subscriptionId: string): string {
  return subscriptions.find((found) => found.subscriptionId === subscriptionId)?.tenantId ?? '';
}
