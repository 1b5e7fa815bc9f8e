// Every command that the pages show and that the end-to-end tests do not run: it must be one that works.
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import packageJson from '../../../package.json' with { type: 'json' };
import { COMMANDS } from '../../../src/commands/catalogue.js';
import type { BackupNowDocument } from '../../../src/commands/backup-now/result.js';
import type { StateFiles } from '../../../src/steps/intents/journal.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { EXIT_CODES } from '../../../src/errors/exit-code.js';
import { defaultWorld, memoryFiles, runCli } from '../../support/run-cli.js';
import { filesWithRun, RUN_ID } from '../../support/run-files.js';
import { aDrill, sandboxEvidence } from '../../unit/commands/drill/samples.js';
import { shellBlocks, shellWords } from '../../support/shell-blocks.js';
import { rowsInTurn } from '../share.js';

const pages = [
  'README.md',
  'README.ja.md',
  ...readdirSync('docs').map((name) => path.join('docs', name)),
];
const blocks = pages
  .filter((page) => page.endsWith('.md'))
  .flatMap((page) => shellBlocks(readFileSync(page, 'utf8')).map((block) => ({ page, ...block })));
const commands = blocks
  .filter(({ exit, role }) => exit === undefined && role === undefined)
  .flatMap(({ page, line, commands: lines }) => lines.map((command) => ({ page, line, command })));
const helpExamples = COMMANDS.flatMap(({ name, examples }) =>
  examples.map(({ command }) => ({ page: `help of ${name}`, line: 1, command })),
);

/** Endings of a command that was right, on a machine that may have trouble. */
const GOOD: readonly number[] = [
  EXIT_CODES.done,
  EXIT_CODES.blocked,
  EXIT_CODES.partial,
  EXIT_CODES['changes-pending'],
  // Of an example that limits its wait.
  EXIT_CODES['still-running'],
  // Of a gate that machines of the world miss.
  EXIT_CODES.unmet,
];

/** Examples of what goes wrong: the typing error of the error, and a job that has ended before. */
const ENDS_BADLY = [
  { word: 'VM0O1', exits: [EXIT_CODES['not-found']] },
  { word: '1f621ef7-08f1-4e3a-aa16-c5dd4f361409', exits: [0, EXIT_CODES['azure-failed']] },
];

/** What is read where a command reads standard input. */
const SOME_LOG = 'ERROR: (ScopeLocked) The scope cannot perform write operation.';

/** Stands for the id of a job in examples; a backup that runs takes its place here. */
const SOME_JOB = '4e2d0c3e-7a51-4c55-9f0e-2b8f6a1d7c10';

/** A world and the words of a command that fit it. */
async function prepared(words: readonly string[]): Promise<{ argv: string[]; world: WorldState }> {
  const world = defaultWorld();
  let job = SOME_JOB;
  if (words.includes(SOME_JOB)) {
    const started = await runCli('backup-now --vm VM005 --no-wait -o json'.split(' '), { world });
    job = started.json<BackupNowDocument>().items[0]?.jobId ?? '';
  }
  // NAME is the placeholder of commands on a real subscription.
  const names = new Map([
    ['NAME', 'VM001'],
    [SOME_JOB, job],
    // A run that is recorded takes the place of those in examples.
    ...(words[0] === 'runs' && words[1] === 'show' ? [[words[2] ?? '', RUN_ID] as const] : []),
  ]);
  return { argv: words.map((word) => names.get(word) ?? word), world };
}

const GATE_FILES = ['azbackup.gate.yaml', 'prod.gate.yaml'];

/** The files of `gate`, which `gate init` makes anew. */
function prepareGate(cwd: string, args: readonly string[]): void {
  for (const name of GATE_FILES) {
    rmSync(path.join(cwd, name), { force: true });
    if (args[0] === 'gate' && args[1] !== 'init') {
      cpSync('test/workflow/gate/prod.gate.yaml', path.join(cwd, name));
    }
  }
  if (args.includes('--baseline')) {
    writeFileSync(path.join(cwd, 'known.json'), '{"kind":"gate","items":[]}');
  }
}

/** Evidence of a drill, in the folder that examples write it to. */
function prepareEvidence(cwd: string): void {
  const drill = aDrill();
  mkdirSync(path.join(cwd, 'evidence'));
  writeFileSync(
    path.join(cwd, 'evidence', `${drill.id}.json`),
    JSON.stringify(sandboxEvidence(drill)),
  );
}

/** The record of the drill that examples name. */
async function filesWithDrill(): Promise<StateFiles> {
  const files = memoryFiles();
  const drill = aDrill({ cleanup: 'pending' });
  await files.write(`${drill.id}.json`, JSON.stringify({ schemaVersion: 1, drill }));
  return files;
}

/** A server goes on until it is stopped; test/e2e/serve.test.ts runs it. */
function ends(command: string): boolean {
  return !/^azbackup (?:sandbox serve|mcp)\b/u.test(command);
}

/** The part that is azbackup's where a shell goes on with its output. */
function ofAzbackup(command: string): string {
  return command.replace(/^eval "\$\((?<inner>.*)\)"$/u, '$<inner>').replace(/ [|<] .*$/u, '');
}

describe('a command shown without a stated exit code', () => {
  let cwd = '';
  beforeAll(() => {
    cwd = mkdtempSync(path.join(tmpdir(), 'azbackup-docs-'));
    writeFileSync(path.join(cwd, 'world.json'), JSON.stringify(defaultWorld()));
    cpSync('test/workflow/report/monday.json', path.join(cwd, 'monday.json'));
    cpSync('test/workflow/report/tuesday.json', path.join(cwd, 'today.json'));
    cpSync('test/support/sample-recording/agrees', path.join(cwd, 'recording'), {
      recursive: true,
    });
    prepareEvidence(cwd);
  });
  afterAll(() => rmSync(cwd, { recursive: true }));

  it.each(
    rowsInTurn(unique([...commands, ...helpExamples].filter(({ command }) => ends(command))), 3),
  )('$page:$line works on the sandbox: $command', async ({ command }) => {
    const [program, ...args] = shellWords(ofAzbackup(command));
    expect(program).toBe('azbackup');
    prepareGate(cwd, args);
    const { argv, world } = await prepared(args);
    const run = await runCli(argv, {
      cwd,
      world,
      stdin: SOME_LOG,
      runFiles: filesWithRun(),
      drillFiles: await filesWithDrill(),
    });
    const meant = ENDS_BADLY.find(({ word }) => args.includes(word))?.exits ?? GOOD;
    expect(meant.includes(run.code) ? 'works' : run.stderr).toBe('works');
  });
});

describe('README.md', () => {
  it('names one command that installs and one that tests, and both exist', () => {
    const roles = blocks.filter(({ role }) => role !== undefined);
    expect(roles.map(({ page, role }) => ({ page, role }))).toEqual([
      { page: 'README.md', role: 'first-command' },
      { page: 'README.md', role: 'test-command' },
    ]);
    const scripts = Object.keys(packageJson.scripts);
    for (const [command = ''] of roles.map((block) => block.commands)) {
      expect(command).toMatch(/^(?:npm (?:ci|test|run [a-z:]+)(?: && |$))+$/u);
      for (const [, script = ''] of command.matchAll(/npm (?:run )?(\S+)/gu)) {
        expect(['ci', ...scripts]).toContain(script);
      }
    }
  });
});

function unique<Shown extends { readonly command: string }>(shown: readonly Shown[]): Shown[] {
  return [...new Map(shown.map((each) => [each.command, each])).values()];
}
