// Steps that give the backup service access to key vaults, and take it back.

import type { ResourceId } from '../../domain/resource-id.js';
import type { Step } from '../plan.js';

/** A change of who may read keys and secrets: by role, or by the access policy of a key vault. */
export type RoleStep = Step &
  (
    | {
        readonly kind: 'put-role-definition';
        readonly change: 'create' | 'extend';
        readonly subscriptionId: string;
        readonly roleGuid: string;
        readonly roleName: string;
        readonly description: string;
        readonly dataActions: readonly string[];
        /** All scopes it will have, those it has already included. */
        readonly assignableScopes: readonly string[];
      }
    | {
        readonly kind: 'put-role-assignment';
        readonly scope: ResourceId;
        readonly assignmentGuid: string;
        readonly roleDefinitionId: ResourceId;
        readonly roleName: string;
        readonly principalId: string;
      }
    | {
        readonly kind: 'delete-role-assignment';
        readonly scope: ResourceId;
        readonly assignmentGuid: string;
        readonly roleName: string;
        readonly principalId: string;
      }
    | {
        readonly kind: 'add-access-policy' | 'remove-access-policy';
        readonly tenantId: string;
        readonly principalId: string;
        readonly keys: readonly string[];
        readonly secrets: readonly string[];
      }
  );

/** A step that creates or extends a role of ours. */
export type RoleDefinitionStep = Extract<RoleStep, { readonly kind: 'put-role-definition' }>;

/** A step that changes an access policy. */
export type AccessPolicyStep = Extract<
  RoleStep,
  { readonly kind: 'add-access-policy' | 'remove-access-policy' }
>;
