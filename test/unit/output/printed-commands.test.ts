// What counts as a command that was printed, and that one of no use fails the test whose run printed it.
import { describe, expect, it } from 'vitest';
import { hasToBeFilledIn, printedCommands } from '../../support/printed-commands.js';
import { pastePrinted } from '../../support/pasted-commands.js';
import { defaultWorld, type CliRun } from '../../support/run-cli.js';

describe('the commands in an output', () => {
  it.each([
    ['  fix: azbackup preflight --vm VM001', ['azbackup preflight --vm VM001']],
    ['  azbackup jobs watch 1   waits for it', ['azbackup jobs watch 1']],
    ['get the right, then: azbackup enable --vm VM001', ['azbackup enable --vm VM001']],
    ['azbackup does not support this', []],
    ['azbackup policy list, azbackup policy show', []],
    ['See also: azbackup explain', []],
    ['azbackup vault create <name> [options]', []],
    [
      JSON.stringify({ items: [{ fix: ['azbackup status --vm A', 'or azbackup'] }] }),
      ['azbackup status --vm A'],
    ],
    [
      '{"fix":["azbackup status --vm A"]}\n{"fix":["azbackup status --vm B"]}',
      ['azbackup status --vm A', 'azbackup status --vm B'],
    ],
  ])('%s', (output, commands) => {
    expect(printedCommands(output)).toEqual(commands);
  });

  it.each([
    ['azbackup restore --vm VM005 --name NEW', true],
    ['azbackup preflight --vm VM005 --backup-principal-id ID', true],
    ["azbackup policy update P --keep 'A B'", false],
    ['azbackup status --vm VM005', false],
  ])('%s has to be filled in: %s', (command, expected) => {
    expect(hasToBeFilledIn(command)).toBe(expected);
  });
});

describe('a command that was printed', () => {
  const printed = (stderr: string): CliRun => ({
    code: 3,
    stdout: '',
    stderr,
    world: defaultWorld(),
    exchanges: [],
    writes: [],
    json: () => JSON.parse(''),
  });
  const ends = (stderr: string) => () => Promise.resolve(printed(stderr));

  it.each([
    ['is not understood', 'azbackup status --nonsense 1', 'error: unknown (AZB_USAGE, exit 2)'],
    ['ends in the same error', 'azbackup status --vm NO1', 'error: no VM (AZB_VM_NOT_FOUND, 3)'],
  ])('that %s fails the test', async (_, command, end) => {
    const run = printed(`error: no VM (AZB_VM_NOT_FOUND, 3)\n  fix: ${command}`);
    await expect(pastePrinted(run, [], {}, ends(end))).rejects.toThrow(command);
  });

  it('that ends otherwise does not', async () => {
    const run = printed('error: no VM (AZB_VM_NOT_FOUND, 3)\n  fix: azbackup status --vm NO2');
    await expect(pastePrinted(run, [], {}, ends(''))).resolves.toBeUndefined();
  });
});
