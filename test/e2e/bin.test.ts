// The built program as a process: what it loads, where it writes, how it ends.
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { cleanPlace, explained, fileOnDisk, runBin, runShell } from '../support/process/bin.js';
import { sandboxFolder } from '../support/sandbox-folder.js';

const place = cleanPlace();
afterAll(() => place.remove());

/** Files that Node loaded, taken from the record that it keeps for coverage. */
async function loadedFiles(name: string, args: readonly string[]): Promise<readonly string[]> {
  const record = path.join(place.directory, `loaded-${name}`);
  mkdirSync(record);
  const { code, stderr } = await runBin(place, args, { env: { NODE_V8_COVERAGE: record } });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return readdirSync(record).flatMap((file) => {
    const { result } = JSON.parse(readFileSync(path.join(record, file), 'utf8'));
    return (
      (result as readonly { readonly url: string }[])
        .filter(({ url }) => url.startsWith('file:'))
        .map(({ url }) => fileOnDisk(fileURLToPath(url)))
        // An executable has lmdb inside, which is nowhere else in one file.
        .filter((loaded) => existsSync(loaded))
    );
  });
}

/** An argument of Node with which it runs some lines first. Not --import, which Node in an executable does not heed. */
function preloaded(name: string, lines: readonly string[]): string {
  const file = path.join(place.directory, `${name}.cjs`);
  writeFileSync(file, lines.join(';\n'));
  return `--require=${file}`;
}

/** Each client of the SDKs has its name for the user agent in it, and their common core has its own. */
function holdsAzureCode(file: string): boolean {
  return /azsdk-js-|core-rest-pipeline/u.test(readFileSync(file, 'utf8'));
}

describe('start-up', () => {
  it.each([
    ['version', ['--version']],
    ['help', ['--help']],
    ['help-of-a-command', ['enable', '--help']],
  ])('%s loads no Azure SDK', async (name, args) => {
    const files = await loadedFiles(name, args);
    expect(files.map((file) => path.basename(file))).toContain('cli.js');
    expect(files.filter((file) => holdsAzureCode(file))).toEqual([]);
  });

  it('a command that asks Azure does load them, so the check sees them', async () => {
    const args = ['status', '--vm', 'VM005', '--sandbox', '-q', '-o', 'none'];
    const files = await loadedFiles('status', args);
    expect(files.some((file) => holdsAzureCode(file))).toBe(true);
  });

  it('prints the version and nothing else', async () => {
    const run = await runBin(place, ['--version']);
    expect(run).toEqual({ code: 0, stdout: `${packageJson.version}\n`, stderr: '' });
  });
});

