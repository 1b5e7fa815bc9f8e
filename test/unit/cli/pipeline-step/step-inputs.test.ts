import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  inputsFromText,
  STEP_COMMANDS,
  stepCommand,
  stepOptions,
} from '../../../../src/cli/pipeline-step/step-inputs.js';
import { fullName } from '../../../../src/commands/command.js';

const argvOf = (texts: Readonly<Record<string, string>>): readonly string[] =>
  stepCommand(inputsFromText(Object.entries(texts))).argv;

/** Text as an input may have it: without the white space that runners take off. */
const values = fc
  .oneof(fc.string(), fc.constantFrom('--yes', '-y', '--', '-', '--vm=x', '$(x)', '=', 'a b'))
  .map((text) => text.replaceAll(/\s+/gu, ' ').trim())
  .filter((text) => text !== '');

describe('the command line of a step', () => {
  it('has each value as a value, whatever it looks like', () => {
    fc.assert(
      fc.property(values, fc.array(values, { minLength: 1 }), values, (policy, vms, rest) => {
        const argv = argvOf({ command: 'enable', policy, vm: vms.join('\n'), arguments: rest });
        expect(argv).toEqual([
          'enable',
          `--policy=${policy}`,
          ...vms.map((vm) => `--vm=${vm}`),
          '--',
          rest,
        ]);
      }),
    );
  });

  it.each([
    [{ wait: 'true' }, ['--wait']],
    [{ wait: 'False' }, ['--no-wait']],
    [{ wait: '10m' }, ['--wait=10m']],
    [{ strict: 'TRUE' }, ['--strict']],
    [{ strict: 'false' }, []],
    [{ strict: '' }, []],
    [{ 'dry-run': 'true' }, ['--dry-run']],
  ])('of %j is %j', (texts, words) => {
    expect(argvOf({ command: 'enable', ...texts })).toEqual(['enable', ...words]);
  });

  it('takes the form of an option that the command has', () => {
    expect(argvOf({ command: 'undelete', resume: 'true' })).toContain('--resume');
    expect(argvOf({ command: 'enable', resume: 'run-1' })).toContain('--resume=run-1');
  });

  it.each(STEP_COMMANDS.map((command) => [fullName(command), command] as const))(
    '%s takes each of its options',
    (name, command) => {
      for (const option of stepOptions(command)) {
        const argv = argvOf({ command: name, [option.name]: 'true' });
        expect(argv.at(-1)).toMatch(new RegExp(`^--${option.name}(?:=true)?$`, 'u'));
      }
    },
  );
});
