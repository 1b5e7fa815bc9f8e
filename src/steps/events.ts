// What happens while a plan is carried out, as data with ids and numbers; renderers make words of it.

import type { RemainingTime } from '../domain/jobs/job-outcome.js';
import type { Instant } from '../domain/time/instant.js';
import type { JobStatus, JobTask } from '../domain/vaults/recovery-services.js';
import type { ResourceId } from '../domain/resource-id.js';
import type { StepName } from './family.js';
import type { Step } from './plan.js';

/** A step, and what it is called. */
export interface StepReference extends Pick<Step, 'id' | 'kind' | 'target' | 'vmIds'> {
  readonly name: StepName;
}

/** A job that is watched. */
export interface JobReference {
  readonly jobId: string;
  readonly vaultId: ResourceId;
  readonly vm: string;
  /** Azure's own word, such as `Backup`. */
  readonly operation: string;
}

/** One event. `atSeconds` counts from the start of the command. */
export type EngineEvent =
  | { readonly type: 'step.started'; readonly step: StepReference; readonly atSeconds: number }
  | {
      /** Sent before any waiting begins, so that the id is never lost. */
      readonly type: 'operation.accepted';
      readonly step: StepReference;
      readonly operationId: string;
      readonly atSeconds: number;
    }
  | {
      readonly type: 'step.waiting';
      readonly step: StepReference;
      readonly elapsedSeconds: number;
      readonly nextPollSeconds: number;
      readonly atSeconds: number;
    }
  | {
      readonly type: 'step.done';
      readonly step: StepReference;
      readonly elapsedSeconds: number;
      readonly jobId?: string;
      /** A backup only: it was running already. */
      readonly joined?: true;
      /** A grant only: how long it took until the data plane honoured it. */
      readonly effectiveAfterSeconds?: number;
      readonly atSeconds: number;
    }
  | {
      readonly type: 'step.failed';
      readonly step: StepReference;
      readonly code: string;
      readonly message: string;
      readonly elapsedSeconds: number;
      readonly atSeconds: number;
    }
  | {
      readonly type: 'step.skipped';
      readonly step: StepReference;
      /** The step whose failure made this one pointless. */
      readonly because: string;
      readonly atSeconds: number;
    }
  | {
      /** The wait for a job begins; its id is known from here on. */
      readonly type: 'job.watching';
      readonly job: JobReference;
      /** Until when the recovery point will be kept, of backups that were asked for. */
      readonly expiry?: Instant;
      /** True when somebody else began it. */
      readonly joined: boolean;
      readonly atSeconds: number;
    }
  | {
      /** A task of a job is in another state than when it was last looked at. */
      readonly type: 'job.task';
      readonly job: JobReference;
      readonly task: JobTask;
      readonly atSeconds: number;
    }
  | {
      /** A job was looked at and goes on. */
      readonly type: 'job.progress';
      readonly job: JobReference;
      readonly status: JobStatus;
      readonly percent?: number;
      readonly tasks: readonly JobTask[];
      /** Since Azure began the job. */
      readonly elapsedSeconds: number;
      readonly remaining?: RemainingTime;
      readonly atSeconds: number;
    }
  | {
      readonly type: 'job.ended';
      readonly job: JobReference;
      readonly status: JobStatus;
      readonly elapsedSeconds: number;
      /** Azure's code, of a job that did not go well. */
      readonly code?: string;
      readonly atSeconds: number;
    }
  | {
      /** The jobs of a vault could not be looked at; it is tried again. */
      readonly type: 'job.retrying';
      readonly vaultId: ResourceId;
      readonly code: string;
      readonly message: string;
      /** Until the next try. */
      readonly seconds: number;
      /** What Azure asks for, where that is longer than anybody should wait. */
      readonly askedSeconds?: number;
      /** For how long nothing has been read. */
      readonly failingSeconds: number;
      readonly atSeconds: number;
    }
  | {
      /** Nothing new; sent every half a minute so that nobody takes the wait for dead. */
      readonly type: 'jobs.waiting';
      readonly running: number;
      readonly ended: number;
      /** Since the wait began. */
      readonly elapsedSeconds: number;
      readonly atSeconds: number;
    }
  | {
      /** How many machines a rule selects. */
      readonly type: 'machines.selected';
      readonly count: number;
      readonly atSeconds: number;
    }
  | {
      /** So many of many machines have been looked at; sent at most once a second, and at the end. */
      readonly type: 'machines.read';
      readonly done: number;
      readonly total: number;
      /** Since the first was begun. */
      readonly elapsedSeconds: number;
      readonly atSeconds: number;
    }
  | {
      /** A stable word for something worth saying that is no step, with its particulars. */
      readonly type: 'note';
      readonly note: 'retrying' | 'throttled' | 'slowed' | 'propagating';
      readonly details: Readonly<Record<string, string | number>>;
      readonly atSeconds: number;
    };

/** Receives events as they happen. */
export type Emit = (event: EngineEvent) => void;
