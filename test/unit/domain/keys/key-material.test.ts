// Material that must not be printed, and text of unknown encoding.
import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { KeyMaterial } from '../../../../src/domain/keys/key-material.js';
import { decodeText } from '../../../../src/domain/text/text-encoding.js';

const SECRET = 'c2VjcmV0LXRleHQtb2YtYS1kaXNr';

describe('key material', () => {
  const material = new KeyMaterial(SECRET);

  it('hands out its text to who asks for it by name', () => {
    expect(material.reveal()).toBe(SECRET);
  });

  it.each([
    ['as text', () => `${String(material)} ${material.toString()}`],
    ['as JSON', () => JSON.stringify({ material, list: [material] })],
    ['in a console', () => inspect({ material }, { depth: 9, showHidden: true })],
    ['by its members', () => JSON.stringify(Object.entries(material))],
    ['copied', () => JSON.stringify(Object.assign({}, material))],
    ['in a message of an assertion', () => messageOf(() => assert.deepEqual(material, {}))],
  ])('shows nothing %s', (_, show) => {
    expect(show()).not.toContain(SECRET.slice(0, 8));
  });
});

function messageOf(act: () => void): string {
  try {
    act();
    return '';
  } catch (error) {
    return inspect(error, { depth: 9 });
  }
}

describe('text of unknown encoding', () => {
  const text = '{"SecretUrl":"https://kv/é"}';
  const utf16be = (value: string): Buffer => Buffer.from(value, 'utf16le').swap16();

  it.each<[string, Buffer]>([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${text}`)],
    ['UTF-16 with a mark', Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ['UTF-16 without', Buffer.from(text, 'utf16le')],
    ['big-endian UTF-16 with a mark', utf16be(`\uFEFF${text}`)],
    ['big-endian UTF-16 without', utf16be(text)],
    ['UTF-8 padded to a page', Buffer.concat([Buffer.from(text), Buffer.alloc(512)])],
    ['UTF-16 padded to a page', Buffer.concat([Buffer.from(text, 'utf16le'), Buffer.alloc(512)])],
  ])('%s is understood', (_, bytes) => {
    expect(decodeText(bytes)).toBe(text);
  });

  it('may be nothing', () => {
    expect(decodeText(new Uint8Array())).toBe('');
  });
});
