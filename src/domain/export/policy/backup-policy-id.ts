// Ids of backup policies, as they are typed.

import { parseResourceId, sameName } from '../../resource-id.js';

/** Whether an id is one of a backup policy. */
export function isBackupPolicyId(id: string): boolean {
  const parts = parseResourceId(id);
  return (
    parts?.subscriptionId !== undefined &&
    sameName(parts.type, 'Microsoft.RecoveryServices/vaults/backupPolicies')
  );
}
