import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../../../src/commands/catalogue.js';
import { fullName } from '../../../../src/commands/command.js';
import { optionUsages } from '../../../../src/commands/options/option.js';
import { parseOptions } from '../../../../src/commands/options/parse-options.js';
import {
  waitChoice,
  waitHasOneEnd,
  WAIT_OPTIONS,
  type WaitValues,
} from '../../../../src/commands/options/wait-options.js';

const parse = (values: Readonly<Record<string, unknown>>): Promise<WaitValues> =>
  parseOptions<WaitValues>(
    { command: 'enable', table: WAIT_OPTIONS, rules: [waitHasOneEnd] },
    values,
    {},
  );

describe('how long a command waits', () => {
  it.each<[string, Readonly<Record<string, unknown>>, object]>([
    ['to the end', {}, { wait: true }],
    ['to the end, as said', { wait: true }, { wait: true }],
    ['not at all', { wait: false }, { wait: false }],
    ['ten minutes by --wait', { wait: '10m' }, { wait: true, deadlineMilliseconds: 601_000 }],
    ['ten minutes by --timeout', { timeout: '10m' }, { wait: true, deadlineMilliseconds: 601_000 }],
  ])('%s', async (_, values, expected) => {
    expect(waitChoice(await parse(values), 1000)).toEqual(expected);
  });

  it.each<[string, Readonly<Record<string, unknown>>]>([
    ['--no-wait and --timeout', { wait: false, timeout: '5m' }],
    ['--wait=DURATION and --timeout', { wait: '5m', timeout: '5m' }],
  ])('has one end: %s', async (words, values) => {
    await expect(parse(values)).rejects.toThrow(`${words} cannot be used together`);
  });
});

/** What the doctor limits is each of its questions, not a wait for Azure's work. */
const waiting = COMMANDS.filter(
  ({ name, options }) => name !== 'doctor' && ('wait' in options || 'timeout' in options),
);

it.each(waiting.map((command) => [fullName(command), command] as const))(
  '%s has the one pair, and --no-wait unless it is nothing without waiting',
  (name, { options }) => {
    const flags = optionUsages(options).map((option) => option.flags);
    expect(flags).toContain('--wait [duration]');
    expect(flags).toContain('--timeout <duration>');
    expect(flags.includes('--no-wait')).toBe(!['jobs watch', 'vault create'].includes(name));
  },
);

it('is asked of eleven commands', () => {
  expect(waiting.map(fullName).toSorted()).toEqual([
    'backup-now',
    'disable',
    'enable',
    'jobs cancel',
    'jobs watch',
    'policy delete',
    'policy update',
    'restore',
    'resume',
    'undelete',
    'vault create',
  ]);
});
