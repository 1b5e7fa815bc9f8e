// How far the data of a restore have come at an instant. Recordings restore-disks.poll-sequence-slow-vault-tier
// (127 GB into a storage account, 35.7 minutes) and, for snapshots, the measured 66 to 72 seconds.

import { hour } from '../../../kernel/time/durations.js';
import { backupDuration } from '../time.js';
import type { RestoreTransfer } from './state.js';
import type { BackupJob } from '../jobs/state.js';

/** From an instant on, in milliseconds after the start of the job, this part is shown as transferred. */
interface Mark {
  readonly atMilliseconds: number;
  /** Nothing is shown of it where absent. */
  readonly part?: number;
  /** Whole per cent, as recorded. */
  readonly percentage: number;
}

interface Pace {
  readonly marks: readonly Mark[];
  /** The task may be complete before its job. */
  readonly taskEnds: number;
  readonly jobEnds: number;
}

type PaceName = RestoreTransfer['pace'] | NonNullable<RestoreTransfer['ending']>;

/**
 * Of `replace` and `create` only the percentages and whole times were recorded (1, 5, 99 and 100 in 21 minutes; 1, 5
 * and 100 in 2.5), and that a replacement names its machine after 8; when they change is an assumption.
 */
const PACES: Readonly<Record<PaceName, Pace>> = {
  snapshot: {
    marks: [{ atMilliseconds: 40_000, part: 1, percentage: 99 }],
    taskEnds: 40_000,
    jobEnds: 70_000,
  },
  vault: {
    marks: [
      { atMilliseconds: 634_785, part: 0.5, percentage: 50 },
      { atMilliseconds: 943_000, part: 0.857_087, percentage: 85 },
      { atMilliseconds: 1_251_000, part: 0.947_953, percentage: 94 },
    ],
    taskEnds: 2_139_066,
    jobEnds: 2_139_066,
  },
  replace: {
    marks: [
      { atMilliseconds: 480_000, percentage: 5 },
      { atMilliseconds: 1_200_000, part: 1, percentage: 99 },
    ],
    taskEnds: 1_200_000,
    jobEnds: 1_260_000,
  },
  create: {
    marks: [{ atMilliseconds: 60_000, part: 1, percentage: 5 }],
    taskEnds: 60_000,
    jobEnds: 150_000,
  },
  // 19 minutes for a disk of 127 GB were recorded in a secondary region; that half is shown half-way is assumed.
  secondary: {
    marks: [{ atMilliseconds: 570_000, part: 0.5, percentage: 50 }],
    taskEnds: 1_140_000,
    jobEnds: 1_140_000,
  },
};

/** How long an archived point takes to come back, by priority. Documentation: Use Archive Tier, and
 * the priorities of Blob Storage that it refers to; that it takes just so long is an assumption. */
export const REHYDRATION_MILLISECONDS = { Standard: 15 * hour, High: hour } as const;

/** When a restore and its only task end, in milliseconds after its start. */
export function restoreEnds(transfer: RestoreTransfer): Pick<Pace, 'taskEnds' | 'jobEnds'> {
  const { rehydrationMilliseconds = 0 } = transfer;
  const { taskEnds, jobEnds } = paceOf(transfer);
  return {
    taskEnds: rehydrationMilliseconds + taskEnds,
    jobEnds: rehydrationMilliseconds + jobEnds,
  };
}

/** Out of the vault it takes the vault's time, and then as long as out of a snapshot after the transfer; an assumption. */
function paceOf({ pace, ending }: RestoreTransfer): Pace {
  if (ending === undefined) {
    return PACES[pace];
  }
  const { taskEnds, jobEnds } = PACES[ending];
  const { marks, taskEnds: inVault } = PACES[pace];
  return pace === 'snapshot'
    ? PACES[ending]
    : { marks, taskEnds: inVault, jobEnds: inVault + jobEnds - taskEnds };
}

/** When a restore that replaces disks says whose, in milliseconds after its start. */
export const NAMED_MILLISECONDS = 480_000;

/** What a job shows of its transfer. */
export interface TransferView {
  readonly percentage: number;
  /** Absent before anything was moved. */
  readonly moved?: { readonly details: string; readonly remaining: string };
}

/** The transfer of a job at an instant; undefined for jobs that are no restores. */
export function transferAt(job: BackupJob, nowMilliseconds: number): TransferView | undefined {
  const { transfer, outcome, startedMilliseconds: start, endsMilliseconds: end } = job;
  if (transfer === undefined) {
    return undefined;
  }
  const { totalGB, rehydrationMilliseconds = 0 } = transfer;
  if (nowMilliseconds >= end && outcome === 'Completed') {
    return { percentage: 100, moved: { details: details(totalGB, 1), remaining: 'PT0S' } };
  }
  const stopped = Math.min(nowMilliseconds, end, job.cancelRequestedMilliseconds ?? end);
  const mark = paceOf(transfer).marks.findLast(
    ({ atMilliseconds }) => start + rehydrationMilliseconds + atMilliseconds <= stopped,
  );
  if (mark === undefined) {
    return { percentage: 1 };
  }
  const { percentage, part, atMilliseconds } = mark;
  return {
    percentage,
    ...(part === undefined
      ? {}
      : {
          moved: { details: details(totalGB, part), remaining: remaining(atMilliseconds, part) },
        }),
  };
}

function details(totalGB: number, part: number): string {
  return `${Math.round(totalGB * part * 100) / 100} GBs / ${totalGB} GBs Transferred`;
}

/** As if it went on at the speed so far; that this is how the recorded estimates came about is an assumption. */
function remaining(atMilliseconds: number, part: number): string {
  return backupDuration(0, Math.round((atMilliseconds * (1 - part)) / part));
}
