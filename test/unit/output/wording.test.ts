// Rules of speech, over every text that people see.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../../src/commands/catalogue.js';
import { SUGGESTIONS } from '../../../src/errors/suggestions.js';
import { BANNED } from './banned-words.js';

const FOLDERS = [
  'src/commands',
  'src/output',
  'src/errors',
  'src/facts',
  'src/preflight',
  'src/steps',
];
const GOLDEN = 'test/golden';
/** An exclamation mark is allowed in `key!=value`, and HTML begins with one. */
const NOT_OURS = /please|successful|!(?!=|doctype)|[\u{1F000}-\u{1FAFF}]/iu;

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

/** All of the source that has texts of ours; the sandbox speaks with Azure's. */
const SOURCES = [...FOLDERS, 'src/cli', 'src/domain', 'src/services', 'tools/docs'];
const PAGES = ['README.md', 'README.ja.md', 'CHANGELOG.md', 'docs'];
const MAX_SUMMARY_WORDS = 11;

/** What is banned of some texts, each with its place and what to say instead. */
function bannedIn(texts: ReadonlyMap<string, string>): readonly string[] {
  return [...texts].flatMap(([place, text]) =>
    BANNED.flatMap(({ pattern, say }) => {
      const found = pattern.exec(text)?.[0];
      return found === undefined ? [] : [`${place}: "${found}", say: ${say}`];
    }),
  );
}

function textsOf(paths: readonly string[]): ReadonlyMap<string, string> {
  return new Map(paths.map((path) => [path, readFileSync(path, 'utf8')]));
}

function sourceSentences(): ReadonlyMap<string, string> {
  const entries = SOURCES.flatMap((folder) => filesUnder(folder)).flatMap((path) =>
    sentencesOf(readFileSync(path, 'utf8')).map((text) => [`${path}: ${text}`, text] as const),
  );
  return new Map(entries);
}

describe('the words of the field', () => {
  it('in what is shown', () => {
    expect(bannedIn(textsOf(filesUnder(GOLDEN)))).toEqual([]);
  });

  it('in every sentence of the source', () => {
    const sentences = sourceSentences();
    expect(sentences.size).toBeGreaterThan(500);
    expect(bannedIn(sentences)).toEqual([]);
  });

  it('on every page', () => {
    const pages = PAGES.flatMap((path) => (path.endsWith('.md') ? [path] : filesUnder(path)));
    expect(bannedIn(textsOf(pages))).toEqual([]);
  });

  it('in summaries of commands, which are short and imperative', () => {
    const summaries = COMMANDS.map(({ summary }) => summary);
    expect(summaries.filter((text) => text.split(' ').length > MAX_SUMMARY_WORDS)).toEqual([]);
    expect(summaries.filter((text) => /^[A-Z]\w*[^s]s /u.test(text))).toEqual([]);
  });

  it.each(BANNED)('finds $pattern where it is planted', ({ pattern, planted }) => {
    expect(planted).toMatch(pattern);
    expect(bannedIn(new Map([['a page', `Some words. ${planted}`]]))).not.toEqual([]);
  });
});

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
