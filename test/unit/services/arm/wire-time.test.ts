import { describe, expect, it } from 'vitest';
import {
  instantFrom,
  secondsOfDuration,
  secondsOfTimeSpan,
} from '../../../../src/services/arm/wire-time.js';
import { retryAfterSeconds } from '../../../../src/services/arm/transport/retry-after.js';
import { VIRTUAL_START } from '../../../support/virtual-clock.js';

describe('times of the wire', () => {
  it.each([
    ['2023-05-20T13:02:04.2748463Z', '2023-05-20T13:02:04Z'],
    ['2023-05-25T17:06:33.8045786+00:00', '2023-05-25T17:06:33Z'],
    ['2002-01-01T00:00:00Z', '2002-01-01T00:00:00Z'],
    ['2001-01-01T00:00:00Z', undefined],
    ['2001-12-31T23:59:59Z', undefined],
    ['0001-01-01T00:00:00', undefined],
    ['nonsense', undefined],
  ])('reads %s as %s', (text, instant) => {
    expect(instantFrom(new Date(text))).toBe(instant);
  });

  it('takes a missing date for none', () => {
    expect(instantFrom(undefined)).toBeUndefined();
    expect(instantFrom(null)).toBeUndefined();
  });

  it.each([
    ['PT41M18.0540469S', 2478],
    ['PT1H1M22.0293958S', 3682],
    ['PT0S', 0],
    ['PT7M42.1064192S', 462],
    ['P1DT2H', 93_600],
    ['PT', undefined],
    ['P', undefined],
    ['41 minutes', undefined],
    [undefined, undefined],
  ])('reads the duration %s as %s s', (text, seconds) => {
    expect(secondsOfDuration(text)).toBe(seconds);
  });

  it.each([
    ['13.23:59:44.1553648', 13 * 86_400 + 86_384],
    ['00:00:00', 0],
    ['23:59:59.9', 86_399],
    ['14.00:00:00', 1_209_600],
    ['14 days', undefined],
    [null, undefined],
  ])('reads the time span %s as %s s', (text, seconds) => {
    expect(secondsOfTimeSpan(text)).toBe(seconds);
  });
});

describe('Retry-After', () => {
  it.each([
    [{ 'retry-after': '60' }, 60],
    [{ 'retry-after': '0' }, 0],
    [{ 'retry-after-ms': '1500', 'retry-after': '60' }, 1.5],
    [{ 'x-ms-retry-after-ms': '250' }, 0.25],
    [{ 'retry-after': 'Mon, 23 Nov 2026 12:01:30 GMT' }, 90],
    [{ 'retry-after': 'Mon, 23 Nov 2026 11:00:00 GMT' }, 0],
    [{ 'retry-after': 'soon' }, undefined],
    [{}, undefined],
  ])('%j means %s s', (headers: Record<string, string>, seconds) => {
    expect(retryAfterSeconds((name) => headers[name], VIRTUAL_START)).toBe(seconds);
  });
});
