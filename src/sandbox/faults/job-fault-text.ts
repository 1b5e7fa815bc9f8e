// Faults of backup jobs as they are typed on a command line.

import type { JobConsequence } from './job-faults.js';

/** What may be typed of a job, for help and errors. */
export const JOB_CONSEQUENCE_FORMS = 'failed[:CODE], warnings[:CODE], or cancelled';

const OUTCOMES = { failed: 'Failed', warnings: 'CompletedWithWarnings' } as const;

/** How a job ends, such as `failed:UserErrorFsFreezeFailed`; undefined for a text that says nothing of the kind. */
export function parseJobConsequence(text: string): JobConsequence | undefined {
  const groups = /^(?<word>failed|warnings|cancelled)(?::(?<code>\w+))?$/iu.exec(
    text.trim(),
  )?.groups;
  const word = groups?.['word']?.toLowerCase();
  const code = groups?.['code'];
  if (word === 'cancelled') {
    return code === undefined ? { kind: 'job', outcome: 'Cancelled' } : undefined;
  }
  return word === 'failed' || word === 'warnings'
    ? { kind: 'job', outcome: OUTCOMES[word], ...(code === undefined ? {} : { code }) }
    : undefined;
}

/** The text that parses to a consequence. */
export function formatJobConsequence({ outcome, code }: JobConsequence): string {
  const suffix = code === undefined ? '' : `:${code}`;
  switch (outcome) {
    case 'Failed':
      return `failed${suffix}`;
    case 'CompletedWithWarnings':
      return `warnings${suffix}`;
    case 'Cancelled':
      return 'cancelled';
  }
}
