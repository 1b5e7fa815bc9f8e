// The step that changes what an access policy gives the backup service.

import { NEEDED_POLICY_WORDS } from '../../domain/protection/backup-grant.js';
import type { BackupPrincipal } from '../../domain/roles.js';
import type { AccessPolicyStep } from '../../steps/roles/step.js';
import type { VaultNeed } from './vault-needs.js';

/** The step for a machine's whole need at a vault: the documented words, and no more. */
export function accessPolicyStep(
  need: VaultNeed,
  principal: BackupPrincipal,
  kind: AccessPolicyStep['kind'],
): AccessPolicyStep {
  return {
    kind,
    id: `${kind}:${need.vault.name}`,
    target: need.vault.id,
    after: [],
    vmIds: need.vmIds,
    tenantId: need.vault.tenantId,
    principalId: principal.objectId,
    keys: need.need === 'secrets-and-keys' ? NEEDED_POLICY_WORDS : [],
    secrets: NEEDED_POLICY_WORDS,
  };
}
