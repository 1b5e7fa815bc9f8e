// Commands to paste, as text. Words that a shell would take apart are quoted.

import type { KeyVault } from '../domain/keys/key-vault.js';
import type { VirtualMachine } from '../domain/virtual-machine.js';

/** A command line of these words. */
export function commandLine(...words: readonly string[]): string {
  return words.map(quoted).join(' ');
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/u.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

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
