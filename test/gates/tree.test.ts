// Rules about the files themselves: names that say nothing, paths of one machine, silenced tests.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const NOT_OURS = new Set(['.git', 'node_modules', 'dist', 'coverage', '.sandbox']);
const SAYS_NOTHING = /^(utils?|helpers?|common|misc|shared|lib)(\.|$)/i;
const BARREL = /^index\.[cm]?[jt]sx?$/;
// Written so that this file does not match itself.
const MACHINE_PATH = /(^|[\s"'`(=:,]|file:\/\/)\/(work|root)\/|\/Users\/\w|[/]\.library\b/m;
const SILENCED = /\b(describe|it|test|suite)(\.\w+)*\.(skip|todo|skipIf|runIf)\b/;
const FOCUSED = /\.only\s*[(`]/;
const DIRECTIVE = /(oxlint|eslint)-disable|@ts-(expect-error|ignore|nocheck)|oxfmt-ignore/;

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      return NOT_OURS.has(entry.name) ? [] : filesUnder(path);
    }
    return entry.isFile() ? [relative('.', path)] : [];
  });
}

function saysNothing(path: string): boolean {
  const parts = path.split(/[\\/]/);
  return parts.some((part) => SAYS_NOTHING.test(part)) || BARREL.test(parts.at(-1) ?? '');
}

/** Lines that silence something without a word of why: on the line itself or in a comment above. */
function unexplained(text: string): string[] {
  const lines = text.split('\n');
  return lines.filter((line, at) => {
    const above = /^\s*(\/\/|\*|\{?\/\*) *(?!oxlint|eslint)\w+ \w+/.test(lines[at - 1] ?? '');
    if (DIRECTIVE.test(line)) {
      return !above && !/(-- |@ts-expect-error |oxfmt-ignore )\s*\w+ \w+/.test(line);
    }
    return SILENCED.test(line) && !above && !/\/\/ \w+ \w+/.test(line);
  });
}

/** As many files as a person finds their way in. */
const MAX_FILES = 20;

/** Folders of code that hold more files of their own than that. */
function crowded(paths: readonly string[]): string[] {
  const folders = new Map<string, number>();
  for (const path of paths.filter((each) => /^(src|test)\//.test(each))) {
    const folder = dirname(path);
    folders.set(folder, (folders.get(folder) ?? 0) + 1);
  }
  return [...folders].filter(([, count]) => count > MAX_FILES).map(([folder]) => folder);
}

/** Files that may wait: the one way to do so, what polls Azure's operations, and the clock's own edge. */
const MAY_WAIT = /^src\/(steps\/waiting|services\/arm|sandbox|cli)\/|^src\/clock\.ts$/;
const WAITS = /\.sleep\(/;

/** Words that nobody in this field looks for, in names; Azure's own titles begin with "Troubleshoot". */
const ODD_NAME = /\b(MOST|LONGEST|LEAST)_|(\b|[a-z])(Wish|Standing|Trouble)(?!shoot)/;

/** Keeps the samples below from being found as the real thing. */
const IT = 'it';

const files = filesUnder('.');
const source = files.filter(
  (path) => /\.[cm]?[jt]s$/.test(path) && !path.startsWith('test/gates/'),
);

describe('the tree', () => {
  it('is seen', () => {
    expect(files).toContain('package.json');
    expect(source).toContain('vitest.config.ts');
  });

  it('has no folder or file whose name says nothing, and no barrel', () => {
    expect(files.filter(saysNothing)).toEqual([]);
  });

  it('has no folder in which nobody finds anything', () => {
    expect(crowded(files)).toEqual([]);
  });

  it('waits only where waiting is at home', () => {
    const guilty = source.filter(
      (path) =>
        path.startsWith('src/') && !MAY_WAIT.test(path) && WAITS.test(readFileSync(path, 'utf8')),
    );
    expect(guilty).toEqual([]);
  });

  it('has names that the field looks for', () => {
    const guilty = source.flatMap((path) =>
      readFileSync(path, 'utf8')
        .split('\n')
        .filter((line) => ODD_NAME.test(line))
        .map((line) => `${path}: ${line.trim()}`),
    );
    expect(guilty).toEqual([]);
  });

  it('names no path of the machine it was written on', () => {
    const guilty = files.filter((path) => MACHINE_PATH.test(readFileSync(path, 'utf8')));
    expect(guilty).toEqual([]);
  });

  it('focuses no test', () => {
    expect(source.filter((path) => FOCUSED.test(readFileSync(path, 'utf8')))).toEqual([]);
  });

  it('silences nothing without saying why', () => {
    const guilty = source.flatMap((path) =>
      unexplained(readFileSync(path, 'utf8')).map((line) => `${path}: ${line.trim()}`),
    );
    expect(guilty).toEqual([]);
  });

  it('has the test command in the README that .ci/run looks for', () => {
    const readme = readFileSync('README.md', 'utf8');
    expect(readme).toMatch(/<!-- test-command -->\n+```\w*\nnpm test\n```/);
  });
});

describe('the rules about the tree', () => {
  it.each([
    'src/utils/a.ts',
    'src/domain/helpers.ts',
    'src/Common/a.ts',
    'lib/a.js',
    'src/a/index.ts',
  ])('refuse the name %s', (path) => {
    expect(saysNothing(path)).toBe(true);
  });

  it.each(['src/domain/library.ts', 'docs/index.md', 'src/services/vaults.ts'])(
    'accept the name %s',
    (path) => {
      expect(saysNothing(path)).toBe(false);
    },
  );

  it('know what may wait', () => {
    expect(WAITS.test('await context.clock.sleep(15, signal);')).toBe(true);
    expect(MAY_WAIT.test('src/steps/waiting/repeat-until.ts')).toBe(true);
    expect(MAY_WAIT.test('src/commands/restore/run.ts')).toBe(false);
  });

  it.each(['const MOST_ROWS = 5;', 'const keyTrouble = 1;', 'type Standing = string;'])(
    'refuse %s',
    (line) => {
      expect(ODD_NAME.test(line)).toBe(true);
    },
  );

  it.each(['const MAX_ROWS = 5;', "'Troubleshoot Azure Backup'", 'const UTMOST_CARE = 1;'])(
    'accept %s',
    (line) => {
      expect(ODD_NAME.test(line)).toBe(false);
    },
  );

  it('refuse a folder of more than twenty files', () => {
    const filesOf = (folder: string, count: number): string[] =>
      Array.from({ length: count }, (_, at) => `${folder}/file-${at}.ts`);
    const tree = [...filesOf('src/a', 21), ...filesOf('src/b', 20), ...filesOf('test/c', 21)];
    expect(crowded([...tree, ...filesOf('docs', 30)])).toEqual(['src/a', 'test/c']);
  });

  it.each([
    ['', 'work', 'main'].join('/'),
    `see ${['', 'root', '.azure'].join('/')}`,
    ['/home', 'x', '.library', 'a'].join('/'),
  ])('refuse the path %s', (text) => {
    expect(MACHINE_PATH.test(text)).toBe(true);
  });

  it.each([
    '/workflows/a',
    ['..', 'work', 'a'].join('/'),
    ['https://example.com', 'work', 'a'].join('/'),
  ])('accept %s', (text) => {
    expect(MACHINE_PATH.test(text)).toBe(false);
  });

  it('refuse a focused test', () => {
    expect(FOCUSED.test(`${IT}.only('x', f)`)).toBe(true);
    expect(FOCUSED.test(`${IT}.each(rows).only('x', f)`)).toBe(true);
  });

  it('want a reason for what is silenced', () => {
    const bare = [`${IT}.skip('x')`, '// oxlint-disable-next-line no-console', '// @ts-ignore'];
    expect(bare.flatMap(unexplained)).toEqual(bare);
    const explained = [
      `// Azure answers this with 500 since March.\n${IT}.skip('x')`,
      '// oxlint-disable-next-line no-console -- the help page is the result here',
      '// Azure calls the field so.\n// oxlint-disable-next-line unicorn/no-thenable',
    ];
    expect(explained.flatMap(unexplained)).toEqual([]);
  });
});

describe('the lock file', () => {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    readonly packages: Readonly<Record<string, { readonly integrity?: string }>>;
  };

  // `npm run lock` completes it.
  it('seals each package with a digest, also those of other platforms', () => {
    const installed = Object.entries(packages).filter(([place]) => place !== '');
    expect(installed.length).toBeGreaterThan(100);
    const unsealed = installed.filter(([, { integrity }]) => !integrity?.startsWith('sha512-'));
    expect(unsealed.map(([place]) => place)).toEqual([]);
  });
});
