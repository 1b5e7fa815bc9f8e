// Progress in a pipe or a log: one line for each change, a heartbeat that slows down, no control characters.

import type { EngineEvent } from '../../steps/events.js';
import { formatDuration } from '../durations.js';
import type { Io } from '../io.js';
import { stripControls } from '../text-width.js';
import { createTheme } from '../theme.js';
import {
  createLineStyle,
  formatEventLine,
  formatMachinesRead,
  formatNote,
  formatSelected,
  formatOperationId,
  formatStepEnd,
  stepDoing,
  type LineStyle,
  type Note,
} from './event-lines.js';
import { createJobBoard, isJobEvent, type JobBoard, type JobEvent } from './job-board.js';
import type { ProgressRenderer } from './progress-renderer.js';

/** When something that goes on is mentioned again, in seconds since it began. */
const FIRST_BEATS = [60, 120, 300];
/** Afterwards every ten minutes: a wait of a day is a page in a log. */
const LATER_BEATS_SECONDS = 600;

/** A renderer for logs. Its heartbeat follows the events' own time. */
export function createPlainProgress(
  io: Pick<Io, 'writeErr' | 'errColor' | 'timeZone'>,
): ProgressRenderer {
  const style = createLineStyle(createTheme(io.errColor), false);
  const board = createJobBoard(style, {
    terminal: false,
    get timeZone() {
      return io.timeZone;
    },
  });
  const log: Log = {
    style,
    board,
    isDue: createHeartbeat(),
    operations: new Map(),
    started: new Set(),
  };
  return {
    emit(event) {
      const lines = isJobEvent(event) ? jobLines(event, log) : linesOf(event, log);
      for (const line of lines) {
        io.writeErr(`${stripControls(line)}\n`);
      }
    },
    write: (text) => io.writeErr(text),
    finish() {
      // Every line is complete when written.
    },
  };
}

/** What has gone into the log, as far as later lines depend on it. */
interface Log {
  readonly style: LineStyle;
  readonly board: JobBoard;
  readonly isDue: Heartbeat;
  /** Of steps that nothing was said about yet. */
  readonly operations: Map<string, string>;
  /** Ids of jobs that the line of a step has named. */
  readonly started: Set<string>;
}

/** Says whether it is time for another line about something; the first call starts its interval. */
type Heartbeat = (subject: string, atSeconds: number) => boolean;

function createHeartbeat(): Heartbeat {
  const subjects = new Map<string, { readonly since: number; beats: number }>();
  return (subject, atSeconds) => {
    const known = subjects.get(subject) ?? { since: atSeconds, beats: 0 };
    subjects.set(subject, known);
    const elapsed = atSeconds - known.since;
    const due = elapsed >= beatAt(known.beats);
    while (beatAt(known.beats) <= elapsed) {
      known.beats += 1;
    }
    return due;
  };
}

/** Seconds from the beginning to a heartbeat: 1, 2, 5, 15, 25 … minutes. */
function beatAt(beat: number): number {
  const last = FIRST_BEATS.length - 1;
  return FIRST_BEATS[beat] ?? (FIRST_BEATS[last] ?? 0) + (beat - last) * LATER_BEATS_SECONDS;
}

/** Subject of the heartbeat of all jobs together. */
const JOBS = 'jobs';

function jobLines(event: JobEvent, { board, isDue, started }: Log): string[] {
  const lines = board.follow(event);
  const due = isDue(JOBS, event.atSeconds);
  switch (event.type) {
    case 'jobs.waiting':
      return due && board.running() > 0
        ? [formatEventLine('still', board.now(event.atSeconds), '')]
        : lines;
    case 'job.watching':
      return started.has(event.job.jobId) && !event.joined ? [] : lines;
    case 'job.task':
    case 'job.progress':
    case 'job.ended':
    case 'job.retrying':
      return lines;
  }
}

function linesOf(event: Exclude<EngineEvent, JobEvent>, log: Log): string[] {
  const { style, isDue, operations, started } = log;
  switch (event.type) {
    case 'step.started':
      isDue(event.step.id, event.atSeconds);
      return [];
    case 'operation.accepted':
      operations.set(event.step.id, event.operationId);
      return [];
    case 'step.waiting':
      return isDue(event.step.id, event.atSeconds) ? [stillLine(event, log)] : [];
    case 'step.done':
      started.add(event.jobId ?? '');
      return formatStepEnd(event, style);
    case 'step.failed':
    case 'step.skipped':
      return formatStepEnd(event, style);
    case 'machines.selected':
      return [formatSelected(event)];
    case 'machines.read':
      return isDue(event.type, event.atSeconds) && event.done < event.total
        ? [formatEventLine('still', formatMachinesRead(event), '')]
        : [];
    case 'note':
      return noteLines(event, isDue);
  }
}

/** The first names the operation: what ends within a minute needs none. */
function stillLine(
  { step, elapsedSeconds }: Extract<EngineEvent, { readonly type: 'step.waiting' }>,
  { style, operations }: Log,
): string {
  const operationId = operations.get(step.id);
  operations.delete(step.id);
  const operation = operationId === undefined ? '' : `, ${formatOperationId(operationId, style)}`;
  return formatEventLine('still', stepDoing(step), `${formatDuration(elapsedSeconds)}${operation}`);
}

/** Waiting is told by heartbeat, the rest each time. */
function noteLines(event: Note, isDue: Heartbeat): string[] {
  switch (event.note) {
    case 'propagating':
      return isDue(event.note, event.atSeconds) ? [formatNote(event)] : [];
    case 'retrying':
    case 'throttled':
    case 'slowed':
      return [formatNote(event)];
  }
}
