// The table `resourcecontainers`: subscriptions, resource groups and management groups.

import { allEntries } from '../../../kernel/entry-index.js';
import { managementGroupsAbove } from '../management-groups.js';
import type { Row } from '../kql/evaluate.js';
import { graphRow, isInScope, type GraphView } from './view.js';

const SUBSCRIPTION_TYPE = 'Microsoft.Resources/subscriptions';
const GROUP_TYPE = `${SUBSCRIPTION_TYPE}/resourceGroups`;

/** The rows of the containers that the caller may read; management groups have none of their own here. */
export function containerRows(view: GraphView, types: readonly string[] | undefined): Row[] {
  const isWanted = (type: string): boolean => types?.includes(type.toLowerCase()) ?? true;
  return [
    ...(isWanted(SUBSCRIPTION_TYPE) ? subscriptionRows(view) : []),
    ...(isWanted(GROUP_TYPE) ? groupRows(view) : []),
  ];
}

function subscriptionRows(view: GraphView): Row[] {
  return view.state.subscriptions
    .map((subscription) => ({
      ...subscription,
      id: `/subscriptions/${subscription.subscriptionId}`,
    }))
    .filter(({ id }) => isInScope(view, id))
    .map(({ id, subscriptionId, displayName, state }) =>
      graphRow(view, {
        id,
        name: displayName,
        type: SUBSCRIPTION_TYPE,
        properties: () => ({
          state,
          managementGroupAncestorsChain: managementGroupsAbove(view.state, subscriptionId),
        }),
      }),
    );
}

function groupRows(view: GraphView): Row[] {
  return allEntries(view.state.resourceGroups)
    .filter(({ id }) => isInScope(view, id) && view.mayRead(GROUP_TYPE, id))
    .map((group) =>
      graphRow(view, {
        ...group,
        type: GROUP_TYPE,
        properties: () => ({ provisioningState: 'Succeeded' }),
      }),
    );
}
