// The pages that describe the tree against the tree: paths, file names and functions that they name.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const PAGES = ['CONTRIBUTING.md', 'docs/architecture.md', 'docs/walkthrough.md'];
const FOLDERS = ['src', 'test', 'tools', 'docs', 'bench', 'bin', '.ci', '.github'];

/** All files and folders that a page may name, with slashes. */
const tree = FOLDERS.flatMap((folder) => [
  folder,
  ...readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((each) =>
    path.posix.join(folder, each.replaceAll(path.sep, '/')),
  ),
]);

/** Paths from the root of the repository, with `*` or a word in capitals where any name may stand. */
const PATH = /(?<![\w./-])(?:src|test|tools|docs|bench|bin|\.ci|\.github)\/[\w./*-]*[\w*]/gu;

/** A file by its name: ``execute.ts``, ``VERB.command.ts``. */
const FILE_NAME = /(?<=`)[\w*-]+(?:\.[\w*-]+)*\.(?:ts|js|cjs)(?=`)/gu;

/** A line of the walkthrough: a file, and functions that it has. */
const FUNCTIONS = /^`(?<file>[^`]+)`: (?<names>`\w+`(?:, `\w+`)*)$/gmu;

function patternOf(name: string): RegExp {
  const any = name.replaceAll(/\b[A-Z]{2,}\b/gu, '*');
  const escaped = any.replaceAll('.', String.raw`\.`).replaceAll('*', '[^/]+');
  return new RegExp(`^${escaped}$`, 'u');
}

/** What a page names and nobody finds. */
function missingIn(page: string): readonly string[] {
  const paths = (page.match(PATH) ?? []).filter((each) => !hasMatch(tree, patternOf(each)));
  const files = tree.map((each) => path.posix.basename(each));
  const names = (page.match(FILE_NAME) ?? []).filter((each) => !hasMatch(files, patternOf(each)));
  return [...paths, ...names, ...missingFunctions(page)];
}

function hasMatch(texts: readonly string[], pattern: RegExp): boolean {
  return texts.some((each) => pattern.test(each));
}

function missingFunctions(page: string): readonly string[] {
  return [...page.matchAll(FUNCTIONS)].flatMap(({ groups }) => {
    const { file = '', names = '' } = groups ?? {};
    const text = tree.includes(file) ? readFileSync(file, 'utf8') : '';
    const wanted = names.match(/\w+/gu) ?? [];
    return wanted
      .filter((name) => !new RegExp(String.raw`(?:function|const) ${name}\b`, 'u').test(text))
      .map((name) => `${file}: ${name}`);
  });
}

describe('a page about the tree', () => {
  it.each(PAGES)('%s names only what is there', (name) => {
    const page = readFileSync(name, 'utf8');
    expect(page.match(PATH)?.length).toBeGreaterThan(20);
    expect(missingIn(page)).toEqual([]);
  });

  it('has ten steps, each with a file and a function', () => {
    const steps = readFileSync('docs/walkthrough.md', 'utf8').split(/^## /gmu).slice(1);
    expect(steps.map((step) => Number.parseInt(step, 10))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(steps.filter((step) => step.match(FUNCTIONS) === null)).toEqual([]);
  });

  it('links to files that exist', () => {
    const links = PAGES.flatMap((page) =>
      [...readFileSync(page, 'utf8').matchAll(/\]\((?!https?:)([^)\s#]+)/gu)].map(
        ([, target = '']) => path.posix.join(path.posix.dirname(page), target),
      ),
    );
    const rootFiles = readdirSync('.');
    expect(links.filter((link) => !tree.includes(link) && !rootFiles.includes(link))).toEqual([]);
  });
});

describe('what is found missing', () => {
  it.each([
    ['src/workflows/ holds one file per command', ['src/workflows']],
    ['see `src/cli/mane.ts`', ['src/cli/mane.ts']],
    ['`src/preflight/checks/GROUP/ID.tsx`', ['src/preflight/checks/GROUP/ID.tsx']],
    ['its `exicute.ts` beside it', ['exicute.ts']],
    ['`src/cli/main.ts`: `main`, `mane`', ['src/cli/main.ts: mane']],
  ])('%s', (text, missing) => {
    expect(missingIn(text)).toEqual(missing);
  });

  it.each([
    'src/cli/',
    '`src/commands/FEATURE/VERB.command.ts`',
    'src/sandbox/providers/*/routes.ts',
    '`src/cli/main.ts`.',
    'https://example.com/src/nothing',
    '`execute.ts`',
  ])('nothing in %s', (text) => {
    expect(missingIn(text)).toEqual([]);
  });
});
