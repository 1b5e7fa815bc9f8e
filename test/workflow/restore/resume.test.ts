// A restore that was cut off, at each request that changes something and after each step, and the same command
// once more: it ends as if nothing had been, nothing is made twice, and no key material stays behind.
import { beforeAll, describe, expect, it } from 'vitest';
import { defaultWorld, type RunOptions } from '../../support/run-cli.js';
import {
  CUT_OFF_RESTORE,
  expectToGoOn,
  wholeRestore,
  type WholeRestore,
} from './cut-off-restore.js';
import { itemOfRestore, outcomeOfRestore, restore } from './restores.js';

describe('a restore of VM014', () => {
  let whole: WholeRestore;

  beforeAll(async () => {
    whole = await wholeRestore();
  });

  it('has all its steps to be cut off at', () => {
    expect(whole.run.code).toBe(0);
    expect(itemOfRestore(whole.run).changes).toHaveLength(8);
    expect(whole.run.writes.length).toBeGreaterThanOrEqual(8);
    expect(whole.outcome).toMatchObject({ restores: 1, blobs: [], runs: true });
  });

  // Each on both sides: test/sweep.
  it.each([
    ['before', 0],
    ['after', 3],
  ] as const)(
    'goes on where it was cut off %s some requests that change something',
    async (when, first) => {
      for (let at = first; at < whole.run.writes.length; at += 6) {
        await expectToGoOn(whole, at, when);
      }
    },
  );

  it('goes on after Ctrl-C, which says how', async () => {
    const world = defaultWorld();
    const options: RunOptions = { signalAfter: { requests: 60, signal: 'SIGINT' } };
    const stopped = await restore(CUT_OFF_RESTORE, world, options);
    expect(stopped.code).toBe(130);
    expect(itemOfRestore(stopped).outcome).toBe('interrupted');
    const again = await restore(CUT_OFF_RESTORE, world);
    expect(again.code).toBe(0);
    expect(outcomeOfRestore(world)).toEqual(whole.outcome);
  });

  it('says what it has changed where Ctrl-C comes while the new machine is looked at', async () => {
    const world = defaultWorld();
    const stopped = await restore(CUT_OFF_RESTORE, world, {
      // The look at the new machine is the last request; its agent has not reported yet.
      signalAfter: { requests: whole.run.exchanges.length, signal: 'SIGINT' },
      around: async (request, answer) => {
        const response = await answer();
        if (!/virtualMachines\/VM014R\?.*instanceView/iu.test(request.url)) {
          return response;
        }
        const text = await response.text();
        const { headers, status } = response;
        return new Response(text.replace('"vmAgent"', '"noAgent"'), { headers, status });
      },
    });
    expect(stopped.code).toBe(130);
    expect(itemOfRestore(stopped).outcome).toBe('interrupted');
    expect(itemOfRestore(stopped).changes.every(({ status }) => status === 'done')).toBe(true);
    expect(stopped.stderr).not.toContain('before anything was changed');
  });

  it('that was only begun is gone on with', async () => {
    const world = defaultWorld();
    const started = await restore(`${CUT_OFF_RESTORE} --no-wait`, world);
    expect(started.code).toBe(0);
    const item = itemOfRestore(started);
    expect(item.outcome).toBe('started');
    expect(started.stderr).toMatch(/skipped .* the step before it is still running/u);
    expect(started.stderr).not.toContain('interrupted');
    expect(item.next[0]).toBe(`azbackup jobs watch ${item.jobId ?? ''} --vault rsv-prod`);
    const again = await restore(CUT_OFF_RESTORE, world);
    expect(again.code).toBe(0);
    expect(outcomeOfRestore(world)).toEqual(whole.outcome);
  });

  it('whose time is over is gone on with', async () => {
    const world = defaultWorld();
    const late = await restore(`${CUT_OFF_RESTORE} --timeout 30s`, world);
    expect(late.code).toBe(8);
    expect(itemOfRestore(late).outcome).toBe('running');
    const again = await restore(CUT_OFF_RESTORE, world);
    expect(again.code).toBe(0);
    expect(outcomeOfRestore(world)).toEqual(whole.outcome);
  });
});
