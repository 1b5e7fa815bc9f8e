// A run that another process works on is left to it.
import { describe, expect, it } from 'vitest';
import { filesWithRun, RUN_ID } from '../../support/run-files.js';
import { runCli, type CliRun, type RunOptions } from '../../support/run-cli.js';

const SANDBOX = '/nowhere/sandbox';
const LOCK = `${RUN_ID}.jsonl.lock`;

async function resumed(
  holder: { readonly pid: number; readonly host: string } | string,
  options: RunOptions = {},
): Promise<{ readonly run: CliRun; readonly names: readonly string[] }> {
  const runFiles = filesWithRun(false, SANDBOX);
  const text = typeof holder === 'string' ? holder : { ...holder, since: '2026-11-23T17:00:00Z' };
  await runFiles.write(LOCK, typeof text === 'string' ? text : JSON.stringify(text));
  const run = await runCli(['enable', '--resume', RUN_ID], {
    runFiles,
    env: { AZBACKUP_SANDBOX_DIR: SANDBOX },
    ...options,
  });
  return { run, names: await runFiles.names() };
}

const RUNNING = { isRunning: (pid: number) => pid === 4711 };

describe('a run that a process has', () => {
  it('which lives is not resumed by another', async () => {
    const { run, names } = await resumed({ pid: 4711, host: 'tests' }, RUNNING);
    expect(run).toMatchObject({ code: 2, exchanges: [] });
    expect(run.stderr).toContain('is in use by process 4711 since 2026-11-23T17:00:00Z');
    expect(names).toContain(LOCK);
  });

  it.each([
    ['which has ended', { pid: 815, host: 'tests' }],
    ['which had the number of this one', { pid: 1, host: 'tests' }],
    ['which was killed as it took it', ''],
  ])('%s is resumed, and free again afterwards', async (_, holder) => {
    const { run, names } = await resumed(holder, RUNNING);
    expect(run.stderr).not.toContain('in use');
    expect(run.exchanges).not.toEqual([]);
    expect(names).not.toContain(LOCK);
  });

  it('on another computer is resumed with a warning', async () => {
    const { run } = await resumed({ pid: 4711, host: 'elsewhere' }, RUNNING);
    expect(run.stderr).toContain('was in use on elsewhere since 2026-11-23T17:00:00Z');
    expect(run.exchanges).not.toEqual([]);
  });
});
