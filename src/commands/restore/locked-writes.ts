// What a restore writes to in Resource Manager, for the locks that may be in its way.

import { lockVerdict, type IntendedWrite } from '../../domain/locks.js';
import { sameRegion } from '../../domain/region.js';
import { groupIdOf, idKey, nameOf, sameId, type ResourceId } from '../../domain/resource-id.js';
import type { CommandContext } from '../context.js';
import type { FactReader } from '../../facts/fact-reader.js';
import { refuseLocked } from '../../facts/locks.js';
import type { PreparedRestore } from './prepare.js';

/**
 * Refuses a restore that a lock forbids, and warns of one on the staging account: below it nobody may list the
 * account's keys, which only a sign-in without access to its blobs needs.
 * @param planned a resource group that is not there yet, which nothing can lock
 * @throws AzbackupError `AZB_SCOPE_LOCKED` (5)
 */
export async function refuseLockedRestore(
  context: CommandContext,
  reader: FactReader,
  prepared: PreparedRestore,
  planned?: ResourceId,
): Promise<void> {
  const writes = restoreWrites(prepared).filter(
    ({ scope }) => planned === undefined || !sameId(scope, planned),
  );
  const scope = prepared.steps.find((step) => step.kind === 'restore-disks')?.storageAccountId;
  const [ofAccount] = await Promise.all([
    scope === undefined ? undefined : reader.locksAt(scope),
    refuseLocked(context, reader, writes),
  ]);
  if (scope === undefined || ofAccount === undefined) {
    return;
  }
  const verdict = lockVerdict(ofAccount, { scope, verb: 'write' });
  if (verdict.status === 'locked') {
    const names = verdict.locks.map(({ name }) => name).join(', ');
    context.warn(
      `the lock ${names} keeps the keys of ${nameOf(scope)} from being listed: you need Storage Blob Data Contributor on it`,
    );
  }
}

/**
 * The scopes that the steps write to, each once. Keys, secrets and blobs are data, which no lock concerns; a
 * restore of the secondary region is asked of that region, not of the vault.
 */
function restoreWrites({ steps, target }: PreparedRestore): readonly IntendedWrite[] {
  const scopes = steps.flatMap((step): readonly ResourceId[] => {
    switch (step.kind) {
      case 'restore-disks': {
        const group = step.targetResourceGroupId ?? [];
        const ofVault =
          step.joins === undefined && sameRegion(step.location, target.vault.location);
        return [...(ofVault ? [step.vaultId] : []), ...[group].flat()];
      }
      case 'set-disk-encryption':
      case 'create-interface':
      case 'create-machine':
      case 'put-ade-extension':
        // What is made is not there yet, and of what is not there Azure lists no locks.
        return [groupIdOf(step.target)];
      case 'delete-staging':
      case 'recover-key':
      case 'recover-secret':
      case 'restore-key':
      case 'restore-secret':
      case 'set-secret':
        return [];
    }
  });
  const unique = new Map(scopes.map((scope) => [idKey(scope), scope]));
  return [...unique.values()].map((scope) => ({ scope, verb: 'write' }));
}
