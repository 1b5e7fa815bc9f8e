// What jobs, their tasks and their states are called.

import type { JobOutcome } from '../domain/jobs/job-outcome.js';
import type { Theme } from './theme.js';

/** Azure's words for kinds of jobs, as nouns. */
const OPERATIONS: Readonly<Record<string, string>> = {
  Backup: 'backup',
  Restore: 'restore',
  CrossRegionRestore: 'cross-region restore',
  ConfigureBackup: 'protection',
  DisableBackup: 'end of protection',
  DeleteBackupData: 'deletion of the backups',
  Undelete: 'undeletion',
};

/** A kind of job as a noun; Azure's own word where it is an unknown one. */
export function operationNoun(operation: string): string {
  return OPERATIONS[operation] ?? operation;
}

/** What a job works on: `backup of VM001`. */
export function jobSubject({
  operation,
  vm,
}: {
  readonly operation: string;
  readonly vm: string;
}): string {
  return `${operationNoun(operation)} of ${vm}`;
}

/** A word on how something stands, and what it means. */
export interface StateWord {
  readonly word: string;
  readonly meaning: Extract<keyof Theme, 'ok' | 'warn' | 'fail' | 'muted'>;
}

const TASK_STATES: Readonly<Record<string, StateWord>> = {
  NotStarted: { word: 'waiting', meaning: 'muted' },
  InProgress: { word: 'running', meaning: 'muted' },
  Completed: { word: 'done', meaning: 'ok' },
  Skipped: { word: 'skipped', meaning: 'warn' },
  Failed: { word: 'failed', meaning: 'fail' },
  Cancelling: { word: 'cancelling', meaning: 'warn' },
  Cancelled: { word: 'cancelled', meaning: 'warn' },
};

/** How a task stands; Azure's own word where it is an unknown one. */
export function taskState(status: string): StateWord {
  return TASK_STATES[status] ?? { word: status, meaning: 'muted' };
}

/** How a job stands. */
export const JOB_STATES: Readonly<Record<JobOutcome, StateWord>> = {
  running: { word: 'running', meaning: 'muted' },
  cancelling: { word: 'cancelling', meaning: 'warn' },
  completed: { word: 'completed', meaning: 'ok' },
  'completed-with-warnings': { word: 'completed with warnings', meaning: 'warn' },
  failed: { word: 'failed', meaning: 'fail' },
  cancelled: { word: 'cancelled', meaning: 'warn' },
};

const TRANSFERRED =
  /^(?<done>[\d.]+) ?(?<unit>[KMGT]?B)s? \/ (?<all>[\d.]+) ?(?<allUnit>[KMGT]?B)s? Transferred$/u;

/** `62 of 127 GB` for Azure's `62 GBs / 127 GBs Transferred`; other words as they are. */
export function transferWords(details: string | null | undefined): string {
  const groups = TRANSFERRED.exec(details ?? '')?.groups;
  if (groups === undefined) {
    return details ?? '';
  }
  const { done = '', unit = '', all = '', allUnit = '' } = groups;
  return unit === allUnit ? `${done} of ${all} ${unit}` : `${done} ${unit} of ${all} ${allUnit}`;
}

const MB_TO_A_GB = 1024;

/**
 * `11.1 GB` for Azure's `11374 MB`: sizes have one unit, GB of 1024 MB as Azure reckons them; other words as they are.
 */
export function jobSize(text: string): string {
  const [, number] = /^(?<number>\d+(?:\.\d+)?) MB$/u.exec(text.trim()) ?? [];
  return number === undefined ? text : `${Math.round((Number(number) / MB_TO_A_GB) * 10) / 10} GB`;
}
