import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/commands/catalogue.js';
import { EXIT_CODES } from '../../src/errors/exit-code.js';
import type { WorldState } from '../../src/sandbox/world/state.js';
import { objectIds } from '../../src/sandbox/worlds/build/principals.js';
import { defaultWorld, runCli, type RunOptions } from '../support/run-cli.js';
import { takeRoles } from './support/contoso.js';

interface Row {
  readonly command: string;
  readonly exit: keyof typeof EXIT_CODES;
  /** Words with blanks between them, or one by one where a word holds a blank. */
  readonly argv: string | readonly string[];
  readonly options?: RunOptions;
  readonly change?: (world: WorldState) => void;
}

const unavailable = (match: string): RunOptions => ({
  faults: [{ match, then: { kind: 'status', status: 503 } }],
});
const mayNotGrant = (world: WorldState): void =>
  takeRoles(world, objectIds.operator, 'userAccessAdministrator');
const seesNothing = (world: WorldState): void =>
  takeRoles(world, objectIds.operator, 'userAccessAdministrator', 'contributor', 'keyVaultReader');
const MACHINES = 'GET **/virtualMachines';
const SUBSCRIPTION = '--subscription 00000000-0000-0000-0000-000000000001';
const interrupted: RunOptions = { signalAfter: { requests: 5, signal: 'SIGINT' } };
const terminated: RunOptions = { signalAfter: { requests: 5, signal: 'SIGTERM' } };
const onlyBackupFails: RunOptions = {
  faults: [
    {
      match: 'PUT **/roleAssignments/*',
      then: { kind: 'status', status: 400, code: 'RoleAssignmentLimitExceeded' },
    },
  ],
};

const ROWS: readonly Row[] = [
  { command: 'preflight', exit: 'done', argv: '--vm VM003' },
  { command: 'preflight', exit: 'usage', argv: '' },
  { command: 'preflight', exit: 'not-found', argv: '--vm VM099' },
  {
    command: 'preflight',
    exit: 'not-allowed',
    argv: `--vm VM003 ${SUBSCRIPTION}`,
    change: seesNothing,
  },
  { command: 'preflight', exit: 'blocked', argv: '--vm VM001' },
  {
    command: 'preflight',
    exit: 'partial',
    argv: '--vm VM003 --vm VM001',
    options: unavailable('GET **/virtualMachines/VM003'),
  },
  { command: 'preflight', exit: 'unavailable', argv: '--vm VM003', options: unavailable(MACHINES) },
  { command: 'preflight', exit: 'interrupted', argv: '--vm VM003', options: interrupted },
  { command: 'preflight', exit: 'terminated', argv: '--vm VM003', options: terminated },

  { command: 'status', exit: 'done', argv: '--vm VM005' },
  { command: 'status', exit: 'usage', argv: '' },
  { command: 'status', exit: 'not-found', argv: '--vault rsv-none' },
  {
    command: 'status',
    exit: 'not-allowed',
    argv: `--vm VM003 ${SUBSCRIPTION}`,
    change: seesNothing,
  },
  { command: 'status', exit: 'partial', argv: '--vm VM005 --max-age 1h' },
  { command: 'status', exit: 'unavailable', argv: '--vm VM005', options: unavailable(MACHINES) },
  { command: 'status', exit: 'interrupted', argv: '--vm VM005', options: interrupted },

  { command: 'grant-access', exit: 'done', argv: '--vm VM001' },
  { command: 'grant-access', exit: 'usage', argv: '--vm VM001 --role none' },
  { command: 'grant-access', exit: 'not-found', argv: '--vm VM099' },
  { command: 'grant-access', exit: 'not-allowed', argv: '--vm VM001', change: mayNotGrant },
  {
    command: 'grant-access',
    exit: 'blocked',
    argv: '--vm VM001',
    change: (world) => {
      world.directory.principals = world.directory.principals.filter(
        ({ objectId }) => objectId !== objectIds.backupService,
      );
    },
  },
  { command: 'grant-access', exit: 'partial', argv: '--vm VM001', options: onlyBackupFails },
  {
    command: 'grant-access',
    exit: 'azure-failed',
    argv: '--vm VM001 --role administrator',
    options: onlyBackupFails,
  },
  {
    command: 'grant-access',
    exit: 'unavailable',
    argv: '--vm VM001',
    options: unavailable(MACHINES),
  },
  {
    command: 'grant-access',
    exit: 'changes-pending',
    argv: '--vm VM001 --dry-run --detailed-exitcode',
  },
  { command: 'grant-access', exit: 'interrupted', argv: '--vm VM001', options: interrupted },
  { command: 'grant-access', exit: 'terminated', argv: '--vm VM001', options: terminated },

  { command: 'enable', exit: 'done', argv: '--vm VM003' },
  { command: 'enable', exit: 'usage', argv: '--vm VM003 --no-wait --timeout 1m' },
  { command: 'enable', exit: 'not-found', argv: '--vm VM099' },
  { command: 'enable', exit: 'not-allowed', argv: '--vm VM001 --grant', change: mayNotGrant },
  { command: 'enable', exit: 'blocked', argv: '--vm VM001' },
  { command: 'enable', exit: 'partial', argv: '--vm VM003 --vm VM006' },
  { command: 'enable', exit: 'azure-failed', argv: '--vm VM010' },
  { command: 'enable', exit: 'still-running', argv: '--vm VM003 --timeout 5s' },
  { command: 'enable', exit: 'unavailable', argv: '--vm VM003', options: unavailable(MACHINES) },
  { command: 'enable', exit: 'changes-pending', argv: '--vm VM003 --dry-run --detailed-exitcode' },
  { command: 'enable', exit: 'interrupted', argv: '--vm VM003', options: interrupted },
  { command: 'enable', exit: 'terminated', argv: '--vm VM003', options: terminated },

  { command: 'sandbox show', exit: 'done', argv: '' },
  { command: 'sandbox reset', exit: 'done', argv: '' },
  { command: 'sandbox reset', exit: 'usage', argv: '--world moon' },
  { command: 'sandbox env', exit: 'done', argv: '--shell fish' },
  { command: 'sandbox env', exit: 'usage', argv: '--shell csh' },
  { command: 'sandbox clock show', exit: 'done', argv: '' },
  { command: 'sandbox clock advance', exit: 'done', argv: '41m' },
  { command: 'sandbox clock advance', exit: 'usage', argv: 'later' },
  { command: 'sandbox clock speed', exit: 'done', argv: '60' },
  { command: 'sandbox clock freeze', exit: 'done', argv: '' },
  {
    command: 'sandbox fault add',
    exit: 'done',
    argv: ['--match', 'GET **/subscriptions', '--then', '503'],
  },
  {
    command: 'sandbox fault add',
    exit: 'usage',
    argv: ['--match', 'GET **/subscriptions', '--then', '99'],
  },
  { command: 'sandbox fault list', exit: 'done', argv: '' },
  { command: 'sandbox fault clear', exit: 'done', argv: '' },
];

/** Run until they are told to stop, so their exits are seen in test/e2e. */
const SERVERS = new Set(['sandbox serve']);

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
