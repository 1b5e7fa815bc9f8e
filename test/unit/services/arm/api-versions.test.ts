// The api-versions that a cloud serves, where it lags behind the public one.
import { describe, expect, it } from 'vitest';
import { CLOUDS, parseCustomCloud } from '../../../../src/services/arm/clouds.js';
import { pinnedUrl } from '../../../../src/services/arm/transport/api-version-policy.js';
import { armRawClient } from '../../../../src/services/arm/transport/raw-client.js';
import { json, servicesUnderTest } from '../../../support/contract/services-under-test.js';

const ARM = 'https://management.azure.com';
const VAULT = `${ARM}/subscriptions/s/resourceGroups/g/providers/Microsoft.RecoveryServices/vaults/v`;
const PINS = {
  'Microsoft.Compute': '2022-08-01',
  'microsoft.recoveryservices/vaults/backuppolicies': '2021-12-01',
  'Microsoft.RecoveryServices/vaults': '2022-10-01',
  'Microsoft.Resources': '2020-06-01',
};

describe('a pinned api-version', () => {
  it.each([
    [`${ARM}/subscriptions/s/providers/Microsoft.Compute/virtualMachines`, '2022-08-01'],
    [`${VAULT}/backupPolicies/p`, '2021-12-01'],
    [`${VAULT}/BackupPolicies`, '2021-12-01'],
    [`${VAULT}/backupJobs`, '2022-10-01'],
    [VAULT, '2022-10-01'],
    [`${VAULT}/providers/Microsoft.Authorization/locks`, '2024-04-01'],
    [`${ARM}/subscriptions/s/resourcegroups/g`, '2020-06-01'],
    [
      `${ARM}/subscriptions/s/resourcegroups/vaults/providers/Microsoft.KeyVault/vaults/Microsoft.Compute`,
      '2024-04-01',
    ],
  ])('of %s is %s', (url, version) => {
    const asked = new URL(pinnedUrl(`${url}?$filter=a eq 'b'&api-version=2024-04-01&x=%20`, PINS));
    expect(asked.searchParams.get('api-version')).toBe(version);
    expect(asked.searchParams.get('$filter')).toBe("a eq 'b'");
  });

  it('leaves URLs without a version, such as those of operations, as they are', () => {
    const url = `${VAULT}/operationStatus/1?t=1&c=%2B`;
    expect(pinnedUrl(url, PINS)).toBe(url);
  });

  it('is sent in a cloud that has it', async () => {
    const seen: string[] = [];
    const { transport } = servicesUnderTest((request) => {
      seen.push(String(request.url));
      return json({ value: [] });
    });
    const cloud = { ...CLOUDS.AzureCloud, apiVersions: PINS };
    await armRawClient({ ...transport, cloud }).send({
      method: 'GET',
      url: `${VAULT}/backupJobs?api-version=2023-06-01`,
    });
    expect(seen).toEqual([`${VAULT}/backupJobs?api-version=2022-10-01`]);
  });

  it('is read from the file of a cloud, and has to be one', () => {
    const file = (apiVersions: unknown): string =>
      JSON.stringify({
        name: 'Stack',
        armEndpoint: 'https://management.stack.example',
        authority: 'https://login.stack.example',
        graphEndpoint: 'https://graph.stack.example',
        keyVaultSuffix: 'vault.stack.example',
        storageSuffix: 'stack.example',
        portal: 'https://portal.stack.example',
        apiVersions,
      });
    expect(parseCustomCloud(file(PINS), 'c.json').apiVersions).toEqual(PINS);
    for (const bad of [{ 'Microsoft.Compute': 'latest' }, { Compute: '2022-08-01' }, []]) {
      expect(() => parseCustomCloud(file(bad), 'c.json')).toThrow(/does not describe a cloud/u);
    }
  });
});
