// Proves that the dependency rules can fail, and that they notice when they look at nothing.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plantTree, type PlantedTree, type GateResult } from '../support/process/planted-tree.js';

const value = (path: string): string => `import { it } from '${path}';\nexport const x = [it];\n`;
const type = (path: string): string =>
  `import type { It } from '${path}';\nexport type X = [It];\n`;
const both = (path: string): string => `export { it, type It } from '${path}';\n`;

/** A small house in which everything is where it belongs. */
const CLEAN = {
  'src/cli/main.ts':
    "import { load } from './context.js';\nimport { program } from './program.js';\nexport const main = [load, program];\n",
  'src/cli/program.ts':
    "import { x } from '../commands/a/command.js';\nexport const program = x;\n",
  'src/cli/context.ts':
    "import { it } from '../clock.js';\nexport type Load = typeof it;\nexport const load = async (): Promise<unknown> => [await import('../services/it.js'), await import('../sandbox/it.js')];\n",
  'src/clock.ts': 'export const it = 1;\nexport type It = 1;\n',
  'src/commands/context.ts': both('../domain/it.js'),
  'src/commands/options/it.ts': both('../../domain/it.js'),
  'src/commands/results/it.ts': both('../../domain/it.js'),
  'src/commands/a/command.ts':
    "import { it } from '../options/it.js';\nexport const x = async (): Promise<unknown> => [it, await import('./run.js')];\n",
  'src/commands/a/run.ts': `import { it } from '../../steps/it.js';\nimport { it as plan } from './plan.js';\n${type('../context.js')}export const run = [it, plan];\n`,
  'src/commands/a/plan.ts': both('../../preflight/it.js'),
  'src/commands/a/result.ts': both('../results/it.js'),
  'src/commands/a/view.ts': `${type('./result.js')}export { it } from '../../output/it.js';\nexport { it as words } from '../../steps/it/describe.js';\n`,
  'src/commands/sandbox/run.ts': value('../../sandbox/it.js'),
  'src/commands/enable/run.ts': value('../policy/run.js'),
  'src/commands/policy/run.ts': value('../../facts/it.js'),
  'src/facts/it.ts': `${both('../domain/it.js')}${type('../services/it.js')}`,
  'src/steps/it.ts': `${both('../domain/it.js')}${type('../services/it.js')}`,
  'src/steps/it/describe.ts': both('../../output/it.js'),
  'src/services/it.ts': `import { AzureCliCredential } from '@azure/identity';\nexport const it = AzureCliCredential;\nexport { type It } from '../domain/it.js';\n`,
  'src/preflight/it.ts': both('../domain/it.js'),
  'src/output/it.ts': both('../domain/it.js'),
  'src/errors/it.ts': both('../domain/it.js'),
  'src/domain/it.ts': 'export const it = 1;\nexport type It = 1;\n',
  'src/sandbox/it.ts': "export { z as it } from 'zod';\nexport type It = 1;\n",
};

const VIOLATIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'layer-domain': { 'src/domain/bad.ts': type('../errors/it.js') },
  'packages-domain': { 'src/domain/bad.ts': "export { join } from 'node:path';\n" },
  'layer-errors': { 'src/errors/bad.ts': value('../output/it.js') },
  'packages-errors': { 'src/errors/bad.ts': "export { z } from 'zod';\n" },
  'layer-preflight': { 'src/preflight/bad.ts': value('../facts/it.js') },
  'packages-preflight': { 'src/preflight/bad.ts': "export { z } from 'zod';\n" },
  'layer-services': { 'src/services/bad.ts': type('../steps/it.js') },
  'packages-services': { 'src/services/bad.ts': "export { parse } from 'yaml';\n" },
  'layer-facts': { 'src/facts/bad.ts': type('../steps/it.js') },
  'layer-facts-types': { 'src/facts/bad.ts': value('../services/it.js') },
  'layer-steps': { 'src/steps/bad.ts': type('../output/it.js') },
  'layer-steps-types': { 'src/steps/bad.ts': value('../services/it.js') },
  'layer-descriptions': { 'src/steps/bad/describe.ts': type('../../commands/context.js') },
  'layer-descriptions-types': { 'src/steps/bad/describe.ts': value('../../services/it.js') },
  'layer-output': { 'src/output/bad.ts': value('../commands/a/run.js') },
  'layer-output-types': { 'src/output/bad.ts': value('../steps/it.js') },
  'layer-results': { 'src/commands/results/bad.ts': type('../../cli/context.js') },
  'layer-results-types': { 'src/commands/results/bad.ts': value('../a/run.js') },
  'layer-options': { 'src/commands/options/bad.ts': value('../../steps/it.js') },
  'layer-options-types': { 'src/commands/options/bad.ts': value('../context.js') },
  'layer-commands': { 'src/commands/bad.ts': value('../sandbox/it.js') },
  'layer-commands-types': { 'src/commands/bad.ts': value('../services/it.js') },
  'layer-feature': { 'src/commands/a/bad.ts': type('../../cli/context.js') },
  'layer-feature-types': { 'src/commands/a/bad.ts': value('../../output/it.js') },
  'layer-role-command': { 'src/commands/a/bad.command.ts': value('../../facts/it.js') },
  'layer-role-command-types': { 'src/commands/a/bad.command.ts': value('../context.js') },
  'layer-role-pure': { 'src/commands/a/bad.plan.ts': type('../../services/it.js') },
  'layer-role-pure-types': { 'src/commands/a/bad.rules.ts': value('../../facts/it.js') },
  'layer-role-result': { 'src/commands/a/bad.result.ts': value('../../output/it.js') },
  'layer-role-view': { 'src/commands/a/bad.view.ts': type('../../services/it.js') },
  'layer-role-view-types': { 'src/commands/a/bad.view.ts': value('../../steps/it.js') },
  'layer-role-describe': { 'src/commands/a/bad.describe.ts': type('../context.js') },
  'layer-role-describe-types': { 'src/commands/a/bad.describe.ts': value('../../services/it.js') },
  'feature-enable': { 'src/commands/enable/bad.ts': value('../a/run.js') },
  'feature-without-arrows': { 'src/commands/a/bad.ts': value('../policy/run.js') },
  'layer-sandbox': { 'src/sandbox/bad.ts': type('../domain/it.js') },
  'packages-sandbox': {
    'src/sandbox/bad.ts': "export { isTokenCredential } from '@azure/core-auth';\n",
  },
  'layer-sandbox-from-afar': { 'src/commands/a/bad.ts': value('../../sandbox/it.js') },
  'azure-behind-services': {
    'src/steps/bad.ts': "export type { TokenCredential } from '@azure/core-auth';\n",
  },
  'commander-at-the-edge': { 'src/commands/bad.ts': "export { Command } from 'commander';\n" },
  'no-cycle': { 'src/domain/a.ts': value('./b.js'), 'src/domain/b.ts': value('./a.js') },
  'no-orphan': { 'src/domain/bad.ts': 'export const it = 1;\n' },
  'not-unresolvable': { 'src/domain/bad.ts': value('./missing.js') },
  'start-up-is-light': {
    'src/commands/bad.ts': "export { it } from '../services/it.js';\n",
  },
};

/** Each rule has a file of its own, so that a violation can only be named for its own sake. */
const renamed = (rule: string, file: string): string =>
  file.replace(/(?<=\/)bad(?=[./])/u, `bad-${rule}`);

describe('dependency rules', () => {
  let tree: PlantedTree;
  let verdict: GateResult;
  beforeAll(() => {
    const planted = Object.entries(VIOLATIONS).flatMap(([rule, files]) =>
      Object.entries(files).map(([file, text]) => [renamed(rule, file), text] as const),
    );
    tree = plantTree({ ...CLEAN, ...Object.fromEntries(planted) });
    verdict = tree.run('node', 'tools/check-dependencies.js');
  });
  afterAll(() => tree.remove());

  it('fail', () => {
    expect(verdict.code).toBe(1);
  });

  it.each(Object.entries(VIOLATIONS))('catch what %s forbids', (rule, files) => {
    const [file = ''] = Object.keys(files);
    expect(verdict.output).toContain(`error ${rule}: ${renamed(rule, file)}`);
  });

  it.each(Object.keys(CLEAN))('have nothing against %s', (file) => {
    expect(verdict.output).not.toContain(`: ${file} ->`);
  });

  it('fail when there is nothing to see', () => {
    const empty = plantTree({ 'src/README.md': '' });
    expect(empty.run('node', 'tools/check-dependencies.js')).toMatchObject({ code: 1 });
    empty.remove();
  });
});
