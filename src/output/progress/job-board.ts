// What renderers of progress know of the jobs that are watched, and the lines that they leave behind.

import { jobOutcome } from '../../domain/jobs/job-outcome.js';
import { nameOf } from '../../domain/resource-id.js';
import type { EngineEvent } from '../../steps/events.js';
import { counted } from '../counts.js';
import { formatDuration, formatStopwatch } from '../durations.js';
import { formatInBothZones } from '../instants.js';
import { JOB_STATES, jobSubject, taskState, transferWords } from '../job-words.js';
import { oneLine, shortenId } from '../text-width.js';
import type { View } from '../view.js';
import { formatEventLine, type LineStyle } from './event-lines.js';

type EventOf<T extends EngineEvent['type']> = Extract<EngineEvent, { readonly type: T }>;

/** Events about jobs. */
export type JobEvent = EventOf<
  'job.watching' | 'job.task' | 'job.progress' | 'job.ended' | 'job.retrying' | 'jobs.waiting'
>;

/** True for events about jobs. */
export function isJobEvent(event: EngineEvent): event is JobEvent {
  return event.type.startsWith('job');
}

/** The jobs that go on, as far as they have been told of. */
export interface JobBoard {
  /** Learns from an event; the lines that it leaves behind. */
  follow(event: JobEvent): string[];
  /** How many jobs go on. */
  running(): number;
  /** One line on what goes on now. */
  now(atSeconds: number): string;
}

interface Watched {
  readonly event: EventOf<'job.watching'>;
  progress?: EventOf<'job.progress'>;
}

/** Where lines go, as far as they depend on it. */
export type Place = Pick<View, 'terminal' | 'timeZone'>;

/** More jobs than these are counted instead of being told of one by one, on a terminal. */
const MAX_NAMED = 5;

/** A board without jobs. */
export function createJobBoard(style: LineStyle, place: Place): JobBoard {
  const jobs = new Map<string, Watched>();
  let ended = 0;
  /** Of the look that goes on: a log has one line for the last task and the job. */
  let justEnded: EventOf<'job.task'>[] = [];
  const tasks = (): EventOf<'job.task'>[] => {
    const held = justEnded;
    justEnded = [];
    return held;
  };
  return {
    running: () => jobs.size,
    now: (atSeconds) => currentLine([...jobs.values()], ended, atSeconds),
    follow: (event) => {
      switch (event.type) {
        case 'job.watching': {
          jobs.set(event.job.jobId, { event });
          return place.terminal && jobs.size > MAX_NAMED ? [] : [watchingLine(event, style, place)];
        }
        case 'job.progress': {
          const watched = jobs.get(event.job.jobId);
          if (watched !== undefined) {
            watched.progress = event;
          }
          return tasks().map((task) => taskLine(task, style));
        }
        case 'job.task': {
          if (jobs.size === 1 && hasStopped(event)) {
            justEnded.push(event);
          }
          return [];
        }
        case 'job.ended': {
          jobs.delete(event.job.jobId);
          ended += 1;
          return endedLines(event, tasks(), style, place);
        }
        case 'job.retrying': {
          return [retryingLine(event, style)];
        }
        case 'jobs.waiting': {
          return [];
        }
      }
    },
  };
}

function watchingLine(event: EventOf<'job.watching'>, style: LineStyle, place: Place): string {
  const { job, expiry, joined } = event;
  const id = style.shortIds ? shortenId(job.jobId) : job.jobId;
  const parts = [
    `job ${id} in ${nameOf(job.vaultId)}`,
    ...(joined ? ['already running'] : []),
    ...(expiry === undefined ? [] : [`kept until ${formatInBothZones(expiry, place)}`]),
  ];
  return formatEventLine(joined ? 'joined' : 'watching', jobSubject(job), parts.join(', '));
}

/** Only what is over: what runs is told by the line that is drawn over, or by the heartbeat. */
function hasStopped({ task }: EventOf<'job.task'>): boolean {
  const { word } = taskState(task.status);
  return word !== 'waiting' && word !== 'running';
}

