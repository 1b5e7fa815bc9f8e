// What a world tells people of its machines.

import { resourceKey } from '../../kernel/resource.js';
import type { WorldState } from '../../kernel/state.js';
import { addVirtualMachine, type MachineOptions } from './virtual-machine.js';

/** Notes in a few words what is special about a machine. */
function describeMachine(state: WorldState, vmId: string, situation: string): void {
  state.situations ??= {};
  state.situations[resourceKey(vmId)] = situation;
}

/** Adds a machine and notes what is special about it; returns its ARM id. */
export function addDescribedMachine(
  state: WorldState,
  situation: string,
  options: MachineOptions,
): string {
  const vmId = addVirtualMachine(state, options);
  describeMachine(state, vmId, situation);
  return vmId;
}
