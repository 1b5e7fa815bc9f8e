// The end of starting and stopping a machine. A machine whose disks are encrypted starts only when
// its key can be fetched and unwrapped through its key vault (Documentation: Troubleshoot backup of
// encrypted Azure virtual machines, DiskEncryptionInternalError; the wording is an assumption).

import type { OperationRecord } from '../../world/resource.js';
import type { WorldState } from '../../world/state.js';
import { findVaultById } from '../key-vault/find-vault.js';
import { tryDiskKey } from './disk-key.js';
import {
  findVirtualMachine,
  machineDisks,
  updateRuntime,
  type MachineRuntime,
  type VirtualMachine,
} from './virtual-machine.js';

const POWER_AFTER: Readonly<Record<string, MachineRuntime['powerState']>> = {
  'machine-start': 'running',
  'machine-deallocate': 'deallocated',
  'machine-power-off': 'stopped',
};

/** Changes the power state, or fails the operation with the reason. */
export function endMachineOperation(state: WorldState, operation: OperationRecord): void {
  const machine = findVirtualMachine(state, operation.resourceId);
  const powerState = POWER_AFTER[operation.kind];
  if (
    machine === undefined ||
    powerState === undefined ||
    machine.resource.properties['pending'] !== operation.id
  ) {
    return;
  }
  delete machine.resource.properties['pending'];
  const reason = powerState === 'running' ? whyItCannotStart(state, machine) : undefined;
  if (reason !== undefined) {
    operation.outcome = {
      status: 'Failed',
      code: 'DiskEncryptionInternalError',
      message: `Failed to fetch the key of an encrypted disk: ${reason}.`,
    };
    return;
  }
  updateRuntime(machine, { powerState, changedMilliseconds: operation.endsMilliseconds });
}

function whyItCannotStart(state: WorldState, machine: VirtualMachine): string | undefined {
  for (const { encryption, lock } of machineDisks(state, machine)) {
    const settings = encryption?.enabled === true ? encryption.encryptionSettings?.[0] : undefined;
    if (settings === undefined || lock === undefined) {
      continue;
    }
    const vaultId = settings.diskEncryptionKey.sourceVault.id;
    if (findVaultById(state, vaultId)?.properties['enabledForDiskEncryption'] !== true) {
      return `the key vault ${vaultId} is not enabled for disk encryption`;
    }
    const trial = tryDiskKey(state, settings, lock);
    if (!trial.opens) {
      return trial.reason;
    }
  }
  return undefined;
}
