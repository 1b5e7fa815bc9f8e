// The end of putting and of deleting a run command.

import { findResource, removeResource, type OperationRecord } from '../../../kernel/resource.js';
import type { WorldState } from '../../../kernel/state.js';
import type { ComputeFailure } from '../disk-encryption/disk-key-errors.js';
import { agentSilent } from '../extensions/end-operation.js';
import {
  agentAnswers,
  findVirtualMachine,
  type VirtualMachine,
} from '../virtual-machines/state.js';
import {
  failedMessage,
  runCommandRuntimeSchema,
  TIMED_OUT,
  type RunCommandRuntime,
} from './run-command.js';

/** Provisioned when the script was run, however it ended, unless its failure is to count. */
export function endRunCommandPut(state: WorldState, operation: OperationRecord): void {
  const runCommand = findResource(state, operation.resourceId);
  if (runCommand?.properties['pending'] !== operation.id) {
    return;
  }
  delete runCommand.properties['pending'];
  const runtime = runCommandRuntimeSchema.parse(runCommand.properties['runtime']);
  const machine = findVirtualMachine(state, runCommand.id.split('/').slice(0, -2).join('/'));
  if (runtime.startsMilliseconds === undefined || !isThere(machine, operation.endsMilliseconds)) {
    const { startsMilliseconds: _, ...lost } = runtime;
    runCommand.properties['runtime'] = lost;
    fail(runCommand.properties, operation, agentSilent(machine?.resource.name ?? ''));
    return;
  }
  const counts = runCommand.properties['treatFailureAsDeploymentFailure'] === true;
  const reason = counts ? failureOf(runtime, operation.endsMilliseconds) : undefined;
  if (reason === undefined) {
    runCommand.properties['provisioningState'] = 'Succeeded';
    return;
  }
  fail(runCommand.properties, operation, {
    code: 'VMExtensionProvisioningError',
    message: `VM has reported a failure when processing run command '${runCommand.name}'. Error message: '${reason}'.`,
  });
}

function isThere(machine: VirtualMachine | undefined, nowMilliseconds: number): boolean {
  const runtime = machine?.properties.runtime;
  return runtime?.powerState === 'running' && agentAnswers(runtime, nowMilliseconds);
}

/** Why a script that has ended failed; undefined for one that did not. */
function failureOf(
  { endsMilliseconds, timedOut, exitCode }: RunCommandRuntime,
  nowMilliseconds: number,
): string | undefined {
  if (nowMilliseconds < endsMilliseconds) {
    return undefined;
  }
  if (timedOut) {
    return TIMED_OUT;
  }
  return exitCode === 0 ? undefined : failedMessage(exitCode);
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
