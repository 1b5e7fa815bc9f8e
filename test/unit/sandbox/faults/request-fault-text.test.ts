import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatConsequence,
  parseConsequence,
} from '../../../../src/sandbox/faults/request-fault-text.js';
import { faultSchema } from '../../../../src/sandbox/faults/request-faults.js';

describe('what is typed for a fault', () => {
  it.each([
    ['429:30', { kind: 'status', status: 429, retryAfterSeconds: 30 }],
    ['403', { kind: 'status', status: 403 }],
    ['503', { kind: 'status', status: 503 }],
    ['reset', { kind: 'reset' }],
    ['reset-after', { kind: 'reset', afterwards: true }],
    ['hang', { kind: 'hang' }],
    ['truncate', { kind: 'truncate' }],
    ['Malformed', { kind: 'malformed' }],
    [
      'without:3:properties.protectionState',
      { kind: 'without', entry: 3, member: 'properties.protectionState' },
    ],
    ['slow:0.5', { kind: 'slow', seconds: 0.5 }],
    ['204', { kind: 'success', status: 204 }],
    ['succeeded', { kind: 'success', status: 200, succeeded: true }],
  ] as const)('%s', (text, consequence) => {
    expect(parseConsequence(text)).toEqual(consequence);
    expect(faultSchema.parse({ match: 'GET **', then: consequence }).then).toEqual(consequence);
  });

  it.each([
    '',
    '199',
    '300',
    '204:5',
    '399',
    '600',
    '429:',
    '429:-1',
    'slow',
    'slow:0',
    'slow:x',
    'toString',
  ])('%s says nothing', (text) => {
    expect(parseConsequence(text)).toBeUndefined();
  });

  it('is what is shown again', () => {
    const status = fc.record({ status: fc.integer({ min: 400, max: 599 }), wait: fc.nat(999_998) });
    fc.assert(
      fc.property(status, ({ status: code, wait }) => {
        for (const text of [String(code), `${code}:${wait}`, `slow:${wait + 1}`]) {
          const parsed = parseConsequence(text);
          expect(parsed === undefined ? undefined : formatConsequence(parsed)).toBe(text);
        }
      }),
    );
    // Six digits are the most that a text may give.
    expect(parseConsequence('slow:999999')).toBeDefined();
    expect(parseConsequence('slow:1000000')).toBeUndefined();
    for (const text of [
      'reset',
      'reset-after',
      'bare',
      'null',
      'list',
      'page',
      'hang',
      'truncate',
      'malformed',
    ]) {
      const parsed = parseConsequence(text);
      expect(parsed === undefined ? undefined : formatConsequence(parsed)).toBe(text);
    }
  });
});
