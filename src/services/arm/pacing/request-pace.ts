// The pace of all requests of a process: who is refused makes everybody wait who counts against the same limit, and
// what is left is not overdrawn.

import pLimit from 'p-limit';
import type { Clock } from '../../../clock.js';
import type { ReadHeader } from '../transport/retry-after.js';
import { classesOf, type CallClass, type CallClasses } from './call-class.js';
import {
  afterAnswer,
  afterRefusal,
  afterSending,
  freeFrom,
  isSparing,
  UNKNOWN_CLASS,
  type ClassState,
} from './class-rule.js';
import { readingsOf } from './readings.js';

/** A wait of a whole class. */
export interface PaceNotice {
  readonly seconds: number;
  /** Refused by the service, or so little left that it has to last. */
  readonly reason: 'throttled' | 'few-left';
  readonly host: string;
  /** What waits, for people. */
  readonly calls: string;
}

/** What other processes of this user know: the class, and until when it is refused. */
export interface SharedPauses {
  read(): Promise<ReadonlyMap<string, number>>;
  write(key: string, until: number, now: number): Promise<void>;
}

/** What a pace is made from. */
export interface PaceOptions {
  readonly clock: Clock;
  /** Requests under way at once; absent means any number. */
  readonly maxConcurrency?: number | undefined;
  readonly shared?: SharedPauses;
  /** Told once of each class. */
  readonly onPace?: (notice: PaceNotice) => void;
}

/** How long a request may be held back. */
export interface Patience {
  /** The instant after which nothing is waited for. */
  readonly end: number;
  /** A refusal for longer is not waited for: the error then names the seconds. */
  readonly mostSeconds: number;
  /** So long at most does a request wait because little is left. */
  readonly mostSpreadSeconds: number;
  readonly signal: AbortSignal | undefined;
}

/** The pace; one for all that runs in the process. */
export interface RequestPace {
  /**
   * Sends a request once its classes have room.
   * @throws the signal's reason when the wait is interrupted
   */
  send<T>(call: CallClasses, patience: Patience, attempt: () => Promise<T>): Promise<T>;
  /** Takes in what an answer tells; without headers where none came. */
  answered(call: CallClasses, header: ReadHeader): void;
  /** Stops the class that a refusal is about. */
  refused(
    call: CallClasses,
    refusal: { readonly code: string | undefined; readonly seconds: number },
  ): Promise<{
    /** True for the first of the class: it is said once. */
    readonly isNews: boolean;
    /** What waits, for people. */
    readonly calls: string;
  }>;
  /** True where so little is left for polls of this address that each should come later. */
  isSparing(url: string): boolean;
}

/** Codes of a refusal that is about all calls of the subscription or tenant. */
const WIDE_REFUSAL = /^(?:Subscription|Tenant)RequestsThrottled$/u;
/** Shorter pauses are over before another process looks. */
const SHARED_FROM_SECONDS = 10;
/** How often it is looked whether another process was refused. */
const LOOK_EVERY_SECONDS = 5;
/** Nobody is refused for longer: what is farther off was written by a clock that is wrong. */
const MAX_SHARED_SECONDS = 2 * 3600;
/** A wait that is shorter is not worth a word. */
const NEWS_FROM_SECONDS = 10;

/** A pace of which nothing is known yet. */
export function createRequestPace({
  clock,
  maxConcurrency = Number.POSITIVE_INFINITY,
  shared,
  onPace = () => undefined,
}: PaceOptions): RequestPace {
  const states = new Map<string, ClassState>();
  const said = new Set<string>();
  const inTurn = pLimit(maxConcurrency);
  let looked = Number.NEGATIVE_INFINITY;
  const stateOf = ({ key }: CallClass): ClassState => states.get(key) ?? UNKNOWN_CLASS;
  const isNews = (key: string): boolean => said.size !== said.add(key).size;
  const take = (call: CallClasses): void => {
    for (const each of all(call)) {
      states.set(each.key, afterSending(stateOf(each), clock.now()));
    }
  };
  const look = async (): Promise<void> => {
    const now = clock.now();
    if (shared === undefined || now < looked + LOOK_EVERY_SECONDS * 1000) {
      return;
    }
    looked = now;
    for (const [key, until] of await shared.read()) {
      if (until > now && until <= now + MAX_SHARED_SECONDS * 1000) {
        states.set(key, afterRefusal(states.get(key) ?? UNKNOWN_CLASS, until));
      }
    }
  };
  // Room is taken in the same breath in which it is seen: others look at the same time.
  const takeRoom = async (call: CallClasses, patience: Patience): Promise<void> => {
    for (;;) {
      await look();
      const { instant, cause, by } = lastOf(call, stateOf, clock.now());
      const seconds = (instant - clock.now()) / 1000;
      const most = cause === 'refused' ? patience.mostSeconds : patience.mostSpreadSeconds;
      const isTooLong = seconds > most;
      if (seconds <= 0 || isTooLong || instant > patience.end) {
        take(call);
        return;
      }
      if (seconds >= NEWS_FROM_SECONDS && isNews(by.key)) {
        const reason = cause === 'refused' ? 'throttled' : 'few-left';
        onPace({ seconds, reason, host: hostOf(by), calls: by.name });
      }
      await clock.sleep(seconds, patience.signal);
    }
  };
  return {
    send: async (call, patience, attempt) => {
      await takeRoom(call, patience);
      return inTurn(attempt);
    },
    answered: (call, header) => {
      const readings = readingsOf(header);
      const now = clock.now();
      for (const each of all(call)) {
        const told = each === call.own ? readings.own : readings.wide;
        states.set(each.key, afterAnswer(stateOf(each), told, { limits: each.limits, now }));
      }
    },
    refused: async ({ own, wide = own }, { code = '', seconds }) => {
      const refused = WIDE_REFUSAL.test(code) ? wide : own;
      const until = clock.now() + seconds * 1000;
      states.set(refused.key, afterRefusal(stateOf(refused), until));
      if (seconds >= SHARED_FROM_SECONDS) {
        await shared?.write(refused.key, until, clock.now());
      }
      return { isNews: isNews(refused.key), calls: refused.name };
    },
    isSparing: (url) => isSparing(stateOf(classesOf('GET', url).own), clock.now()),
  };
}

function all({ own, wide }: CallClasses): readonly CallClass[] {
  return wide === undefined ? [own] : [own, wide];
}

/** The class that lets the request go last. */
function lastOf(
  call: CallClasses,
  stateOf: (each: CallClass) => ClassState,
  now: number,
): ReturnType<typeof freeFrom> & { readonly by: CallClass } {
  const waits = all(call).map((by) => ({ ...freeFrom(stateOf(by), now), by }));
  return waits.reduce((left, right) => (right.instant > left.instant ? right : left));
}

/** Keys begin with it. */
function hostOf({ key }: CallClass): string {
  return key.split(' ', 1)[0] ?? key;
}
