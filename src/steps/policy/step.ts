// Steps that change a backup policy.

import type { PolicyTerms } from '../../domain/backup-policy/policy.js';
import type { RetentionLoss } from '../../domain/recovery/retention-loss.js';
import type { ResourceId } from '../../domain/resource-id.js';
import type { Approvals, Step } from '../plan.js';

/** A change of a policy, which is the step's target. */
export type PolicyStep = Step & {
  readonly vaultId: ResourceId;
  readonly policyName: string;
} & (
    | {
        readonly kind: 'put-policy';
        readonly change: 'create' | 'update';
        readonly terms: PolicyTerms;
        /** `yyyy-mm-dd` for the times, of which Azure takes the time of day alone. */
        readonly timesDate: string;
        /** What is laid down, or what changes, in words. */
        readonly words: readonly string[];
        /** What the recovery points of its items lose; absent where they lose nothing. */
        readonly loss?: RetentionLoss;
        readonly approvals?: Approvals;
      }
    | { readonly kind: 'delete-policy' }
  );
