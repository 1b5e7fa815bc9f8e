// What a command is about to change, as data: `--dry-run` prints it, apply runs it, nothing else is run.

import type { ResourceId } from '../domain/resource-id.js';

/** Where a step writes to, and who is affected, for people and for JSON. */
interface StepBase {
  /** Unique within the plan. */
  readonly id: string;
  /** The resource that is written. */
  readonly target: ResourceId;
  /** Steps of this plan that must have succeeded before. */
  readonly after: readonly string[];
  /** The VMs for whose sake the step is taken. */
  readonly vmIds: readonly ResourceId[];
}

/** One change to Azure. Exactly the fields that apply needs. */
export type Step = StepBase &
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
    | { readonly kind: 'create-vault'; readonly location: string }
    | {
        /** `protect` is new, `resume` continues a stopped item, `change-policy` keeps it going. */
        readonly kind: 'protect' | 'resume' | 'change-policy';
        readonly vaultId: ResourceId;
        readonly vmId: ResourceId;
        readonly policyId: ResourceId;
        readonly policyName: string;
        /** The policy before, where there was one. */
        readonly previousPolicyName?: string;
      }
    | { readonly kind: 'undelete'; readonly vaultId: ResourceId; readonly vmId: ResourceId }
  );

/** An ordered list of changes; empty means nothing to do. */
export interface Plan {
  readonly steps: readonly Step[];
}
