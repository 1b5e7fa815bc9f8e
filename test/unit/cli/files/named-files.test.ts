// Files that the user names: what is no regular file is never replaced by one.
import { spawn, spawnSync } from 'node:child_process';
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { namedFiles } from '../../../../src/cli/files/named-files.js';

let cwd = '';
beforeAll(() => {
  cwd = mkdtempSync(path.join(tmpdir(), 'azbackup-named-'));
});
afterAll(() => rmSync(cwd, { recursive: true }));

let guids = 0;

function files(): ReturnType<typeof namedFiles> {
  return namedFiles({
    cwd,
    newGuid: () => {
      guids += 1;
      return `00000000-0000-4000-8000-00000000000${guids}`;
    },
    readStdin: () => Promise.resolve(new Uint8Array()),
  });
}

// Windows has no such files.
describe.skipIf(process.platform === 'win32')('a named pipe', () => {
  it('is written to, and is a pipe afterwards', async () => {
    const pipe = path.join(cwd, 'pipe');
    spawnSync('mkfifo', [pipe]);
    expect(await files().prepareOutput('pipe')).toBeUndefined();
    const reader = readPipe(pipe);
    await files().writeOutput('pipe', 'text\n');
    expect(await reader).toBe('text\n');
    expect(statSync(pipe).isFIFO()).toBe(true);
  });
});

async function readPipe(pipe: string): Promise<string> {
  const child = spawn('cat', [pipe]);
  const parts: string[] = [];
  for await (const part of child.stdout) {
    parts.push(String(part));
  }
  return parts.join('');
}

describe('a link', () => {
  it('stays one, and what it leads to is written', async () => {
    writeFileSync(path.join(cwd, 'real'), 'old');
    symlinkSync(path.join(cwd, 'real'), path.join(cwd, 'link'));
    await files().writeOutput('link', 'new');
    expect(lstatSync(path.join(cwd, 'link')).isSymbolicLink()).toBe(true);
    expect(readFileSync(path.join(cwd, 'real'), 'utf8')).toBe('new');
  });
});

describe('a link to nothing', () => {
  it('stays one, and the file that it names is there afterwards', async () => {
    symlinkSync('later', path.join(cwd, 'ahead'));
    expect(await files().prepareOutput('ahead')).toBeUndefined();
    await files().writeOutput('ahead', 'new');
    expect(lstatSync(path.join(cwd, 'ahead')).isSymbolicLink()).toBe(true);
    expect(readFileSync(path.join(cwd, 'later'), 'utf8')).toBe('new');
  });
});

describe('a folder in the place of a file', () => {
  it('is named as what it is before anything is written', async () => {
    mkdirSync(path.join(cwd, 'page.html'));
    await expect(files().prepareOutput('page.html')).rejects.toMatchObject({
      message: 'page.html cannot be written: it is a folder',
      fields: { code: 'AZB_FILE_UNWRITABLE', fix: [expect.stringContaining('name a file')] },
    });
  });
});

describe('a folder that is missing', () => {
  it('is named with the command that creates it', async () => {
    const fix = ["mkdir -p 're ports'"];
    const unwritable = { fields: { code: 'AZB_FILE_UNWRITABLE', fix } };
    await expect(files().prepareOutput('re ports/a.xml')).rejects.toMatchObject(unwritable);
    await expect(files().writeOutput('re ports/a.xml', '')).rejects.toMatchObject(unwritable);
  });
});
