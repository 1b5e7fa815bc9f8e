// How documents hold a change to Azure, planned or carried out.

import { z } from 'zod';
import type { Approvals } from './plan.js';

/** A step as documents hold it, before anything is said of its end. */
export interface StepChange {
  /** The step's kind. */
  readonly type: string;
  readonly target: string;
  /** What exactly is written, by name; never a secret. */
  readonly details: object;
}

/** The change of a document without its end. */
export type Planned<Change> = Change extends StepChange
  ? Pick<Change, 'type' | 'target' | 'details'>
  : never;

const endMembers = {
  status: z.enum(['planned', 'running', 'done', 'failed', 'skipped']),
  operationId: z.string().nullable(),
  jobId: z.string().nullable(),
  seconds: z.number().nullable(),
};

const endSchema = z.strictObject(endMembers);

/** What became of a change. */
export type ChangeEnd = z.infer<typeof endSchema>;

/** The schema of a change of some kinds: what is planned, or what became of it. */
export function changeSchema<Type extends z.ZodType<string>, Details extends z.ZodRawShape>(
  type: Type,
  details: Details,
) {
  return z.strictObject({
    id: z.string(),
    /** The step's kind, such as `put-role-assignment`. */
    type,
    target: z.string(),
    details: z.strictObject(details),
    ...endMembers,
  });
}

/** The detail of changes that a Resource Guard approved. */
export const approvalDetails = { resourceGuardRequests: z.array(z.string()).optional() };

/** The approvals of a step as a detail of its change; none where nothing had to be approved. */
export function approvalsOf({ approvals = [] }: { readonly approvals?: Approvals }): {
  resourceGuardRequests?: string[];
} {
  return approvals.length === 0 ? {} : { resourceGuardRequests: [...approvals] };
}

/** The tags that a step sets, as a detail of its change. */
export function tagsOf({ tags }: { readonly tags: Readonly<Record<string, string>> }): string[] {
  return Object.entries(tags).map(([name, value]) => `${name}=${value}`);
}
