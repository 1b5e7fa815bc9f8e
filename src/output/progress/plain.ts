// Progress in a pipe or a log: one line for each change, a heartbeat, no control characters.

import type { EngineEvent } from '../../steps/events.js';
import { formatDuration } from '../durations.js';
import type { Io } from '../io.js';
import { stripControls } from '../text-width.js';
import { createTheme } from '../theme.js';
import {
  createLineStyle,
  formatEventLine,
  formatNote,
  formatOperationId,
  formatStepEnd,
  stepDoing,
  type LineStyle,
  type Note,
} from './event-lines.js';
import { createJobBoard, isJobEvent, type JobBoard, type JobEvent } from './job-board.js';
import type { ProgressRenderer } from './progress-renderer.js';

/** Continuous integration systems end jobs that are silent for some minutes. */
const HEARTBEAT_SECONDS = 30;

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
  const isDue = createHeartbeat();
  return {
    emit(event) {
      const lines = isJobEvent(event)
        ? jobLines(event, board, isDue)
        : linesOf(event, style, isDue);
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

/** Says whether it is time for another line about something; the first call starts its interval. */
type Heartbeat = (subject: string, atSeconds: number) => boolean;

function createHeartbeat(): Heartbeat {
  const last = new Map<string, number>();
  return (subject, atSeconds) => {
    const before = last.get(subject);
    const due = before === undefined || atSeconds - before >= HEARTBEAT_SECONDS;
    if (due) {
      last.set(subject, atSeconds);
    }
    return due && before !== undefined;
  };
}

/** Subject of the heartbeat of all jobs together. */
const JOBS = 'jobs';

function jobLines(event: JobEvent, board: JobBoard, isDue: Heartbeat): string[] {
  const lines = board.follow(event);
  // Anything that was said starts the interval anew.
  const due = isDue(JOBS, event.atSeconds);
  return event.type === 'jobs.waiting' && due && board.running() > 0
    ? [formatEventLine('still', board.now(event.atSeconds), '')]
    : lines;
}

function linesOf(
  event: Exclude<EngineEvent, JobEvent>,
  style: LineStyle,
  isDue: Heartbeat,
): string[] {
  switch (event.type) {
    case 'step.started':
      isDue(event.step.id, event.atSeconds);
      return [];
    case 'operation.accepted': {
      const { running, subject } = event.step.name;
      return [formatEventLine(running, subject, formatOperationId(event.operationId, style))];
    }
    case 'step.waiting': {
      const elapsed = formatDuration(event.elapsedSeconds);
      const line = formatEventLine('still', stepDoing(event.step), elapsed);
      return isDue(event.step.id, event.atSeconds) ? [line] : [];
    }
    case 'step.done':
    case 'step.failed':
    case 'step.skipped':
      return formatStepEnd(event, style);
    case 'note':
      return noteLines(event, isDue);
  }
}

/** Waiting is told by heartbeat, the rest each time. */
function noteLines(event: Note, isDue: Heartbeat): string[] {
  switch (event.note) {
    case 'propagating':
      return isDue(event.note, event.atSeconds) ? [formatNote(event)] : [];
    case 'retrying':
    case 'throttled':
      return [formatNote(event)];
  }
}
