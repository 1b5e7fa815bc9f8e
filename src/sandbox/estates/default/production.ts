// The resource group in which the default world has its machines and key vaults.

import type { WorldState } from '../../kernel/state.js';
import { addKeyVault, type KeyVault, type KeyVaultOptions } from '../build/key-vault.js';
import { addDescribedMachine } from '../build/situation.js';
import type { MachineOptions } from '../build/virtual-machine.js';

export const productionGroup = 'rg-prod';

/** Makes a key vault of production. */
export function productionKeyVault(
  state: WorldState,
  options: Omit<KeyVaultOptions, 'resourceGroup'>,
): KeyVault {
  return addKeyVault(state, { ...options, resourceGroup: productionGroup });
}

/** Makes a machine of production and says what is special about it; returns its ARM id. */
export function productionMachine(
  state: WorldState,
  situation: string,
  options: Omit<MachineOptions, 'resourceGroup'>,
): string {
  return addDescribedMachine(state, situation, { ...options, resourceGroup: productionGroup });
}
