// Recovery Services vaults. Recordings vault-create.poll-sequence, vault-delete.200.
import { describe, expect, it } from 'vitest';
import {
  backupSandbox,
  backupWorldIds,
  itemPath,
  type Json,
} from '../../../../../support/worlds/backup-world.js';
import { tiny } from '../../../../../support/worlds/tiny-world.js';

const { vault } = backupWorldIds;
const newVault = `${tiny.group}/providers/Microsoft.RecoveryServices/vaults/rsv-new`;

const monitoringSettings = {
  azureMonitorAlertSettings: { alertsForAllJobFailures: 'Enabled' },
  classicAlertSettings: { alertsForCriticalOperations: 'Enabled' },
};

const restoreSettings = {
  crossSubscriptionRestoreSettings: { crossSubscriptionRestoreState: 'Enabled' },
};

/** As az sends it. */
const body = {
  location: 'japaneast',
  properties: { publicNetworkAccess: 'Enabled', monitoringSettings },
  sku: { name: 'Standard' },
};

describe('creating a vault', () => {
  it('answers 201 Provisioning, goes on for a minute, and then has its settings', async () => {
    const sandbox = backupSandbox();
    const put = await sandbox.call('PUT', newVault, body, '2023-02-01');
    expect(put.status).toBe(201);
    expect(put.body).toEqual({
      location: 'japaneast',
      name: 'rsv-new',
      etag: expect.stringMatching(/^W\/"datetime'2026-11-23T12%3A00%3A00/u),
      properties: {
        provisioningState: 'Provisioning',
        privateEndpointStateForBackup: 'None',
        privateEndpointStateForSiteRecovery: 'None',
        monitoringSettings,
        publicNetworkAccess: 'Enabled',
        restoreSettings,
      },
      id: newVault,
      type: 'Microsoft.RecoveryServices/vaults',
      sku: { name: 'Standard' },
    });
    expect(put.headers.get('location')).toBeNull();
    const status = put.headers.get('azure-asyncoperation') ?? '';
    const id = new URL(status).pathname.split('/').at(-1) ?? '';
    expect(Buffer.from(id, 'base64').toString()).toMatch(/^2047;[0-9a-f-]{36}$/u);
    sandbox.pass(1);
    const running = await sandbox.send('GET', status);
    expect(running.body).toEqual({
      id: `${newVault}/operationStatus/${id}`,
      name: id,
      status: 'InProgress',
    });
    expect(running.headers.get('azure-asyncoperation')).toBe(status);
    expect(running.headers.get('location')).toContain(`/operationResults/${id}?`);
    sandbox.pass(60);
    const ended = await sandbox.send('GET', status);
    expect(ended.body.status).toBe('Succeeded');
    expect(ended.headers.get('location')).toBeNull();
    const { body: shown } = await sandbox.call('GET', newVault, undefined, '2023-02-01');
    expect(shown.properties).toEqual({
      provisioningState: 'Succeeded',
      privateEndpointStateForBackup: 'None',
      privateEndpointStateForSiteRecovery: 'None',
      backupStorageVersion: 'Unassigned',
      monitoringSettings,
      securitySettings: {
        immutabilitySettings: null,
        softDeleteSettings: { softDeleteRetentionPeriodInDays: 14, softDeleteState: 'Enabled' },
        multiUserAuthorization: 'Disabled',
      },
      publicNetworkAccess: 'Enabled',
      restoreSettings,
    });
  });

  it('shows more in newer versions', async () => {
    const sandbox = backupSandbox();
    const { body: shown } = await sandbox.call('GET', vault, undefined, '2024-04-01');
    expect(shown.properties).toMatchObject({
      securitySettings: {
        immutabilitySettings: { state: 'Disabled' },
        softDeleteSettings: { enhancedSecurityState: 'Enabled' },
      },
      secureScore: 'None',
      bcdrSecurityLevel: 'Poor',
    });
  });

  it('keeps the old values of an existing vault until the operation has ended', async () => {
    const sandbox = backupSandbox();
    const changed = {
      ...body,
      properties: {
        securitySettings: { immutabilitySettings: { state: 'Unlocked' } },
        restoreSettings: {
          crossSubscriptionRestoreSettings: { crossSubscriptionRestoreState: 'Disabled' },
        },
      },
    };
    const put = await sandbox.call('PUT', vault, changed, '2023-02-01');
    expect(put).toMatchObject({
      status: 201,
      body: { properties: { provisioningState: 'Updating', restoreSettings } },
    });
    expect((await sandbox.call('PUT', vault, body, '2023-02-01')).status).toBe(409);
    sandbox.pass(60);
    const { body: shown } = await sandbox.call('GET', vault, undefined, '2023-02-01');
    expect(shown.properties).toMatchObject({
      provisioningState: 'Succeeded',
      securitySettings: { immutabilitySettings: { state: 'Unlocked' } },
      monitoringSettings,
    });
  });

  it('takes redundancy, and refuses what the documentation rules out', async () => {
    const sandbox = backupSandbox();
    const redundancySettings = { standardTierStorageRedundancy: 'LocallyRedundant' };
    const put = await sandbox.call(
      'PUT',
      newVault,
      { ...body, properties: { redundancySettings } },
      '2024-04-01',
    );
    expect(put.status).toBe(201);
    sandbox.pass(60);
    const crossRegionRestore = { redundancySettings: { crossRegionRestore: 'Enabled' } };
    const patch = { properties: crossRegionRestore };
    expect((await sandbox.call('PATCH', newVault, patch, '2024-04-01')).status).toBe(400);
    const geo = await sandbox.call('PATCH', vault, patch, '2024-04-01');
    expect(geo.status).toBe(202);
    const config = await sandbox.call('GET', `${vault}/backupstorageconfig/vaultstorageconfig`);
    expect(config.body.properties.crossRegionRestoreFlag).toBe(true);
  });

  it('takes the days of soft delete, and is not made at all when settings do not go together', async () => {
    const sandbox = backupSandbox();
    const make = async (properties: Readonly<Record<string, unknown>>) =>
      await sandbox.call('PUT', newVault, { ...body, properties }, '2024-04-01');
    const redundancySettings = {
      standardTierStorageRedundancy: 'LocallyRedundant',
      crossRegionRestore: 'Enabled',
    };
    expect((await make({ redundancySettings })).status).toBe(400);
    expect((await sandbox.call('GET', newVault, undefined, '2024-04-01')).status).toBe(404);
    const softDeleteSettings = { softDeleteState: 'AlwaysON', softDeleteRetentionPeriodInDays: 30 };
    expect((await make({ securitySettings: { softDeleteSettings } })).status).toBe(201);
    sandbox.pass(60);
    const shown = await sandbox.call('GET', newVault, undefined, '2024-04-01');
    expect(shown.body.properties.securitySettings).toMatchObject({ softDeleteSettings });
  });

  it('locks immutability for good, and cross-subscription restore likewise', async () => {
    const sandbox = backupSandbox();
    const change = async (properties: Readonly<Record<string, unknown>>): Promise<number> => {
      const answer = await sandbox.call('PATCH', vault, { properties }, '2024-04-01');
      sandbox.pass(60);
      return answer.status;
    };
    const immutability = (state: string) => ({
      securitySettings: { immutabilitySettings: { state } },
    });
    const restore = (state: string) => ({
      restoreSettings: {
        crossSubscriptionRestoreSettings: { crossSubscriptionRestoreState: state },
      },
    });
    expect(await change(immutability('Unlocked'))).toBe(202);
    expect(await change(immutability('Disabled'))).toBe(202);
    expect(await change(immutability('Locked'))).toBe(202);
    expect(await change(immutability('Disabled'))).toBe(400);
    expect(await change(restore('PermanentlyDisabled'))).toBe(202);
    expect(await change(restore('Enabled'))).toBe(400);
  });

  it('refuses bad names', async () => {
    const sandbox = backupSandbox();
    const bad = newVault.replace('rsv-new', '1-vault');
    expect((await sandbox.call('PUT', bad, body, '2023-02-01')).status).toBe(400);
  });
});

describe('changing a vault', () => {
  it('answers 202 with both addresses; the result is the vault', async () => {
    const sandbox = backupSandbox();
    const answer = await sandbox.call('PATCH', vault, { tags: { team: 'a' } }, '2024-04-01');
    expect(answer).toMatchObject({ status: 202, body: undefined });
    const result = answer.headers.get('location') ?? '';
    expect((await sandbox.send('GET', result)).status).toBe(202);
    sandbox.pass(60);
    expect(await sandbox.send('GET', result)).toMatchObject({
      status: 200,
      body: { tags: { team: 'a' } },
    });
    const id = new URL(result).pathname.split('/').at(-1) ?? '';
    expect(Buffer.from(id, 'base64').toString()).toMatch(/^4095;/u);
    const unknown = result.replace(id, 'unknown');
    expect((await sandbox.send('GET', unknown)).status).toBe(404);
  });
});

describe('deleting a vault', () => {
  it('is done at once when nothing is in it', async () => {
    const sandbox = backupSandbox();
    expect(await sandbox.call('DELETE', vault, undefined, '2023-02-01')).toMatchObject({
      status: 200,
      body: undefined,
    });
    expect(await sandbox.call('GET', vault, undefined, '2023-02-01')).toMatchObject({
      status: 404,
      body: { error: { code: 'ResourceNotFound' } },
    });
    expect((await sandbox.call('DELETE', vault, undefined, '2023-02-01')).status).toBe(204);
  });

  it('is refused while something is protected, or soft-deleted', async () => {
    const sandbox = backupSandbox();
    await sandbox.protect('Plain-VM');
    const remove = async (): Promise<Json> =>
      (await sandbox.call('DELETE', vault, undefined, '2023-02-01')).body.error;
    expect((await remove()).code).toBe('ServiceResourceNotEmptyWithContainerDetails');
    await sandbox.call('DELETE', itemPath('Plain-VM'));
    sandbox.pass(20);
    const error = await remove();
    expect(error).toMatchObject({
      code: 'ServiceResourceNotEmptyWithBackendMessage',
      target: null,
      details: null,
      innerError: null,
    });
    expect(error.message).toContain('The registered items are : Plain-VM\n');
  });
});

describe('lists', () => {
  it('hold the vaults of the subscription or the group', async () => {
    const sandbox = backupSandbox();
    const suffix = '/providers/Microsoft.RecoveryServices/vaults';
    for (const scope of [`/subscriptions/${tiny.subscriptionId}`, tiny.group]) {
      const { body: list } = await sandbox.call(
        'GET',
        `${scope}${suffix}`,
        undefined,
        '2024-04-01',
      );
      expect(list.value.map(({ name }: { name: string }) => name)).toEqual([
        'rsv-other',
        'rsv-tiny',
      ]);
      expect(list).not.toHaveProperty('nextLink');
    }
  });
});

it('lets nobody read who may not', async () => {
  const sandbox = backupSandbox();
  const answer = await sandbox.send('GET', `${vault}?api-version=2024-04-01`, {
    as: tiny.strangerId,
  });
  expect(answer).toMatchObject({ status: 403, body: { error: { code: 'AuthorizationFailed' } } });
  expect(answer.body.error.message).toContain("action 'Microsoft.RecoveryServices/Vaults/read'");
});
