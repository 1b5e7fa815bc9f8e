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
import type { OptionRule } from '../../options/option.js';
import { runOnFaults } from './report.js';
import type { FaultAddOptions } from './add.command.js';
import type { SandboxFaultDocument } from './result.js';

const ALL_FORMS = `${CONSEQUENCE_FORMS}; for a job: ${JOB_CONSEQUENCE_FORMS}`;

/** The value of `--then`, whose meaning depends on `--match`. */
export const thenSchema = z.string(`--then is required: ${ALL_FORMS}`);

/** How the options go together. */
export const rules: readonly OptionRule<FaultAddOptions>[] = [wrongConsequence];

function isOfJobs(match: string): boolean {
  return /^job /iu.test(match);
}

function wrongConsequence(typed: FaultAddOptions): string | undefined {
  if (!isOfJobs(typed.match)) {
    return parseConsequence(typed.then) === undefined ? `--then needs ${ALL_FORMS}` : undefined;
  }
  const consequence = parseJobConsequence(typed.then);
  if (consequence === undefined) {
    return `--then for a job needs ${JOB_CONSEQUENCE_FORMS}`;
  }
  const onlyBackups = consequence.outcome !== 'Failed' && !/^job backup /iu.test(typed.match);
  return onlyBackups ? '--then: only backup jobs can end with warnings or be cancelled' : undefined;
}

/** Runs the command. */
export async function run(
  context: CommandContext,
  { dryRun, then, ...when }: FaultAddOptions,
): Promise<CommandResult<SandboxFaultDocument>> {
  const fault: SandboxFault = isOfJobs(when.match)
    ? jobFaultSchema.parse({ ...when, then: parseJobConsequence(then) })
    : faultSchema.parse({ ...when, then: parseConsequence(then) });
  return runOnFaults(context, dryRun, (faults) => [...faults, fault]);
}
