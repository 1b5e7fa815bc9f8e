// The first command that README.md shows, as a newcomer runs it. Its other examples: test/sweep/docs.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
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
    expect(existsSync(path.join(place.directory, 'state'))).toBe(false);
  });
});
