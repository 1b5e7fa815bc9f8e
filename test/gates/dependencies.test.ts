// Proves that the dependency rules can fail, and that they notice when they look at nothing.
import { afterEach, describe, expect, it } from 'vitest';
import { plantTree, type PlantedTree, type Verdict } from '../support/process/planted-tree.js';

const value = (path: string): string => `import { it } from '${path}';\nexport const x = [it];\n`;
const type = (path: string): string =>
  `import type { It } from '${path}';\nexport type X = [It];\n`;

/** A small house in which everything is where it belongs. */
const CLEAN = {
  'src/cli/main.ts':
    "import { load } from './context.js';\nimport { program } from './program.js';\nexport const main = [load, program];\n",
  'src/cli/program.ts': "import { x } from './commands/it.js';\nexport const program = x;\n",
  'src/cli/context.ts':
    "import { it } from './clock.js';\nexport type Load = typeof it;\nexport const load = async (): Promise<unknown> => [await import('./services/it.js'), await import('./sandbox/it.js')];\n",
  'src/clock.ts': 'export const it = 1;\nexport type It = 1;\n',
  'src/commands/it.ts':
    "import type { Load } from '../context.js';\nexport const x = async (load: Load): Promise<unknown> => [load, await import('../workflows/it.js')];\n",
  'src/workflows/it.ts': value('../engine/it.js'),
  'src/workflows/sandbox-it.ts':
    "import { it } from '../sandbox/it.js';\nimport './it.js';\nexport const x = it;\n",
  'src/engine/it.ts': `export { it, type It } from '../domain/it.js';\n${type('../services/it.js')}`,
  'src/services/it.ts': `import { AzureCliCredential } from '@azure/identity';\nexport const it = AzureCliCredential;\nexport { type It } from '../domain/it.js';\n`,
  'src/preflight/it.ts': "export { it, type It } from '../domain/it.js';\n",
  'src/plans/it.ts': `export { it } from '../domain/it.js';\n${type('../preflight/it.js')}`,
  'src/output/it.ts': "export { it, type It } from '../domain/it.js';\n",
  'src/errors/it.ts': "export { it, type It } from '../domain/it.js';\n",
  'src/domain/it.ts': 'export const it = 1;\nexport type It = 1;\n',
  'src/sandbox/it.ts': "export { Hono as it } from 'hono';\n",
};

const VIOLATIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'layer-domain': { 'src/domain/bad.ts': type('../errors/it.js') },
  'packages-domain': { 'src/domain/bad.ts': "export { join } from 'node:path';\n" },
  'layer-errors': { 'src/errors/bad.ts': value('../output/it.js') },
  'layer-preflight': { 'src/preflight/bad.ts': value('../plans/it.js') },
  'packages-preflight': { 'src/preflight/bad.ts': "export { z } from 'zod';\n" },
  'layer-plans': { 'src/plans/bad.ts': type('../engine/it.js') },
  'layer-plans-types': { 'src/plans/bad.ts': value('../preflight/it.js') },
  'layer-services': { 'src/services/bad.ts': type('../plans/it.js') },
  'layer-engine': { 'src/engine/bad.ts': value('../output/it.js') },
  'layer-engine-types': { 'src/engine/bad.ts': value('../services/it.js') },
  'layer-output': { 'src/output/bad.ts': value('../workflows/it.js') },
  'layer-workflows': { 'src/workflows/bad.ts': value('../sandbox/it.js') },
  'layer-workflows-types': { 'src/workflows/bad.ts': value('../services/it.js') },
  'layer-commands': { 'src/commands/bad.ts': value('../sandbox/it.js') },
  'layer-commands-types': { 'src/commands/bad.ts': value('../workflows/it.js') },
  'layer-sandbox': { 'src/sandbox/bad.ts': type('../domain/it.js') },
  'packages-sandbox': {
    'src/sandbox/bad.ts': "export { isTokenCredential } from '@azure/core-auth';\n",
  },
  'azure-behind-services': {
    'src/engine/bad.ts': "export type { TokenCredential } from '@azure/core-auth';\n",
  },
  'commander-at-the-edge': { 'src/commands/bad.ts': "export { Command } from 'commander';\n" },
  'no-cycle': { 'src/domain/a.ts': value('./b.js'), 'src/domain/b.ts': value('./a.js') },
  'no-orphan': { 'src/domain/bad.ts': 'export const it = 1;\n' },
  'not-unresolvable': { 'src/domain/bad.ts': value('./missing.js') },
  'start-up-is-light': {
    'src/cli/context.ts': "export { it } from './services/it.js';\nexport type Load = 1;\n",
  },
};

describe('dependency rules', () => {
  const trees: PlantedTree[] = [];
  const judge = (files: Readonly<Record<string, string>>): Verdict => {
    const tree = plantTree(files);
    trees.push(tree);
    return tree.run('node', 'tools/check-dependencies.js');
  };
  afterEach(() => {
    for (const tree of trees.splice(0)) {
      tree.remove();
    }
  });

  it('let a house in order pass', () => {
    expect(judge(CLEAN)).toMatchObject({ code: 0 });
  });

  // Most rules look at one folder, so their violations can share a tree: a run costs a second.
  it('catch every planted violation', () => {
    const planted = Object.entries(VIOLATIONS).flatMap(([rule, files]) =>
      Object.entries(files).map(([file, text]) => [renamed(rule, file), text] as const),
    );
    const { code, output } = judge({ ...CLEAN, ...Object.fromEntries(planted) });
    expect(code).toBe(1);
    for (const [rule, files] of Object.entries(VIOLATIONS)) {
      const [file = ''] = Object.keys(files);
      expect(output).toContain(`error ${rule}: ${renamed(rule, file)}`);
    }
  });

  it('fail when there is nothing to see', () => {
    expect(judge({ 'src/README.md': '' })).toMatchObject({ code: 1 });
  });
});

/** Gives each rule its own file, so that a violation can only be named for its own sake. */
function renamed(rule: string, file: string): string {
  return file.replace('bad.ts', `bad-${rule}.ts`);
}
