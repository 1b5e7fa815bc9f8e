// action.yml, GitHub's description of the Action: its inputs are the options of the commands, its outputs those of a step.

import { format } from 'oxfmt';
import { stringify } from 'yaml';
import { fullName } from '../../src/commands/command.js';
import {
  OWN_INPUTS,
  STEP_COMMANDS,
  STEP_GLOBAL_OPTIONS,
  stepOptions,
} from '../../src/cli/pipeline-step/step-inputs.js';
import { STEP_OUTPUTS } from '../../src/cli/pipeline-step/step-outputs.js';

const HEAD = `# Written by npm run docs from the options of the commands: see docs/ci.md.\n`;
/** More commands than this are not listed beside an option. */
const MAX_NAMED = 6;

/** The whole file. */
export async function actionFile(): Promise<string> {
  const own = Object.entries(OWN_INPUTS).map(([name, description]): [string, object] => [
    name,
    { description, required: name === 'command' },
  ]);
  const text = stringify(
    {
      name: 'azbackup',
      description: 'Azure Backup for virtual machines with Azure Disk Encryption',
      branding: { icon: 'archive', color: 'blue' },
      inputs: Object.fromEntries([...own, ...optionInputs()]),
      outputs: Object.fromEntries(
        Object.entries(STEP_OUTPUTS).map(([name, description]) => [name, { description }]),
      ),
      runs: { using: 'node24', main: 'bin/pipeline-step.js' },
    },
    { lineWidth: 0 },
  );
  const { code } = await format('action.yml', HEAD + text, { printWidth: 100, singleQuote: true });
  return code;
}

/** Each option once, with the commands that have it. */
function optionInputs(): readonly [string, object][] {
  const uses = STEP_COMMANDS.flatMap((command) =>
    stepOptions(command).map((option) => ({ option, command: fullName(command) })),
  );
  return [...new Set(uses.map(({ option }) => option.name))].toSorted().map((name) => {
    const of = uses.filter(({ option }) => option.name === name);
    const isGlobal = STEP_GLOBAL_OPTIONS.some((option) => option.name === name);
    const words = [...new Set(of.map(({ option }) => option.description))].join('; or: ');
    const several = of.some(({ option }) => option.repeatable === true)
      ? '; several: one a line'
      : '';
    const description = `${words}${several}${isGlobal ? '' : ` (${commandsOf(of)})`}`;
    return [name, { description, required: false }];
  });
}

function commandsOf(uses: readonly { readonly command: string }[]): string {
  const names = [...new Set(uses.map(({ command }) => command))];
  return names.length > MAX_NAMED ? `${names.length} commands` : names.join(', ');
}
