// Runs of the program on a world whose every secret is known, watched for what may not be seen.

import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { defaultWorld, runCli, type CliRun, type RunOptions } from '../../support/run-cli.js';
import { canariesOf, CanaryWatch, plantClientSecrets, type Canary } from './canaries.js';

/** The world of these runs, and the secrets in it. */
export const watchedWorld: WorldState = defaultWorld();
plantClientSecrets(watchedWorld);
export const watchedSecrets: readonly Canary[] = canariesOf(watchedWorld);
const watchOfWorld = new CanaryWatch();
watchOfWorld.add(watchedSecrets);

/** A run on a copy of the world, watched for its secrets and for what it was given on the way. */
export interface WatchedRun extends CliRun {
  /** What was seen that must not be. */
  readonly leaks: readonly string[];
  readonly tokens: number;
}

/**
 * Runs a command on a copy of the world.
 * @param written what it leaves behind besides its output, looked through too
 */
export async function watched(
  argv: readonly string[],
  options: RunOptions = {},
  written: () => string = () => '',
): Promise<WatchedRun> {
  const tokens = new Map<Canary['value'], Canary>();
  const keep = (text: string): void => {
    for (const token of tokensIn(text)) {
      tokens.set(token.value, token);
    }
  };
  const state = structuredClone(watchedWorld);
  withCopiesFor(argv, state);
  const { around = (_request, answer) => answer() } = options;
  const run = await runCli(argv, {
    world: state,
    ...options,
    around: async (request, answer) => {
      keep(request.headers.get('authorization') ?? '');
      const response = await around(request, answer);
      if (/\/oauth2\/|\/accessToken\?/u.test(request.url)) {
        const text = await response
          .clone()
          .text()
          .catch(() => '');
        keep(text);
      }
      return response;
    },
  });
  const watchOfRun = new CanaryWatch();
  watchOfRun.add([...canariesOf(state, watchedSecrets), ...tokens.values()]);
  const text = `${run.stdout}\n${run.stderr}\n${written()}`;
  const leaks = [...watchOfWorld.leaks(text), ...watchOfRun.leaks(text)];
  return { ...run, leaks, tokens: tokens.size };
}

/** `restore-keys` has copies to restore from where the points themselves hold them. */
export function withCopiesFor([command]: readonly string[], world: WorldState): void {
  if (command === 'restore-keys') {
    world.pointKeys = 'copies';
  }
}

/** Signed tokens; their first part is the same for all and says nothing. */
function tokensIn(text: string): Canary[] {
  return [...text.matchAll(/eyJ[\w-]+\.(?<rest>[\w-]+\.[\w-]+)/gu)].map(({ groups }) => ({
    of: 'an access token',
    value: groups?.['rest'] ?? '',
  }));
}
