// Reads a machine that has to be there.

import type { VirtualMachine } from '../domain/virtual-machine.js';
import { AzbackupError } from '../errors/azbackup-error.js';
import { unreadableFact } from '../errors/require-fact.js';
import type { CommandContext } from '../commands/context.js';
import type { Target } from './choose-machines.js';
import type { FactReader } from './fact-reader.js';

/**
 * The machine.
 * @param keeper keeps it for whoever asks again; left out where many are read, which are too much to keep
 * @throws AzbackupError `AZB_VM_NOT_FOUND` (3), and those of Azure
 */
export async function readOne(
  context: Pick<CommandContext, 'services'>,
  target: Target,
  keeper: FactReader | undefined,
): Promise<VirtualMachine> {
  const vm =
    keeper === undefined
      ? await (await context.services.virtualMachines()).get(target.id)
      : await keptMachine(keeper, target);
  if (vm === undefined) {
    throw new AzbackupError({
      code: 'AZB_VM_NOT_FOUND',
      kind: 'not-found',
      message: `no virtual machine ${target.name} at ${target.id}`,
      target: target.id,
      fix: [`look for it by name: --vm ${target.name}`],
    });
  }
  return vm;
}

async function keptMachine(
  reader: FactReader,
  { id }: Target,
): Promise<VirtualMachine | undefined> {
  const fact = await reader.machine(id);
  if (fact.status === 'unreadable') {
    throw unreadableFact(fact, id, { message: fact.message, causes: [] });
  }
  return fact.status === 'known' ? fact.value : undefined;
}
