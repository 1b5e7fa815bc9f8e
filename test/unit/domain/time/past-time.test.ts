import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addSeconds, instantOf, millisecondsOf } from '../../../../src/domain/time/instant.js';
import { parsePastTime } from '../../../../src/domain/time/past-time.js';

const NOW = '2026-11-23T18:00:00Z';

function first(text: string): string | undefined {
  const parsed = parsePastTime(text, NOW, 'first');
  return parsed.ok ? parsed.instant : undefined;
}

describe('a time that has been', () => {
  it.each([
    ['26h', '2026-11-22T16:00:00Z'],
    ['90m', '2026-11-23T16:30:00Z'],
    ['30d', '2026-10-24T18:00:00Z'],
    ['2w', '2026-11-09T18:00:00Z'],
    ['9mo', '2026-02-23T18:00:00Z'],
    ['1y', '2025-11-23T18:00:00Z'],
    ['P1M2D', '2026-10-21T18:00:00Z'],
    [' 30D ', '2026-10-24T18:00:00Z'],
    ['2026-10-01', '2026-10-01T00:00:00Z'],
    ['2026-10-01T09:30:00+09:00', '2026-10-01T00:30:00Z'],
    ['2026-10-01 00:30:00.75Z', '2026-10-01T00:30:00Z'],
  ])('%s is %s', (text, instant) => {
    expect(first(text)).toBe(instant);
  });

  it('as a bare date ends with the last second of that UTC day, where an end is meant', () => {
    expect(parsePastTime('2026-10-01', NOW, 'last')).toEqual({
      ok: true,
      instant: '2026-10-01T23:59:59Z',
    });
    expect(parsePastTime('1d', NOW, 'last')).toEqual({ ok: true, instant: '2026-11-22T18:00:00Z' });
  });

  it.each([
    '',
    'yesterday',
    '30',
    '2026-13-01',
    '2026-02-30',
    '31-01-2026',
    '1999y',
    '1969-12-31',
    '2026-10-01T09:30:00',
    '-3d',
  ])('is not %j, and says what would be', (text) => {
    expect(parsePastTime(text, NOW, 'first')).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/is not a valid time; use 26h, 30d.*RFC 3339/u),
    });
  });

  it('is any instant that is printed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), (seconds) => {
        const instant = instantOf(seconds * 1000);
        expect(first(instant)).toBe(instant);
      }),
    );
  });

  it('is so many hours ago', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99_999 }), (hours) => {
        expect(first(`${hours}h`)).toBe(addSeconds(NOW, -hours * 3600));
        expect(millisecondsOf(first(`${hours}h`) ?? '')).toBeLessThanOrEqual(millisecondsOf(NOW));
      }),
    );
  });
});
