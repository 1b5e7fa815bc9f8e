import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantOf, isBefore, type Instant } from '../../../../src/domain/time/instant.js';
import {
  DEFAULT_RETENTION,
  formatRetention,
  parseRetention,
  resolveRetention,
  type Retention,
} from '../../../../src/domain/recovery/retention-date.js';

const NOW = '2026-11-23T18:00:00Z';

function expiryOf(text: string, now: Instant = NOW): string {
  const parsed = parseRetention(text);
  if (!parsed.ok) {
    return parsed.reason;
  }
  const resolved = resolveRetention(parsed.retention, now);
  return resolved.ok ? resolved.expiry : resolved.reason;
}

describe('--retain', () => {
  it.each([
    ['30d', '2026-12-23T18:00:00Z'],
    ['P30D', '2026-12-23T18:00:00Z'],
    ['12w', '2027-02-15T18:00:00Z'],
    ['6mo', '2027-05-23T18:00:00Z'],
    ['6MO', '2027-05-23T18:00:00Z'],
    ['1y', '2027-11-23T18:00:00Z'],
    ['P1Y6M', '2028-05-23T18:00:00Z'],
    ['P1M1D', '2026-12-24T18:00:00Z'],
    ['99y', '2125-11-23T18:00:00Z'],
    [' 2027-01-31 ', '2027-01-31T00:00:00Z'],
    ['2027-01-31T09:00:00Z', '2027-01-31T09:00:00Z'],
    ['2027-01-31T09:00:00+09:00', '2027-01-31T00:00:00Z'],
    ['2027-01-31 09:00:00.250Z', '2027-01-31T09:00:00Z'],
  ])('%s means %s', (text, expected) => {
    expect(expiryOf(text)).toBe(expected);
  });

  it.each([
    ['2027-01-31T10:00:00Z', '1mo', '2027-02-28T10:00:00Z'],
    ['2028-01-31T10:00:00Z', '1mo', '2028-02-29T10:00:00Z'],
    ['2028-02-29T10:00:00Z', '1y', '2029-02-28T10:00:00Z'],
    ['2026-12-31T23:59:59Z', '2mo', '2027-02-28T23:59:59Z'],
    ['2026-08-31T00:00:00Z', 'P1M1D', '2026-10-01T00:00:00Z'],
  ])('from %s, %s ends at the end of a shorter month: %s', (now, text, expected) => {
    expect(expiryOf(text, now)).toBe(expected);
  });

  it.each([
    ['0d', /not a valid time/u],
    ['P0D', /not a valid time/u],
    ['100y', /at most 99 years, until 2125-11-23T18:00:00Z/u],
    ['2126-01-01', /at most 99 years/u],
    ['999999y', /at most 99 years/u],
    ['999999w', /at most 99 years/u],
    ['2026-11-23', /is in the past: it is now 2026-11-23T18:00:00Z/u],
    ['2026-11-23T18:00:00Z', /in the past/u],
    ['2027-02-30', /not a duration or a date/u],
    ['2027-02-30T00:00:00Z', /not a valid time with an offset/u],
    ['2027-01-31T24:00:00Z', /not a valid time with an offset/u],
    ['2027-01-31T09:00:00', /offset from UTC/u],
    ['31-01-2027', /write the year first: 2027-01-31/u],
    ['30m', /minutes; write months as 30mo/u],
    ['30', /use 30d, 12w, 6mo/u],
    ['-3d', /not a duration or a date/u],
    ['PT5H', /not a duration or a date/u],
    ['P', /not a duration or a date/u],
    ['', /it is empty/u],
  ])('%s is refused', (text, reason) => {
    expect(expiryOf(text)).toMatch(reason);
  });

  it('is 30 days when nothing is said', () => {
    expect(formatRetention(DEFAULT_RETENTION)).toBe('30d');
  });
});

const amount = fc.nat(999_999);
const period: fc.Arbitrary<Retention> = fc
  .record({ years: amount, months: amount, weeks: amount, days: amount })
  .filter((parts) => Object.values(parts).some((part) => part > 0))
  .map((parts) => ({ kind: 'period', period: parts }));
const until: fc.Arbitrary<Retention> = fc
  .oneof(
    fc.integer({ min: 0, max: Date.UTC(9999, 0) / 1000 }),
    fc.integer({ min: 0, max: Date.UTC(9999, 0) / 86_400_000 }).map((days) => days * 86_400),
  )
  .map((seconds) => ({ kind: 'until', instant: instantOf(seconds * 1000) }));

describe('a retention', () => {
  it('is read back as it was printed', () => {
    fc.assert(
      fc.property(fc.oneof(period, until), (retention) => {
        expect(parseRetention(formatRetention(retention))).toEqual({ ok: true, retention });
      }),
    );
  });

  it('that is taken always ends later than now', () => {
    fc.assert(
      fc.property(fc.oneof(period, until), fc.nat(4_000_000_000), (retention, seconds) => {
        const now = instantOf(seconds * 1000);
        const resolved = resolveRetention(retention, now);
        expect(!resolved.ok || isBefore(now, resolved.expiry)).toBe(true);
      }),
    );
  });

  it('of more days never ends earlier', () => {
    fc.assert(
      fc.property(fc.nat(30_000), fc.nat(100), fc.nat(60), (days, more, months) => {
        const short = expiryOf(`P${months}M${days + 1}D`);
        const long = expiryOf(`P${months}M${days + 1 + more}D`);
        expect(long.startsWith('Azure') || !isBefore(long, short)).toBe(true);
      }),
    );
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(typeof parseRetention(text).ok).toBe('boolean');
      }),
    );
  });
});
