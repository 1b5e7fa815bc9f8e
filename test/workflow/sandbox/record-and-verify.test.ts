// What --record writes is a recording that `sandbox verify` understands: what the sandbox has said it says again.
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SandboxVerifyDocument } from '../../../src/commands/sandbox/verify/result.js';
import { defaultWorld, runCli } from '../../support/run-cli.js';

let home = '';
beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'azbackup-record-'));
  const world = defaultWorld();
  for (const argv of [
    'preflight --vm VM001',
    'grant-access --vm VM001 --yes',
    'enable --vm VM001',
  ]) {
    await record(argv, world);
  }
});
afterAll(() => rm(home, { recursive: true }));

function record(argv: string, world = defaultWorld()): ReturnType<typeof runCli> {
  return runCli([...argv.split(' '), '--record', 'recording'], {
    cwd: home,
    env: { XDG_STATE_HOME: path.join(home, 'state') },
    world,
  });
}

const verify = (folder = 'recording'): ReturnType<typeof runCli> =>
  runCli(['sandbox', 'verify', folder, '-o', 'json'], { cwd: home });

describe('a preflight, a grant and an enable that were recorded', () => {
  it('agree with the sandbox throughout', async () => {
    const run = await verify();
    const { items, summary, assumptions } = run.json<SandboxVerifyDocument>();
    expect(items.flatMap(({ differences }) => differences)).toEqual([]);
    expect(summary).toMatchObject({ differ: 0, notCompared: 0 });
    expect(summary.agree).toBeGreaterThan(60);
    expect(items.map(({ operation }) => operation)).toEqual(
      expect.arrayContaining([
        'VirtualMachines_Get',
        'ProtectedItems_CreateOrUpdate',
        'GetKeyVersions',
      ]),
    );
    expect(assumptions).toContainEqual(
      expect.objectContaining({ id: 'RoleAssignments_Create', verdict: 'supported' }),
    );
    expect(run.code).toBe(0);
  });

  it('differ from it where an answer was another one', async () => {
    const folder = path.join(home, 'recording');
    const names = (await readdir(folder)).toSorted();
    const texts = await Promise.all(names.map((name) => readFile(path.join(folder, name), 'utf8')));
    const at = texts.findIndex((text) => text.includes('"status": "InProgress"'));
    const file = path.join(folder, names[at] ?? '');
    const before = texts[at] ?? '';
    await writeFile(file, before.replace('"status": "InProgress"', '"status": "Underway"'));
    const run = await verify();
    await writeFile(file, before);
    const differing = run
      .json<SandboxVerifyDocument>()
      .items.filter(({ verdict }) => verdict === 'differs');
    expect(differing.flatMap(({ differences }) => differences)).toMatchObject([
      { kind: 'value', at: 'body.status', recorded: '"Underway"', files: [names[at]] },
    ]);
    expect(run.code).toBe(5);
  });

  it('are shown as a table with what differs', async () => {
    const run = await runCli(['sandbox', 'verify', 'recording'], { cwd: home });
    expect(run.stdout).toMatch(/OPERATION +EXCHANGES +AGREE/u);
    expect(run.stdout).toMatch(/\d+ exchanges: \d+ agree, 0 differ, 0 not compared/u);
  });
});

describe('--record', () => {
  it('refuses a folder of something else before anything is asked', async () => {
    await mkdir(path.join(home, 'mine'));
    await writeFile(path.join(home, 'mine', 'notes.txt'), 'x');
    const { code, stderr, exchanges } = await runCli(
      ['preflight', '--vm', 'VM001', '--record', 'mine'],
      {
        cwd: home,
        env: { XDG_STATE_HOME: path.join(home, 'state') },
      },
    );
    expect(code).toBe(2);
    expect(stderr).toContain('the folder holds something other than a recording');
    expect(exchanges).toEqual([]);
  });

  it('changes nothing of what a command does', async () => {
    const plain = await runCli(['status', '--vm', 'VM005', '-o', 'json']);
    const recorded = await record('status --vm VM005 -o json');
    expect(recorded.stdout).toBe(plain.stdout);
    expect(recorded.stderr).toBe(plain.stderr);
  });
});

describe('sandbox verify', () => {
  it.each([
    ['nowhere', 'nowhere'],
    ['a folder without exchanges', 'state'],
    ['a file that is no exchange', 'broken'],
  ])('refuses %s', async (_what, folder) => {
    if (folder === 'broken') {
      await mkdir(path.join(home, folder), { recursive: true });
      await writeFile(path.join(home, folder, '000001.json'), '{"request":{}}');
    }
    const { code, stderr } = await runCli(['sandbox', 'verify', folder], { cwd: home });
    expect(code).toBe(2);
    expect(stderr).toContain('is not a recording');
  });
});
