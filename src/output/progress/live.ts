// Progress on a terminal: what has ended scrolls up, what runs is one line that is drawn over.

import type { EngineEvent } from '../../steps/events.js';
import { formatStopwatch } from '../durations.js';
import { cutEnd, fitLines, oneLine, stripControls } from '../text-width.js';
import { createTheme } from '../theme.js';
import {
  createLineStyle,
  formatMachinesRead,
  formatNote,
  formatSelected,
  formatOperationId,
  formatStepEnd,
  stepDoing,
  type LineStyle,
  type Note,
} from './event-lines.js';
import { createJobBoard, isJobEvent, type JobEvent } from './job-board.js';
import type { ProgressHost, ProgressRenderer } from './progress-renderer.js';

const ERASE_LINE = '\r\u001B[2K';
/** A line that wrapped, as in a window made narrower or by characters that are wider there, could not be erased. */
const NO_WRAP = '\u001B[?7l';
const WRAP = '\u001B[?7h';
const TICK_SECONDS = 1;

/** What runs: a step, or a note such as that a grant is waited for. */
interface Running {
  readonly text: string;
  readonly isStep: boolean;
  readonly since: number;
  readonly operationId?: string;
}

/** A renderer for terminals. */
export function createLiveProgress(host: ProgressHost): ProgressRenderer {
  const style = createLineStyle(createTheme(host.io.errColor), true);
  const running = new Map<string, Running>();
  const board = createJobBoard(style, {
    terminal: true,
    get timeZone() {
      return host.io.timeZone;
    },
  });
  const isRunning = (): boolean => running.size > 0 || board.running() > 0;
  const line = createLiveLine(host, () =>
    running.size > 0 || board.running() === 0
      ? formatRunning([...running.values()], style)
      : (now) => board.now(now),
  );
  return {
    emit(event) {
      line.synchronise(event.atSeconds);
      const finished = isJobEvent(event) ? board.follow(event) : followStep(running, event, style);
      const lines = finished.map((each) => `${stripControls(each)}\n`).join('');
      line.show(fitLines(lines, host.io.columns), isRunning());
    },
    write(text) {
      line.show(fitLines(text, host.io.columns), isRunning());
    },
    finish() {
      running.clear();
      line.show('', false);
    },
  };
}

const NOTE = 'note';
const MACHINES = 'machines';

type StepEvent = Exclude<EngineEvent, JobEvent>;

function followStep(
  running: Map<string, Running>,
  event: StepEvent,
  style: LineStyle,
): readonly string[] {
  follow(running, event);
  return finishedLines(event, style);
}

/** Keeps the list of what runs up to date. A note lasts until something else happens. */
function follow(running: Map<string, Running>, event: StepEvent): void {
  if (event.type !== 'step.waiting') {
    running.delete(NOTE);
  }
  switch (event.type) {
    case 'step.started':
      running.set(event.step.id, {
        text: stepDoing(event.step),
        isStep: true,
        since: event.atSeconds,
      });
      return;
    case 'operation.accepted': {
      const since = running.get(event.step.id)?.since ?? event.atSeconds;
      const { operationId } = event;
      running.set(event.step.id, { text: stepDoing(event.step), isStep: true, since, operationId });
      return;
    }
    case 'step.done':
    case 'step.failed':
    case 'step.skipped':
      running.delete(event.step.id);
      return;
    case 'machines.selected':
      return;
    case 'machines.read':
      if (event.done < event.total) {
        const text = formatMachinesRead(event);
        const since = event.atSeconds - event.elapsedSeconds;
        running.set(MACHINES, { text, isStep: false, since });
      } else {
        running.delete(MACHINES);
      }
      return;
    case 'note':
      if (passes(event)) {
        running.set(NOTE, { text: formatNote(event), isStep: false, since: event.atSeconds });
      }
      return;
    case 'step.waiting':
      return;
  }
}

/** True for notes about what goes on now; those of throttling stay on the screen. */
function passes(event: Note): boolean {
  return event.note !== 'throttled' && event.note !== 'slowed';
}

function finishedLines(event: StepEvent, style: LineStyle): string[] {
  switch (event.type) {
    case 'step.done':
    case 'step.failed':
    case 'step.skipped':
      return formatStepEnd(event, style);
    case 'note':
      return passes(event) ? [] : [formatNote(event)];
    case 'machines.selected':
      return [formatSelected(event)];
    case 'step.started':
    case 'operation.accepted':
    case 'step.waiting':
    case 'machines.read':
      return [];
  }
}

/** The newest of what runs, and how much more there is. */
function formatRunning(
  running: readonly Running[],
  style: LineStyle,
): (nowSeconds: number) => string {
  const newest = running.at(-1);
  if (newest === undefined) {
    return () => '';
  }
  const others = running.filter((each) => each.isStep && each !== newest).length;
  const more = newest.isStep && others > 0 ? ` and ${others} more` : '';
  const { operationId } = newest;
  const operation =
    operationId === undefined ? '' : `   (${formatOperationId(operationId, style)})`;
  return (now) => `${newest.text}${more} … ${formatStopwatch(now - newest.since)}${operation}`;
}

/** The line that is drawn over, and the ticker that keeps its stopwatch going. */
interface LiveLine {
  /** Learns the command's time from an event. */
  synchronise(atSeconds: number): void;
  /** Writes whole lines that stay, then what runs. */
  show(lines: string, isRunning: boolean): void;
}

function createLiveLine(host: ProgressHost, text: () => (nowSeconds: number) => string): LiveLine {
  let commandStart = host.clock.now() / 1000;
  let drawn = '';
  let stop: (() => void) | undefined;
  // One write for each change, so that the terminal never shows the line half drawn.
  const draw = (lines: string, isRunning: boolean): void => {
    const erase = drawn === '' ? '' : ERASE_LINE;
    const current = oneLine(text()(host.clock.now() / 1000 - commandStart));
    // One column is left free, since some terminals wrap as soon as the last one is written.
    drawn = isRunning ? stripControls(cutEnd(current, host.io.columns - 1)) : '';
    host.io.writeErr(erase + lines + (drawn === '' ? '' : NO_WRAP + drawn + WRAP));
  };
  return {
    synchronise(atSeconds) {
      commandStart = host.clock.now() / 1000 - atSeconds;
    },
    show(lines, isRunning) {
      draw(lines, isRunning);
      if (isRunning) {
        stop ??= host.schedule(() => draw('', true), TICK_SECONDS);
      } else {
        stop?.();
        stop = undefined;
      }
    },
  };
}
