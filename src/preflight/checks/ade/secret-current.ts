import type { Check } from '../../check.js';
import { currencyOf, forEachObject, unreadableObjects } from '../../vault-objects.js';

/** Azure Backup copies the very version that the disk names; a disabled one cannot be read at all. */
export const adeSecretCurrent: Check = {
  id: 'ade.secret-current',
  title: 'Every BEK secret exists in the version used by the disks, enabled and valid',
  severity: 'block',
  serviceChecks: true,
  source: 'troubleshoot encrypted VM backup: DiskEncryptionInternalError; About Key Vault secrets',
  evaluate: (facts) => [
    ...forEachObject(facts, 'secrets', (used) => currencyOf(facts, used)),
    ...unreadableObjects(facts, 'secrets'),
  ],
};
