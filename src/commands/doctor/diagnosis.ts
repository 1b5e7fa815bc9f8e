// The words of a diagnosis: one line for each thing that was looked at.

import { AzbackupError } from '../../errors/azbackup-error.js';

/** What can be asked for with `--category`, in the order in which it is shown. */
export const CATEGORIES = ['local', 'network', 'sign-in', 'azure', 'sandbox'] as const;

/** One of them. */
export type Category = (typeof CATEGORIES)[number];

/** How a thing is. Only `fail` keeps commands from working. */
export type DiagnosisStatus = 'ok' | 'warn' | 'fail' | 'unknown' | 'skipped';

/** One line, before its place is known. */
export interface Diagnosis {
  readonly status: DiagnosisStatus;
  /** What is so, one sentence without a full stop. */
  readonly summary: string;
  /** What shows it, one idea a line. */
  readonly evidence?: readonly string[];
  /** What mends it, a command where there is one; always there for `fail`. */
  readonly fix?: string;
}

/** Nothing is wrong. */
export function ok(summary: string, evidence: readonly string[] = []): Diagnosis {
  return { status: 'ok', summary, evidence };
}

/** Some commands do not work, or not for long. */
export function warn(summary: string, fix: string, evidence: readonly string[] = []): Diagnosis {
  return { status: 'warn', summary, fix, evidence };
}

/** Commands do not work. */
export function fail(summary: string, fix: string, evidence: readonly string[] = []): Diagnosis {
  return { status: 'fail', summary, fix, evidence };
}

/** It could not be found out. */
export function unknown(
  summary: string,
  evidence: readonly string[] = [],
  fix?: string,
): Diagnosis {
  return { status: 'unknown', summary, evidence, ...(fix === undefined ? {} : { fix }) };
}

/** It was not looked at. */
export function skipped(summary: string, because: string): Diagnosis {
  return { status: 'skipped', summary: `${summary} (${because})` };
}

/** What an error says, as a line of its own. */
export function failedBy(error: unknown, status: 'fail' | 'unknown' | 'warn'): Diagnosis {
  if (!(error instanceof AzbackupError)) {
    throw error;
  }
  const { message, causes = [], fix = [], code } = error.fields;
  return {
    status,
    summary: message,
    evidence: [...causes, code],
    fix: fix[0] ?? 'add --debug to see each request',
  };
}
