// `npm run tour`: an encrypted machine judged, granted and protected, and one restored whose key was lost, on a
// sandbox of its own. Each command is shown as one would type it. Ends with an error when a command does not
// end as the README says. `--cli FILE` takes another azbackup than the clone's: one that was installed, or an executable.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));
const { cli } = parseArgs({ options: { cli: { type: 'string' } } }).values;
const [program, ...before] =
  cli === undefined
    ? [process.execPath, fileURLToPath(new URL('../bin/azbackup.js', import.meta.url))]
    : [path.resolve(cli)];
const directory = mkdtempSync(path.join(tmpdir(), 'azb-'));

/** What is typed, and the exit code that it must have. */
const STEPS = [
  { args: ['enable', '--vm', 'VM001'], exit: 5 },
  { args: ['enable', '--vm', 'VM001', '--grant'], exit: 0 },
  { args: ['enable', '--vm', 'VM001', '--grant'], exit: 0 },
  { args: ['backup-now', '--vm', 'VM001', '--retain', '30d'], exit: 0 },
  {
    args: [
      'restore',
      '--vm',
      'VM014',
      '--to',
      'vm',
      '--name',
      'VM014R',
      '--vnet',
      'vnet-prod',
      '--subnet',
      'default',
      // On a terminal it would ask, and a tour has nobody to answer.
      '--yes',
    ],
    exit: 0,
  },
];

/** A fresh clone is not built yet. */
function build() {
  if (cli === undefined && !existsSync(path.join(root, 'dist'))) {
    const { status } = spawnSync('npm', ['run', '--silent', 'build'], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
      shell: process.platform === 'win32',
    });
    if (status !== 0) {
      throw new Error('the build failed');
    }
  }
}

try {
  build();
  for (const { args, exit } of STEPS) {
    console.log(`\n$ azbackup ${args.join(' ')}`);
    const { status, error } = spawnSync(program, [...before, ...args, '--sandbox-dir', directory], {
      stdio: 'inherit',
    });
    if (error !== undefined) {
      throw error;
    }
    console.log(`(exit code ${status})`);
    if (status !== exit) {
      throw new Error(`expected exit code ${exit}`);
    }
  }
  console.log(
    '\nAll of it happened in a sandbox on this machine. Next: azbackup --help, or the README.',
  );
} finally {
  rmSync(directory, { recursive: true, force: true });
}
