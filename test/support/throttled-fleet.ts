// A fleet without any backup in an Azure that enforces its limits and is busy, and what came of a command on it.

import { buildFleetWorld } from '../../src/sandbox/estates/fleet-world.js';
import type { WorldState } from '../../src/sandbox/kernel/state.js';
import { runCli, TEST_NOW, type CliRun, type RunOptions } from './run-cli.js';

/** Of all requests; half of them 429, half 503. */
const BUSY_SHARE = 0.05;

/** What a command met. */
export interface ThrottledRun {
  readonly run: CliRun;
  /** Codes of the refusals because a limit was reached. */
  readonly overdrawn: readonly string[];
  /** Requests that were answered 429 or 503 by chance. */
  readonly unlucky: number;
  readonly hours: number;
}

/** A fleet of which no machine is protected; every limit is enforced. */
export function throttledFleet(virtualMachines: number): WorldState {
  const world = buildFleetWorld({ virtualMachines, seed: '1', nowMilliseconds: TEST_NOW });
  for (const vault of Object.values(world.backup)) {
    Object.assign(vault, { items: {}, jobs: {}, operations: {}, events: {} });
  }
  return { ...world, limits: { enforced: true, busyShare: BUSY_SHARE, seed: 'a' } };
}

/** Runs a command on it. */
export async function runThrottled(
  argv: readonly string[],
  world: WorldState,
  options: RunOptions = {},
): Promise<ThrottledRun> {
  const overdrawn: string[] = [];
  let unlucky = 0;
  const run = await runCli(argv, {
    ...options,
    world,
    around: async (_request, answer) => {
      const response = await answer();
      if (response.status === 429 || response.status === 503) {
        const code = await codeOf(response.clone());
        if (code === 'TooManyRequests' || code === 'ServiceUnavailable') {
          unlucky += 1;
        } else {
          overdrawn.push(code);
        }
      }
      return response;
    },
  });
  return { run, overdrawn, unlucky, hours: (world.nowMilliseconds - TEST_NOW) / 3_600_000 };
}

async function codeOf(response: Response): Promise<string> {
  const body: { readonly error?: { readonly code?: string } } = JSON.parse(await response.text());
  return body.error?.code ?? '';
}
