// Commands that fixes name, as text.

import { commandLine } from '../domain/command-line.js';
import type { KeyVault } from '../domain/keys/key-vault.js';
import type { VirtualMachine } from '../domain/virtual-machine.js';

/** `azbackup VERB --vm NAME …`. */
export function azbackup(verb: string, vm: VirtualMachine, ...more: readonly string[]): string {
  return commandLine('azbackup', verb, '--vm', vm.name, ...more);
}

/** `az vm … --ids ID`; the id says group and subscription too. */
export function azVm(vm: VirtualMachine, ...words: readonly string[]): string {
  return commandLine('az', 'vm', ...words, '--ids', vm.id);
}

/** `az keyvault update --name NAME --subscription ID …`; what is not named in it stays as it is. */
export function azKeyVaultUpdate(
  { name, subscriptionId }: KeyVault,
  ...words: readonly string[]
): string {
  const place = ['--name', name, '--subscription', subscriptionId];
  return commandLine('az', 'keyvault', 'update', ...place, ...words);
}
