// What steps on jobs are called, and how documents and plans show them.

import { nameOf } from '../../domain/resource-id.js';
import { jobSubject } from '../../output/job-words.js';
import { words, type PlanWording, type StepFamily, type StepWords } from '../family.js';
import type { JobChange } from './changes.js';
import type { JobStep } from './step.js';

const WORDS: Readonly<Record<JobStep['kind'], StepWords>> = {
  backup: words('+', 'backup', 'starting', 'started'),
  'cancel-job': words('~', 'job', 'cancelling', 'cancel requested for'),
};

/** The description of this family. */
export const jobFamily: StepFamily<JobStep, JobChange> = {
  isStep: (step): step is JobStep => Object.hasOwn(WORDS, step.kind),
  isChange: (change): change is JobChange => Object.hasOwn(WORDS, change.type),
  name(step) {
    const { running, done } = WORDS[step.kind];
    return { running, done, subject: subjectOf(step) };
  },
  change: changeOf,
  line(change, wording) {
    const { sign, noun } = WORDS[change.type];
    return { sign, noun, text: textOf(change, wording) };
  },
};

function subjectOf(step: JobStep): string {
  return step.kind === 'backup'
    ? `backup of ${nameOf(step.vmId)}`
    : jobSubject({ operation: step.operation, vm: step.vmName });
}

function changeOf(step: JobStep): JobChange {
  const { target } = step;
  if (step.kind === 'backup') {
    return { type: step.kind, target, details: { vm: step.vmId, expiry: step.expiry } };
  }
  const { jobId: job, vmName, operation } = step;
  return { type: step.kind, target, details: { job, vmName, operation } };
}

function textOf({ type, target, details }: JobChange, wording: PlanWording): string {
  return type === 'backup'
    ? `${nameOf(details.vm)} in ${nameOf(target)}, kept until ${wording.instant(details.expiry)}`
    : `${jobSubject({ operation: details.operation, vm: details.vmName })}, cancelled`;
}
