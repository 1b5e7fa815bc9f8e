// A restore that dies at a request that changes something, and the same command once more.

import { expect } from 'vitest';
import { defaultWorld, type CliRun, type RunOptions } from '../../support/run-cli.js';
import { NETWORK, outcomeOfRestore, restore } from './restores.js';

/** A restore of VM014 to a machine. */
export const CUT_OFF_RESTORE = `--vm VM014 --to vm --name VM014R ${NETWORK}`;

/** Requests that change something, counted from 1, as `around` sees them. */
const CHANGING = new Set(['PUT', 'POST', 'PATCH', 'DELETE']);
const READING = /oauth2|backupValidateOperation|listKeys|backupStatus/u;

/** Dies at a changing request: before it is sent, or with its answer on the way. */
function dying(at: number, when: 'before' | 'after'): RunOptions['around'] {
  let seen = 0;
  let dead = false;
  return async (request, answer) => {
    const changes = CHANGING.has(request.method) && !READING.test(request.url);
    seen += changes ? 1 : 0;
    const now = changes && seen === at;
    dead ||= now && when === 'before';
    if (dead) {
      throw new TypeError('fetch failed');
    }
    const response = await answer();
    if (now) {
      dead = true;
      throw new TypeError('fetch failed');
    }
    return response;
  };
}

/** A restore that nothing cut off, and what it left behind. */
export interface WholeRestore {
  readonly run: CliRun;
  readonly outcome: unknown;
}

/** Runs it undisturbed. */
export async function wholeRestore(): Promise<WholeRestore> {
  const world = defaultWorld();
  const run = await restore(CUT_OFF_RESTORE, world);
  return { run, outcome: outcomeOfRestore(world) };
}

/** Cuts it off at one of its changes (counted from 0); once more, it has to end as the whole one did. */
export async function expectToGoOn(
  whole: WholeRestore,
  at: number,
  when: 'before' | 'after',
): Promise<void> {
  const world = defaultWorld();
  const around = dying(at + 1, when);
  const cut = await restore(CUT_OFF_RESTORE, world, around === undefined ? {} : { around });
  const again = await restore(CUT_OFF_RESTORE, world);
  const place = `${when} change ${at + 1}: ${whole.run.writes[at]?.url ?? ''}`;
  expect({
    place,
    cut: cut.code === 0,
    code: again.code,
    error: again.stderr.includes('error:') ? again.stderr : '',
    outcome: outcomeOfRestore(world),
  }).toEqual({ place, cut: false, code: 0, error: '', outcome: whole.outcome });
}
