// What stands for names in a recording, as laws: the same for the same, another for another, of the same form.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createStandIns } from '../../../../src/services/recording/stand-ins.js';

const standIns = createStandIns(new Uint8Array(32).fill(7));
const others = createStandIns(new Uint8Array(32).fill(8));

const name = fc.stringMatching(/^[A-Za-z][A-Za-z\d_.-]{0,40}[A-Za-z\d]$/u);
const guid = fc.uuid();
const kinds = {
  name: { make: (text: string) => standIns.name(text), texts: name },
  guid: { make: (text: string) => standIns.guid(text), texts: guid },
  hex: {
    make: (text: string) => standIns.hex(text),
    texts: fc.stringMatching(/^[\da-f]{32,40}$/u),
  },
  decimal: {
    make: (text: string) => standIns.decimal(text),
    texts: fc.stringMatching(/^[1-9]\d{11,17}$/u),
  },
  opaque: {
    make: (text: string) => standIns.opaque(text),
    texts: fc.stringMatching(/^[\w-]{100,200}$/u),
  },
  address: { make: (text: string) => standIns.address(text), texts: fc.ipV4() },
} as const;

describe.each(Object.entries(kinds))('a stand-in for a %s', (_kind, { make, texts }) => {
  it('is always the same, and never what it stands for', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(make(text)).toBe(make(text));
        expect(make(text)).not.toBe(text);
      }),
    );
  });

  it('is another one for another text', () => {
    fc.assert(
      fc.property(texts, texts, (one, other) => {
        fc.pre(one.toLowerCase() !== other.toLowerCase());
        expect(make(one).toLowerCase()).not.toBe(make(other).toLowerCase());
      }),
    );
  });

  it('has the form of what it stands for', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(formOf(make(text))).toEqual(formOf(text));
      }),
    );
  });
});

describe('a stand-in for a name', () => {
  it('does not mind case, as Azure does not, and keeps it', () => {
    fc.assert(
      fc.property(name, (text) => {
        const [upper, lower] = [
          standIns.name(text.toUpperCase()),
          standIns.name(text.toLowerCase()),
        ];
        expect(standIns.name(text).toLowerCase()).toBe(lower);
        expect(upper).toBe(lower.toUpperCase());
        expect(lower).toBe(lower.toLowerCase());
      }),
    );
  });

  it('tells nothing of the length', () => {
    expect(standIns.name('a1').length).toBe(standIns.name('a'.repeat(60).concat('1')).length);
  });

  it('is another one with another key', () => {
    fc.assert(
      fc.property(name, (text) => {
        expect(others.name(text)).not.toBe(standIns.name(text));
      }),
    );
  });
});

describe('a stand-in for a guid', () => {
  it('is the same one without its dashes', () => {
    fc.assert(
      fc.property(guid, (text) => {
        const bare = standIns.hex(text.replaceAll('-', ''));
        expect(bare).toBe(standIns.guid(text).replaceAll('-', ''));
      }),
    );
  });
});

/** What of a text its form is: the kinds of characters in it, and its length where that is part of the form. */
function formOf(text: string): object {
  if (/^\d{1,3}(?:\.\d{1,3}){3}$/u.test(text)) {
    return { address: true };
  }
  if (/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/u.test(text)) {
    return { guid: true, version: text[14], variant: text[19] };
  }
  if (/^(?:[\da-f]{32,}|\d{12,})$/u.test(text)) {
    return { length: text.length };
  }
  if (text.length >= 100) {
    return { length: text.length, alphabet: /^[\w-]+$/u.test(text) };
  }
  return {
    letter: /^[A-Za-z]/u.test(text),
    // A stand-in for a name with digits may have one or none; one without has none.
    digits: /\d/u.test(text) && !/^[A-Za-z]/u.test(text),
    separators: [...new Set(text.slice(1, -1).match(/[-_.]/gu) ?? [])].slice(0, 3),
    lower: text === text.toLowerCase(),
    upper: text === text.toUpperCase(),
  };
}
