// A throw-away project with this one's real configuration, into which gate tests plant violations.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const CONFIGURATION = [
  '.eslintrc.json',
  '.oxlint-imports.json',
  '.oxfmtrc.json',
  'bin',
  'package.json',
  'tools',
  'tsconfig.json',
];

/** What a gate said about a tree. */
export interface GateResult {
  readonly code: number | null;
  readonly output: string;
}

/** Files by path; run() is `npm run <script>` with the tree as the project. */
export interface PlantedTree {
  readonly root: string;
  run(command: string, ...args: readonly string[]): GateResult;
  remove(): void;
}

/** Makes the tree; the caller removes it. Installed packages are linked, not copied. */
export function plantTree(files: Readonly<Record<string, string>>): PlantedTree {
  const root = mkdtempSync(join(tmpdir(), 'azbackup-gate-'));
  for (const name of CONFIGURATION) {
    cpSync(resolve(name), join(root, name), { recursive: true });
  }
  symlinkSync(resolve('node_modules'), join(root, 'node_modules'), 'dir');
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return {
    root,
    run: (command, ...args) => run(root, command, args),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

function run(root: string, command: string, args: readonly string[]): GateResult {
  const path = `${join(root, 'node_modules/.bin')}:${process.env['PATH'] ?? ''}`;
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: root,
    encoding: 'utf8',
    // Terse and the same everywhere: no colours, no hints meant for people or for agents.
    env: { PATH: path, HOME: root, NO_COLOR: '1', CI: 'true' },
  });
  return { code: status, output: `${stdout}${stderr}` };
}
