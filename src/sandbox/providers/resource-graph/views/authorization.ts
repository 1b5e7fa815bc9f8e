// The table `authorizationresources`: role assignments at and below subscriptions.

import { allEntries } from '../../../kernel/entry-index.js';
import type { Row } from '../kql/evaluate.js';
import { graphRow, isInScope, isKnown, type GraphView } from './view.js';

const TYPE = 'Microsoft.Authorization/roleAssignments';

/** The rows of the role assignments that the caller may read. */
export function authorizationRows(view: GraphView, types: readonly string[] | undefined): Row[] {
  if (types?.includes(TYPE.toLowerCase()) === false) {
    return [];
  }
  return allEntries(view.state.authorization.assignments)
    .filter(({ scope }) => isInScope(view, scope))
    .filter(({ createdOn }) => isKnown(view, createdOn))
    .filter(({ scope }) => view.mayRead(TYPE, scope))
    .map((assignment) =>
      graphRow(view, {
        id: `${assignment.scope}/providers/${TYPE}/${assignment.name}`,
        name: assignment.name,
        type: TYPE,
        location: 'global',
        properties: () => ({
          principalId: assignment.principalId,
          principalType: assignment.principalType,
          scope: assignment.scope,
          // Without a subscription, unlike in Resource Manager; the form is assumed.
          roleDefinitionId: `/providers/Microsoft.Authorization/RoleDefinitions/${assignment.roleDefinitionName}`,
          condition: assignment.condition,
          description: assignment.description,
          createdOn: assignment.createdOn,
          updatedOn: assignment.updatedOn,
          createdBy: assignment.createdBy,
          updatedBy: assignment.updatedBy ?? assignment.createdBy,
        }),
      }),
    );
}
