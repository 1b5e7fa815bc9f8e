// Deny assignments of the worlds.

import { DENY_TYPE } from '../../providers/authorization/deny-assignments/deny-assignments.js';
import { worldIds } from '../../kernel/ids.js';
import { putResource } from '../../kernel/resource.js';
import type { WorldState } from '../../kernel/state.js';

/** Keeps a principal from something at a scope, whatever its roles are. */
export function denyAt(
  state: WorldState,
  scope: string,
  deny: {
    readonly name: string;
    readonly principalId: string;
    readonly actions?: readonly string[];
    readonly dataActions?: readonly string[];
  },
): void {
  const name = worldIds(state).guid();
  putResource(state, {
    id: `${scope}/providers/${DENY_TYPE}/${name}`,
    name,
    type: DENY_TYPE,
    location: '',
    tags: {},
    properties: {
      denyAssignmentName: deny.name,
      description: 'made by a deployment stack',
      permissions: [
        {
          actions: [...(deny.actions ?? [])],
          notActions: [],
          dataActions: [...(deny.dataActions ?? [])],
          notDataActions: [],
        },
      ],
      scope,
      doNotApplyToChildScopes: false,
      principals: [{ id: deny.principalId, type: 'ServicePrincipal' }],
      excludePrincipals: [],
      isSystemProtected: true,
    },
  });
}
