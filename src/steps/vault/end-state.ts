// What is true of a Recovery Services vault once a step on it is done.

import { nameOf } from '../../domain/resource-id.js';
import type { CommandContext } from '../../commands/context.js';
import type { VaultStorageSettings } from '../../services/services.js';
import type { EndState } from '../end-state.js';
import type { VaultStep } from './step.js';

/** The end state of a step. */
export function vaultEndState(
  context: Pick<CommandContext, 'services'>,
  step: VaultStep,
): EndState {
  return {
    target: step.target,
    fix: [`azbackup vault show ${nameOf(step.target)}`],
    mismatch: () => mismatchOf(context, step),
  };
}

async function mismatchOf(
  { services }: Pick<CommandContext, 'services'>,
  step: VaultStep,
): Promise<string | undefined> {
  const { target: id } = step;
  switch (step.kind) {
    case 'create-vault': {
      const vault = await (await services.recoveryVaults()).get(id);
      return vault === undefined
        ? `the vault ${nameOf(id)} does not exist`
        : storageMismatch({ services }, id, step);
    }
    case 'set-vault-redundancy':
      return storageMismatch({ services }, id, step);
    case 'set-soft-delete-days': {
      const { retentionDays } = await (await services.backup()).settings.softDelete(id);
      return retentionDays === step.days
        ? undefined
        : `the soft delete of ${nameOf(id)} keeps deleted backups ${retentionDays} days`;
    }
  }
}

/** Compares what was asked for alone: Azure decides the rest. */
async function storageMismatch(
  { services }: Pick<CommandContext, 'services'>,
  id: string,
  { redundancy, crossRegionRestore }: VaultStorageSettings,
): Promise<string | undefined> {
  if (redundancy === undefined && crossRegionRestore === undefined) {
    return undefined;
  }
  const storage = await (await services.backup()).settings.storage(id);
  if (redundancy !== undefined && storage.redundancy !== redundancy) {
    return `the redundancy of ${nameOf(id)} is ${storage.redundancy}`;
  }
  return crossRegionRestore === undefined || storage.crossRegionRestore === crossRegionRestore
    ? undefined
    : `the cross-region restore of ${nameOf(id)} is ${storage.crossRegionRestore ? 'on' : 'off'}`;
}
