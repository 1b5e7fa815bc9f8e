// What was sent as a secret is seen in no text, in any of the forms in which servers repeat it.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rememberSecret, withoutSentSecrets } from '../../../../src/domain/keys/sent-secrets.js';
import { ECHOES } from '../../../workflow/support/echoing-server.js';

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const secret = fc
  .array(fc.constantFrom(...BASE64.split('')), { minLength: 32, maxLength: 400 })
  .map((letters) => letters.join(''));

describe('a secret that was sent', () => {
  it.each(Object.entries(ECHOES))('is not seen %s', (_name, form) => {
    fc.assert(
      fc.property(secret, fc.string(), (value, before) => {
        rememberSecret(value);
        const shown = withoutSentSecrets(`${before} ${form(value)}`);
        // Nothing is left of it that is longer than a piece.
        const rest = form(value).match(/.{31}/gsu) ?? [];
        expect(rest.filter((piece) => shown.includes(piece))).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  it('takes nothing else out of a text', () => {
    rememberSecret('one-secret-Of-32-letters-0123456');
    const text =
      '/subscriptions/0b1f6471-1bf0-4dda-aec3-111122223333/resourceGroups/rg-prod has 100% of 2 & 3';
    expect(withoutSentSecrets(text)).toBe(text);
  });

  it.each([
    [
      'a password',
      'Tr0ub4dor&3',
      'the value Tr0ub4dor&3 is wrong',
      'the value [redacted] is wrong',
    ],
    ['what is too short to be one', 'abc', 'abc stays', 'abc stays'],
    ['nothing', '', 'nothing goes', 'nothing goes'],
  ])('is %s', (_name, value, text, expected) => {
    rememberSecret(value);
    expect(withoutSentSecrets(text)).toBe(expected);
  });
});
