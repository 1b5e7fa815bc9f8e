// What the commands on the sandbox's faults answer: those that there are afterwards.

import type { SandboxFaultDocument } from './result.js';
import { formatConsequence } from '../../../sandbox/faults/request-fault-text.js';
import type { SandboxFault } from '../../../sandbox/faults/request-faults.js';
import { formatJobConsequence } from '../../../sandbox/faults/job-fault-text.js';
import type { CommandContext, CommandResult } from '../../context.js';
import { changeWorld } from '../access.js';
import { controlledSandbox } from '../control.js';

/** Puts other faults in the place of the world's, or only looks at them; the result shows them. */
export async function runOnFaults(
  context: CommandContext,
  dryRun: boolean,
  change?: (faults: readonly SandboxFault[]) => readonly SandboxFault[],
): Promise<CommandResult<SandboxFaultDocument>> {
  const { access } = controlledSandbox(context);
  const { before, after } = await changeWorld(access, dryRun || change === undefined, (state) => {
    const faults = state.faults ?? [];
    state.faults = [...(change?.(faults) ?? faults)];
    return { before: faults, after: state.faults };
  });
  const document: SandboxFaultDocument = {
    kind: 'sandbox-fault',
    schemaVersion: 1,
    dryRun,
    items: after.map((fault) => faultItem(fault)),
    summary: {
      total: after.length,
      added: after.filter((fault) => !before.includes(fault)).length,
      cleared: before.filter((fault) => !after.includes(fault)).length,
    },
  };
  for (const item of document.items) {
    context.itemFinished(item);
  }
  return { document, exit: 'done' };
}

function faultItem(fault: SandboxFault): SandboxFaultDocument['items'][number] {
  return {
    match: fault.match,
    nth: fault.nth ?? null,
    times: fault.times ?? null,
    then:
      fault.then.kind === 'job' ? formatJobConsequence(fault.then) : formatConsequence(fault.then),
    seen: fault.seen ?? 0,
  };
}