function taskLine({ task }: EventOf<'job.task'>, style: LineStyle): string {
  const { word, meaning } = taskState(task.status);
  return `  ${formatEventLine(style.theme[meaning](word), oneLine(task.name), howTaskWent(task))}`;
}

function howTaskWent({ durationSeconds = 0, details }: EventOf<'job.task'>['task']): string {
  const duration = durationSeconds === 0 ? '' : formatDuration(durationSeconds);
  return [duration, transferWords(details)].filter((part) => part !== '').join(', ');
}

function endedLines(
  event: EventOf<'job.ended'>,
  tasks: readonly EventOf<'job.task'>[],
  style: LineStyle,
  place: Place,
): string[] {
  const outcome = jobOutcome(event.status);
  const { word, meaning } = JOB_STATES[outcome];
  const verb = outcome === 'completed-with-warnings' ? 'warnings' : word;
  const code = event.code === undefined ? '' : `, ${event.code}`;
  const line = formatEventLine(
    style.theme[meaning](verb),
    jobSubject(event.job),
    `${formatDuration(event.elapsedSeconds)}${code}`,
  );
  const [only] = tasks;
  return only !== undefined && tasks.length === 1 && outcome === 'completed' && !place.terminal
    ? [`${line}, of which ${oneLine(only.task.name)} ${howTaskWent(only.task)}`.trimEnd()]
    : [...tasks.map((task) => taskLine(task, style)), line];
}

function retryingLine(event: EventOf<'job.retrying'>, style: LineStyle): string {
  const asked =
    event.askedSeconds === undefined
      ? ''
      : `, though Azure asks for ${formatDuration(event.askedSeconds)}`;
  const rest = `next attempt in ${formatDuration(event.seconds)}${asked}; ${oneLine(event.message)} (${event.code})`;
  return formatEventLine(style.theme.warn('retrying'), `jobs of ${nameOf(event.vaultId)}`, rest);
}

function currentLine(jobs: readonly Watched[], ended: number, atSeconds: number): string {
  const [only] = jobs;
  if (only !== undefined && jobs.length === 1) {
    const done = ended === 0 ? '' : `   (${counted(ended, 'other')} ended)`;
    return `${lineOfOne(only, atSeconds)}${done}`;
  }
  const oldest = Math.min(...jobs.map(({ event }) => event.atSeconds));
  const all = ended + jobs.length;
  return `watching ${counted(all, 'job')}: ${jobs.length} running, ${ended} ended … ${formatStopwatch(atSeconds - oldest)}`;
}

function lineOfOne({ event, progress }: Watched, atSeconds: number): string {
  if (progress === undefined) {
    return `${jobSubject(event.job)} … ${formatStopwatch(atSeconds - event.atSeconds)}`;
  }
  const passed = atSeconds - progress.atSeconds;
  const task = progress.tasks.find(({ status }) => taskState(status).word === 'running');
  const known =
    (task?.durationSeconds ?? 0) === 0 ? progress.elapsedSeconds : task?.durationSeconds;
  const left = (progress.remaining?.seconds ?? 0) - passed;
  const parts = [
    `${task === undefined ? jobSubject(event.job) : `${oneLine(task.name)}, ${event.job.vm}`} … ${formatStopwatch((known ?? 0) + passed)}`,
    transferWords(task?.details),
    progress.percent === undefined ? '' : `${Math.round(progress.percent)} %`,
    left > 0
      ? `about ${formatMinutes(left)} left${progress.remaining?.source === 'azure' ? ', says Azure' : ''}`
      : '',
  ];
  return parts.filter((part) => part !== '').join('   ');
}

/** Minutes are as exact as an estimate is: `19m`, `1h05m`. */
function formatMinutes(seconds: number): string {
  const minutes = Math.max(1, Math.round(seconds / 60));
  const rest = String(minutes % 60).padStart(2, '0');
  return minutes < 60 ? `${minutes}m` : `${Math.floor(minutes / 60)}h${rest}m`;
}
