// The platform's side of a machine that is being made from disks: what its guest will turn out to be.

import type { ArmResource } from '../../../kernel/resource.js';
import { GUEST_SYSTEMS } from './guest-systems.js';
import type { MachineRuntime } from './state.js';

/**
 * A machine that was never started. What is on a disk nobody can see here: the guest is the usual one of its
 * kind, and calls itself by the machine's name where Azure would show the old one.
 */
export function newRuntime(
  osType: 'Windows' | 'Linux',
  machineName: string,
  createdMilliseconds: number,
  osDisk: ArmResource | undefined,
): MachineRuntime {
  const { osName, osVersion, agentVersion } = GUEST_SYSTEMS[osType];
  return {
    powerState: 'deallocated',
    agentVersion,
    agentReady: true,
    computerName: machineName,
    osName,
    osVersion,
    hyperVGeneration: osDisk?.properties['hyperVGeneration'] === 'V2' ? 'V2' : 'V1',
    changedMilliseconds: createdMilliseconds,
    unmanagedEncryption: {},
    neverStarted: true,
  };
}
