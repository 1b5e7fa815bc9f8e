import { accessOf } from '../../access-results.js';
import type { Check } from '../../check.js';

/** Without it the protection request is accepted and then fails: UserErrorKeyVaultPermissionsNotConfigured. */
export const accessSecretsGranted: Check = {
  id: 'access.secrets-granted',
  title: 'Azure Backup can read and back up the BEK secrets',
  severity: 'block',
  serviceChecks: true,
  source: 'Back up and restore encrypted Azure VMs: provide permissions',
  evaluate: (facts) => accessOf(facts, 'secrets'),
};
