// Reading a change back until Azure shows it.
import { describe, expect, it } from 'vitest';
import { AzbackupError } from '../../../src/errors/azbackup-error.js';
import type { ExitKind } from '../../../src/errors/exit-code.js';
import type { StepExecution } from '../../../src/steps/apply.js';
import { confirmEndState, type Mismatch } from '../../../src/steps/end-state.js';
import { VIRTUAL_START, VirtualClock } from '../../support/virtual-clock.js';

const DONE = { status: 'done', operationId: 'op-1' } as const;
const NO_FAILURES = { failures: 0, kind: 'unavailable' } as const;

interface Looking {
  /** Looks that see the mismatch before it is gone. */
  readonly mismatches: number;
  readonly mismatch?: Mismatch;
  readonly failing?: { readonly failures: number; readonly kind: Exclude<ExitKind, 'done'> };
  readonly deadlineMilliseconds?: number;
  readonly signal?: AbortSignal;
  /** What Azure has answered; an operation where it is left out. */
  readonly done?: Extract<StepExecution, { readonly status: 'done' }>;
}

async function confirm(looking: Looking): Promise<{
  readonly clock: VirtualClock;
  readonly looks: number;
  readonly ended: unknown;
}> {
  const { mismatches, mismatch = 'it is not so', failing = NO_FAILURES } = looking;
  const clock = new VirtualClock();
  const context = {
    clock,
    signal: looking.signal ?? new AbortController().signal,
    random: () => 0,
  };
  let looks = 0;
  const endState = {
    target: '/subscriptions/1',
    fix: ['azbackup status'],
    mismatch: async () => {
      looks += 1;
      if (looks <= failing.failures) {
        throw new AzbackupError({ code: 'AZB_SOME', kind: failing.kind, message: 'no look' });
      }
      return looks <= mismatches ? mismatch : undefined;
    },
  };
  const { deadlineMilliseconds } = looking;
  const confirming = { reporter: { waiting: () => undefined }, deadlineMilliseconds };
  const ended = await confirmEndState(context, looking.done ?? DONE, endState, confirming).catch(
    (error: unknown) => error,
  );
  return { clock, looks, ended };
}

describe('the end state of a step', () => {
  it('is looked at once where Azure shows it', async () => {
    const { looks, ended, clock } = await confirm({ mismatches: 0 });
    expect({ looks, ended, sleeps: clock.sleeps }).toEqual({ looks: 1, ended: DONE, sleeps: [] });
  });

  it('is looked at again for a minute', async () => {
    expect((await confirm({ mismatches: 12 })).ended).toEqual(DONE);
    expect((await confirm({ mismatches: 13 })).ended).toMatchObject({
      fields: {
        code: 'AZB_CHANGE_NOT_VISIBLE',
        kind: 'azure-failed',
        message: 'Azure reported success, but it is not so',
      },
    });
  });

  it('has a code of its own where the mismatch has one', async () => {
    const mismatch = { code: 'AZB_ITEM_MISSING', message: 'it is missing' };
    expect((await confirm({ mismatches: 99, mismatch })).ended).toMatchObject({
      fields: { code: 'AZB_ITEM_MISSING', message: 'Azure reported success, but it is missing' },
    });
  });

  it('is looked at once also where the time of the command is over', async () => {
    const { looks, ended } = await confirm({
      mismatches: 0,
      deadlineMilliseconds: VIRTUAL_START - 1,
    });
    expect({ looks, ended }).toEqual({ looks: 1, ended: DONE });
  });

  it('goes on in Azure where the time of the command is over before it must show', async () => {
    const inTenSeconds = { deadlineMilliseconds: VIRTUAL_START + 10_000 };
    expect((await confirm({ mismatches: 99, ...inTenSeconds })).ended).toEqual({
      status: 'running',
      reason: 'timeout',
      operationId: 'op-1',
    });
    // What was no operation of Azure's does not go on.
    const done = { status: 'done' } as const;
    expect((await confirm({ mismatches: 99, done, ...inTenSeconds })).ended).toMatchObject({
      fields: { code: 'AZB_CHANGE_NOT_VISIBLE' },
    });
  });

  it('goes on in Azure when it is interrupted before it shows', async () => {
    const controller = new AbortController();
    controller.abort();
    const { ended } = await confirm({ mismatches: 1, signal: controller.signal });
    expect(ended).toEqual({ status: 'running', reason: 'interrupted', operationId: 'op-1' });
  });

  it('is looked at again where Azure is unavailable', async () => {
    const failing = { failures: 3, kind: 'unavailable' } as const;
    expect((await confirm({ mismatches: 0, failing })).ended).toEqual(DONE);
  });

  it.each([
    ['not-found', 'partial'],
    ['not-allowed', 'partial'],
    ['blocked', 'partial'],
    ['usage', 'partial'],
    ['azure-failed', 'azure-failed'],
    ['unavailable', 'unavailable'],
  ] as const)('a look that fails as %s ends as %s: something was changed', async (kind, exit) => {
    const { ended } = await confirm({ mismatches: 0, failing: { failures: 99, kind } });
    expect(ended).toMatchObject({ fields: { code: 'AZB_SOME', kind: exit } });
  });
});