describe('compiled code', () => {
  // As Node 22 and newer do, also where Node is older: its way of making a folder with its parents.
  const keeping = preloaded('compile-cache', [
    "const { mkdirSync } = require('node:fs')",
    "require('node:module').enableCompileCache = (folder) => mkdirSync(folder, { recursive: true })",
  ]);

  it('is kept in the folder for caches, for its owner only', async () => {
    const env = { XDG_CACHE_HOME: path.join(place.directory, 'cache') };
    const { code, stderr } = await runBin(place, ['--version'], {
      env,
      nodeArguments: [keeping],
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const kept = path.join(env.XDG_CACHE_HOME, 'azbackup', 'compiled');
    expect(statSync(kept).mode & 0o777).toBe(0o700);
  });

  // Only Linux has file systems that take no folders and deny that they exist.
  it.runIf(process.platform === 'linux').each(['/proc', '/proc/self', '/dev/null'])(
    'is not kept where %s is the home, and the command ends',
    async (home) => {
      const { code, stdout } = await runBin(place, ['--version'], {
        env: { HOME: home },
        nodeArguments: [keeping],
      });
      expect({ code, stdout }).toEqual({ code: 0, stdout: `${packageJson.version}\n` });
    },
    10_000,
  );
});

describe('streams', () => {
  it('stdout has the result and nothing else, stderr all the rest', async () => {
    const folder = sandboxFolder(place.directory, 'streams');
    const args = ['enable', '--vm', 'VM003', '--sandbox-dir', folder, '-o', 'json'];
    const { code, stdout, stderr } = await runBin(place, args);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ kind: 'enable', items: [{ outcome: 'enabled' }] });
    expect(stderr).toMatch(/^Plan: 1 change/u);
    expect(stderr).toMatch(/^protected {2}VM003/mu);
  });

  it('an error is one object on stderr under -o json', async () => {
    const args = ['preflight', '--vm', 'NOSUCH', '--sandbox', '-o', 'json'];
    const { code, stdout, stderr } = await runBin(place, args);
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(JSON.parse(stderr)).toMatchObject({
      type: 'error',
      code: 'AZB_VM_NOT_FOUND',
      exitCode: 3,
    });
  });

  it.each([
    ['help', 'azbackup enable --help', 'head -1', 0],
    ['a result', 'azbackup sandbox show --sandbox -o json', 'head -1', 0],
    ['a result that nobody reads', 'azbackup preflight --vm VM008 --sandbox', 'true', 5],
  ])(
    '%s into a closed pipe ends quietly and keeps its exit code',
    async (_, writer, reader, code) => {
      const script = `{ set +e; ${writer}; echo $? >code; } | ${reader}`;
      const run = await runShell(place, script);
      expect(run.stderr).toBe('');
      expect(readFileSync(path.join(place.directory, 'code'), 'utf8')).toBe(`${code}\n`);
    },
  );

  // Only Linux has a device that is always full.
  it.runIf(existsSync('/dev/full'))(
    'a result that no disk can take ends in one line and 13, and the work is done',
    async () => {
      const folder = sandboxFolder(place.directory, 'full');
      const enable = `azbackup enable --vm VM003 --sandbox-dir '${folder}' -q`;
      const { stderr } = await runShell(place, `${enable} >/dev/full || echo $? >code`);
      expect(stderr).toMatch(/^error: the result could not be written to stdout: ENOSPC[^\n]*\n$/u);
      expect(readFileSync(path.join(place.directory, 'code'), 'utf8')).toBe('13\n');
      const args = ['status', '--vm', 'VM003', '--sandbox-dir', folder, '-o', 'json'];
      expect(JSON.parse((await runBin(place, args)).stdout)).toMatchObject({
        items: [{ vault: { name: 'rsv-prod' } }],
      });
    },
  );

  // Only Linux has a device that is always full.
  it.runIf(existsSync('/dev/full')).each([
    ['help', 'azbackup enable --help', 13, /^error: [^\n]*ENOSPC[^\n]*\n$/u],
    [
      'JSON',
      'azbackup sandbox show --sandbox -o json',
      13,
      /^\{"type":"error","code":"AZB_RESULT_UNWRITTEN","exitCode":13[^\n]*\}\n$/u,
    ],
    [
      'a command that failed, which keeps its code',
      'azbackup preflight --vm VM008 --sandbox -q',
      5,
      /^error: [^\n]*ended with exit code 5\n$/u,
    ],
  ])('%s on a full disk', async (_, writer, code, said) => {
    const { stderr } = await runShell(place, `${writer} >/dev/full || echo $? >code`);
    expect(stderr).toMatch(said);
    expect(readFileSync(path.join(place.directory, 'code'), 'utf8')).toBe(`${code}\n`);
  });

  // Only Linux has a device that is always full.
  it.runIf(existsSync('/dev/full'))('a progress that cannot be written ends nothing', async () => {
    const folder = sandboxFolder(place.directory, 'silent');
    const enable = `azbackup enable --vm VM003 --sandbox-dir '${folder}' -o json`;
    const { code, stdout, stderr } = await runShell(place, `${enable} 2>/dev/full`);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ items: [{ outcome: 'enabled' }] });
  });

  it('has colour in a pipe when it is asked for', async () => {
    const args = ['preflight', '--vm', 'VM008', '--sandbox'];
    const { stdout } = await runBin(place, args, { env: { FORCE_COLOR: '1' } });
    expect(stdout).toContain('\u001B[');
  });
});

describe('exit codes', () => {
  it.each([
    ['an unknown option', ['enable', '--vm', 'VM001', '--nonsense'], 2],
    ['an unknown command', ['enabel'], 2],
    ['a value that is no choice', ['status', '--vm', 'VM001', '-o', 'xml'], 2],
    ['a folder that holds no sandbox', ['sandbox', 'show', '--sandbox-dir', '/dev/null'], 2],
    ['no command at all', [], 0],
  ])('%s', async (_, args, code) => {
    const run = await runBin(place, args);
    expect(explained(run.code, code, run.stderr)).toBe(code);
    expect(run.stderr).not.toMatch(/^\s+at /mu);
  });
});

