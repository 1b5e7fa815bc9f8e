// How long the next request of a class waits, given what answers have told. Pure: knows no clock and sends nothing.
// Instants are milliseconds since the Unix epoch.

import type { ClassLimits } from './call-class.js';

/** What is left of one limit. */
type Meter =
  | {
      readonly kind: 'bucket';
      readonly left: number;
      readonly at: number;
      readonly size: number;
      readonly refillPerSecond: number;
    }
  | {
      readonly kind: 'window';
      readonly left: number;
      /** All that the window holds, as far as is known. */
      readonly limit: number;
      readonly ends: number;
      readonly seconds: number;
    };

/** What is known of a class. */
export interface ClassState {
  readonly pausedUntil: number;
  readonly meters: Readonly<Record<string, Meter>>;
  /** Sent and not yet answered. */
  readonly underWay: number;
  /** Of this process, in the window that it is in. */
  readonly sent: number;
  readonly lastSent: number;
}

/** What one answer tells of one limit. */
export interface Reading {
  readonly name: string;
  readonly left: number;
  /** Length of the window; undefined for a bucket. */
  readonly windowSeconds?: number;
  /** Until the window ends, where the answer says so. */
  readonly endsInSeconds?: number;
}

/** A class of which nothing is known. */
export const UNKNOWN_CLASS: ClassState = {
  pausedUntil: Number.NEGATIVE_INFINITY,
  meters: {},
  underWay: 0,
  sent: 0,
  lastSent: Number.NEGATIVE_INFINITY,
};

/** What is left of a window is spread over the rest of it once it is less than this share. */
const SPREAD_BELOW = 0.2;
/** Polls are made less often once less than this share is left. */
const SPARING_BELOW = 2 / 3;
/** Whoever has sent no more than so many is not why there is little left, and is not made to wait an hour. */
const MODEST_CALLS = 20;
/** A window this short is waited for by everybody. */
const SHORT_WINDOW_SECONDS = 60;
/** Answers overtake each other, so that what is left may seem to grow a little. */
const RENEWED_SHARE = 0.1;

/** When the next request may be sent, and what it waits for; not later than now when it may be sent at once. */
export function freeFrom(
  state: ClassState,
  now: number,
): { readonly instant: number; readonly cause: 'refused' | 'few-left' } {
  const metered = Math.max(
    now,
    ...Object.values(state.meters).map((meter) => meterFreeFrom(meter, state, now)),
  );
  return state.pausedUntil >= metered
    ? { instant: state.pausedUntil, cause: 'refused' }
    : { instant: metered, cause: 'few-left' };
}

function meterFreeFrom(meter: Meter, state: ClassState, now: number): number {
  if (meter.kind === 'bucket') {
    const lacking = 1 - tokens(meter, now);
    return lacking <= 0 ? now : Math.max(now, meter.at) + (lacking / meter.refillPerSecond) * 1000;
  }
  if (now >= meter.ends || meter.left > meter.limit * SPREAD_BELOW) {
    return now;
  }
  if (state.sent <= MODEST_CALLS && meter.seconds > SHORT_WINDOW_SECONDS) {
    return now;
  }
  const from = Math.max(state.lastSent, meter.ends - meter.seconds * 1000);
  return from + (meter.ends - from) / (Math.max(0, meter.left) + 1);
}

function tokens(
  { left, at, size, refillPerSecond }: Extract<Meter, { readonly kind: 'bucket' }>,
  now: number,
): number {
  return Math.min(size, left + (Math.max(0, now - at) / 1000) * refillPerSecond);
}

/** True once polls had better be made less often. */
export function isSparing({ meters }: ClassState, now: number): boolean {
  return Object.values(meters).some(
    (meter) =>
      meter.kind === 'window' && now < meter.ends && meter.left < meter.limit * SPARING_BELOW,
  );
}

/** The state once a request has been sent. */
export function afterSending(state: ClassState, now: number): ClassState {
  return {
    ...state,
    meters: mapped(state.meters, (meter) =>
      meter.kind === 'bucket'
        ? { ...meter, left: tokens(meter, now) - 1, at: Math.max(now, meter.at) }
        : { ...meter, left: meter.left - 1 },
    ),
    underWay: state.underWay + 1,
    sent: state.sent + 1,
    lastSent: now,
  };
}

/** The state once a request was answered, or was not. */
export function afterAnswer(
  state: ClassState,
  readings: readonly Reading[],
  { limits, now }: { readonly limits: ClassLimits; readonly now: number },
): ClassState {
  const underWay = Math.max(0, state.underWay - 1);
  const meters = { ...state.meters };
  let { sent } = state;
  for (const reading of limits.keptByCaller === true ? [] : readings) {
    const known = meters[reading.name];
    // Those under way are not counted in it yet.
    const left = reading.left - underWay;
    const { windowSeconds } = reading;
    if (windowSeconds !== undefined) {
      const window = windowAfter(known, { ...reading, left, windowSeconds }, limits, now);
      sent = window.renewed && known !== undefined ? 0 : sent;
      meters[reading.name] = window.meter;
    } else if (limits.bucket !== undefined) {
      meters[reading.name] = { kind: 'bucket', left, at: now, ...limits.bucket };
    }
  }
  return { ...state, meters, underWay, sent };
}

function windowAfter(
  known: Meter | undefined,
  reading: Reading & { readonly windowSeconds: number },
  { perWindow = 0 }: ClassLimits,
  now: number,
): { readonly meter: Meter; readonly renewed: boolean } {
  const { left, windowSeconds: seconds, endsInSeconds } = reading;
  const current = known?.kind === 'window' && now < known.ends ? known : undefined;
  const limit = Math.max(perWindow, left + 1, known?.kind === 'window' ? known.limit : 0);
  const renewed = current === undefined || left > current.left + limit * RENEWED_SHARE;
  const ends =
    endsInSeconds === undefined
      ? renewed
        ? now + seconds * 1000
        : current.ends
      : now + endsInSeconds * 1000;
  return { meter: { kind: 'window', left, limit, ends, seconds }, renewed };
}

/** The state once a request was refused until an instant: nobody sends before it, and then not all at once. */
export function afterRefusal(state: ClassState, until: number): ClassState {
  return {
    ...state,
    meters: mapped(state.meters, (meter) =>
      meter.kind === 'bucket' ? { ...meter, left: 1, at: until } : meter,
    ),
    pausedUntil: Math.max(state.pausedUntil, until),
  };
}

function mapped(
  meters: ClassState['meters'],
  change: (meter: Meter) => Meter,
): ClassState['meters'] {
  return Object.fromEntries(Object.entries(meters).map(([name, meter]) => [name, change(meter)]));
}
