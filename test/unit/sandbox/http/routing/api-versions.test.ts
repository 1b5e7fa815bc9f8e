// Versions that Azure does not have are refused in Resource Manager's words; those that only the sandbox lacks, in its own.
import { describe, expect, it } from 'vitest';
import {
  backupSandbox,
  backupWorldIds,
  policyId,
} from '../../../../support/worlds/backup-world.js';
import { identityId } from '../../../../support/worlds/identity-world.js';
import { tiny } from '../../../../support/worlds/tiny-world.js';

const { vault } = backupWorldIds;
const vaults = `${tiny.group}/providers/Microsoft.RecoveryServices/vaults`;
const UNKNOWN = '2024-03-15';

const REFUSED = [
  ['GET', vault, 'vaults'],
  ['PUT', `${vault}-new`, 'vaults'],
  ['GET', policyId('DefaultPolicy'), 'vaults/backupPolicies'],
  ['GET', `${vault}/backupJobs`, 'vaults/backupJobs'],
  ['PUT', identityId('id-new'), 'userAssignedIdentities'],
] as const;

describe('an api-version that Azure does not have', () => {
  it.each(REFUSED)('is refused with those that there are: %s %s', async (method, path, type) => {
    const { status, body, headers } = await backupSandbox().call(method, path, undefined, UNKNOWN);
    expect([status, body.error.code]).toEqual([400, 'NoRegisteredProviderFound']);
    expect(headers.get('x-ms-failure-cause')).toBe('gateway');
    expect(body.error.message).toContain(
      `for location 'japaneast' and API version '${UNKNOWN}' for type '${type}'`,
    );
    expect(body.error.message).toMatch(
      /The supported api-versions are '[\d, a-z-]+'\. The supported locations are 'eastus, /u,
    );
  });

  it.each([
    ['a group', vaults],
    [
      'a subscription',
      `/subscriptions/${tiny.subscriptionId}/providers/Microsoft.RecoveryServices/vaults`,
    ],
  ])('has no place in a list of %s', async (_what, path) => {
    const { status, body } = await backupSandbox().call('GET', path, undefined, UNKNOWN);
    expect([status, body.error.code]).toEqual([404, 'InvalidResourceType']);
    expect(body.error.message).toContain(
      `The resource type 'vaults' could not be found in the namespace 'Microsoft.RecoveryServices' for api version '${UNKNOWN}'.`,
    );
  });
});

describe('an api-version that only the sandbox lacks', () => {
  it.each([
    [vault, '2020-02-02'],
    [`${vault}/backupJobs`, '2022-06-01-preview'],
    [identityId('id-one'), '2015-08-31-preview'],
  ])('is refused by name: %s %s', async (path, version) => {
    const { status, body } = await backupSandbox().call('GET', path, undefined, version);
    expect([status, body.error.code]).toEqual([501, 'SandboxNotModelled']);
    expect(body.error.message).toContain(`api-version ${version}`);
  });
});

describe('api-versions of older and newer clients', () => {
  it.each(['2022-10-01', '2025-02-01', '2026-07-01'])('show vaults: %s', async (version) => {
    const { status, body } = await backupSandbox().call('GET', vault, undefined, version);
    expect(status).toBe(200);
    expect(body.properties.securitySettings.softDeleteSettings.softDeleteState).toBe('Enabled');
  });

  it.each(['2022-03-01', '2022-10-01', '2025-02-01', '2026-01-01'])(
    'protect, and show what they did: %s',
    async (apiVersion) => {
      const sandbox = backupSandbox();
      const status = await sandbox.put(
        'Plain-VM',
        { policyId: policyId('DefaultPolicy') },
        { apiVersion },
      );
      expect(status).toMatchObject({ status: 'Succeeded' });
      const jobs = await sandbox.call('GET', `${vault}/backupJobs`, undefined, apiVersion);
      expect(jobs.body.value).toMatchObject([
        { properties: { operation: 'ConfigureBackup', status: 'Completed' } },
      ]);
    },
  );
});
