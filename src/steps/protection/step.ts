// Steps that change a protected item. Each starts an operation of Azure Backup.

import type { RetentionLoss } from '../../domain/recovery/retention-loss.js';
import type { ResourceId } from '../../domain/resource-id.js';
import type { Approvals, Step } from '../plan.js';

/** A change of one machine's protection. The target is the vault. */
export type ProtectionStep = Step & {
  readonly vaultId: ResourceId;
  readonly vmId: ResourceId;
  readonly approvals?: Approvals;
} & (
    | {
        /** `protect` is new, `resume` continues a stopped item, `change-policy` keeps it going. */
        readonly kind: 'protect' | 'resume' | 'change-policy';
        readonly policyId: ResourceId;
        readonly policyName: string;
        /** The policy before, where there was one. */
        readonly previousPolicyName?: string;
        /** What the recovery points lose under the policy; absent where they lose nothing. */
        readonly loss?: RetentionLoss;
      }
    | { readonly kind: 'undelete' }
    | {
        readonly kind: 'stop';
        /** What becomes of the recovery points. */
        readonly retention: 'forever' | 'per-policy';
      }
    | {
        readonly kind: 'delete-data';
        /** How many recovery points go; undefined where the service does not count them. */
        readonly recoveryPoints?: number;
        /** Days for which the vault's soft delete keeps them; 0 when they are gone for good. */
        readonly keptDays: number;
      }
  );
