import type { Check, CheckResult } from '../../check.js';
import { azbackup, commandLine } from '../../command-line.js';
import { DOCS } from '../../documentation.js';
import type { PreflightFacts } from '../../facts.js';
import { fail, pass, skipWithoutAde, unread } from '../../check-result.js';

/** Grants are made to the service's principal in the tenant, never to the identity of the vault. */
export const accessPrincipalKnown: Check = {
  id: 'access.principal-known',
  title: 'The service principal of Azure Backup exists in the tenant',
  severity: 'block',
  serviceChecks: true,
  source: 'Back up and restore encrypted Azure VMs; Microsoft Graph servicePrincipals',
  evaluate: (facts) => [skipWithoutAde(facts) ?? resultFor(facts)],
};

function resultFor(facts: PreflightFacts): CheckResult {
  const { principal, vm } = facts;
  switch (principal.status) {
    case 'known': {
      const { displayName, objectId } = principal.value;
      return pass(`${displayName} is given by its object id`, {
        evidence: [`object id ${objectId}`],
      });
    }
    case 'absent': {
      return fail('The tenant has no service principal of Azure Backup', {
        evidence: [
          'it is created when a subscription of the tenant first uses Microsoft.RecoveryServices',
        ],
        fix: [
          commandLine(
            'az',
            'provider',
            'register',
            '--namespace',
            'Microsoft.RecoveryServices',
            '--subscription',
            vm.subscriptionId,
          ),
          `in another cloud, specify it: ${azbackup('preflight', vm)} --backup-principal-id ID`,
        ],
        docs: DOCS.encryptedVms,
      });
    }
    case 'unreadable': {
      const verdict = unread(
        facts,
        principal,
        'The service principal of Azure Backup could not be read',
        {
          action: 'Application.Read.All',
          scope: 'Microsoft Graph',
          docs: DOCS.encryptedVms,
        },
      );
      const byHand = `or get its object id from an administrator, then: ${azbackup('preflight', vm)} --backup-principal-id ID`;
      return { ...verdict, fix: [...(verdict.fix ?? []), byHand] };
    }
  }
}
