import { describe, expect, it } from 'vitest';
import { applyPlan, type StepResult } from '../../../src/steps/apply.js';
import type { MaxErrors } from '../../../src/domain/fleet/max-errors.js';
import { createErrorLimit } from '../../../src/steps/error-limit.js';
import type { Step } from '../../../src/steps/plan.js';

const CASES: readonly (readonly [MaxErrors | undefined, number, number])[] = [
  [undefined, 10, Infinity],
  [{ unit: 'machines', value: 1 }, 10, 1],
  [{ unit: 'machines', value: 3 }, 10, 3],
  [{ unit: 'percent', value: 10 }, 100, 10],
  [{ unit: 'percent', value: 10 }, 15, 2],
  [{ unit: 'percent', value: 1 }, 10, 1],
  [{ unit: 'percent', value: 100 }, 4, 4],
];

describe('how many machines may fail', () => {
  it.each(CASES)('%o of %i machines ends it at %d', (max, machines, reachedAt) => {
    const limit = createErrorLimit(max, machines);
    const failures = Array.from({ length: machines }, (_, at) => at + 1);
    const reached = failures.find((count) => {
      limit.failed([`/vm/${count}`, `/VM/${count}`]);
      return limit.isReached();
    });
    expect(reached ?? Infinity).toBe(reachedAt);
  });
});

function step(id: string, vmIds: readonly string[], after: readonly string[] = []): Step {
  return { kind: 'protect', id, target: '/vault', after, vmIds };
}

/** Carries steps out one at a time; those named fail. */
async function carryOut(
  steps: readonly Step[],
  fails: readonly string[],
  max: MaxErrors,
): Promise<readonly string[]> {
  const applied = applyPlan(
    { steps },
    {
      clock: { now: () => 0, sleep: () => Promise.resolve() },
      startedMilliseconds: 0,
      emit: () => undefined,
      signal: new AbortController().signal,
      concurrency: 1,
      limit: createErrorLimit(max, 4),
      family: { name: ({ id }) => ({ running: 'doing', done: 'done', subject: id }) },
      execute: ({ id }) =>
        fails.includes(id) ? Promise.reject(new Error(id)) : Promise.resolve({ status: 'done' }),
    },
  );
  const results = await Promise.all(steps.map(({ id }) => applied.settled(id)));
  return results.map((result) => wordOf(result));
}

function wordOf(result: StepResult | undefined): string {
  return result?.status === 'skipped' ? result.because : (result?.status ?? 'none');
}

const ONE: MaxErrors = { unit: 'machines', value: 1 };

describe('once too many machines have failed', () => {
  it('no further one is started', async () => {
    const steps = [step('a', ['/1']), step('b', ['/2']), step('c', ['/3'])];
    expect(await carryOut(steps, ['b'], ONE)).toEqual(['done', 'failed', 'max-errors']);
    expect(await carryOut(steps, ['a', 'b'], { ...ONE, value: 3 })).toEqual([
      'failed',
      'failed',
      'done',
    ]);
  });

  it('one that is begun is finished', async () => {
    const steps = [
      step('undelete', ['/1']),
      step('b', ['/2']),
      step('resume', ['/1'], ['undelete']),
    ];
    expect(await carryOut(steps, ['b'], ONE)).toEqual(['done', 'failed', 'done']);
  });

  it('what several share has begun none of them', async () => {
    const steps = [
      step('grant', ['/1', '/2']),
      step('b', ['/3']),
      step('c', ['/1'], ['grant']),
      step('d', ['/2'], ['c']),
    ];
    expect(await carryOut(steps, ['b'], ONE)).toEqual(['done', 'failed', 'max-errors', 'c']);
  });
});
