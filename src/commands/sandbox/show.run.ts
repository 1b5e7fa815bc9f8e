// `azbackup sandbox show`: what is in the sandbox.

import type { CommandContext, CommandResult } from '../context.js';
import { controlledSandbox } from './control.js';
import type { SandboxShowDocument } from './result.js';

/** Runs the command. */
export async function run(context: CommandContext): Promise<CommandResult<SandboxShowDocument>> {
  const document = await controlledSandbox(context).show();
  for (const item of document.items) {
    context.itemFinished(item);
  }
  return { document, exit: 'done' };
}
