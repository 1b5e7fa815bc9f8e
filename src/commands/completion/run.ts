// `azbackup completion`: the script, made of the definitions of all commands. Asks nobody, and neither does the
// script: names of machines and vaults come from a file that earlier runs have written.

import type { Shell } from '../../domain/shells.js';
import type { CommandContext, CommandResult } from '../context.js';
import type { CompletionOptions } from './command.js';
import { fishScript } from './fish.js';
import { powershellScript } from './powershell.js';
import { bashScript, zshScript } from './posix.js';
import type { CompletionDocument } from './result.js';
import { completionNodes, type CompletionNode } from './nodes.js';

const SCRIPTS: Readonly<Record<Shell, (nodes: readonly CompletionNode[]) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
  powershell: powershellScript,
};

/** Runs the command. */
export function run(
  { commands, itemFinished }: Pick<CommandContext, 'commands' | 'itemFinished'>,
  { shell }: CompletionOptions,
): Promise<CommandResult<CompletionDocument>> {
  const item = { shell, script: SCRIPTS[shell](completionNodes(commands)) };
  itemFinished(item);
  return Promise.resolve({
    document: {
      kind: 'completion',
      schemaVersion: 1,
      items: [item],
      summary: { commands: commands.length },
    },
    exit: 'done',
  });
}
