// Waits for jobs to end: for one or hundreds, of one vault or several, for minutes or days. All waits of a
// command share what may be read; trouble with reading ends none of them.

import type { BackupJob } from '../../domain/vaults/recovery-services.js';
import { idKey, nameOf, type ResourceId } from '../../domain/resource-id.js';
import { hasEnded } from '../../domain/jobs/job-outcome.js';
import type { Instant } from '../../domain/time/instant.js';
import { AzbackupError } from '../../errors/azbackup-error.js';
import type { CommandContext } from '../../commands/context.js';
import { jobEvents, withKnownTasks } from './events.js';
import { pollJobs, type FoundJob } from './poll.js';
import { subscriptionKey, type JobReader } from './reader.js';
import { isSignedOut, pauseAfterFailure } from './read-failure.js';
import { untilAborted } from '../../facts/until-aborted.js';
import { sleepUntil } from '../waiting/sleep-until.js';

/** A job to wait for. */
export interface WatchedJob {
  readonly vaultId: ResourceId;
  readonly jobId: string;
  readonly vm: string;
  readonly operation: string;
  /** Not later than its start. */
  readonly since: Instant;
  readonly expiry?: Instant;
  readonly joined?: boolean;
  /** What such jobs of the machine took before. */
  readonly expectedSeconds?: number;
  /** As it was last looked at. */
  readonly known?: BackupJob;
}

/** How the wait for a job ended. */
export type JobEnd =
  | { readonly status: 'ended'; readonly job: BackupJob }
  | {
      readonly status: 'running';
      /** As it was last looked at. */
      readonly job: BackupJob | undefined;
      readonly reason: 'timeout' | 'interrupted';
      /** The end of the sign-in, where that ended the wait before its time. */
      readonly error?: AzbackupError;
    }
  | {
      /** What became of it could not be learnt. */
      readonly status: 'unknown';
      readonly job: BackupJob | undefined;
      readonly error: AzbackupError;
    };

/** Waits for jobs. */
export interface JobWatch {
  /** Resolves when the job has ended, or the wait. */
  watch(job: WatchedJob): Promise<JobEnd>;
}

/** How long to wait. Instants are milliseconds since the Unix epoch. */
export interface JobWatchOptions {
  readonly startedMilliseconds: number;
  /** Absent means as long as it takes. */
  readonly deadlineMilliseconds?: number | undefined;
}

/** What fails does so early: the first looks come sooner than the rest. */
const FIRST_INTERVALS_SECONDS = [15, 30];
const PAUSE_SECONDS = 60;
/** Who has waited for hours need not know to the minute: the pauses grow with the wait. */
const PAUSE_PER_SECOND_WAITED = 0.01;
const MAX_PAUSE_SECONDS = 300;
/** Reads that the lists of several vaults may take together. */
const LISTS_PER_HOUR = 100;
/** A job whose operation has just ended may not be there yet. */
const MAY_BE_ABSENT_SECONDS = 300;
const HEARTBEAT_SECONDS = 30;
/** No job is known to have lasted so long; whoever waits for one had better look at it. */
const MAX_WAIT_SECONDS = 30 * 86_400;

/** Jobs of one vault that are waited for. */
interface VaultWatch {
  readonly vaultId: ResourceId;
  readonly open: Map<string, OpenWait>;
  /** Looks since the newest job joined. */
  looks: number;
  running: boolean;
  everRead: boolean;
  lastRead: number;
  failures: number;
}

interface OpenWait {
  readonly wanted: WatchedJob;
  readonly started: number;
  known: BackupJob | undefined;
  readonly settle: (end: JobEnd) => void;
  readonly fail: (error: unknown) => void;
}

/** What a wait needs of its surroundings. */
type WatchContext = Pick<CommandContext, 'clock' | 'emit' | 'signal'>;

/** Everything that the parts of a wait share. */
interface Wait {
  readonly context: WatchContext;
  readonly reader: JobReader;
  readonly options: JobWatchOptions;
  readonly deadline: number;
  readonly vaults: Map<string, VaultWatch>;
  started: number | undefined;
  ended: number;
}

/** Waits of one command; jobs may be added while others are waited for. */
export function createJobWatch(
  context: WatchContext,
  reader: JobReader,
  options: JobWatchOptions,
): JobWatch {
  const longest = context.clock.now() + MAX_WAIT_SECONDS * 1000;
  const wait: Wait = {
    context,
    reader,
    options,
    deadline: Math.min(options.deadlineMilliseconds ?? longest, longest),
    vaults: new Map(),
    started: undefined,
    ended: 0,
  };
  return {
    watch: (job) =>
      new Promise((settle, fail) => {
        begin(wait, job, settle, fail);
      }),
  };
}

