// The right to start a restore, looked at before anything is changed: Azure names it only once it refuses the request.
// "Azure role-based access control for Azure Backup": Backup Operator has it.

import { assignRole } from '../../domain/command-line.js';
import { isActionGranted } from '../../domain/rbac.js';
import { AzbackupError } from '../../errors/azbackup-error.js';
import type { ItemTarget } from '../../facts/choose-items.js';
import type { FactReader } from '../../facts/fact-reader.js';
import type { RestoreObstacle } from './decide.js';

const RESTORE =
  'Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers/protectedItems/recoveryPoints/restore/action';

/** Azure's least role that has it. */
const ROLE = 'Backup Operator';

interface RestoredItem {
  readonly vault: Pick<ItemTarget['vault'], 'id' | 'name'>;
  readonly item: Pick<ItemTarget['item'], 'id' | 'friendlyName'>;
}

/** That the caller may not start the restore; undefined where it may, or where that is not known. */
export async function rightsObstacle(
  reader: Pick<FactReader, 'callerPermissions'>,
  { vault, item }: RestoredItem,
  callerId: () => Promise<string | undefined>,
): Promise<RestoreObstacle | undefined> {
  if (!(await lacksRestore(reader, { vault, item }))) {
    return undefined;
  }
  const caller = await orUnknown(callerId());
  const right = `get the role ${ROLE} on ${vault.name}`;
  return {
    objection: undefined,
    error: new AzbackupError({
      code: 'AZB_NOT_ALLOWED',
      kind: 'not-allowed',
      message: `not allowed to restore ${item.friendlyName} from ${vault.name}`,
      target: vault.id,
      fix: [
        caller === undefined
          ? `${right} from its Owner or User Access Administrator`
          : `${right}: its Owner or User Access Administrator can run ${assignRole(caller, ROLE, vault.id)}`,
      ],
      denied: { action: RESTORE, scope: vault.id, ...(caller === undefined ? {} : { caller }) },
    }),
  };
}

/**
 * True where neither the vault nor the item gives it. What holds at a vault holds at its items, too: a shorter
 * list there is no answer to go by.
 */
async function lacksRestore(
  reader: Pick<FactReader, 'callerPermissions'>,
  { vault, item }: RestoredItem,
): Promise<boolean> {
  const atVault = await orUnknown(reader.callerPermissions(vault.id));
  if (atVault?.status !== 'known' || isActionGranted(atVault.value, RESTORE)) {
    return false;
  }
  const atItem = await orUnknown(reader.callerPermissions(item.id));
  return (
    atItem?.status === 'known' &&
    atItem.value.length >= atVault.value.length &&
    !isActionGranted(atItem.value, RESTORE)
  );
}

/** Azure has the last word, so an answer of which nothing can be made does not end the restore. */
async function orUnknown<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof AzbackupError && error.fields.kind === 'azure-failed') {
      return undefined;
    }
    throw error;
  }
}
