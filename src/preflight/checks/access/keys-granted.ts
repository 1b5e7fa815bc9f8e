import { accessOf } from '../../access-results.js';
import type { Check } from '../../check.js';

/** Without it the protection request is accepted and then fails: UserErrorKeyVaultPermissionsNotConfigured. */
export const accessKeysGranted: Check = {
  id: 'access.keys-granted',
  title: 'Azure Backup can read and back up the KEKs',
  severity: 'block',
  serviceChecks: true,
  source: 'Back up and restore encrypted Azure VMs: provide permissions',
  evaluate: (facts) => accessOf(facts, 'keys'),
};
