// `azbackup sandbox show`: what is in the sandbox.

import { z } from 'zod';
import type { CommandContext, CommandResult } from '../context.js';
import { controlledSandbox } from './control.js';

/** The options of `sandbox show`. */
export const optionsSchema = z.strictObject({});

/** Runs the command. */
export async function run(context: CommandContext): Promise<CommandResult> {
  const document = await controlledSandbox(context).show();
  for (const item of document.items) {
    context.itemFinished(document.kind, item);
  }
  return { document, exit: 'done' };
}
