// Which subscriptions a query is about.

import type { WorldState } from '../../kernel/state.js';
import type { Caller } from '../../http/operation.js';
import { isVisible } from '../resources/subscriptions.js';
import { managementGroupsAbove } from './management-groups.js';

/** What a request says of it. */
export interface QueryScope {
  readonly subscriptions?: readonly string[] | undefined;
  readonly managementGroups?: readonly string[] | undefined;
}

/** Ids in lower case of the subscriptions that a caller sees, of those that are asked for; all without a scope. */
export function subscriptionsIn(
  state: WorldState,
  caller: Caller | undefined,
  { subscriptions, managementGroups }: QueryScope,
): ReadonlySet<string> {
  const wanted = subscriptions?.map((id) => id.toLowerCase());
  const groups = managementGroups?.map((name) => name.toLowerCase());
  const visible = state.subscriptions.filter((found) => isVisible(state, caller, found));
  return new Set(
    visible
      .map(({ subscriptionId }) => subscriptionId.toLowerCase())
      .filter((id) => wanted?.includes(id) ?? true)
      .filter((id) => groups === undefined || isBelow(state, id, groups)),
  );
}

function isBelow(state: WorldState, subscriptionId: string, groups: readonly string[]): boolean {
  return managementGroupsAbove(state, subscriptionId).some(({ name }) =>
    groups.includes(name.toLowerCase()),
  );
}
