// The recovery points of a vault are those that its policies promise, no more and no less, however far the
// clock is moved and in however many steps. The promise is worked out apart from the sandbox.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { settleBackup } from '../../../src/sandbox/providers/backup/settle.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import {
  backupSandbox,
  itemPath,
  policyId,
  type BackupSandbox,
  type Json,
} from '../../support/worlds/backup-world.js';
import {
  MONTHS,
  policyBody,
  promisedPoints,
  WEEKDAYS,
  type DaysOfMonth,
  type PolicySpec,
  type PromisedPoint,
} from '../../support/worlds/promised-points.js';

const DAY_SECONDS = 86_400;

/** Protects the machine of the world with a policy; returns the instant from which it is. */
async function protectWith(sandbox: BackupSandbox, spec: PolicySpec): Promise<number> {
  const answer = await sandbox.call('PUT', policyId('Mine'), policyBody(spec));
  expect(answer).toMatchObject({ status: 200 });
  await sandbox.put('Plain-VM', { policyId: policyId('Mine') });
  const [vault] = Object.values(sandbox.state.backup);
  return Object.values(vault?.items ?? {})[0]?.policySinceMilliseconds ?? Number.NaN;
}

async function listedPoints(sandbox: BackupSandbox): Promise<PromisedPoint[]> {
  const { body } = await sandbox.call('GET', `${itemPath('Plain-VM')}/recoveryPoints`);
  return body.value.toReversed().map(({ properties }: Json) => ({
    time: toMilliseconds(properties.recoveryPointTime),
    expiry: toMilliseconds(properties.recoveryPointProperties.expiryTime),
    tiers: properties.recoveryPointTierDetails.map(({ type }: Json) => type),
  }));
}

/** Azure's digits below the millisecond mean nothing here. */
function toMilliseconds(text: string): string {
  return new Date(text.replace(/(?<=\.\d{3})\d+/u, '')).toISOString();
}

const generations: PolicySpec = {
  enhanced: false,
  timeZone: 'UTC',
  halfHour: 36,
  schedule: { kind: 'daily' },
  instantDays: 2,
  daily: 30,
  weekly: { days: ['Sunday'], count: 12 },
  monthly: { on: { weekdays: ['Sunday'], weeks: ['First'] }, count: 12 },
  yearly: { months: ['January'], on: { weekdays: ['Sunday'], weeks: ['First'] }, count: 7 },
};

const policies: Readonly<Record<string, PolicySpec>> = {
  'daily, weekly, monthly and yearly': generations,
  'the same by dates, the last day of the month among them': {
    ...generations,
    timeZone: 'Tokyo Standard Time',
    halfHour: 4,
    monthly: { on: { dates: [1, 31, 0] }, count: 13 },
    yearly: { months: ['February', 'December'], on: { dates: [0] }, count: 1 },
  },
  'in the hour that summer time leaves out and gives twice': {
    ...generations,
    timeZone: 'Eastern Standard Time',
    halfHour: 5,
    daily: 400,
  },
  'in the hour that summer time gives twice': {
    ...generations,
    timeZone: 'Eastern Standard Time',
    halfHour: 3,
    daily: 400,
  },
  'weekly on two days': {
    enhanced: false,
    timeZone: 'UTC',
    halfHour: 36,
    instantDays: 5,
    schedule: { kind: 'weekly', days: ['Monday', 'Thursday'] },
    weekly: { days: ['Monday', 'Thursday'], count: 6 },
    monthly: { on: { weekdays: ['Thursday'], weeks: ['Third', 'Last'] }, count: 4 },
    yearly: { months: ['June'], on: { weekdays: ['Monday'], weeks: ['Last'] }, count: 3 },
  },
  'weekly, kept one week': {
    enhanced: false,
    timeZone: 'India Standard Time',
    halfHour: 0,
    schedule: { kind: 'weekly', days: ['Wednesday'] },
    instantDays: 5,
    weekly: { days: ['Wednesday'], count: 1 },
  },
  'hourly, of which the last of a day goes to the vault': {
    ...generations,
    enhanced: true,
    timeZone: 'Tokyo Standard Time',
    halfHour: 16,
    schedule: { kind: 'hourly', interval: 4, window: 12 },
    instantDays: 7,
  },
  'hourly in a window over midnight': {
    ...generations,
    enhanced: true,
    timeZone: 'Eastern Standard Time',
    halfHour: 40,
    schedule: { kind: 'hourly', interval: 6, window: 24 },
    instantDays: 3,
  },
};

