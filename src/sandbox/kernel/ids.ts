// Ids that look like Azure's and replay identically: a digest of the world's seed and a counter.

import { createHash } from 'node:crypto';
import type { SandboxClock } from './time/clock.js';
import type { SandboxIds } from '../http/operation.js';
import type { WorldState } from './state.js';

/** Ids from the world's own sequence; each call moves the sequence on. */
export function worldIds(state: WorldState): SandboxIds {
  return idsFrom(() => {
    const number = state.ids.next;
    state.ids.next = number + 1;
    return `${state.ids.seed}/${number}`;
  });
}

/**
 * Ids that leave the world as it is, for what names a request and not a thing: were they taken
 * from the world's sequence, one poll more would rename everything made after it.
 */
export function requestIds(state: WorldState, clock: SandboxClock): SandboxIds {
  let calls = 0;
  return idsFrom(() => {
    calls += 1;
    return `${state.ids.seed}/request/${clock.now()}/${calls}`;
  });
}

/**
 * Ids that belong to something the world makes by itself, and leave its sequence as it is: the more
 * time passes, the more of it there is, and nothing else shall be named by it.
 */
export function idsNamed(state: Pick<WorldState, 'ids'>, name: string): SandboxIds {
  let calls = 0;
  return idsFrom(() => {
    calls += 1;
    return `${state.ids.seed}/${name}/${calls}`;
  });
}

function idsFrom(nextSource: () => string): SandboxIds {
  return {
    guid: () => guidOf(digest(nextSource())),
    hex: (length) => stretched(nextSource(), length, (bytes) => bytes.toString('hex')),
    decimal: (length) => decimalOf(nextSource(), length),
  };
}

/** A version 4 guid made of a digest. */
function guidOf(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  const variant = '89ab'[(bytes[8] ?? 0) % 4] ?? '8';
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

function decimalOf(source: string, length: number): string {
  const digits = stretched(source, length, (bytes) =>
    [...bytes].map((byte) => String(byte % 10)).join(''),
  );
  return digits.startsWith('0') ? `1${digits.slice(1)}` : digits;
}

function stretched(source: string, length: number, render: (bytes: Buffer) => string): string {
  let text = '';
  for (let part = 0; text.length < length; part += 1) {
    text += render(digest(`${source}/${part}`));
  }
  return text.slice(0, length);
}

function digest(source: string): Buffer {
  return createHash('sha256').update(source).digest();
}
