// The end of putting and of deleting a run command.

import { findResource, removeResource, type OperationRecord } from '../../../kernel/resource.js';
import type { WorldState } from '../../../kernel/state.js';
import type { ComputeFailure } from '../disk-encryption/disk-key-errors.js';
import { agentSilent } from '../extensions/end-operation.js';
import { agentAnswers, findVirtualMachine } from '../virtual-machines/state.js';
import { failedMessage, runCommandRuntimeSchema } from './run-command.js';

/** Provisioned when the script was run, however it ended, unless its failure is to count. */
export function endRunCommandPut(state: WorldState, operation: OperationRecord): void {
  const runCommand = findResource(state, operation.resourceId);
  if (runCommand?.properties['pending'] !== operation.id) {
    return;
  }
  delete runCommand.properties['pending'];
  const machine = findVirtualMachine(state, runCommand.id.split('/').slice(0, -2).join('/'));
  const runtime = runCommandRuntimeSchema.parse(runCommand.properties['runtime']);
  const { powerState } = machine?.properties.runtime ?? {};
  const answers =
    machine !== undefined &&
    powerState === 'running' &&
    agentAnswers(machine.properties.runtime, operation.endsMilliseconds);
  if (runtime.startsMilliseconds === undefined || !answers) {
    const { startsMilliseconds: _, ...lost } = runtime;
    runCommand.properties['runtime'] = lost;
    const name = machine?.resource.name ?? '';
    fail(runCommand.properties, operation, agentSilent(name));
    return;
  }
  const counts = runCommand.properties['treatFailureAsDeploymentFailure'] === true;
  const ended = runtime.endsMilliseconds <= operation.endsMilliseconds;
  if (counts && ended && (runtime.timedOut || runtime.exitCode !== 0)) {
    const reason = runtime.timedOut ? 'Execution timed out.' : failedMessage(runtime.exitCode);
    fail(runCommand.properties, operation, {
      code: 'VMExtensionProvisioningError',
      message: `VM has reported a failure when processing run command '${runCommand.name}'. Error message: '${reason}'.`,
    });
    return;
  }
  runCommand.properties['provisioningState'] = 'Succeeded';
}

function fail(
  properties: Record<string, unknown>,
  operation: OperationRecord,
  failure: ComputeFailure,
): void {
  operation.outcome = { status: 'Failed', ...failure };
  properties['provisioningState'] = 'Failed';
}

/** Takes the run command away. */
export function endRunCommandDelete(state: WorldState, { id, resourceId }: OperationRecord): void {
  if (findResource(state, resourceId)?.properties['pending'] === id) {
    removeResource(state, resourceId);
  }
}
