// The watch itself: it knows every kind of secret of its world and sees each in every form, and it looks into
// files, too.
import { worldInFolder } from '../../support/sandbox-folder.js';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../../src/cli/main.js';
import type { Host } from '../../../src/cli/host.js';
import { TEST_NOW } from '../../support/run-cli.js';
import { canariesOf, CanaryWatch } from '../support/canaries.js';
import { watchedSecrets } from '../support/watched-run.js';

describe('the world', () => {
  it('has secrets of every kind', () => {
    const kinds = [
      'client secret',
      '/keys/',
      '/secrets/',
      'decoded',
      'unwrapped',
      'recovery point',
    ];
    expect(kinds.filter((kind) => !watchedSecrets.some(({ of }) => of.includes(kind)))).toEqual([]);
  });

  it.each(watchedSecrets.map(({ of, value }) => ({ of, value })))(
    'would be seen to show $of',
    ({ value }) => {
      const watch = new CanaryWatch();
      watch.add([{ of: 'it', value }]);
      const bytes = Buffer.from(value);
      const forms = [
        bytes.toString('base64'),
        bytes.toString('base64url'),
        bytes.toString('hex'),
        encodeURIComponent(bytes.toString('base64')),
        Buffer.from(`{"value":"${bytes.toString('latin1')}"}`, 'latin1').toString('base64'),
        bytes.subarray(0, 40).toString('hex'),
        ...(typeof value === 'string' ? [`text ${value} text`, JSON.stringify({ value })] : []),
      ];
      expect(forms.filter((form) => watch.leaks(`before ${form} after`).length === 0)).toEqual([]);
    },
  );
});

describe('no secret is left in a file', () => {
  let home = '';

  beforeEach(() => {
    home = mkdtempSync(path.join(tmpdir(), 'azbackup-taint-'));
  });

  afterEach(() => {
    rmSync(home, { recursive: true });
  });

  it("outside the sandbox's own state", async () => {
    const commands = ['enable --vm VM001 --grant', 'status --vm VM001', 'preflight --vm NONE'];
    for (const argv of commands) {
      await main([...argv.split(' '), '--sandbox', '--debug'], hostAt(home));
    }
    const files = readdirSync(home, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name));
    const own = path.join(home, '.local', 'state', 'azbackup', 'sandbox');
    const watch = new CanaryWatch();
    watch.add(canariesOf(await worldInFolder(own)));
    const leaking = files
      .filter((file) => !file.startsWith(own))
      .filter((file) => watch.leaks(readFileSync(file, 'latin1')).length > 0);
    expect(files.some((file) => file.startsWith(own))).toBe(true);
    expect(leaking).toEqual([]);
  });
});

/** A process whose home and working folder are this one, and that keeps its sandbox there. */
function hostAt(home: string): Host {
  const stream: Host['stdout'] = { write: () => true, on: () => undefined, isTTY: false };
  let guids = 0;
  return {
    env: { HOME: home },
    installation: { node: '24.0.0', platform: 'linux x64', build: () => Promise.resolve('none') },
    cwd: home,
    homeDirectory: home,
    processes: { own: 1, computer: 'tests', isRunning: () => false },
    stdout: stream,
    stderr: stream,
    stdin: { isTTY: false },
    clock: { now: () => TEST_NOW, sleep: () => Promise.resolve() },
    schedule: () => () => undefined,
    random: () => 0,
    newGuid: () => {
      guids += 1;
      return `00000000-0000-4000-8000-${String(guids).padStart(12, '0')}`;
    },
    onSignal: () => () => undefined,
    ask: () => Promise.resolve(false),
    askText: () => Promise.resolve(undefined),
    readStdin: () => Promise.resolve(new Uint8Array()),
    stdinChunks: async function* none() {},
    timeZone: 'Asia/Tokyo',
  };
}
