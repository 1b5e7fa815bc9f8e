// Steps that start and cancel jobs. The target is the vault.

import type { ResourceId } from '../../domain/resource-id.js';
import type { Instant } from '../../domain/time/instant.js';
import type { Step } from '../plan.js';

/** A backup besides those of the policy. */
export type BackupStep = Step & {
  readonly kind: 'backup';
  readonly vaultId: ResourceId;
  readonly vmId: ResourceId;
  /** Until when its recovery point is kept. */
  readonly expiry: Instant;
};

/** The end of a job before its time. */
export type CancelJobStep = Step & {
  readonly kind: 'cancel-job';
  readonly vaultId: ResourceId;
  readonly jobId: string;
  readonly vmName: string;
  /** Azure's own word for what is cancelled, such as `Backup`. */
  readonly operation: string;
};

/** A step on a job. */
export type JobStep = BackupStep | CancelJobStep;
