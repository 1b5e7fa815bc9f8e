// Proves that the check of types, the formatter and knip can fail, and that the bundle names what is in it.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plantTree, type PlantedTree } from '../support/process/planted-tree.js';

describe('gates', () => {
  let tree: PlantedTree;
  beforeAll(() => {
    tree = plantTree({
      'src/cli/main.ts':
        "import { used } from '../domain/used.js';\nimport pc from 'picocolors';\nexport const runProcess = (): unknown => [used, pc, import('../lazy.js')];\n",
      'src/lazy.ts': 'export const lazy = 1;\n',
      'src/domain/used.ts': 'export const used = 1;\nexport const unused = 2;\n',
      'src/domain/forgotten.ts': 'export const forgotten = 1;\n',
      'src/domain/wrong.ts':
        'export const text: string = 1;\nexport const first = (list: string[]): string => list[0];\nexport const late = (): unknown => Promise.withResolvers();\n',
      'src/domain/ugly.ts': 'export const ugly = "double quotes"\n',
    });
  });
  afterAll(() => tree.remove());

  it('lint catches a wrong type, an unchecked index and an API newer than the Node floor', () => {
    const { code, output } = tree.run('oxlint', '-c', '.eslintrc.json', '-f', 'unix', 'src');
    expect(code).not.toBe(0);
    expect(output).toMatch(/wrong\.ts:1:.*TS2322/);
    expect(output).toMatch(/wrong\.ts:2:.*TS2322/);
    expect(output).toMatch(/wrong\.ts:3:.*TS2550/);
  });

  it('format:check catches what the formatter would write differently', () => {
    expect(tree.run('oxfmt', '--check', 'src/domain/used.ts')).toMatchObject({ code: 0 });
    const { code, output } = tree.run('oxfmt', '--check', 'src');
    expect(code).toBe(1);
    expect(output).toContain('ugly.ts');
  });

  it('knip catches an unused export, an unused file and an unused package', () => {
    const { code, output } = tree.run('knip', '-c', 'tools/knip.json');
    expect(code).toBe(1);
    expect(output).toMatch(/^unused\s.*src\/domain\/used\.ts/m);
    expect(output).toMatch(/^src\/domain\/forgotten\.ts/m);
    expect(output).toMatch(/^uuid\s.*package\.json/m);
    expect(output).not.toMatch(/^used\s/m);
  });

  it('the build splits lazy code off and lists the licences of what it bundles', () => {
    expect(tree.run('rolldown', '-c', 'tools/rolldown.config.js')).toMatchObject({ code: 0 });
    const entry = readFileSync(join(tree.root, 'dist/cli.js'), 'utf8');
    const notices = readFileSync(join(tree.root, 'dist/THIRD-PARTY-NOTICES.txt'), 'utf8');
    expect(entry).toContain('./chunks/lazy-');
    expect(notices).toMatch(/^picocolors 1\.\d+\.\d+$/m);
    expect(notices).toContain('ISC License');
    expect(notices).not.toContain('zod');
  });
});

describe('licences', () => {
  let tree: PlantedTree;
  const manifest = (license: string): string =>
    JSON.stringify({ name: 'planted', version: '1.2.3', license, main: 'index.js' });
  beforeAll(() => {
    tree = plantTree({
      'src/cli/main.ts':
        "import { planted } from '../node_modules/planted/index.js';\nexport const runProcess = (): unknown => planted;\n",
      // A constant would be put in its place, and nothing of the package be left.
      'src/node_modules/planted/index.js': 'export const planted = () => process.title;\n',
      'src/node_modules/planted/package.json': manifest('GPL-3.0-only'),
    });
  });
  afterAll(() => tree.remove());

  it('the build refuses a package whose licence is not allowed, and takes it with one that is', () => {
    const { code, output } = tree.run('rolldown', '-c', 'tools/rolldown.config.js');
    expect(code).not.toBe(0);
    expect(output).toContain('planted 1.2.3: GPL-3.0-only');
    writeFileSync(join(tree.root, 'src/node_modules/planted/package.json'), manifest('MIT'));
    expect(tree.run('rolldown', '-c', 'tools/rolldown.config.js')).toMatchObject({ code: 0 });
  });
});

describe('bin/azbackup.js', () => {
  let tree: PlantedTree;
  beforeAll(() => {
    tree = plantTree({});
  });
  afterAll(() => tree.remove());

  it('says how to build when nothing is built', () => {
    expect(tree.run('node', 'bin/azbackup.js')).toEqual({
      code: 1,
      output: 'error: azbackup is not built: npm run build\n',
    });
  });

  it('refuses a Node that is too old in one line', () => {
    const pretend = "Object.defineProperty(process.versions, 'node', { value: '20.18.9' })";
    const old = `data:text/javascript,${encodeURIComponent(pretend)}`;
    expect(tree.run('node', '--import', old, 'bin/azbackup.js')).toEqual({
      code: 1,
      output: 'error: azbackup needs Node.js 20.19 or newer; this is 20.18.9\n',
    });
  });
});