function begin(
  wait: Wait,
  wanted: WatchedJob,
  settle: (end: JobEnd) => void,
  fail: (error: unknown) => void,
): void {
  const now = wait.context.clock.now();
  wait.started ??= now;
  const vault = vaultWatchOf(wait, wanted.vaultId, now);
  vault.open.set(wanted.jobId, { wanted, started: now, known: wanted.known, settle, fail });
  vault.looks = 0;
  const { jobId, vaultId, vm, operation, expiry, joined = false } = wanted;
  wait.context.emit({
    type: 'job.watching',
    job: { jobId, vaultId, vm, operation },
    ...(expiry === undefined ? {} : { expiry }),
    joined,
    atSeconds: atSeconds(wait),
  });
  if (!vault.running) {
    vault.running = true;
    void watchVault(wait, vault);
  }
}

function vaultWatchOf(wait: Wait, vaultId: ResourceId, now: number): VaultWatch {
  const key = idKey(vaultId);
  const known = wait.vaults.get(key) ?? {
    vaultId,
    open: new Map<string, OpenWait>(),
    looks: 0,
    running: false,
    everRead: false,
    lastRead: now,
    failures: 0,
  };
  wait.vaults.set(key, known);
  return known;
}

/** Looks at a vault's jobs until none is left to wait for. Never rejects. */
async function watchVault(wait: Wait, vault: VaultWatch): Promise<void> {
  const { clock, signal } = wait.context;
  try {
    let pause: number | undefined;
    while (vault.open.size > 0) {
      await pauseUntil(wait, nextLook(wait, vault, pause));
      pause = mayLook(wait, vault) ? await look(wait, vault) : undefined;
      if (clock.now() >= wait.deadline) {
        settleAll(wait, vault, ({ known }) => ({
          status: 'running',
          job: known,
          reason: 'timeout',
        }));
      }
    }
  } catch (error) {
    if (signal.aborted) {
      settleAll(wait, vault, ({ known }) => ({
        status: 'running',
        job: known,
        reason: 'interrupted',
      }));
    } else {
      for (const { fail } of vault.open.values()) {
        fail(error);
      }
      vault.open.clear();
    }
  } finally {
    vault.running = false;
  }
}

/** When to look next: after a pause that suits the number of looks so far, once reads are left. */
function nextLook(wait: Wait, vault: VaultWatch, afterFailure: number | undefined): number {
  const now = wait.context.clock.now();
  const usual =
    FIRST_INTERVALS_SECONDS[vault.looks] ?? Math.max(ownPause(vault, now), fairPause(wait, vault));
  const at = now + (afterFailure ?? usual) * 1000;
  return Math.max(at, wait.reader.budget(vault.vaultId).freeFrom(now));
}

/** A hundredth of the wait for the newest job, between one minute and five. */
function ownPause({ open }: VaultWatch, now: number): number {
  const newest = Math.max(...[...open.values()].map(({ started }) => started));
  const grown = ((now - newest) / 1000) * PAUSE_PER_SECOND_WAITED;
  return Math.min(MAX_PAUSE_SECONDS, Math.max(PAUSE_SECONDS, grown));
}

/** False where the deadline came first: then the limit on reads still holds. */
function mayLook({ context, reader }: Wait, { vaultId }: VaultWatch): boolean {
  const now = context.clock.now();
  return reader.budget(vaultId).freeFrom(now) <= now;
}

/** So long that the lists of all vaults of the subscription together stay below what may be read. */
function fairPause(wait: Wait, { vaultId }: VaultWatch): number {
  const key = subscriptionKey(vaultId);
  const vaults = [...wait.vaults.values()].filter(
    (each) => each.running && subscriptionKey(each.vaultId) === key,
  );
  return (vaults.length * 3600) / LISTS_PER_HOUR;
}

/** Sleeps, with a sign of life every half a minute; not beyond the deadline. */
async function pauseUntil(wait: Wait, instant: number): Promise<void> {
  const { clock, emit } = wait.context;
  await sleepUntil(wait.context, Math.min(instant, wait.deadline), {
    everySeconds: HEARTBEAT_SECONDS,
    beat: () => {
      const open = [...wait.vaults.values()].reduce((sum, { open: jobs }) => sum + jobs.size, 0);
      emit({
        type: 'jobs.waiting',
        running: open,
        ended: wait.ended,
        elapsedSeconds: (clock.now() - (wait.started ?? clock.now())) / 1000,
        atSeconds: atSeconds(wait),
      });
    },
  });
}

