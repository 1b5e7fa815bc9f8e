// `azbackup sandbox fault add`: lets requests go wrong in the sandbox.

import { z } from 'zod';
import { CONSEQUENCE_FORMS, parseConsequence } from '../sandbox/fault-text.js';
import { faultSchema } from '../sandbox/faults.js';
import type { WorkflowContext, WorkflowResult } from './context.js';
import { runOnFaults } from './sandbox-fault-document.js';

const countSchema = (flag: string): z.ZodOptional<z.ZodCoercedNumber> =>
  z.coerce
    .number(`${flag} needs a whole number from 1`)
    .int(`${flag} needs a whole number from 1`)
    .positive(`${flag} needs a whole number from 1`)
    .optional();

/** The options of `sandbox fault add`. */
export const optionsSchema = z.strictObject({
  match: z
    .string('--match is missing: a method and a glob over host and path')
    .regex(
      /^\S+ \S+$/u,
      "--match needs a method, a space, and a glob, such as 'PUT …/protectedItems/*'",
    ),
  nth: countSchema('--nth'),
  times: countSchema('--times'),
  then: z
    .string(`--then is missing: ${CONSEQUENCE_FORMS}`)
    .refine((text) => parseConsequence(text) !== undefined, `--then needs ${CONSEQUENCE_FORMS}`),
  dryRun: z.boolean().default(false),
});

/** Runs the command. */
export async function run(
  context: WorkflowContext,
  { dryRun, then, ...when }: z.infer<typeof optionsSchema>,
): Promise<WorkflowResult> {
  const fault = faultSchema.parse({ ...when, then: parseConsequence(then) });
  return runOnFaults(context, dryRun, (faults) => [...faults, fault]);
}
