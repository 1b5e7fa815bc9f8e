import type { Check } from '../../check.js';
import { currencyOf, forEachObject, unreadableObjects } from '../../vault-objects.js';

/** Without its KEK a wrapped BEK opens nothing: the VM does not start, nor does what is restored from it. */
export const adeKeyCurrent: Check = {
  id: 'ade.key-current',
  title: 'Every KEK exists in the version used by the disks, enabled and valid',
  severity: 'block',
  serviceChecks: true,
  source: 'troubleshoot encrypted VM backup: DiskEncryptionInternalError; About Key Vault keys',
  evaluate: (facts) => [
    ...forEachObject(facts, 'keys', (used) => currencyOf(facts, used)),
    ...unreadableObjects(facts, 'keys'),
  ],
};
