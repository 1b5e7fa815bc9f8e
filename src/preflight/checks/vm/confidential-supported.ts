import type { Check } from '../../check.js';
import { DOCS } from '../../documentation.js';
import { fail, skip } from '../../check-result.js';

/** Which regions and sizes the preview has reached cannot be asked of Azure. */
export const vmConfidentialSupported: Check = {
  id: 'vm.confidential-supported',
  title: 'The VM is no confidential VM, whose backup is in preview',
  severity: 'warn',
  source: 'Back up Azure VMs with the Enhanced policy; Support matrix for Azure VM backup',
  evaluate: ({ vm }) => [
    vm.securityType === 'ConfidentialVM'
      ? fail(`${vm.name} is a confidential VM, whose backup is in preview`, {
          evidence: ['supported in some regions and for some sizes only'],
          fix: ['compare its region and size with the support matrix before relying on backups'],
          docs: DOCS.vmSupportMatrix,
        })
      : skip(`${vm.name} is no confidential VM`),
  ],
};
