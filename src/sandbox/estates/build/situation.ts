// What a world tells people of its machines.

import { resourceKey } from '../../kernel/resource.js';
import type { WorldState } from '../../kernel/state.js';

/** Notes in a few words what is special about a machine. */
export function describeMachine(state: WorldState, vmId: string, situation: string): void {
  state.situations ??= {};
  state.situations[resourceKey(vmId)] = situation;
}
