// Runs of the program on a world whose every secret is known, watched for what may not be seen.

import type { FaultConsequence } from '../../../src/sandbox/faults/request-faults.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { defaultWorld, runCli, type CliRun, type RunOptions } from '../../support/run-cli.js';
import { canariesOf, CanaryWatch, plantClientSecrets, type Canary } from './canaries.js';

/** The world of these runs, and the secrets in it. */
export const watchedWorld: WorldState = defaultWorld();
plantClientSecrets(watchedWorld);
export const watchedSecrets: readonly Canary[] = canariesOf(watchedWorld);
const watchOfWorld = new CanaryWatch();
watchOfWorld.add(watchedSecrets);

/** How an answer may go wrong, by what is said of it. */
export const WAYS_TO_FAIL: Readonly<Record<string, FaultConsequence>> = {
  'is forbidden': { kind: 'status', status: 403, code: 'AuthorizationFailed' },
  'fails with 500': { kind: 'status', status: 500 },
  'is malformed': { kind: 'malformed' },
  'is cut off': { kind: 'truncate' },
};

/** A run on a copy of the world, watched for its secrets and for what it was given on the way. */
export interface WatchedRun extends CliRun {
  /** What was seen that must not be. */
  readonly leaks: readonly string[];
  readonly tokens: number;
}

/** Runs a command on a copy of the world. */
export async function watched(
  argv: readonly string[],
  options: RunOptions = {},
): Promise<WatchedRun> {
  const tokens: Canary[] = [];
  const state = structuredClone(watchedWorld);
  const run = await runCli(argv, {
    world: state,
    ...options,
    around: async (request, answer) => {
      tokens.push(...tokensIn(request.headers.get('authorization') ?? ''));
      const response = await answer();
      if (/\/oauth2\/|\/accessToken\?/u.test(request.url)) {
        const text = await response
          .clone()
          .text()
          .catch(() => '');
        tokens.push(...tokensIn(text));
      }
      return response;
    },
  });
  const watchOfRun = new CanaryWatch();
  watchOfRun.add([...canariesOf(state, watchedSecrets), ...tokens]);
  const text = `${run.stdout}\n${run.stderr}`;
  const leaks = [...watchOfWorld.leaks(text), ...watchOfRun.leaks(text)];
  return { ...run, leaks, tokens: tokens.length };
}

/** Signed tokens; their first part is the same for all and says nothing. */
function tokensIn(text: string): Canary[] {
  return [...text.matchAll(/eyJ[\w-]+\.(?<rest>[\w-]+\.[\w-]+)/gu)].map(({ groups }) => ({
    of: 'an access token',
    value: groups?.['rest'] ?? '',
  }));
}

/** What is seen when the answers to these requests of a command (counted from 0) go wrong, one in each run. */
export async function leaksWhenFailing(
  argv: readonly string[],
  requests: Iterable<number>,
  then: FaultConsequence,
): Promise<string[]> {
  const leaks: string[] = [];
  for (const index of requests) {
    const faults = [{ match: '* **', nth: index + 1, then }];
    const run = await watched(argv, { faults });
    leaks.push(...run.leaks.map((leak) => `request ${index + 1}: ${leak}`));
  }
  return leaks;
}