/** Looks once. The seconds until the next look, where trouble says so. */
async function look(wait: Wait, vault: VaultWatch): Promise<number | undefined> {
  const { clock, signal } = wait.context;
  const waits = [...vault.open.values()];
  try {
    const found = await untilAborted(
      signal,
      pollJobs(
        wait.reader,
        vault.vaultId,
        waits.map(({ wanted }) => wanted),
        { now: () => clock.now(), turn: vault.looks },
      ),
    );
    vault.looks += 1;
    Object.assign(vault, { everRead: true, failures: 0, lastRead: clock.now() });
    for (const open of waits) {
      update(wait, vault, open, found.get(open.wanted.jobId));
    }
    return undefined;
  } catch (error) {
    return pauseFor(wait, vault, error);
  }
}

/** @throws what is no trouble of Azure's */
function pauseFor(wait: Wait, vault: VaultWatch, error: unknown): number | undefined {
  if (wait.context.signal.aborted || !(error instanceof AzbackupError)) {
    throw error;
  }
  const now = wait.context.clock.now();
  vault.failures += 1;
  const failingSeconds = (now - vault.lastRead) / 1000;
  const { everRead, failures: times } = vault;
  const seconds = pauseAfterFailure({ error, times, seconds: failingSeconds, everRead });
  if (seconds === undefined) {
    settleAll(wait, vault, ({ known: job }) =>
      isSignedOut(error)
        ? { status: 'running', job, reason: 'timeout', error: asStillRunning(error) }
        : { status: 'unknown', job, error },
    );
    return undefined;
  }
  if (error.fields.code === 'AZB_THROTTLED') {
    // The limit is the subscription's: its other vaults would be refused as well.
    wait.reader.budget(vault.vaultId).pauseUntil(now + seconds * 1000);
  }
  wait.context.emit({
    type: 'job.retrying',
    vaultId: vault.vaultId,
    code: error.fields.azureCode ?? error.fields.code,
    message: error.message,
    seconds,
    ...askedFor(error, seconds),
    failingSeconds,
    atSeconds: atSeconds(wait),
  });
  return seconds;
}

/** The wait is over, and the job is not: that is what the exit code is about. */
function asStillRunning({ fields }: AzbackupError): AzbackupError {
  return new AzbackupError({ ...fields, kind: 'still-running' });
}

/** A wish that is not granted is told. */
function askedFor({ fields }: AzbackupError, seconds: number): { readonly askedSeconds?: number } {
  const { retryAfterSeconds: askedSeconds = 0 } = fields;
  return askedSeconds > seconds ? { askedSeconds } : {};
}

function update(wait: Wait, vault: VaultWatch, open: OpenWait, found: FoundJob | undefined): void {
  const { clock, emit } = wait.context;
  if (found === undefined) {
    missing(wait, vault, open);
    return;
  }
  const job = withKnownTasks(open.known, found.job);
  if (!found.full && lacksReason(job) && clock.now() < wait.deadline) {
    return;
  }
  const { expectedSeconds } = open.wanted;
  const now = clock.now();
  for (const event of jobEvents(open.known, job, {
    now,
    atSeconds: atSeconds(wait),
    expectedSeconds,
  })) {
    emit(event);
  }
  open.known = job;
  if (hasEnded(job)) {
    close(wait, vault, open, { status: 'ended', job });
  }
}

/** Ended badly, as a list without particulars says; why stands in the job itself, which is read next. */
function lacksReason(job: BackupJob): boolean {
  const bad = job.status === 'Failed' || job.status === 'CompletedWithWarnings';
  return bad && job.errors.length === 0 && job.tasks.length === 0;
}

function missing(wait: Wait, vault: VaultWatch, open: OpenWait): void {
  const { jobId, vm } = open.wanted;
  const patience = open.started + MAY_BE_ABSENT_SECONDS * 1000;
  if (open.known === undefined && wait.context.clock.now() < patience) {
    return;
  }
  const error = new AzbackupError({
    code: 'AZB_JOB_NOT_FOUND',
    kind: 'not-found',
    message: `${nameOf(vault.vaultId)} has no job ${jobId}`,
    target: jobId,
    fix: [`azbackup jobs list --vault ${nameOf(vault.vaultId)} --vm ${vm}`],
  });
  close(wait, vault, open, { status: 'unknown', job: open.known, error });
}

function settleAll(wait: Wait, vault: VaultWatch, end: (open: OpenWait) => JobEnd): void {
  for (const open of vault.open.values()) {
    close(wait, vault, open, end(open));
  }
}

function close(wait: Wait, vault: VaultWatch, open: OpenWait, end: JobEnd): void {
  vault.open.delete(open.wanted.jobId);
  wait.ended += end.status === 'ended' ? 1 : 0;
  open.settle(end);
}

function atSeconds({ context, options }: Wait): number {
  return (context.clock.now() - options.startedMilliseconds) / 1000;
}
