// The lines that events leave behind, the same for every renderer for people.

import type { EngineEvent, StepReference } from '../../steps/events.js';
import { counted } from '../counts.js';
import { formatDuration } from '../durations.js';
import { oneLine, padEnd, shortenId } from '../text-width.js';
import type { Theme } from '../theme.js';

type EventOf<T extends EngineEvent['type']> = Extract<EngineEvent, { readonly type: T }>;
/** Events that end a step. */
export type StepEnd = EventOf<'step.done' | 'step.failed' | 'step.skipped'>;
/** Events that are no steps. */
export type Note = EventOf<'note'>;

/** How lines are written where they go. */
export interface LineStyle {
  readonly theme: Theme;
  /** True on a terminal, where ids may be shortened. */
  readonly shortIds: boolean;
  /** What steps met so far do, by their ids. */
  readonly doings: Map<string, string>;
}

/** The style of a stream. It learns from events which step an id stands for. */
export function createLineStyle(theme: Theme, shortIds: boolean): LineStyle {
  return { theme, shortIds, doings: new Map() };
}

/** What a step does while it runs: `creating role assignment on kv-prod`. */
export function stepDoing({ name }: StepReference): string {
  return `${name.running} ${name.subject}`;
}

const VERB_WIDTH = 11;
const SUBJECT_WIDTH = 42;

/** A participle, a thing, and how it went, in columns. */
export function formatEventLine(verb: string, subject: string, rest: string): string {
  return `${padEnd(`${verb} `, VERB_WIDTH)}${padEnd(`${subject} `, SUBJECT_WIDTH)}${rest}`.trimEnd();
}

/** The lines of a step that has ended. */
export function formatStepEnd(event: StepEnd, style: LineStyle): string[] {
  const { step } = event;
  const doing = stepDoing(step);
  style.doings.set(step.id, doing);
  switch (event.type) {
    case 'step.done': {
      const verb = style.theme.ok(event.joined === true ? 'joined' : step.name.done);
      return [formatEventLine(verb, step.name.subject, howItWent(event, style))];
    }
    case 'step.failed': {
      const verb = style.theme.fail('failed');
      return [
        formatEventLine(verb, doing, formatDuration(event.elapsedSeconds)),
        `  ${oneLine(event.message)} (${event.code})`,
      ];
    }
    case 'step.skipped': {
      const because = style.doings.get(event.because);
      const running = REASONS[event.because] ?? 'the step before it is still running';
      const verb = style.theme.warn('skipped');
      const why = because === undefined ? running : `since ${because} did not succeed`;
      return [formatEventLine(verb, doing, why)];
    }
  }
}

/** Why a step was not taken, where no other step is the reason. */
const REASONS: Readonly<Record<string, string>> = {
  interrupted: 'interrupted',
  'max-errors': 'too many VMs have failed',
};

/** Before this a rate is chance. */
const RATE_AFTER_SECONDS = 3;

/** How many machines were read, how fast, and what that leaves: `read 120 of 1000 VMs, 10 per second, about 1m28s left`. */
export function formatMachinesRead({
  done,
  total,
  elapsedSeconds,
}: EventOf<'machines.read'>): string {
  const words = `read ${done} of ${total} VMs`;
  if (elapsedSeconds < RATE_AFTER_SECONDS || done === 0) {
    return words;
  }
  const rate = done / elapsedSeconds;
  const perSecond = rate >= 10 ? rate.toFixed(0) : rate.toFixed(1);
  const left = Math.round((total - done) / rate);
  return `${words}, ${perSecond} per second, about ${formatDuration(left)} left`;
}

/** How many machines are meant. */
export function formatSelected({ count }: EventOf<'machines.selected'>): string {
  return formatEventLine('selected', counted(count, 'VM'), '');
}

/** A note in words, with those of its particulars that matter to people. */
export function formatNote({ note, details }: Note): string {
  const text = (key: string): string => String(details[key] ?? '');
  const host = text('host') === '' ? 'Azure' : text('host');
  switch (note) {
    case 'retrying':
      return `retrying ${host}${pause(details['seconds'])}`;
    case 'throttled':
      return `throttled by ${host}${calls(text('calls'))}${pause(details['seconds'])}`;
    case 'slowed':
      return `slowed to stay within a limit of ${host}${calls(text('calls'))}${pause(details['seconds'])}`;
    case 'propagating':
      return `waiting for the grant to take effect, which may take up to ten minutes${pause(details['pauseSeconds'])}`;
  }
}

/** An operation's id, whole where it may be needed later. */
export function formatOperationId(id: string, style: LineStyle): string {
  return `operation ${style.shortIds ? shortenId(id) : id}`;
}

function howItWent(event: EventOf<'step.done'>, style: LineStyle): string {
  const { jobId, effectiveAfterSeconds } = event;
  return [
    formatDuration(event.elapsedSeconds),
    ...(effectiveAfterSeconds === undefined
      ? []
      : [`effective after ${formatDuration(effectiveAfterSeconds)}`]),
    ...(jobId === undefined ? [] : [`job ${style.shortIds ? shortenId(jobId) : jobId}`]),
  ].join(', ');
}

/** All of a kind wait: ` (Microsoft.Compute reads)`. */
function calls(name: string): string {
  return name === '' ? '' : ` (${name})`;
}

function pause(seconds: string | number | undefined): string {
  return typeof seconds === 'number' ? `, next attempt in ${formatDuration(seconds)}` : '';
}
