// Faults of backup jobs as data: which jobs end otherwise than they would, and how. Requests about
// them are answered as ever.

import { z } from 'zod';
import { countAndDecide, globExpression } from './matching.js';

const consequenceSchema = z.strictObject({
  kind: z.literal('job'),
  outcome: z.enum(['Failed', 'CompletedWithWarnings', 'Cancelled']),
  /** Azure's name of the error; the usual one of the outcome when left out. */
  code: z.string().optional(),
});

/** One fault of jobs; only backups and restores can end with warnings, and only backups be cancelled. */
export const jobFaultSchema = z.strictObject({
  /** The word job, an operation of Azure's or `*`, and a glob over names of machines: `job Backup VM00*`. */
  match: z
    .string()
    .regex(/^job \S+ \S+$/iu, 'the word job, an operation, and a glob over machines'),
  nth: z.int().positive().optional(),
  times: z.int().positive().optional(),
  then: consequenceSchema,
  /** Matching jobs so far; the sandbox counts them here. */
  seen: z.int().nonnegative().optional(),
});

export type JobFault = z.infer<typeof jobFaultSchema>;
export type JobConsequence = JobFault['then'];

/** What a fault of jobs looks at. */
export interface JobFaultTarget {
  /** Such as Backup or ConfigureBackup. */
  readonly operation: string;
  /** Name of the machine. */
  readonly machine: string;
}

/**
 * How a job that is about to start is to end: the consequence of the first fault that applies to it,
 * undefined when none does. Counts the job in every fault that it matches; `faults` may hold other
 * kinds, which are left alone.
 */
export function jobFaultFor(
  faults: readonly (JobFault | { readonly then: { readonly kind: string } })[],
  job: JobFaultTarget,
): JobConsequence | undefined {
  return faults
    .filter((fault) => isJobFault(fault))
    .filter((fault) => matches(fault, job))
    .filter((fault) => countAndDecide(fault))
    .at(0)?.then;
}

function isJobFault(
  fault: JobFault | { readonly then: { readonly kind: string } },
): fault is JobFault {
  return fault.then.kind === 'job';
}

function matches({ match, then }: JobFault, { operation, machine }: JobFaultTarget): boolean {
  const [, operations = '', machines = ''] = match.split(' ');
  return (
    globExpression(operations).test(operation) &&
    globExpression(machines).test(machine) &&
    canEndSo(operation, then.outcome)
  );
}

function canEndSo(operation: string, outcome: JobConsequence['outcome']): boolean {
  switch (outcome) {
    case 'Failed':
      return true;
    case 'CompletedWithWarnings':
      return operation === 'Backup' || operation === 'Restore';
    case 'Cancelled':
      return operation === 'Backup';
  }
}
