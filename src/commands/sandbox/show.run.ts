// `azbackup sandbox show`: what is in the sandbox.

import type { CommandContext, CommandResult } from '../context.js';
import { controlledSandbox } from './control.js';
import type { SandboxShowOptions } from './show.command.js';
import type { SandboxShowDocument } from './result.js';

/** Runs the command. */
export async function run(
  context: CommandContext,
  options: SandboxShowOptions,
): Promise<CommandResult<SandboxShowDocument>> {
  const sandbox = controlledSandbox(context);
  const document = await sandbox.show();
  if (options.export !== undefined) {
    await sandbox.exportTo(options.export);
  }
  for (const item of document.items) {
    context.itemFinished(item);
  }
  return { document, exit: 'done' };
}
