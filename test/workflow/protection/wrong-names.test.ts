// What is suggested for names that do not exist.
import { describe, expect, it } from 'vitest';
import { runCli } from '../../support/run-cli.js';
import { enable, words } from './only-item.js';

describe('a policy that does not exist', () => {
  it('has a similar name, and --grant leaves only that to block', async () => {
    const { run, item } = await enable('--vm VM001 --policy Defalt --grant --dry-run');
    expect(run.code).toBe(5);
    const blocking = item.findings.filter(
      ({ status, severity }) => status === 'fail' && severity === 'block',
    );
    expect(blocking).toMatchObject([
      {
        checkId: 'policy.found',
        fix: ['did you mean: --policy DefaultPolicy', 'azbackup policy list --vault rsv-prod'],
      },
    ]);
  });
});

describe('a vault that does not exist', () => {
  it.each([
    ['vault show', 'rsv-prd', 'azbackup vault show rsv-prod'],
    ['status', '--vault rsv-prd', 'did you mean: --vault rsv-prod'],
  ])('%s %s suggests what it takes', async (command, argv, fix) => {
    const run = await runCli(words(command, argv));
    expect(run.code).toBe(3);
    expect(JSON.parse(run.stderr).fix).toEqual([fix]);
  });
});
