// `azbackup sandbox reset`: starts the sandbox anew.

import { z } from 'zod';
import type { SandboxResetDocument } from './result.js';
import type { CommandContext, CommandResult } from '../context.js';
import { controlledSandbox } from './control.js';

/** The options of `sandbox reset`. */
export const optionsSchema = z.strictObject({
  world: z.string().trim().min(1, '--world needs a name or a file').default('default'),
  dryRun: z.boolean().default(false),
});

/** Runs the command. */
export async function run(
  context: CommandContext,
  options: z.infer<typeof optionsSchema>,
): Promise<CommandResult> {
  const sandbox = controlledSandbox(context);
  const { world, summary } = options.dryRun
    ? await sandbox.preview(options.world)
    : await sandbox.reset(options.world);
  const document: SandboxResetDocument = {
    kind: 'sandbox-reset',
    schemaVersion: 1,
    dryRun: options.dryRun,
    items: [world],
    summary: { virtualMachines: summary.virtualMachines },
  };
  context.itemFinished(document.kind, world);
  return { document, exit: 'done' };
}
