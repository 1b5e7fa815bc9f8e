import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../../src/commands/catalogue.js';
import { defaultWorld, runCli, type RunOptions } from '../../support/run-cli.js';
import { EXIT_ROWS, expectExit } from './exit-rows.js';

/** Run until they are told to stop, so their exits are seen in test/e2e. */
const SERVERS = new Set(['sandbox serve', 'mcp']);

describe('every exit code that a command can have', () => {
  // One in six; all of them: test/sweep.
  it.each(EXIT_ROWS.filter((_, place) => place % 6 === 0))('$command $argv: $exit', (row) =>
    expectExit(row),
  );

  it.each(
    COMMANDS.map(
      ({ name, parent, exits }) => [[parent, name].join(' ').trim(), exits] as const,
    ).filter(([command]) => !SERVERS.has(command)),
  )('%s: the table has every exit that its help promises', (command, exits) => {
    const reached = EXIT_ROWS.filter((row) => row.command === command).map(({ exit }) => exit);
    expect(exits.filter((exit) => !reached.includes(exit))).toEqual([]);
  });

  it('a defect of azbackup: exit 1, the stack only with --debug', async () => {
    const broken = (): RunOptions => {
      const world = defaultWorld();
      Reflect.deleteProperty(world, 'directory');
      return { world };
    };
    const run = await runCli(['enable', '--vm', 'VM003'], broken());
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(/error: unexpected: /u);
    expect(run.stderr).not.toContain('    at ');
    const debugged = await runCli(['enable', '--vm', 'VM003', '--debug'], broken());
    expect(debugged.code).toBe(1);
    expect(debugged.stderr).toContain('    at ');
  });
});
