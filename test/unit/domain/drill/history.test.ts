import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  causesOf,
  distinctDrills,
  distributionOf,
  drillsByMachine,
  lastPassed,
  type PastDrill,
} from '../../../../src/domain/drill/history.js';

const NONE = { seconds: null, limitSeconds: null };

function aDrill(more: Partial<PastDrill> = {}): PastDrill {
  return {
    id: 'a',
    vm: { id: '/subscriptions/s/vm1', name: 'vm1' },
    outcome: 'passed',
    started: '2026-11-01T00:00:00Z',
    ended: '2026-11-01T01:00:00Z',
    checks: [],
    rto: NONE,
    rpo: NONE,
    error: null,
    ...more,
  };
}

describe('a distribution', () => {
  it.each([
    [[], undefined],
    [[7], { count: 1, min: 7, median: 7, p95: 7, max: 7 }],
    [[4, 1], { count: 2, min: 1, median: 2.5, p95: 4, max: 4 }],
    [[10, 9, 100], { count: 3, min: 9, median: 10, p95: 100, max: 100 }],
  ])('of %j', (values, expected) => expect(distributionOf(values)).toEqual(expected));

  it('has as its 95th percentile the smallest value that 95 of 100 do not exceed', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1000), { minLength: 1, maxLength: 60 }), (values) => {
        const { p95 = -1, median = -1, min = -1, max = -1 } = distributionOf(values) ?? {};
        const within = (limit: number): number => values.filter((each) => each <= limit).length;
        const candidates = values.filter((each) => within(each) * 100 >= values.length * 95);
        expect(p95).toBe(Math.min(...candidates));
        expect([min, max]).toEqual([Math.min(...values), Math.max(...values)]);
        expect(within(median) * 2).toBeGreaterThanOrEqual(values.length);
      }),
    );
  });
});

describe('drills', () => {
  it('count once, as the copy that ended last has them, newest first', () => {
    const early = aDrill({ id: 'early', started: '2026-10-01T00:00:00Z' });
    const open = aDrill({ outcome: 'running', ended: null });
    for (const copies of [
      [open, early, aDrill()],
      [aDrill(), open, early, early],
    ]) {
      expect(distinctDrills(copies)).toEqual([aDrill(), early]);
    }
  });

  it('are of the same VM whatever the case of its id', () => {
    const other = aDrill({ id: 'b', vm: { id: '/SUBSCRIPTIONS/s/VM1', name: 'VM1' } });
    const third = aDrill({ id: 'c', vm: { id: '/subscriptions/s/vm2', name: 'vm2' } });
    expect(drillsByMachine([aDrill(), third, other])).toEqual([[aDrill(), other], [third]]);
  });

  it('pass last when the newest of those that passed began', () => {
    const at = (started: string, outcome: string): PastDrill => aDrill({ started, outcome });
    const drills = [
      at('2026-09-01T00:00:00Z', 'passed'),
      at('2026-10-01T00:00:00Z', 'passed'),
      at('2026-11-01T00:00:00Z', 'failed'),
    ];
    expect(lastPassed(drills)).toBe('2026-10-01T00:00:00Z');
    expect(lastPassed(drills.slice(2))).toBeUndefined();
  });
});

describe('causes', () => {
  const error = { code: 'AZB_QUOTA_EXCEEDED', azureCode: null };
  it.each<readonly [string, Partial<PastDrill>, readonly string[]]>([
    ['passed', { rto: { seconds: 9, limitSeconds: 1 } }, []],
    ['running', { outcome: 'running' }, []],
    [
      'checks and limits',
      {
        outcome: 'failed',
        checks: [
          { check: 'boots', outcome: 'failed' },
          { check: 'agent', outcome: 'inconclusive' },
          { check: 'encryption', outcome: 'passed' },
        ],
        rto: { seconds: 2, limitSeconds: 1 },
        rpo: { seconds: 1, limitSeconds: 1 },
      },
      ['boots', 'agent', 'rto'],
    ],
    ['our code', { outcome: 'inconclusive', error }, ['AZB_QUOTA_EXCEEDED']],
    [
      "Azure's code",
      { outcome: 'failed', error: { code: 'AZB_JOB_FAILED', azureCode: 'UserErrorX' } },
      ['UserErrorX'],
    ],
    [
      'Ctrl-C',
      { outcome: 'inconclusive', error: { code: 'AZB_INTERRUPTED', azureCode: null } },
      ['interrupted'],
    ],
    ['nothing', { outcome: 'inconclusive' }, ['unknown']],
  ])('%s', (_, drill, expected) => expect(causesOf(aDrill(drill))).toEqual(expected));
});
