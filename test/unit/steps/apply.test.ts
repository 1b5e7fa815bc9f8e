import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyPlan, type ApplyOptions, type StepResult } from '../../../src/steps/apply.js';
import type { EngineEvent } from '../../../src/steps/events.js';
import { AzbackupError } from '../../../src/errors/azbackup-error.js';
import type { Plan, Step } from '../../../src/steps/plan.js';

function step(id: string, after: readonly string[] = []): Step {
  return {
    kind: 'create-vault',
    id,
    target: `/vaults/${id}`,
    after,
    vmIds: [],
  };
}

const refused = new AzbackupError({
  code: 'AZB_REFUSED',
  kind: 'azure-failed',
  message: 'refused',
});

interface Harness {
  readonly options: ApplyOptions<Step>;
  readonly events: EngineEvent[];
  readonly executed: string[];
  readonly atOnce: () => number;
  readonly controller: AbortController;
}

function harness(fails: (id: string) => boolean = () => false, concurrency = 8): Harness {
  const events: EngineEvent[] = [];
  const executed: string[] = [];
  const controller = new AbortController();
  let running = 0;
  let most = 0;
  let now = 0;
  const clock = { now: () => now, sleep: () => Promise.resolve() };
  return {
    events,
    executed,
    controller,
    atOnce: () => most,
    options: {
      clock,
      startedMilliseconds: 0,
      emit: (event) => events.push(event),
      signal: controller.signal,
      concurrency,
      family: {
        name: ({ id }) => ({ running: 'creating', done: 'created', subject: `vault ${id}` }),
      },
      execute: async ({ id }) => {
        executed.push(id);
        running += 1;
        most = Math.max(most, running);
        now += 1000;
        await Promise.resolve();
        running -= 1;
        if (fails(id)) {
          throw refused;
        }
        return { status: 'done' };
      },
    },
  };
}

async function run(plan: Plan, { options }: Harness): Promise<Map<string, StepResult | undefined>> {
  const applied = applyPlan(plan, options);
  const results = new Map<string, StepResult | undefined>();
  for (const { id } of plan.steps) {
    results.set(id, await applied.settled(id));
  }
  return results;
}

/** Steps that depend on earlier ones only, as plans do. */
const plans = fc
  .array(fc.array(fc.nat(6), { maxLength: 2 }), { minLength: 1, maxLength: 7 })
  .map((edges): Plan => ({
    steps: edges.map((targets, index) =>
      step(String(index), [...new Set(targets)].filter((each) => each < index).map(String)),
    ),
  }));

describe('carrying out a plan', () => {
  it('runs every step once, each after those it depends on', async () => {
    await fc.assert(
      fc.asyncProperty(plans, async (plan) => {
        const used = harness();
        await run(plan, used);
        expect(used.executed.toSorted()).toEqual(plan.steps.map(({ id }) => id).toSorted());
        for (const { id, after } of plan.steps) {
          for (const earlier of after) {
            expect(used.executed.indexOf(earlier)).toBeLessThan(used.executed.indexOf(id));
          }
        }
      }),
    );
  });

  it('skips what a failure makes pointless, runs the rest, and says which step was the cause', async () => {
    await fc.assert(
      fc.asyncProperty(plans, fc.nat(6), async (plan, failing) => {
        const used = harness((id) => id === String(failing));
        const results = await run(plan, used);
        for (const { id, after } of plan.steps) {
          const obstructed = after.some((earlier) => results.get(earlier)?.status !== 'done');
          const own = id === String(failing) ? 'failed' : 'done';
          expect(results.get(id)?.status).toBe(obstructed ? 'skipped' : own);
          const result = results.get(id);
          const because = result?.status === 'skipped' ? result.because : undefined;
          expect(obstructed ? after.includes(because ?? '') : because === undefined).toBe(true);
        }
      }),
    );
  });

  it('keeps to the number of steps at once', async () => {
    const plan = { steps: Array.from({ length: 10 }, (_, index) => step(String(index))) };
    const used = harness(() => false, 3);
    await run(plan, used);
    expect(used.atOnce()).toBe(3);
  });

  it('starts nothing more once it was told to stop', async () => {
    const used = harness();
    used.controller.abort();
    const results = await run({ steps: [step('a'), step('b', ['a'])] }, used);
    expect(used.executed).toEqual([]);
    expect(results.get('a')).toEqual({ status: 'skipped', because: 'interrupted' });
  });

  it('tells what happens, with the code of what failed', async () => {
    const used = harness((id) => id === 'b');
    await run({ steps: [step('a'), step('b', ['a']), step('c', ['b'])] }, used);
    expect(used.events.map(({ type }) => type)).toEqual([
      'step.started',
      'step.done',
      'step.started',
      'step.failed',
      'step.skipped',
    ]);
    expect(used.events[3]).toMatchObject({ code: 'AZB_REFUSED', elapsedSeconds: 1, atSeconds: 2 });
  });

  it('settles each step as soon as it is known, not when all are', async () => {
    const used = harness();
    const applied = applyPlan({ steps: [step('a'), step('b', ['a'])] }, used.options);
    await applied.settled('a');
    expect(used.executed).toContain('a');
    expect(await applied.settled('unheard of')).toBeUndefined();
  });

  it('refuses a plan that can never end instead of waiting for ever', async () => {
    const applied = applyPlan({ steps: [step('a', ['missing'])] }, harness().options);
    await expect(applied.settled('a')).rejects.toThrow('depends on a step');
  });
});
