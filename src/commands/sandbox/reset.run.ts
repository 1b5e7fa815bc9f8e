// `azbackup sandbox reset`: starts the sandbox anew.

import type { SandboxResetDocument } from './result.js';
import type { CommandContext, CommandResult, SandboxLimits } from '../context.js';
import { controlledSandbox } from './control.js';
import type { SandboxResetOptions } from './reset.command.js';

/** What is said on the command line; undefined where the world's own settings hold. */
function limitsOf({ limits, busy }: SandboxResetOptions): SandboxLimits | undefined {
  return limits || busy !== undefined
    ? { enforced: limits, busyShare: (busy ?? 0) / 100 }
    : undefined;
}

/** Runs the command. */
export async function run(
  context: CommandContext,
  options: SandboxResetOptions,
): Promise<CommandResult<SandboxResetDocument>> {
  const sandbox = controlledSandbox(context);
  const { world, summary } = options.dryRun
    ? await sandbox.preview(options.world)
    : await sandbox.reset(options.world, limitsOf(options));
  const document: SandboxResetDocument = {
    kind: 'sandbox-reset',
    schemaVersion: 1,
    dryRun: options.dryRun,
    items: [world],
    summary: { virtualMachines: summary.virtualMachines },
  };
  context.itemFinished(world);
  return { document, exit: 'done' };
}
