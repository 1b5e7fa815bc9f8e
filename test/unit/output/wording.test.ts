// Rules of speech, over every text that people see.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SUGGESTIONS } from '../../../src/errors/suggestions.js';

const FOLDERS = [
  'src/commands',
  'src/output',
  'src/errors',
  'src/facts',
  'src/preflight',
  'src/steps',
];
const GOLDEN = 'test/golden';
const NOT_OURS = /please|successful|[!\u{1F000}-\u{1FAFF}]/iu;

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`);
}

/** Texts between quotes that have more than one word. */
function sentencesOf(source: string): string[] {
  const code = source.replaceAll(/^\s*(?:\/\/|\/?\*).*$/gmu, '');
  const quoted = code.match(/'[^'\n]*'|"[^"\n]*"|`[^`]*`/gu) ?? [];
  return quoted
    .map((text) => text.replaceAll(/\$\{[^}]*\}/gu, ''))
    .filter((text) => text.includes(' '));
}

describe('the wording', () => {
  it('of what is shown', () => {
    const texts = filesUnder(GOLDEN).map((path) => readFileSync(path, 'utf8'));
    expect(texts.length).toBeGreaterThan(20);
    expect(texts.filter((text) => NOT_OURS.test(text))).toEqual([]);
  });

  it('of every sentence in the source', () => {
    const sentences = FOLDERS.flatMap((folder) => filesUnder(folder)).flatMap((path) =>
      sentencesOf(readFileSync(path, 'utf8')),
    );
    expect(sentences.length).toBeGreaterThan(100);
    expect(sentences.filter((text) => NOT_OURS.test(text))).toEqual([]);
  });

  it('of what is said about the codes of Azure', () => {
    const texts = SUGGESTIONS.flatMap(({ meaning, fix }) => [meaning, ...fix]);
    expect(texts.filter((text) => NOT_OURS.test(text) || text.endsWith('.'))).toEqual([]);
    expect(texts.filter((text) => text !== text.trim() || text === '')).toEqual([]);
  });
});
