// What a command is about to change, as data: `--dry-run` prints it, apply runs it, nothing else is run.

import type { ThreatStatus } from '../domain/recovery/threat.js';
import type { ResourceId } from '../domain/resource-id.js';

/** Requests of a Resource Guard that was asked (multi-user authorization). */
export type Approvals = readonly ResourceId[];

/**
 * One change to Azure: where it writes to, and who is affected. The kinds that there are, each with exactly
 * the fields that its execution needs, stand in the families (roles/step.ts and its like).
 */
export interface Step {
  readonly kind: string;
  /** Unique within the plan. */
  readonly id: string;
  /** The resource that is written. */
  readonly target: ResourceId;
  /** Steps of this plan that must have succeeded before. */
  readonly after: readonly string[];
  /** The VMs for whose sake the step is taken. */
  readonly vmIds: readonly ResourceId[];
}

/** The recovery point that a plan works from, and why that one. */
export interface ChosenPoint {
  readonly name: string;
  /** RFC 3339 UTC. */
  readonly time: string;
  /** Where Azure reads it from. */
  readonly tier: 'snapshot' | 'vault' | 'archive';
  readonly consistency: string;
  readonly threat: ThreatStatus;
  readonly reason: string;
}

/** An ordered list of changes; empty means nothing to do. */
export interface Plan<S extends Step = Step> {
  readonly steps: readonly S[];
  /** Worth seeing before anything is restored from it. */
  readonly point?: ChosenPoint;
}
