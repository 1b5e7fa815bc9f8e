// Whether a VM runs, told from the word of its instance view, which Azure writes `PowerState/running`.

import type { VirtualMachine } from './virtual-machine.js';

/** Where a VM is between off and on. `changing` is on its way; `unknown` was not told. */
export type PowerState = 'running' | 'stopped' | 'deallocated' | 'changing' | 'unknown';

const STATES: Readonly<Record<string, PowerState>> = {
  running: 'running',
  stopped: 'stopped',
  deallocated: 'deallocated',
  starting: 'changing',
  stopping: 'changing',
  deallocating: 'changing',
};

/** The power state of a VM; `unknown` when the instance view is missing or says something new. */
export function powerStateOf(vm: VirtualMachine): PowerState {
  const word = vm.instanceView?.powerState?.split('/').at(-1)?.toLowerCase() ?? '';
  return STATES[word] ?? 'unknown';
}
