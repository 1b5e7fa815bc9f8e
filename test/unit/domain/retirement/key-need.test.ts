import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KeyPair } from '../../../../src/domain/keys/key-pair.js';
import type { WantedObject } from '../../../../src/domain/keys/key-copies.js';
import {
  keyNeeds,
  type KeyQuestion,
  type NeedingPoint,
} from '../../../../src/domain/retirement/key-need.js';
import type { PointEnd } from '../../../../src/domain/retirement/point-end.js';

function object(kind: 'secret' | 'key', version: string | undefined, name = 'bek'): WantedObject {
  const vaultUrl = 'https://kv.vault.azure.net';
  const url = `${vaultUrl}/${kind}s/${name}${version === undefined ? '' : `/${version}`}`;
  return { kind, url, vaultUrl, name, ...(version === undefined ? {} : { version }) };
}

function pair(secret: string, key?: string): KeyPair {
  return {
    secret: object('secret', secret),
    ...(key === undefined ? {} : { key: object('key', key, 'kek') }),
    copies: { secret: 'info-file', key: 'info-file' },
  };
}

function at(day: string, firm = true): PointEnd {
  return { kind: 'at', time: `${day}T02:00:00Z`, source: 'azure', firm };
}

function point(name: string, end: PointEnd, needs?: KeyPair): NeedingPoint<string> {
  return { owner: 'VM1', name, time: '2026-11-01T02:00:00Z', end, pair: needs };
}

const ONE = point('1', at('2027-01-10'), pair('s1', 'k1'));

function releases(question: Partial<KeyQuestion<string>>): Record<string, string> {
  const needs = keyNeeds({ points: [], users: [], gaps: [], ...question });
  return Object.fromEntries(
    needs.map(({ object: { version }, release }) => [
      version ?? 'any',
      release.kind === 'from' ? release.day : release.kind,
    ]),
  );
}

describe('until when a secret or key is needed', () => {
  it('goes the day after its last point', () => {
    const two = point('2', at('2027-03-31'), pair('s2', 'k1'));
    expect(releases({ points: [ONE, two] })).toEqual({
      s1: '2027-01-11',
      s2: '2027-04-01',
      k1: '2027-04-01',
    });
    const [key] = keyNeeds({ points: [ONE, two], users: [], gaps: [] });
    expect([key?.object.version, key?.notBefore, key?.points.map(({ name }) => name)]).toEqual([
      'k1',
      '2027-03-31T02:00:00Z',
      ['2', '1'],
    ]);
  });

  it('goes on the day whose beginning ends its last point', () => {
    const end: PointEnd = { kind: 'at', time: '2028-02-29T00:00:00Z', source: 'azure', firm: true };
    expect(releases({ points: [point('1', end, pair('s1'))] })).toEqual({ s1: '2028-02-29' });
    const leap = { ...end, time: '2028-02-29T00:00:01Z' };
    expect(releases({ points: [point('1', leap, pair('s1'))] })).toEqual({ s1: '2028-03-01' });
  });

  it.each<[string, Partial<KeyQuestion<string>>, string]>([
    ['a point does not name its keys', { points: [ONE, point('2', at('2026-12-01'))] }, 'unknown'],
    ['not all points were looked at', { points: [ONE], gaps: ['2 VMs were left out'] }, 'unknown'],
    [
      'the end of a point is not known',
      { points: [ONE, point('2', { kind: 'unknown', because: 'no-expiry' }, pair('s1', 'k1'))] },
      'unknown',
    ],
    [
      'a point may stay longer than it says',
      { points: [ONE, point('2', at('2026-12-01', false), pair('s1', 'k1'))] },
      'unknown',
    ],
    [
      'a point is retained for good',
      { points: [ONE, point('2', { kind: 'never', because: 'retained' }, pair('s1', 'k1'))] },
      'never',
    ],
    [
      'a machine uses it',
      { points: [ONE], users: [{ owner: 'VM1', objects: [object('secret', 's1')] }] },
      'in-use',
    ],
    [
      'a machine uses it by an address without version, in another case',
      { points: [ONE], users: [{ owner: 'VM1', objects: [object('secret', undefined, 'BEK')] }] },
      'in-use',
    ],
  ])('keeps it where %s', (_, question, release) => {
    expect(releases(question)['s1']).toBe(release);
  });

  it('keeps what a point may need for volumes whose keys it does not name', () => {
    const windows = { ...point('2', at('2028-01-01'), pair('s2', 'k2')), partial: true };
    // Of the same machine: the secret may be of a data volume, the key may wrap it.
    expect(releases({ points: [ONE, windows] })).toMatchObject({ s1: 'unknown', k1: 'unknown' });
    // Of another one: secrets are not shared, keys are.
    const other = { ...windows, owner: 'VM2' };
    const found = releases({ points: [ONE, other] });
    expect(found).toEqual({ s1: '2027-01-11', k1: 'unknown', s2: '2028-01-02', k2: '2028-01-02' });
  });

  it('says until when it is needed in any case, also where more is not known', () => {
    const [key] = keyNeeds({ points: [ONE], users: [], gaps: ['2 VMs were left out'] });
    expect(key?.notBefore).toBe('2027-01-10T02:00:00Z');
    expect(key?.release).toEqual({ kind: 'unknown', reasons: ['2 VMs were left out'] });
  });

  it('keeps a version that only a machine names', () => {
    const users = [{ owner: 'VM1', objects: [object('secret', 's9')] }];
    expect(releases({ users })).toEqual({ s9: 'in-use' });
  });

  it('never clears a version before the last point that needs it, whatever the points say', () => {
    const end = fc.oneof(
      fc.record({
        kind: fc.constant('at' as const),
        time: fc
          .integer({ min: 0, max: 4000 })
          .map((hours) => new Date(Date.UTC(2027, 11, 1) + hours * 3_600_000).toISOString())
          .map((text) => text.replace('.000', '')),
        source: fc.constantFrom('azure' as const, 'policy' as const, 'soft-delete' as const),
        firm: fc.boolean(),
      }),
      fc.constant<PointEnd>({ kind: 'never', because: 'retained' }),
      fc.constant<PointEnd>({ kind: 'unknown', because: 'no-expiry' }),
    );
    const version = fc.constantFrom('1', '2', '3');
    // What a point needs in truth, and whether it says so.
    const truth = fc.record({ end, secret: version, key: version, says: fc.boolean() });
    fc.assert(
      fc.property(fc.array(truth, { maxLength: 12 }), (truths) => {
        const points = truths.map(({ end: ends, secret, key, says }, place) =>
          point(String(place), ends, says ? pair(secret, key) : undefined),
        );
        const needs = keyNeeds({ points, users: [], gaps: [] });
        const early = needs.filter(
          ({ object: needed, release }) =>
            release.kind === 'from' &&
            truths.some(
              (each) =>
                each[needed.kind] === needed.version &&
                !(
                  each.end.kind === 'at' &&
                  each.end.firm &&
                  Date.parse(each.end.time) <= Date.parse(release.day)
                ),
            ),
        );
        expect(early).toEqual([]);
      }),
    );
  });
});
