import { commandLine } from '../../../domain/command-line.js';
import type { Check } from '../../check.js';
import { DOCS } from '../../documentation.js';
import { fail, pass } from '../../check-result.js';
import { knownDisks } from '../../known-disks.js';

/** The backup service reads snapshots by a signature, which such disks do not accept. */
export const diskDataAccessOpen: Check = {
  id: 'disk.data-access-open',
  title: 'No disk requires Microsoft Entra authentication for data access',
  severity: 'block',
  source:
    'Back up Azure VMs with the Enhanced policy: backups fail for disks with data access authentication',
  evaluate: (facts) => {
    const closed = knownDisks(facts).filter(
      ({ dataAccessAuthMode }) => dataAccessAuthMode?.toLowerCase() === 'azureactivedirectory',
    );
    const names = closed.map(({ name }) => name).join(', ');
    return [
      closed.length === 0
        ? pass(`No disk of ${facts.vm.name} requires authentication for data access`)
        : fail(`Azure Backup cannot read ${names}: data access needs authentication`, {
            evidence: closed.map(
              ({ name }) => `${name}: data access authentication mode AzureActiveDirectory`,
            ),
            fix: closed.map(({ id }) =>
              commandLine('az', 'disk', 'update', '--ids', id, '--data-access-auth-mode', 'None'),
            ),
            docs: DOCS.enhancedPolicy,
          }),
    ];
  },
};
