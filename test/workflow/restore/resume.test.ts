// A restore that was cut off, at each request that changes something and after each step, and the same command
// once more: it ends as if nothing had been, nothing is made twice, and no key material stays behind.
import { beforeAll, describe, expect, it } from 'vitest';
import { defaultWorld, type CliRun, type RunOptions } from '../../support/run-cli.js';
import { itemOfRestore, NETWORK, outcomeOfRestore, restore } from './restores.js';

const ARGV = `--vm VM014 --to vm --name VM014R ${NETWORK}`;

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

describe('a restore of VM014', () => {
  let whole: CliRun;
  let expected: unknown;

  beforeAll(async () => {
    const world = defaultWorld();
    whole = await restore(ARGV, world);
    expected = outcomeOfRestore(world);
  });

  it('has all its steps to be cut off at', () => {
    expect(whole.code).toBe(0);
    expect(itemOfRestore(whole).changes).toHaveLength(8);
    expect(whole.writes.length).toBeGreaterThanOrEqual(8);
    expect(expected).toMatchObject({ restores: 1, blobs: [], runs: true });
  });

  it.each(['before', 'after'] as const)(
    'goes on where it was cut off %s any request that changes something',
    async (when) => {
      for (const at of whole.writes.keys()) {
        const world = defaultWorld();
        const around = dying(at + 1, when);
        const cut = await restore(ARGV, world, around === undefined ? {} : { around });
        const again = await restore(ARGV, world);
        const place = `${when} change ${at + 1}: ${whole.writes[at]?.url ?? ''}`;
        expect({
          place,
          cut: cut.code === 0,
          code: again.code,
          error: again.stderr.includes('error:') ? again.stderr : '',
          outcome: outcomeOfRestore(world),
        }).toEqual({ place, cut: false, code: 0, error: '', outcome: expected });
      }
    },
  );

  it('goes on after Ctrl-C, which says how', async () => {
    const world = defaultWorld();
    const options: RunOptions = { signalAfter: { requests: 60, signal: 'SIGINT' } };
    const stopped = await restore(ARGV, world, options);
    expect(stopped.code).toBe(130);
    expect(itemOfRestore(stopped).outcome).toBe('interrupted');
    const again = await restore(ARGV, world);
    expect(again.code).toBe(0);
    expect(outcomeOfRestore(world)).toEqual(expected);
  });

  it('that was only begun is gone on with', async () => {
    const world = defaultWorld();
    const begun = await restore(`${ARGV} --no-wait`, world);
    expect(begun.code).toBe(0);
    const item = itemOfRestore(begun);
    expect(item.outcome).toBe('started');
    expect(begun.stderr).toMatch(/skipped .* what it follows still runs/u);
    expect(begun.stderr).not.toContain('interrupted');
    expect(item.next[0]).toBe(`azbackup jobs watch ${item.jobId ?? ''} --vault rsv-prod`);
    const again = await restore(ARGV, world);
    expect(again.code).toBe(0);
    expect(outcomeOfRestore(world)).toEqual(expected);
  });

  it('whose time is over is gone on with', async () => {
    const world = defaultWorld();
    const late = await restore(`${ARGV} --timeout 30s`, world);
    expect(late.code).toBe(8);
    expect(itemOfRestore(late).outcome).toBe('running');
    const again = await restore(ARGV, world);
    expect(again.code).toBe(0);
    expect(outcomeOfRestore(world)).toEqual(expected);
  });
});
