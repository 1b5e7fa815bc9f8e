// The signature of requests that carry an account's key. Documentation: Authorize with Shared Key.

import { createHmac, timingSafeEqual } from 'node:crypto';

/** Headers whose values stand in the text to sign, one a line, whether sent or not. */
const SIGNED_HEADERS = [
  'content-encoding',
  'content-language',
  'content-length',
  'content-md5',
  'content-type',
  'date',
  'if-modified-since',
  'if-match',
  'if-none-match',
  'if-unmodified-since',
  'range',
];

/** The text that a request's key signs, in the form of version 2015-02-21 and later. */
export function sharedKeyText(
  request: { readonly method: string; readonly url: URL; readonly headers: Headers },
  account: string,
): string {
  const { method, url, headers } = request;
  return [
    method,
    ...SIGNED_HEADERS.map((name) => signedHeader(headers, name)),
    ...canonicalHeaders(headers),
    canonicalResource(url, account),
  ].join('\n');
}

/** A length of zero is not written, and `x-ms-date` takes the place of the date. */
function signedHeader(headers: Headers, name: string): string {
  const value = headers.get(name) ?? '';
  const left =
    (name === 'content-length' && value === '0') || (name === 'date' && headers.has('x-ms-date'));
  return left ? '' : value;
}

function canonicalHeaders(headers: Headers): string[] {
  return [...headers]
    .filter(([name]) => name.startsWith('x-ms-'))
    .toSorted(([left], [right]) => compare(left, right))
    .map(([name, value]) => `${name}:${value.trim()}`);
}

function canonicalResource(url: URL, account: string): string {
  const values = new Map<string, string[]>();
  for (const [name, value] of url.searchParams) {
    const key = name.toLowerCase();
    values.set(key, [...(values.get(key) ?? []), value]);
  }
  const lines = [...values]
    .toSorted(([left], [right]) => compare(left, right))
    .map(([name, found]) => `${name}:${found.toSorted(compare).join(',')}`);
  return [`/${account}${url.pathname}`, ...lines].join('\n');
}

function compare(left: string, right: string): number {
  if (left === right) {
    return 0;
  }
  return left < right ? -1 : 1;
}

/** Whether one of an account's keys (base64) made this signature (base64) of a text. */
export function isSignedBy(keys: readonly string[], text: string, signature: string): boolean {
  const sent = Buffer.from(signature, 'base64');
  return keys.some((key) => {
    const made = createHmac('sha256', Buffer.from(key, 'base64')).update(text, 'utf8').digest();
    return made.byteLength === sent.byteLength && timingSafeEqual(made, sent);
  });
}
