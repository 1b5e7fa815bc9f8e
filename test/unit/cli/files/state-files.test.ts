// Files of state on a real disk: for their owner alone, whole, and in no other folder.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stateFiles } from '../../../../src/cli/files/state-files.js';

let base = '';

beforeEach(() => {
  base = mkdtempSync(path.join(tmpdir(), 'azbackup-state-'));
});

afterEach(() => {
  rmSync(base, { recursive: true });
});

function open(directory: string) {
  let guids = 0;
  return stateFiles(directory, () => {
    guids += 1;
    return String(guids);
  });
}

describe('files of state', () => {
  it('are there once they are written, in a folder that is made for them', async () => {
    const folder = path.join(base, 'state', 'azbackup', 'operations');
    const files = open(folder);
    expect(await files.names()).toEqual([]);
    expect(await files.read('a.json')).toBeUndefined();
    await files.write('a.json', 'first');
    await files.write('a.json', 'second');
    expect(await files.read('a.json')).toBe('second');
    expect(await files.names()).toEqual(['a.json']);
    await files.remove('a.json');
    await files.remove('a.json');
    expect(await files.names()).toEqual([]);
  });

  // Windows has no modes.
  it.skipIf(process.platform === 'win32')('belong to their owner alone', async () => {
    const folder = path.join(base, 'operations');
    await open(folder).write('a.json', 'text');
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(path.join(folder, 'a.json')).mode & 0o777).toBe(0o600);
  });

  it('grow at their end', async () => {
    const files = open(path.join(base, 'runs'));
    await files.write('a.jsonl', 'one\n');
    files.append('a.jsonl', 'two\n', true);
    files.append('a.jsonl', 'three\n', false);
    expect(await files.read('a.jsonl')).toBe('one\ntwo\nthree\n');
  });

  // Windows has no modes.
  it.skipIf(process.platform === 'win32')(
    "leave the user's own folder to whom it was open",
    async () => {
      const folder = path.join(base, 'shared');
      mkdirSync(folder, { mode: 0o755 });
      await stateFiles(folder, () => '1', 'any').write('a.jsonl', 'text');
      expect(statSync(folder).mode & 0o777).toBe(0o755);
      expect(statSync(path.join(folder, 'a.jsonl')).mode & 0o777).toBe(0o600);
    },
  );

  it('are in no other folder, whatever their name', async () => {
    const folder = path.join(base, 'operations');
    await open(folder).write('../a.json', 'text');
    expect(readdirSync(base)).toEqual(['operations']);
  });

  it('cannot be written where a file is in the way, and nothing is left of the attempt', async () => {
    const folder = path.join(base, 'operations');
    writeFileSync(folder, 'a file');
    await expect(open(folder).write('a.json', 'text')).rejects.toThrow(/ENOTDIR|EEXIST/u);
    expect(readdirSync(base)).toEqual(['operations']);
  });
});
