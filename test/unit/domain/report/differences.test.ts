// What became of a machine and of keys between two reports.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  directionOf,
  keyChange,
  machineChanges,
  type Direction,
  type ReportedMachine,
} from '../../../../src/domain/report/differences.js';

const SPANS = { from: '2026-10-26', oldTo: '2026-11-23', sameDeadline: true };

const MACHINE: ReportedMachine = {
  outcome: 'safe',
  state: 'protected',
  keyHealth: 'in-place',
  keyAccess: 'granted',
  gate: new Map([['f1', { rule: 'protected', outcome: 'met' }]]),
  missed: ['2026-11-20'],
  pointsAfterDeadline: 3,
};

type Change = Partial<ReportedMachine>;

const gate = (outcome: string): Change => ({
  gate: new Map([['f1', { rule: 'protected', outcome }]]),
});

describe('a change', () => {
  it.each<[string, Change, Change, string, Direction]>([
    ['of safety', { outcome: 'safe' }, { outcome: 'not-safe' }, 'safety', 'worse'],
    ['to unknown', { outcome: 'safe' }, { outcome: 'unknown' }, 'safety', 'unclear'],
    ['from unknown', { outcome: 'unknown' }, { outcome: 'safe' }, 'safety', 'unclear'],
    ['of the state', { state: 'error' }, { state: 'protected' }, 'state', 'better'],
    ['between states of a kind', { state: 'paused' }, { state: 'stopped' }, 'state', 'unclear'],
    ['to what could not be read', { state: 'stopped' }, { state: 'failed' }, 'state', 'unclear'],
    [
      'of a state that has no rank',
      { state: 'constructor' },
      { state: 'protected' },
      'state',
      'unclear',
    ],
    ['of keys', {}, { keyHealth: 'gone' }, 'keys', 'worse'],
    ['of the grant', { keyAccess: 'lacking' }, {}, 'keys', 'better'],
    ['to no keys of ADE', {}, { keyHealth: null, keyAccess: null }, 'keys', 'unclear'],
    ['of a rule', gate('met'), gate('not-met'), 'gate', 'worse'],
    ['of a rule that is waived', gate('not-met'), gate('waived'), 'gate', 'better'],
    ['of a rule to unknown', gate('met'), gate('unknown'), 'gate', 'unclear'],
    ['by a newly missed day', {}, { missed: ['2026-11-20', '2026-11-23'] }, 'missed-days', 'worse'],
    ['by a day that has its point now', {}, { missed: [] }, 'missed-days', 'better'],
    ['to days that are not known', {}, { missed: undefined }, 'missed-days', 'unclear'],
    ['to more points', {}, { pointsAfterDeadline: 4 }, 'points-after-deadline', 'worse'],
    ['to fewer points', {}, { pointsAfterDeadline: 0 }, 'points-after-deadline', 'better'],
    [
      'to points that are not known',
      {},
      { pointsAfterDeadline: null },
      'points-after-deadline',
      'unclear',
    ],
  ])('%s', (_, before, after, ...[what, direction]) => {
    const changes = machineChanges({ ...MACHINE, ...before }, { ...MACHINE, ...after }, SPANS);
    expect(changes.map((change) => [change.what, change.direction])).toEqual([[what, direction]]);
    expect(changes[0]?.before).not.toBe(changes[0]?.after);
    expect(directionOf(changes)).toBe(direction);
  });

  it.each<[string, Change, Change, Partial<typeof SPANS>]>([
    ['a day that the calendar has left behind', {}, { missed: [] }, { from: '2026-11-21' }],
    ['a rule that one of the files has not', { gate: new Map() }, gate('not-met'), {}],
    ['a report without a gate', { gate: undefined }, gate('not-met'), {}],
    ['a rule that does not apply any more', gate('met'), gate('not-applicable'), {}],
    ['points past another deadline', {}, { pointsAfterDeadline: 9 }, { sameDeadline: false }],
    [
      'an earlier day that the old report did not have',
      { missed: [] },
      { missed: ['2026-11-01'] },
      {},
    ],
  ])('is none for %s', (_, before, after, spans) => {
    const [old, now] = [
      { ...MACHINE, ...before },
      { ...MACHINE, ...after },
    ];
    expect(machineChanges(old, now, { ...SPANS, ...spans })).toEqual([]);
  });

  it('is worse where anything is', () => {
    const mixed = machineChanges(MACHINE, { ...MACHINE, outcome: 'not-safe', missed: [] }, SPANS);
    expect(directionOf(mixed)).toBe('worse');
  });
});

describe('of any two machines', () => {
  const day = fc.integer({ min: 1, max: 28 }).map((at) => `2026-11-${String(at).padStart(2, '0')}`);
  const any: fc.Arbitrary<ReportedMachine> = fc.record({
    outcome: fc.constantFrom('safe', 'not-safe', 'unknown'),
    state: fc.constantFrom('protected', 'error', 'stopped', 'not-protected', 'failed'),
    keyHealth: fc.constantFrom('gone', 'in-place', 'unknown', null),
    keyAccess: fc.constantFrom('granted', 'lacking', 'unknown', null),
    gate: fc.constant(undefined),
    missed: fc.constant([]),
    pointsAfterDeadline: fc.option(fc.nat(5), { nil: null }),
  });
  const OPPOSITE: Readonly<Record<Direction, Direction>> = {
    worse: 'better',
    better: 'worse',
    unclear: 'unclear',
  };

  it('there is no change of a machine to itself, and the way back is the opposite', () => {
    fc.assert(
      fc.property(any, any, (left, right) => {
        expect(machineChanges(left, left, SPANS)).toEqual([]);
        const there = machineChanges(left, right, SPANS);
        const back = machineChanges(right, left, SPANS);
        expect(back.map(({ what, direction }) => [what, OPPOSITE[direction]])).toEqual(
          there.map(({ what, direction }) => [what, direction]),
        );
      }),
    );
  });

  it('days that were missed already are none', () => {
    fc.assert(
      fc.property(fc.uniqueArray(day), (missed) => {
        const same = { ...MACHINE, missed };
        expect(machineChanges(same, { ...same, missed: missed.toReversed() }, SPANS)).toEqual([]);
      }),
    );
  });
});

describe('a version of a key', () => {
  const on = (day: string, outcome: string, deleteFrom: string | null = null) => ({
    day,
    outcome,
    deleteFrom,
  });

  it.each([
    [on('2026-11-23', 'from', '2026-11-24'), on('2026-11-24', 'from', '2026-11-24'), 'may-go'],
    [on('2026-11-23', 'from', '2026-11-20'), on('2026-11-24', 'in-use'), 'needed'],
    [on('2026-11-23', 'in-use'), on('2026-11-24', 'from', '2026-12-24'), 'changed'],
    [on('2026-11-23', 'in-use'), on('2026-11-24', 'in-use'), undefined],
    [undefined, on('2026-11-24', 'in-use'), 'only-in-new'],
    [on('2026-11-23', 'in-use'), undefined, 'only-in-old'],
    [undefined, undefined, undefined],
  ] as const)('%j, then %j: %s', (before, after, change) => {
    expect(keyChange(before, after)).toBe(change);
  });
});
