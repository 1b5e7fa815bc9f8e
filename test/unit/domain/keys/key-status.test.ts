// How a key or secret stands, by the exact version that a recovery point names.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sameGeography } from '../../../../src/domain/geography.js';
import {
  REPLACES_TAG,
  statusOf,
  type ObjectFacts,
} from '../../../../src/domain/keys/key-status.js';
import type { ObjectVersion } from '../../../../src/domain/keys/key-vault.js';
import {
  isAtLeast,
  KEY_AUDIT_STATUSES,
  worstStatus,
} from '../../../../src/domain/keys/key-audit-status.js';
import { interleave, readingOrder } from '../../../../src/domain/recovery/reading-order.js';
import { FORBIDDEN, NOW, objectFacts, version } from '../../../support/key-facts.js';

const OTHER = version({ version: 'v2' });
const DELETED = {
  status: 'known',
  value: { name: 'kek', purgedAt: '2026-12-01T00:00:00Z' },
} as const;
const REPLACED = version({ version: 'v2', tags: { [REPLACES_TAG]: 'V1' } });
const REPLACED_AGAIN = { ...REPLACED, version: 'v3' };

describe('a key or secret', () => {
  it.each<[string, ObjectFacts, object]>([
    ['there', objectFacts('key', [version()]), { state: 'in-place' }],
    ['there among others', objectFacts('key', [OTHER, version()]), { state: 'in-place' }],
    [
      'there in other case',
      objectFacts('key', [version({ version: 'V1' })]),
      { state: 'in-place' },
    ],
    ['disabled', objectFacts('key', [version({ enabled: false })]), { state: 'unusable' }],
    ['expired', objectFacts('key', [version({ expires: NOW })]), { state: 'in-place' }],
    [
      'not yet valid',
      objectFacts('key', [version({ notBefore: '2026-11-23T18:00:01Z' })]),
      { state: 'in-place' },
    ],
    ['there in other versions', objectFacts('key', [OTHER]), { state: 'version-gone' }],
    ['set again', objectFacts('secret', [REPLACED]), { state: 'replaced', version: REPLACED }],
    [
      'set again twice: the last',
      objectFacts('secret', [REPLACED, REPLACED_AGAIN]),
      { state: 'replaced', version: REPLACED_AGAIN },
    ],
    [
      'set again by somebody',
      objectFacts('secret', [OTHER], { equalVersion: 'v2' }),
      { state: 'replaced' },
    ],
    [
      'set again and disabled',
      objectFacts('secret', [{ ...REPLACED, enabled: false }]),
      { state: 'unusable' },
    ],
    ['a key with such a tag', objectFacts('key', [REPLACED]), { state: 'version-gone' }],
    ['gone', objectFacts('key', []), { state: 'gone' }],
    ['soft-deleted', objectFacts('key', [], { deleted: DELETED }), { state: 'soft-deleted' }],
    [
      'gone, or soft-deleted: that could not be read',
      objectFacts('key', [], { deleted: FORBIDDEN }),
      { state: 'unknown', unread: 'deleted' },
    ],
    [
      'not to be read',
      objectFacts('key', [], { object: FORBIDDEN }),
      { state: 'unknown', unread: 'versions' },
    ],
    [
      'without its key vault',
      objectFacts('key', [], { vault: { status: 'absent' } }),
      { state: 'vault-gone' },
    ],
  ])('%s', (_, facts, expected) => {
    expect(statusOf(facts)).toMatchObject(expected);
  });

  it.each<[string, readonly ObjectVersion[], object]>([
    ['in any', [OTHER], { state: 'in-place', version: OTHER }],
    ['in its last', [version({ enabled: false }), OTHER], { state: 'in-place', version: OTHER }],
    ['not in an earlier', [OTHER, version({ enabled: false })], { state: 'unusable' }],
  ])('without a version is there %s', (_, versions, expected) => {
    const facts = objectFacts('key', versions);
    const { url, kind, name, vaultUrl } = facts.wanted;
    const any = { ...facts, wanted: { url, kind, name, vaultUrl } };
    expect(statusOf(any)).toMatchObject(expected);
  });
});

describe('verdicts', () => {
  it('have an order, and the worst of several is one of them', () => {
    const verdict = fc.constantFrom(...KEY_AUDIT_STATUSES);
    fc.assert(
      fc.property(fc.array(verdict, { minLength: 1 }), (verdicts) => {
        const worst = worstStatus(verdicts);
        expect(verdicts).toContain(worst);
        expect(verdicts.every((each) => isAtLeast(worst, each))).toBe(true);
      }),
    );
    expect(worstStatus([])).toBe('in-place');
    expect(isAtLeast('unknown', 'missing')).toBe(true);
  });
});

describe('the order of reading', () => {
  it('has every place once, both ends first', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 300 }), (count) => {
        const order = readingOrder(count);
        const places = Array.from({ length: count }, (_, place) => place);
        expect(order.toSorted((left, right) => left - right)).toEqual(places);
        expect(order.slice(0, 2)).toEqual(count > 1 ? [0, count - 1] : places);
      }),
    );
  });

  it('leaves no long stretch unread', () => {
    const read = readingOrder(100)
      .slice(0, 10)
      .toSorted((left, right) => left - right);
    const gaps = read.slice(1).map((place, index) => place - (read[index] ?? 0));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(100 / 8 + 1);
  });

  it('takes a member of each series in turn', () => {
    expect(interleave([['a', 'b', 'c'], [], ['d']])).toEqual(['a', 'd', 'b', 'c']);
  });
});

describe('geographies', () => {
  it.each([
    ['japaneast', 'Japan East', true],
    ['japaneast', 'japanwest', true],
    ['westus', 'eastus2', true],
    ['usdodeast', 'usdodcentral', false],
    ['japaneast', 'westeurope', false],
    ['japaneast', 'atlantis', undefined],
    ['atlantis', 'Atlantis', true],
  ])('%s and %s: %s', (left, right, expected) => {
    expect(sameGeography(left, right)).toBe(expected);
    expect(sameGeography(right, left)).toBe(expected);
  });
});
