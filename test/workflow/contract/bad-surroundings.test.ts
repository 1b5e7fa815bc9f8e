// Surroundings that are not as they should be: each ends with 2, one line of why, and nothing changed.
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
  chmodSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSandbox } from '../../../src/cli/sandbox-connection.js';
import { openStateFile } from '../../../src/sandbox/kernel/persistence/state-file.js';
import { defaultWorld, runCli } from '../../support/run-cli.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'azbackup-surroundings-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('surroundings', () => {
  it.each([
    ['HTTPS_PROXY', 'garbage'],
    ['http_proxy', 'socks5://user:canary@host:1'],
    ['ALL_PROXY', 'host:8080'],
  ])('with %s=%s are refused by name, without the value', async (name, value) => {
    const { code, stderr, exchanges } = await runCli(['vault', 'list'], { env: { [name]: value } });
    expect({ code, exchanges }).toEqual({ code: 2, exchanges: [] });
    expect(stderr).toContain(name);
    expect(stderr).not.toContain(value);
  });

  it.each([
    ['a limit beyond reckoning', 'enable --vm VM003 --timeout 999999999999999d'],
    ['a port that is not decimal', 'sandbox serve --port 0x50'],
    ['an address for a key vault', 'restore --vm VM005 --key-vault https://kv.attacker.example'],
  ])('with %s are refused', async (_what, argv) => {
    const { code, writes } = await runCli(argv.split(' '));
    expect({ code, writes }).toEqual({ code: 2, writes: [] });
  });

  // Linux only: what a folder that cannot be made looks like elsewhere is not known here.
  it.runIf(process.platform === 'linux').each(['/dev/null', '/proc/no/such', '/proc/self/no/such'])(
    'with %s to record in are refused by a server, before it listens',
    async (record) => {
      const { code, stderr } = await runCli([
        'sandbox',
        'serve',
        '--record',
        record,
        '--port',
        '0',
        '--sandbox-dir',
        path.join(folder, 'served'),
      ]);
      expect({ code, stderr }).toMatchObject({
        code: 2,
        stderr: expect.stringMatching(/AZB_RECORD_FOLDER/u),
      });
      expect(stderr).toContain(`cannot be recorded in ${record}`);
    },
    10_000,
  );

  it.each([
    ['a tag of YAML', 'vault: !custom rsv-prod\n'],
    ['a control character', 'vault: "rsv\\e[2J"\n'],
  ])('with %s in a config file are refused', async (_what, text) => {
    writeFileSync(path.join(folder, '.azbackup.yaml'), text);
    const { code, stderr } = await runCli(['vault', 'list'], { cwd: folder });
    expect(code).toBe(2);
    expect(stderr).not.toContain('\u001B');
  });
});

describe('a sandbox that cannot be opened', () => {
  it('is named once in what is suggested', async () => {
    const directory = path.join(folder, 'my sandbox');
    await openStateFile(directory, () => defaultWorld());
    const file = path.join(directory, 'world.mdb');
    rmSync(file, { force: true });
    symlinkSync('/dev/null', file);
    const { error } = await stateErrorOf(directory);
    expect(error).toMatchObject({
      fields: {
        code: 'AZB_SANDBOX_STATE',
        // A new world would be refused just so.
        fix: ['choose another folder: --sandbox-dir'],
      },
    });
  });

  const otherFolder = ['choose another folder: --sandbox-dir'];
  const refused = { fields: { code: 'AZB_SANDBOX_STATE', fix: otherFolder } };

  it.each([false, true])(
    'is no bug where it is a file, or holds a letter (repair: %s)',
    async (repair) => {
      const letter = path.join(folder, 'letter.txt');
      writeFileSync(letter, 'dear');
      expect(await stateErrorOf(letter, repair)).toMatchObject({ error: refused });
      expect(await stateErrorOf(folder, repair)).toMatchObject({ error: refused });
      expect(readFileSync(letter, 'utf8')).toBe('dear');
    },
  );

  it('is mended by a new world where it is damaged', async () => {
    const directory = path.join(folder, 'sandbox');
    await openStateFile(directory, () => defaultWorld());
    writeFileSync(path.join(directory, 'world.mdb'), 'no store');
    expect(await stateErrorOf(directory)).toMatchObject({
      error: { fields: { fix: ['azbackup sandbox reset', expect.any(String)] } },
    });
    expect(await stateErrorOf(directory, true)).toEqual({ error: undefined });
  });
});

async function stateErrorOf(directory: string, repair = false) {
  const error: unknown = await openSandbox(directory, 0, repair).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return { error };
}

describe('the folder of a sandbox', () => {
  const open = (directory: string) => openStateFile(directory, () => defaultWorld());

  it('is left as it is when it holds something else', async () => {
    chmodSync(folder, 0o755);
    writeFileSync(path.join(folder, 'letter.txt'), 'dear');
    await expect(open(folder)).rejects.toThrow(/something other than a sandbox/u);
    expect(statSync(folder).mode & 0o777).toBe(0o755);
  });

  it('keeps its mode when others made it, and has one for its owner when it is made', async () => {
    chmodSync(folder, 0o755);
    await open(folder);
    await open(path.join(folder, 'new', 'deeper'));
    expect(statSync(folder).mode & 0o777).toBe(0o755);
    expect(statSync(path.join(folder, 'new')).mode & 0o777).toBe(0o700);
  });

  it('is not written through a link', async () => {
    const target = path.join(folder, 'target');
    const directory = path.join(folder, 'sandbox');
    await open(directory);
    writeFileSync(target, 'precious');
    rmSync(path.join(directory, 'world.mdb'), { force: true });
    symlinkSync(target, path.join(directory, 'world.mdb'));
    await expect(open(directory)).rejects.toThrow(/not a plain file/u);
    expect(statSync(target).size).toBe('precious'.length);
  });

  it('loses only what a sandbox has made', async () => {
    await open(folder);
    const own = path.join(folder, 'world.lock.notes');
    writeFileSync(own, 'mine');
    await open(folder);
    expect(existsSync(own)).toBe(true);
  });

  // Only Linux has a folder in which nobody can make one.
  it.runIf(process.platform === 'linux')('is refused at once where none can be made', async () => {
    await expect(open('/proc/azbackup/sandbox')).rejects.toThrow(/ENOENT|EACCES|EPERM/u);
  });
});