describe('after 400 days', () => {
  it.each(Object.entries(policies))('there are the points of a policy: %s', async (_, spec) => {
    const sandbox = backupSandbox();
    const since = await protectWith(sandbox, spec);
    sandbox.pass(400 * DAY_SECONDS);
    const promised = promisedPoints(spec, since, sandbox.clock.now());
    expect(promised).not.toEqual([]);
    expect(await listedPoints(sandbox)).toEqual(promised);
  });

  it('the vault has not grown without bound', async () => {
    const sandbox = backupSandbox();
    await protectWith(sandbox, { ...generations, schedule: { kind: 'daily' } });
    sandbox.pass(200 * DAY_SECONDS);
    settleBackup(sandbox.state, sandbox.clock.now());
    const size = JSON.stringify(sandbox.state.backup).length;
    sandbox.pass(200 * DAY_SECONDS);
    settleBackup(sandbox.state, sandbox.clock.now());
    expect(JSON.stringify(sandbox.state.backup).length).toBeLessThan(1.2 * size);
  });
});

const someOf = <Item>(items: readonly Item[]) =>
  fc.subarray([...items], { minLength: 1, maxLength: Math.min(3, items.length) });

const daysOfMonth = (weekdays: readonly PolicyWeekday[], byDate: boolean) =>
  fc.oneof(
    fc.record({
      weekdays: someOf(weekdays),
      weeks: someOf(['First', 'Second', 'Third', 'Fourth', 'Last'] as const),
    }),
    ...(byDate ? [fc.record({ dates: someOf([1, 2, 15, 28, 29, 30, 31, 0]) })] : []),
  ) satisfies fc.Arbitrary<DaysOfMonth>;

type PolicyWeekday = (typeof WEEKDAYS)[number];

const schedules: fc.Arbitrary<PolicySpec['schedule']> = fc.oneof(
  fc.constant({ kind: 'daily' } as const),
  fc.record({ kind: fc.constant('weekly' as const), days: someOf(WEEKDAYS) }),
  fc
    .record({
      interval: fc.constantFrom(4, 6, 8, 12, 24),
      window: fc.integer({ min: 12, max: 24 }),
    })
    .map(({ interval, window }) => ({
      kind: 'hourly' as const,
      interval,
      window: Math.max(window, interval),
    })),
);

const zones = [
  'UTC',
  'Tokyo Standard Time',
  'India Standard Time',
  'Eastern Standard Time',
] as const satisfies readonly PolicySpec['timeZone'][];

/** Any policy that Azure accepts. */
const anyPolicy: fc.Arbitrary<PolicySpec> = schedules.chain((schedule) => {
  const days = schedule.kind === 'weekly' ? schedule.days : WEEKDAYS;
  const byDate = schedule.kind !== 'weekly';
  const enhanced = schedule.kind === 'hourly' ? fc.constant(true) : fc.boolean();
  const months = fc.integer({ min: 1, max: 14 });
  return fc.record({
    enhanced,
    timeZone: fc.constantFrom(...zones),
    halfHour: fc.integer({ min: 0, max: 47 }),
    schedule: fc.constant(schedule),
    instantDays: schedule.kind === 'weekly' ? fc.constant(5) : fc.integer({ min: 1, max: 5 }),
    daily: byDate ? fc.integer({ min: 7, max: 90 }) : fc.constant(undefined),
    weekly: byDate
      ? fc.option(fc.record({ days: someOf(days), count: fc.integer({ min: 1, max: 30 }) }), {
          nil: undefined,
        })
      : fc.record({ days: fc.constant(days), count: fc.integer({ min: 1, max: 30 }) }),
    monthly: fc.option(fc.record({ on: daysOfMonth(days, byDate), count: months }), {
      nil: undefined,
    }),
    yearly: fc.option(
      fc.record({
        months: someOf(MONTHS),
        on: daysOfMonth(days, byDate),
        count: fc.integer({ min: 1, max: 3 }),
      }),
      { nil: undefined },
    ),
  });
});

describe('any policy', () => {
  it('keeps its promise at any instant', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyPolicy,
        fc.integer({ min: 0, max: 400 * 86_400 }),
        async (spec, seconds) => {
          const sandbox = backupSandbox();
          const since = await protectWith(sandbox, spec);
          sandbox.pass(seconds);
          expect(await listedPoints(sandbox)).toEqual(
            promisedPoints(spec, since, sandbox.clock.now()),
          );
        },
      ),
      { numRuns: 8 },
    );
  });

  it('leaves the same world behind in one step as in many', async () => {
    const steps = fc.array(fc.integer({ min: 1, max: 9 * DAY_SECONDS }), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(anyPolicy, steps, async (spec, pauses) => {
        const sandbox = backupSandbox();
        await protectWith(sandbox, spec);
        const atOnce: WorldState = structuredClone(sandbox.state);
        for (const seconds of pauses) {
          sandbox.pass(seconds);
          settleBackup(sandbox.state, sandbox.clock.now());
        }
        atOnce.nowMilliseconds = sandbox.clock.now();
        settleBackup(atOnce, atOnce.nowMilliseconds);
        expect(atOnce).toEqual(sandbox.state);
      }),
      { numRuns: 8 },
    );
  });
});
