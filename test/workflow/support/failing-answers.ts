// Commands of which one answer goes wrong, watched for what may not be seen then.

import { expect } from 'vitest';
import type { FaultConsequence } from '../../../src/sandbox/faults/request-faults.js';
import type { CliRun } from '../../support/run-cli.js';
import { watched } from './watched-run.js';

/** How an answer may go wrong, by what is said of it. */
const WAYS: Readonly<Record<string, FaultConsequence>> = {
  'is forbidden': { kind: 'status', status: 403, code: 'AuthorizationFailed' },
  'fails with 500': { kind: 'status', status: 500 },
  'is malformed': { kind: 'malformed' },
  'is cut off': { kind: 'truncate' },
};

export const WAYS_TO_FAIL: readonly string[] = Object.keys(WAYS);

/** A command, and what it must at least do for its answers to be worth watching. */
export interface FailingCommand {
  readonly argv: string;
  readonly requests: number;
  readonly writes: number;
  /** Part of the address of something that is asked for. */
  readonly asks: string;
}

export const FAILING_ENABLE: FailingCommand = {
  argv: 'enable --vm VM001 --grant --debug -o json',
  requests: 20,
  writes: 3,
  asks: '/roleAssignments/',
};

export const FAILING_RESTORE_KEYS: FailingCommand = {
  argv: 'restore-keys --vm VM014 --debug -v -o json',
  requests: 12,
  writes: 2,
  asks: '.vault.azure.net/secrets/',
};

export const FAILING_RESTORE: FailingCommand = {
  argv: 'restore --vm VM014 --to vm --name VM014R --vnet vnet-prod --subnet default --debug -v -o json',
  requests: 40,
  writes: 9,
  asks: '.blob.core.windows.net/',
};

/** The requests of a command by their places, counted from 0. */
export interface RequestPlaces {
  readonly first: readonly number[];
  /** Those that repeat an earlier one, as polls do. */
  readonly repeated: readonly number[];
}

/** What a command asks for while nothing fails. */
export async function requestsOf(command: FailingCommand): Promise<RequestPlaces> {
  const { exchanges, writes } = await watched(command.argv.split(' '));
  expect(exchanges.length).toBeGreaterThanOrEqual(command.requests);
  expect(writes.length).toBeGreaterThanOrEqual(command.writes);
  expect(exchanges.filter(({ url }) => url.includes(command.asks))).not.toEqual([]);
  return placesIn(exchanges);
}

function placesIn(exchanges: CliRun['exchanges']): RequestPlaces {
  const addresses = exchanges.map(({ method, url }) => `${method} ${url.split('?')[0]}`);
  const places = [...addresses.keys()];
  const isFirst = (place: number): boolean => addresses.indexOf(addresses[place] ?? '') === place;
  return {
    first: places.filter((place) => isFirst(place)),
    repeated: places.filter((place) => !isFirst(place)),
  };
}

/** A share of the requests for each way to fail: all ways together have every one of them once. */
export function shareOf(requests: readonly number[], way: string): number[] {
  const turn = WAYS_TO_FAIL.indexOf(way);
  return requests.filter((_, place) => place % WAYS_TO_FAIL.length === turn);
}

/** What is seen when the answers to these requests go wrong, one in each run. */
export async function leaksWhenFailing(
  { argv }: FailingCommand,
  requests: readonly number[],
  way: string,
): Promise<string[]> {
  const then = WAYS[way];
  if (then === undefined || requests.length === 0) {
    throw new Error(`no answer would go wrong: ${way}`);
  }
  const leaks: string[] = [];
  for (const place of requests) {
    const faults = [{ match: '* **', nth: place + 1, then }];
    const run = await watched(argv.split(' '), { faults });
    leaks.push(...run.leaks.map((leak) => `request ${place + 1}: ${leak}`));
  }
  return leaks;
}
