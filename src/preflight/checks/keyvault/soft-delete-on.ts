import type { Check } from '../../check.js';
import { commandLine } from '../../../domain/command-line.js';
import { DOCS } from '../../documentation.js';
import { forEachFoundKeyVault } from '../../key-vault-results.js';
import { fail, pass } from '../../check-result.js';

/** Without it a deleted key is gone at once, and points that need it open no more. */
export const keyvaultSoftDeleteOn: Check = {
  id: 'keyvault.soft-delete-on',
  title: 'Deleted keys and secrets can be recovered',
  severity: 'warn',
  source: 'Azure Key Vault soft-delete overview',
  evaluate: (facts) =>
    forEachFoundKeyVault(facts, ({ id, name, softDelete }) =>
      softDelete
        ? pass(`Soft delete of key vault ${name} is on`)
        : fail(`Soft delete of key vault ${name} is off`, {
            evidence: ['a deleted key or secret is lost at once'],
            fix: [
              // `az keyvault update` has no switch for it: Azure turns it on for every new vault.
              commandLine(
                'az',
                'resource',
                'update',
                '--ids',
                id,
                '--set',
                'properties.enableSoftDelete=true',
              ),
            ],
            docs: DOCS.keyVaultSoftDelete,
          }),
    ),
};
