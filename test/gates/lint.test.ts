// Proves that lint can fail: plants one violation of each house rule and looks for its name.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plantTree, type PlantedTree, type GateResult } from '../support/process/planted-tree.js';

const LAYERS = 'no-restricted-imports';
const uses = (path: string): string => `export { it } from '${path}';\n`;

/** file, text, the rule that must name it */
const VIOLATIONS: readonly (readonly [file: string, text: string, rule: string])[] = [
  ['src/domain/any.ts', 'export const f = (x: any): unknown => x;\n', 'no-explicit-any'],
  ['src/domain/date.ts', 'export const now = (): number => Date.now();\n', 'no-restricted-globals'],
  [
    'src/sandbox/timer.ts',
    'export const wait = (f: () => void): unknown => setTimeout(f, 1);\n',
    'no-restricted-globals',
  ],
  [
    'src/facts/environment.ts',
    "export const home = (): unknown => process.env['HOME'];\n",
    'no-restricted-globals',
  ],
  [
    'src/facts/random.ts',
    'export const id = (): number => Math.random();\n',
    'no-restricted-properties',
  ],
  ['src/output/print.ts', "export const f = (): void => console.log('');\n", 'no-console'],
  ['src/domain/default.ts', 'export default 1;\n', 'no-default-export'],
  [
    'src/domain/bang.ts',
    'export const f = (x: string | undefined): string => x!;\n',
    'no-non-null-assertion',
  ],
  [
    'src/domain/cast.ts',
    'export const f = (x: unknown): string => x as string;\n',
    'no-unsafe-type-assertion',
  ],
  ['src/domain/leak.ts', "export const f = (): string => JSON.parse('1');\n", 'no-unsafe-return'],
  [
    'src/domain/floating.ts',
    'async function g(): Promise<void> {}\nexport function f(): void {\n  g();\n}\n',
    'no-floating-promises',
  ],
  [
    'src/domain/switch.ts',
    "export function f(x: 'a' | 'b'): number {\n  switch (x) {\n    case 'a':\n      return 1;\n  }\n  return 2;\n}\n",
    'switch-exhaustiveness-check',
  ],
  [
    'src/domain/parameters.ts',
    'export const f = (a: 1, b: 1, c: 1, d: 1, e: 1): unknown[] => [a, b, c, d, e];\n',
    'max-params',
  ],
  [
    'src/domain/long.ts',
    `export function f(): void {\n${'  f();\n'.repeat(81)}}\n`,
    'max-lines-per-function',
  ],
  [
    'src/domain/branches.ts',
    `export function f(x: number): number {\n${Array.from({ length: 16 }, (_, i) => `  if (x === ${i}) {\n    return ${i};\n  }\n`).join('')}  return x;\n}\n`,
    'complexity',
  ],
  [
    'test/unit/mock.test.ts',
    "import { vi } from 'vitest';\nvi.mock('../../src/clock.js');\n",
    'no-restricted-vi-methods',
  ],
  [
    'test/unit/focus.test.ts',
    "import { expect, it } from 'vitest';\nit.only('x', () => {\n  expect(1).toBe(1);\n});\n",
    'no-focused-tests',
  ],
  [
    'test/unit/skip.test.ts',
    "import { expect, it } from 'vitest';\nit.skip('x', () => {\n  expect(1).toBe(1);\n});\n",
    'no-disabled-tests',
  ],
  ['src/domain/layer.ts', uses('../services/it.js'), LAYERS],
  ['src/domain/node.ts', uses('node:fs/promises'), LAYERS],
  ['src/preflight/layer.ts', uses('../steps/it.js'), LAYERS],
  ['src/preflight/checks/deep.ts', uses('../../services/it.js'), LAYERS],
  ['src/preflight/package.ts', uses('zod'), LAYERS],
  ['src/facts/layer.ts', uses('../services/it.js'), LAYERS],
  ['src/steps/layer.ts', uses('../services/it.js'), LAYERS],
  ['src/services/layer.ts', uses('../preflight/it.js'), LAYERS],
  ['src/output/layer.ts', uses('../commands/it.js'), LAYERS],
  ['src/errors/layer.ts', uses('../output/it.js'), LAYERS],
  ['src/commands/layer.ts', uses('../services/it.js'), LAYERS],
  ['src/commands/package.ts', uses('@azure/identity'), LAYERS],
  ['src/sandbox/layer.ts', uses('../domain/it.js'), LAYERS],
  ['src/sandbox/package.ts', uses('@azure/identity'), LAYERS],
];

const CLEAN = {
  'src/clock.ts': 'export const now = (): number => Date.now();\n',
  'src/domain/it.ts': 'export const it = 1;\n',
  'src/preflight/it.ts': 'export type it = 1;\n',
  'src/steps/types.ts': "export type { it } from '../preflight/it.js';\n",
  'src/commands/it.ts':
    "import { it } from '../domain/it.js';\nexport const double = (): number => it * 2;\n",
};

const LINT = ['oxlint', '-c', '.eslintrc.json', '--format', 'unix', 'src'] as const;

describe('lint', () => {
  let tree: PlantedTree;
  let verdict: GateResult;
  beforeAll(() => {
    const planted = Object.fromEntries(VIOLATIONS.map(([file, text]) => [file, text]));
    tree = plantTree({ ...CLEAN, ...planted });
    verdict = tree.run(...LINT, 'test');
  });
  afterAll(() => tree.remove());

  it('fails', () => {
    expect(verdict.code).toBe(1);
  });

  it.each(VIOLATIONS)('catches %s', (file, _text, rule) => {
    const lines = verdict.output.split('\n').filter((line) => line.startsWith(`${file}:`));
    expect(lines.join('\n')).toContain(`(${rule})`);
  });

  it.each(Object.keys(CLEAN))('has nothing against %s', (file) => {
    expect(verdict.output).not.toContain(file);
  });

  it('passes a clean tree', () => {
    const clean = plantTree(CLEAN);
    expect(clean.run(...LINT)).toMatchObject({ code: 0 });
    clean.remove();
  });
});
