import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../../src/commands/catalogue.js';
import { EXIT_CODES } from '../../../src/errors/exit-code.js';
import { defaultWorld, runCli, type RunOptions } from '../../support/run-cli.js';
import { DRILLS } from './exit-rows-of-drills.js';
import { LOOKING } from './exit-rows-of-looking.js';
import { POSTURE } from './exit-rows-of-posture.js';
import { PROTECTING } from './exit-rows-of-protecting.js';
import { VAULTS_AND_SANDBOX } from './exit-rows-of-vaults-and-sandbox.js';

const ROWS = [...DRILLS, ...LOOKING, ...POSTURE, ...PROTECTING, ...VAULTS_AND_SANDBOX];

/** Run until they are told to stop, so their exits are seen in test/e2e. */
const SERVERS = new Set(['sandbox serve', 'mcp']);

describe('every exit code that a command can have', () => {
  it.each(ROWS)('$command $argv: $exit', async ({ command, argv, exit, options, change }) => {
    const world = defaultWorld();
    change?.(world);
    const words = typeof argv === 'string' ? argv.split(' ') : argv;
    const line = [...command.split(' '), ...words.filter((word) => word !== '')];
    const run = await runCli(line, { world, ...options });
    expect(run.code).toBe(EXIT_CODES[exit]);
  });

  it.each(
    COMMANDS.map(
      ({ name, parent, exits }) => [[parent, name].join(' ').trim(), exits] as const,
    ).filter(([command]) => !SERVERS.has(command)),
  )('%s: the table has every exit that its help promises', (command, exits) => {
    const reached = ROWS.filter((row) => row.command === command).map(({ exit }) => exit);
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
