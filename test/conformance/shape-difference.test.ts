// The comparison that holds the sandbox to the recordings must see what it is there to see.
import { describe, expect, it } from 'vitest';
import { compareHeaders } from '../../src/sandbox/recorded/header-difference.js';
import { LearnedIds } from '../../src/sandbox/recorded/learned-ids.js';
import { compareJson } from '../../src/sandbox/recorded/shape-difference.js';

const GUIDS = [
  '6d4af582-2da0-456a-826a-2ffac7165360',
  '0ef7a7b4-8b1a-4f76-bd14-a74e6c2b236d',
] as const;

function kinds(recorded: unknown, sandbox: unknown): string[] {
  return compareJson(recorded, sandbox, 'body', new LearnedIds()).map(
    ({ kind, at }) => `${kind} ${at}`,
  );
}

describe('compareJson', () => {
  it.each([
    ['a member that is not there', { a: 1, b: 2 }, { a: 1 }, ['missing body.b']],
    ['a member too many', { a: 1 }, { a: 1, b: 2 }, ['extra body.b']],
    ['an explicit null that is left out', { a: null }, {}, ['missing body.a']],
    ['a null in place of an object', { a: {} }, { a: null }, ['type body.a']],
    ['a number in place of its text', { a: 1 }, { a: '1' }, ['type body.a']],
    ['another casing', { a: 'Succeeded' }, { a: 'succeeded' }, ['value body.a']],
    [
      'another casing of a name',
      { Value: 1 },
      { value: 1 },
      ['missing body.Value', 'extra body.value'],
    ],
    ['another number', { a: 14 }, { a: 0 }, ['value body.a']],
    [
      'an instant without its zone',
      { a: '2023-05-20T13:02:04.27Z' },
      { a: '2023-05-20T13:02:04.27' },
      ['value body.a'],
    ],
    [
      'an instant with an offset',
      { a: '2023-05-20T13:02:04Z' },
      { a: '2023-05-20T13:02:04+00:00' },
      ['value body.a'],
    ],
    [
      'an instant in place of "not yet"',
      { a: '0001-01-01T00:00:00' },
      { a: '2023-05-20T13:02:04' },
      ['value body.a'],
    ],
    ['an element too few', { a: [1, 2] }, { a: [1] }, ['missing body.a[]']],
    [
      'a difference in an element',
      { a: [{ id: 'x', b: 1 }] },
      { a: [{ id: 'x', b: 2 }] },
      ['value body.a[].b'],
    ],
  ])('sees %s', (_what, recorded, sandbox, expected) => {
    expect(kinds(recorded, sandbox)).toEqual(expected);
  });

  it.each([
    ['ids', { id: GUIDS[0] }, { id: GUIDS[1] }],
    ['instants', { a: '2023-05-20T13:02:04.2748463Z' }, { a: '2026-11-23T01:00:00Z' }],
    ['durations', { a: 'PT41M18.0540469S' }, { a: 'PT3.2S' }],
    ['Unix times', { a: 1_684_202_023 }, { a: 1_795_435_200 }],
    ['the order of named elements', [{ name: 'a' }, { name: 'b' }], [{ name: 'b' }, { name: 'a' }]],
  ])('does not mind other %s', (_what, recorded, sandbox) => {
    expect(kinds(recorded, sandbox)).toEqual([]);
  });

  it('learns which ids stand for each other', () => {
    const ids = new LearnedIds();
    compareJson({ id: GUIDS[0] }, { id: GUIDS[1] }, 'body', ids);
    expect(ids.translate(`/backupOperations/${GUIDS[0]}`)).toBe(`/backupOperations/${GUIDS[1]}`);
  });
});

describe('compareHeaders', () => {
  const url = (query: string): string => `https://management.azure.com/a/${GUIDS[0]}?${query}`;

  it.each([
    ['a Location that is not there', { location: url('x=1') }, {}, ['missing header location']],
    [
      'another api-version',
      { location: url('api-version=1') },
      { location: url('api-version=2') },
      ['value header location'],
    ],
    [
      'another wait',
      { 'retry-after': '60' },
      { 'retry-after': '10' },
      ['value header retry-after'],
    ],
    ['a wait that az did not record', {}, { 'retry-after': '60' }, []],
    [
      'another count',
      { 'x-ms-ratelimit-remaining-subscription-writes': '1199' },
      { 'x-ms-ratelimit-remaining-subscription-writes': '7' },
      [],
    ],
  ])('treats %s rightly', (_what, recorded, sandbox, expected) => {
    const found = compareHeaders(recorded, sandbox, new LearnedIds());
    expect(found.map(({ kind, at }) => `${kind} ${at}`)).toEqual(expected);
  });
});
