// The list of error codes against the source that throws them.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ERROR_MEANINGS } from '../../../src/errors/explanations/own-codes.js';

const source = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(path.join('src', name), 'utf8'))
  .join('\n');

/** Kinds that stand right beside a code in the source. */
function kindsIn(text: string): readonly { readonly code: string; readonly kind: string }[] {
  const named = text.matchAll(/code: '(?<code>AZB_\w+)',\s*kind: '(?<kind>[a-z-]+)'/gu);
  const usage = text.matchAll(/usageError\(\s*'(?<code>AZB_\w+)'/gu);
  return [...named, ...usage].map(({ groups }) => ({
    code: groups?.['code'] ?? '',
    kind: groups?.['kind'] ?? 'usage',
  }));
}

describe('docs/error-codes.md', () => {
  it('has every code of the source, and no other', () => {
    const used = new Set(source.match(/(?<=')AZB_[A-Z_]+(?=')/gu));
    expect(Object.keys(ERROR_MEANINGS).toSorted()).toEqual([...used].toSorted());
  });

  it('gives each code the exit that its error has', () => {
    const found = kindsIn(source);
    expect(found.length).toBeGreaterThan(30);
    const wrong = found.filter(
      ({ code, kind }) => ERROR_MEANINGS[code]?.kinds.some((each) => each === kind) !== true,
    );
    expect(wrong).toEqual([]);
  });

  it('writes each meaning as a sentence without a full stop', () => {
    for (const { meaning } of Object.values(ERROR_MEANINGS)) {
      expect(meaning).not.toMatch(/\.$/u);
    }
  });
});
