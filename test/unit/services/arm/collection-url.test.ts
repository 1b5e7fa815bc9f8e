// Which addresses are of lists.
import { describe, expect, it } from 'vitest';
import { namesCollection } from '../../../../src/services/arm/transport/collection-url.js';

const ARM = 'https://management.azure.com';
const GROUP = `${ARM}/subscriptions/1/resourceGroups/rg`;
const VAULT = `${GROUP}/providers/Microsoft.RecoveryServices/vaults/v`;

describe('an address', () => {
  it.each([
    `${ARM}/subscriptions?api-version=1`,
    `${ARM}/Subscriptions/1/resourceGroups`,
    `${ARM}/subscriptions/1/providers/Microsoft.Compute/virtualMachines`,
    `${VAULT}/backupProtectedItems?$filter=a`,
    `${GROUP}/providers/Microsoft.KeyVault/vaults/k/providers/Microsoft.Authorization/roleAssignments`,
    'https://k.vault.azure.net/keys/kek/versions?api-version=1',
    'https://k.vault.azure.net/deletedsecrets',
  ])('of a list: %s', (url) => {
    expect(namesCollection(url)).toBe(true);
  });

  it.each([
    `${ARM}/subscriptions/1`,
    GROUP,
    VAULT,
    `${VAULT}/backupconfig/vaultconfig`,
    `${VAULT}/backupJobs/1`,
    `${ARM}/subscriptions/1/providers/Microsoft.Authorization/roleDefinitions/1`,
    'https://k.vault.azure.net/keys/kek/0123456789abcdef',
    'https://k.vault.azure.net/secrets/versions/0123456789abcdef',
    'https://graph.microsoft.com/v1.0/servicePrincipals',
    'https://login.microsoftonline.com/common/discovery/instance',
  ])('of one thing, or of no service with such lists: %s', (url) => {
    expect(namesCollection(url)).toBe(false);
  });
});
