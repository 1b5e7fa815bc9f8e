// What stands in a recording for a name: the same for the same name wherever it occurs, another for another
// name, of the same form, and not to be turned back without the key, which stays with the user.

import { createHmac } from 'node:crypto';

/** Replaces what names something. Azure compares names without case, and so do these. */
export interface StandIns {
  /** For the name of a resource, user, group: letters for letters, digits among them where there were such. */
  name(text: string): string;
  guid(text: string): string;
  /** For digits of any number system up to 16: `hex(text)` is as long as the text. */
  hex(text: string): string;
  decimal(text: string): string;
  /** For a long text that nobody reads, such as a public key or the id of an operation; as long as it was. */
  opaque(text: string): string;
  /** For an IP address, in a network that is nobody's. */
  address(text: string): string;
}

const NAME_LENGTH = 12;
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const DIGITS = '0123456789';
const HEX = `${DIGITS}abcdef`;
const GUID_DIGITS = 32;
const BASE64 = `${LETTERS.toUpperCase()}${LETTERS}${DIGITS}-_`;

/** What separates the parts of names. */
const SEPARATORS = /[-_. ()!#]/gu;

/** The stand-ins that a key makes. */
export function createStandIns(key: Uint8Array): StandIns {
  const digits = (kind: string, text: string, alphabet: string, length: number): string =>
    spell(bytesOf(key, `${kind} ${text}`, length * 2), alphabet);
  const guid = (text: string): string =>
    guidLike(text, digits('guid', fold(text), HEX, GUID_DIGITS));
  return {
    name: (text) =>
      nameLike(text, (alphabet, length) => digits('name', fold(text), alphabet, length)),
    guid,
    // A guid without its dashes stands for the same thing.
    hex: (text) =>
      text.length === GUID_DIGITS
        ? guid(dashed(text)).replaceAll('-', '')
        : cased(text, digits('hex', fold(text), HEX, text.length)),
    decimal: (text) => {
      const spelt = digits('decimal', text, DIGITS, text.length);
      // A leading zero would be another form of number.
      return spelt.replace(/^0/u, '7');
    },
    // Case counts in these.
    opaque: (text) => digits('opaque', text, BASE64, text.length),
    address: (text) => addressLike(text, bytesOf(key, `address ${fold(text)}`, 8)),
  };
}

function fold(text: string): string {
  return text.normalize('NFC').toLowerCase();
}

function bytesOf(key: Uint8Array, text: string, length: number): Uint8Array {
  const blocks: Buffer[] = [];
  for (let block = 0; blocks.length * 32 < length; block += 1) {
    blocks.push(createHmac('sha256', key).update(`${block} ${text}`, 'utf8').digest());
  }
  return Buffer.concat(blocks).subarray(0, length);
}

/** Two bytes a character, so that no character is much likelier than another. */
function spell(bytes: Uint8Array, alphabet: string): string {
  let spelt = '';
  for (let at = 0; at + 1 < bytes.length; at += 2) {
    const number = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
    spelt += alphabet[number % alphabet.length] ?? '';
  }
  return spelt;
}

type Spell = (alphabet: string, length: number) => string;

/**
 * Always as long, whatever the length of the name: short stand-ins would fall together, and a length tells
 * something. The signs that the name has separate the parts of its stand-in.
 */
function nameLike(text: string, spellName: Spell): string {
  const letters = spellName(/\d/u.test(text) ? `${LETTERS}${DIGITS}` : LETTERS, NAME_LENGTH);
  const begins = /^[\p{L}]/u.test(text)
    ? letters.replace(/^\d/u, (digit) => LETTERS[Number(digit)] ?? 'a')
    : letters;
  const separators = [...new Set(text.slice(1, -1).match(SEPARATORS) ?? [])].slice(0, 3);
  const size = Math.ceil(NAME_LENGTH / (separators.length + 1));
  const parts = separators.map(
    (separator, index) => begins.slice(index * size, (index + 1) * size) + separator,
  );
  const rest = begins.slice(separators.length * size);
  const foreign = /[^\p{ASCII}]/u.test(text) ? 'é' : '';
  return cased(text, `${parts.join('')}${rest}${foreign}`);
}

/** Upper, lower or mixed case as the text has it. */
function cased(text: string, standIn: string): string {
  if (text === text.toLowerCase()) {
    return standIn;
  }
  return text === text.toUpperCase()
    ? standIn.toUpperCase()
    : standIn.replace(/\p{L}/u, (letter) => letter.toUpperCase());
}

function dashed(digits: string): string {
  return [0, 8, 12, 16, 20].map((at, index, all) => digits.slice(at, all[index + 1])).join('-');
}

/** Keeps version and variant, which say how the guid was made. */
function guidLike(text: string, digits: string): string {
  let at = 0;
  const standIn = text.replaceAll(/[0-9a-f]/giu, (digit, offset: number) => {
    const own = digits[at] ?? '0';
    at += 1;
    return offset === 14 || offset === 19 ? digit : own;
  });
  return text === text.toLowerCase() ? standIn.toLowerCase() : standIn.toUpperCase();
}

/** Of networks that are private everywhere: 10.0.0.0/8 and fd00::/8. */
function addressLike(text: string, bytes: Uint8Array): string {
  if (text.includes(':')) {
    return `fd00::${[0, 2, 4, 6].map((at) => hexOf(bytes, at)).join(':')}`;
  }
  return ['10', ...bytes.subarray(0, 3)].join('.');
}

function hexOf(bytes: Uint8Array, at: number): string {
  return (((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)).toString(16);
}
