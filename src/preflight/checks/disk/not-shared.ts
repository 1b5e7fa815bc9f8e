import type { Check } from '../../check.js';
import { DOCS } from '../../documentation.js';
import { fail, pass } from '../../check-result.js';
import { knownDisks } from '../../known-disks.js';

/** Restore points do not support shared disks; whether a backup leaves them out or fails is not documented. */
export const diskNotShared: Check = {
  id: 'disk.not-shared',
  title: 'No disk is shared between VMs',
  severity: 'warn',
  source: 'Support matrix for VM restore points',
  evaluate: (facts) => {
    const shared = knownDisks(facts).filter(({ maxShares }) => (maxShares ?? 1) > 1);
    const names = shared.map(({ name }) => name).join(', ');
    return [
      shared.length === 0
        ? pass(`No disk of ${facts.vm.name} is shared`)
        : fail(`Azure Backup does not support the shared disks of ${facts.vm.name}: ${names}`, {
            evidence: shared.map(({ name, maxShares }) => `${name}: maxShares ${maxShares ?? 1}`),
            fix: [
              'back up the data of shared disks within the guest, and exclude them from VM backup',
            ],
            docs: DOCS.vmSupportMatrix,
          }),
    ];
  },
};
