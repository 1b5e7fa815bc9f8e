// `azbackup sandbox fault add`: lets requests, or the jobs they begin, go wrong in the sandbox.

import { z } from 'zod';
import { CONSEQUENCE_FORMS, parseConsequence } from '../../../sandbox/faults/request-fault-text.js';
import { faultSchema, type SandboxFault } from '../../../sandbox/faults/request-faults.js';
import {
  JOB_CONSEQUENCE_FORMS,
  parseJobConsequence,
} from '../../../sandbox/faults/job-fault-text.js';
import { jobFaultSchema } from '../../../sandbox/faults/job-faults.js';
import type { CommandContext, CommandResult } from '../../context.js';
import { runOnFaults } from './report.js';

const countSchema = (flag: string): z.ZodOptional<z.ZodCoercedNumber> =>
  z.coerce
    .number(`${flag} needs a whole number from 1`)
    .int(`${flag} needs a whole number from 1`)
    .positive(`${flag} needs a whole number from 1`)
    .optional();

const ALL_FORMS = `${CONSEQUENCE_FORMS}; of a job: ${JOB_CONSEQUENCE_FORMS}`;

/** The options of `sandbox fault add`. */
export const optionsSchema = z
  .strictObject({
    match: z
      .string(
        "--match is missing: a method and a glob over host and path, or 'job OPERATION MACHINE'",
      )
      .regex(
        /^(?:job \S+ \S+|(?!job )\S+ \S+)$/iu,
        "--match needs a method, a space, and a glob, such as 'PUT …/protectedItems/*', or 'job Backup VM001'",
      ),
    nth: countSchema('--nth'),
    times: countSchema('--times'),
    then: z.string(`--then is missing: ${ALL_FORMS}`),
    dryRun: z.boolean().default(false),
  })
  .check(({ value, issues }) => {
    const message = wrongConsequence(value);
    if (message !== undefined) {
      issues.push({ code: 'custom', path: ['then'], input: value.then, message });
    }
  });

function isOfJobs(match: string): boolean {
  return /^job /iu.test(match);
}

function wrongConsequence(typed: { readonly match: string; readonly then: string }) {
  if (!isOfJobs(typed.match)) {
    return parseConsequence(typed.then) === undefined ? `--then needs ${ALL_FORMS}` : undefined;
  }
  const consequence = parseJobConsequence(typed.then);
  if (consequence === undefined) {
    return `--then of a job needs ${JOB_CONSEQUENCE_FORMS}`;
  }
  const onlyBackups = consequence.outcome !== 'Failed' && !/^job backup /iu.test(typed.match);
  return onlyBackups ? '--then: only backups end with warnings or are cancelled' : undefined;
}

/** Runs the command. */
export async function run(
  context: CommandContext,
  { dryRun, then, ...when }: z.infer<typeof optionsSchema>,
): Promise<CommandResult> {
  const fault: SandboxFault = isOfJobs(when.match)
    ? jobFaultSchema.parse({ ...when, then: parseJobConsequence(then) })
    : faultSchema.parse({ ...when, then: parseConsequence(then) });
  return runOnFaults(context, dryRun, (faults) => [...faults, fault]);
}
