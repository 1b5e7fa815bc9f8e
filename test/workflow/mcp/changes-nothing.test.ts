// Without --allow-changes no tool changes anything, whatever it is given: not the world, not the files of this machine,
// not even what the program keeps for itself.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { StateFiles } from '../../../src/steps/intents/journal.js';
import { defaultWorld, memoryFiles } from '../../support/run-cli.js';
import { substance } from '../support/contoso.js';
import { connect } from './connected-client.js';

const CALLS = 120;
const IN_FILE = 'canary-of-a-file-8f2c61';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'azbackup-mcp-'));
  writeFileSync(path.join(folder, 'names.txt'), IN_FILE);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Values that mean something to some option, and values that would be options, files or orders of their own. */
const texts = fc.oneof(
  fc.constantFrom(
    'VM001',
    'VM005',
    'VM014',
    'rsv-prod',
    'rg-prod',
    'DefaultPolicy',
    '1h',
    'latest',
    'vm',
    'list',
    'enable',
    'restore',
    'drill run',
    'disable',
    '1f621ef7-08f1-4e3a-aa16-c5dd4f361409',
    '-',
    '@names.txt',
    'names.txt',
    '--yes',
    '--world=empty',
    '--out=out.txt',
    '--delete-data',
    '--sandbox-dir=elsewhere',
    'VM001 --yes',
    '$(touch out.txt)',
    '../../etc/passwd',
    'script:names.txt',
    '\u001B[2J',
    '\u202Egnp',
    '',
  ),
  fc.string({ maxLength: 12 }),
);
const values = fc.oneof(
  texts,
  fc.array(texts, { maxLength: 3 }),
  fc.boolean(),
  fc.integer({ min: -1, max: 600 }),
  fc.constant(null),
);

/** Keys that a command line knows and a tool must not. */
const FOREIGN = [
  'yes',
  'dryRun',
  'confirm',
  'out',
  'evidence',
  'bundle',
  'record',
  'config',
  'runFile',
  'graphQuery',
  'revoke',
  'deleteData',
  'world',
  'sandboxDir',
  '__proto__',
  'planId',
];

/** Calls that are as they should be: what random values seldom are. */
const GOOD = [
  { name: 'status', given: { all: true } },
  { name: 'diagnose', given: { vm: ['VM001', 'VM008'], grant: true } },
  { name: 'job', given: { view: 'watch', vm: ['VM005'], wait: '5m' } },
  { name: 'audit_keys', given: { vault: 'rsv-prod' } },
  { name: 'retirement', given: { view: 'keys', all: true } },
  { name: 'plan', given: { command: 'enable', vm: ['VM001', 'VM003'], grant: true } },
  { name: 'plan', given: { command: 'grant-access', vm: ['VM002'] } },
  { name: 'plan', given: { command: 'backup-now', vm: ['VM005'], wait: false } },
  { name: 'plan', given: { command: 'undelete', vm: ['VM011'] } },
  { name: 'plan', given: { command: 'restore', vm: 'VM014' } },
  { name: 'plan', given: { command: 'drill run', vm: ['VM014'] } },
];

/** Files in memory that know whether they were written. */
function watchedFiles(written: string[], files: StateFiles = memoryFiles()): StateFiles {
  return {
    ...files,
    write: (name, text) => {
      written.push(name);
      return files.write(name, text);
    },
    create: (name, text) => {
      written.push(name);
      return files.create(name, text);
    },
    append: (name, text, flush) => {
      written.push(name);
      files.append(name, text, flush);
    },
    remove: (name) => {
      written.push(name);
      return files.remove(name);
    },
  };
}

it('no call changes anything', async () => {
  const world = defaultWorld();
  const before = substance(world);
  const written: string[] = [];
  // Names were kept for completion before: else none would be written anyway.
  const names = memoryFiles();
  await names.write('vm', 'VM001\n');
  const nameFiles = watchedFiles(written, names);
  const server = await connect({
    isChecked: true,
    run: {
      world,
      cwd: folder,
      nameFiles,
      stateFiles: watchedFiles(written),
      runFiles: watchedFiles(written),
      drillFiles: watchedFiles(written),
    },
  });
  const { tools } = await server.client.listTools();
  const calls = fc.oneof(
    ...tools.map(({ name, inputSchema }) =>
      fc.record({
        name: fc.constant(name),
        given: fc.dictionary(
          fc.constantFrom(...Object.keys(inputSchema.properties ?? {}), ...FOREIGN),
          values,
          { maxKeys: 4 },
        ),
      }),
    ),
    fc.constantFrom(...GOOD),
    fc.record({
      name: fc.constantFrom('apply_plan', 'disable', 'sandbox reset'),
      given: fc.record({ planId: texts }),
    }),
  );
  const ends = new Set<number>();
  await fc.assert(
    fc.asyncProperty(calls, async ({ name, given }) => {
      const answer = await server.call(name, given);
      ends.add(answer.structured.exitCode);
      expect(answer.structured.exitCode).not.toBe(1);
      expect(JSON.stringify(answer)).not.toContain(IN_FILE);
      expect(JSON.stringify(answer)).not.toMatch(/\\u001b|\u202E/iu);
      return true;
    }),
    { numRuns: CALLS },
  );
  const run = await server.hangUp();
  expect(run.writes).toEqual([]);
  expect(substance(world)).toEqual(before);
  expect(written).toEqual([]);
  expect(readdirSync(folder)).toEqual(['names.txt']);
  expect(readFileSync(path.join(folder, 'names.txt'), 'utf8')).toBe(IN_FILE);
  // Of calls that are all refused nothing would follow.
  expect(ends.size).toBeGreaterThan(1);
});

it('and the law sees a change where changes are allowed', async () => {
  const world = defaultWorld();
  const before = substance(world);
  const server = await connect({ args: ['--allow-changes'], run: { world } });
  const { structured } = await server.call('plan', { command: 'enable', vm: ['VM003'] });
  expect(substance(world)).toEqual(before);
  await server.call('apply_plan', { planId: structured.plan?.id });
  await server.hangUp();
  expect(substance(world)).not.toEqual(before);
});
