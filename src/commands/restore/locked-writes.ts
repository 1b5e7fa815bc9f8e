// What a restore writes to in Resource Manager, for the locks that may be in its way.

import type { IntendedWrite } from '../../domain/locks.js';
import { sameRegion } from '../../domain/region.js';
import { idKey, type ResourceId } from '../../domain/resource-id.js';
import type { PreparedRestore } from './prepare.js';

/**
 * The scopes that the steps write to, each once. Keys, secrets and blobs are data, which no lock concerns; a
 * restore of the secondary region is asked of that region, not of the vault.
 */
export function restoreWrites({ steps, target }: PreparedRestore): readonly IntendedWrite[] {
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
        return [groupOf(step.target)];
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

function groupOf(id: ResourceId): ResourceId {
  return id.replace(/\/providers\/.*$/iu, '');
}