describe('the sandbox folder', () => {
  it('keeps what a process did for the next', async () => {
    const folder = sandboxFolder(place.directory, 'kept');
    const first = await runBin(place, ['enable', '--vm', 'VM013', '--sandbox-dir', folder, '-q']);
    expect(explained(first.code, 0, first.stderr)).toBe(0);
    const args = ['status', '--vm', 'VM013', '--sandbox-dir', folder, '-o', 'json'];
    expect(JSON.parse((await runBin(place, args)).stdout)).toMatchObject({
      items: [{ outcome: 'waiting-for-first-backup', vault: { name: 'rsv-prod' } }],
    });
  });

  it('points to the installation where the native part of its store is missing', async () => {
    const parts = path.join(place.directory, 'without-lmdb');
    for (const part of ['bin', 'dist', 'package.json']) {
      cpSync(part, path.join(parts, part), { recursive: true });
    }
    const command = `'${process.execPath}' '${path.join(parts, 'bin', 'azbackup.js')}'`;
    const { code, stderr } = await runShell(place, `${command} sandbox reset --sandbox-dir bare`);
    expect(code).toBe(2);
    expect(stderr).toContain('the native part of lmdb');
    expect(stderr).toContain('install azbackup again');
    expect(stderr).not.toContain('azbackup sandbox reset');
  });

  it('loses nothing when two processes work in it at once', async () => {
    const folder = sandboxFolder(place.directory, 'shared');
    const names = ['VM003', 'VM013'];
    const runs = await Promise.all(
      names.map((name) =>
        runBin(place, ['enable', '--vm', name, '--sandbox-dir', folder, '-o', 'json', '-q']),
      ),
    );
    expect(runs.map(({ code, stderr }) => ({ code, stderr }))).toEqual([
      { code: 0, stderr: '' },
      { code: 0, stderr: '' },
    ]);
    const query = "items[?protectedIn=='rsv-prod'].vm.name";
    const show = ['sandbox', 'show', '--sandbox-dir', folder, '-o', 'json', '--query', query];
    expect(JSON.parse((await runBin(place, show)).stdout)).toEqual(expect.arrayContaining(names));
  });
});

describe('without a network', () => {
  /** Names are not resolved, whatever network the tests run in. */
  const nodeArguments = [
    preloaded('no-names', [
      "const dns = require('node:dns')",
      "const fail = (host) => Object.assign(new Error('getaddrinfo ENOTFOUND ' + host), { code: 'ENOTFOUND' })",
      'dns.lookup = (host, options, done) => process.nextTick(done, fail(host))',
      "require('node:module').syncBuiltinESMExports()",
    ]),
  ];
  const env = {
    AZURE_TENANT_ID: '11111111-1111-4111-8111-111111111111',
    AZURE_CLIENT_ID: '22222222-2222-4222-8222-222222222222',
    AZURE_CLIENT_SECRET: 'canary-client-secret',
  };

  it('says which host is out of reach', async () => {
    const run = await runBin(place, ['preflight', '--vm', 'VM001'], { env, nodeArguments });
    expect({ code: run.code, stdout: run.stdout }).toEqual({ code: 10, stdout: '' });
    expect(run.stderr).toContain('login.microsoftonline.com');
    expect(run.stderr).not.toContain(env.AZURE_CLIENT_SECRET);
  });

  it('the sandbox works all the same', async () => {
    const args = ['preflight', '--vm', 'VM003', '--sandbox', '-q'];
    const run = await runBin(place, args, { env, nodeArguments });
    expect(explained(run.code, 0, run.stderr)).toBe(0);
  });
});

describe('an error that nobody catches', () => {
  // Thrown in a timer of the process, while the command waits for requests: it has written where it listens.
  const nodeArguments = [
    preloaded('boom', [
      'const write = process.stdout.write.bind(process.stdout)',
      'const boom = () => { throw new Error("boom") }',
      'process.stdout.write = (...written) => { setTimeout(boom, 50); return write(...written) }',
    ]),
  ];
  const args = ['sandbox', 'serve', '--port', '0'];

  it('ends the command as a bug, without a stack trace', async () => {
    const { code, stderr } = await runBin(place, args, { nodeArguments });
    expect(code).toBe(1);
    expect(stderr).toContain('error: unexpected: boom\n');
    expect(stderr).toContain('AZB_BUG');
    expect(stderr).not.toMatch(/^\s+at /mu);
  });

  it('with --debug the stack is there', async () => {
    const { code, stderr } = await runBin(place, ['--debug', ...args], { nodeArguments });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^\s+at Timeout/mu);
  });

  it('as JSON where that is asked for', async () => {
    const { code, stderr } = await runBin(place, ['-o', 'jsonl', ...args], { nodeArguments });
    const last = stderr.trimEnd().split('\n').at(-1) ?? '';
    expect({ code, error: JSON.parse(last) }).toMatchObject({
      code: 1,
      error: { code: 'AZB_BUG', exitCode: 1 },
    });
  });
});
