// The first command that README.md shows, as a newcomer runs it. Its other examples: test/sweep/docs.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import packageJson from '../../package.json' with { type: 'json' };
import { cleanPlace, explained, runShell } from '../support/process/bin.js';
import { shellBlocks } from '../support/shell-blocks.js';

describe('the first command of README.md', () => {
  const place = cleanPlace();
  afterAll(() => place.remove());

  it('shows an encrypted machine refused, then granted and protected', async () => {
    const blocks = shellBlocks(readFileSync('README.md', 'utf8'));
    const [command = ''] = blocks.find(({ role }) => role === 'first-command')?.commands ?? [];
    const [install, ...rest] = command.split(' && ');
    expect(install).toBe('npm ci');
    const run = await runShell(place, rest.join(' && '), path.resolve('.'));
    expect(explained(run.code, 0, run.stderr)).toBe(0);
    expect(run.stdout).toMatch(
      /access\.secrets-granted[\s\S]*exit code 5[\s\S]*VM001 is protected by rsv-prod[\s\S]*exit code 0[\s\S]*Nothing to do/u,
    );
    expect(`${run.stdout}${run.stderr}`.trimEnd().split('\n').length).toBeLessThan(120);
    expect(existsSync(path.join(place.directory, 'state'))).toBe(false);
  });
});

describe('the package', () => {
  const packedSchema = z.array(
    z.object({ size: z.number(), files: z.array(z.object({ path: z.string() })) }),
  );

  it('is at most 1.6 MB, and has what the README names', () => {
    // Built already; on Windows npm is a script, which needs a shell.
    const text = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      shell: process.platform === 'win32',
    });
    const [packed] = packedSchema.parse(JSON.parse(text));
    expect(packed?.size).toBeLessThanOrEqual(1_600_000);
    const names = packed?.files.map(({ path: name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(['README.md', 'README.ja.md', 'docs/first-run.svg', 'dist/cli.js']),
    );
  });

  it('runs nothing when it is installed', () => {
    const scripts = Object.keys(packageJson.scripts);
    const installing = ['preinstall', 'install', 'postinstall', 'prepare'];
    expect(installing.filter((name) => scripts.includes(name))).toEqual([]);
  });
});
