// Settings of a vault that Azure Backup keeps. Recordings vault-softdelete-disable.sequence,
// encryption-config-get.default.
import { describe, expect, it } from 'vitest';
import { backupSandbox, backupWorldIds } from '../../../../../support/worlds/backup-world.js';

const { vault } = backupWorldIds;

describe('soft delete', () => {
  const path = `${vault}/backupconfig/vaultconfig`;

  it('is on for 14 days, and keeps the period when it is switched off', async () => {
    const sandbox = backupSandbox();
    const properties = {
      enhancedSecurityState: 'Enabled',
      softDeleteFeatureState: 'Enabled',
      softDeleteRetentionPeriodInDays: 14,
      isSoftDeleteFeatureStateEditable: true,
    };
    expect((await sandbox.call('GET', path)).body).toEqual({
      id: path,
      name: 'vaultconfig',
      type: 'Microsoft.RecoveryServices/vaults/backupconfig',
      properties,
    });
    const guards = await sandbox.call('GET', `${vault}/backupResourceGuardProxies`);
    expect(guards.body).toEqual({ value: [] });
    const changed = await sandbox.call('PATCH', path, {
      properties: { enhancedSecurityState: 'Enabled', softDeleteFeatureState: 'Disabled' },
    });
    expect(changed.status).toBe(200);
    expect(changed.body.properties).toEqual({ ...properties, softDeleteFeatureState: 'Disabled' });
  });

  it('cannot be changed where it is always on', async () => {
    const sandbox = backupSandbox();
    const kept = sandbox.state.backup[vault.toLowerCase()];
    if (kept !== undefined) {
      kept.softDelete.state = 'AlwaysON';
    }
    expect((await sandbox.call('GET', path)).body.properties).toMatchObject({
      softDeleteFeatureState: 'AlwaysON',
      isSoftDeleteFeatureStateEditable: false,
    });
    const body = { properties: { softDeleteFeatureState: 'Disabled' } };
    expect((await sandbox.call('PATCH', path, body)).status).toBe(400);
    expect((await sandbox.call('PUT', path, body)).status).toBe(400);
  });
});

describe('soft delete, as a PUT asks for it', () => {
  const path = `${vault}/backupconfig/vaultconfig`;
  const put = async (properties: Readonly<Record<string, unknown>>) =>
    await backupSandbox().call('PUT', path, { properties });

  it('takes 14 to 180 days, and always-on', async () => {
    const always = { softDeleteFeatureState: 'AlwaysON', softDeleteRetentionPeriodInDays: 180 };
    expect(await put(always)).toMatchObject({
      status: 200,
      body: { properties: { ...always, isSoftDeleteFeatureStateEditable: false } },
    });
    expect((await put({ softDeleteRetentionPeriodInDays: 14 })).status).toBe(200);
  });

  it.each([13, 181])('refuses %d days', async (days) => {
    expect((await put({ softDeleteRetentionPeriodInDays: days })).status).toBe(400);
  });
});

describe('redundancy', () => {
  const path = `${vault}/backupstorageconfig/vaultstorageconfig`;

  it('can be changed until something is protected', async () => {
    const sandbox = backupSandbox();
    const local = {
      properties: { storageModelType: 'LocallyRedundant', crossRegionRestoreFlag: false },
    };
    const put = await sandbox.call('PUT', path, local);
    expect(put.body.properties).toEqual({
      storageModelType: 'LocallyRedundant',
      storageType: 'LocallyRedundant',
      dedupState: 'Disabled',
      xcoolState: 'Disabled',
      storageTypeState: 'Unlocked',
      crossRegionRestoreFlag: false,
    });
    await sandbox.protect('Plain-VM');
    const geo = { properties: { storageModelType: 'GeoRedundant' } };
    expect((await sandbox.call('PUT', path, geo)).status).toBe(400);
  });

  it('allows cross-region restore even when it is locked, but not back', async () => {
    const sandbox = backupSandbox();
    await sandbox.protect('Plain-VM');
    const on = { properties: { crossRegionRestoreFlag: true } };
    const off = { properties: { crossRegionRestoreFlag: false } };
    expect((await sandbox.call('PATCH', path, on)).status).toBe(204);
    expect((await sandbox.call('GET', path)).body.properties.crossRegionRestoreFlag).toBe(true);
    expect((await sandbox.call('PATCH', path, off)).status).toBe(400);
  });
});

it('is encrypted with platform-managed keys', async () => {
  const sandbox = backupSandbox();
  const path = `${vault}/backupEncryptionConfigs/backupResourceEncryptionConfig`;
  expect((await sandbox.call('GET', path)).body.properties).toEqual({
    useSystemAssignedIdentity: true,
    encryptionAtRestType: 'MicrosoftManaged',
    lastUpdateStatus: 'NotEnabled',
    infrastructureEncryptionState: 'Disabled',
  });
});

it('answers for no vault that is not there', async () => {
  const sandbox = backupSandbox();
  const answer = await sandbox.call('GET', `${vault}x/backupPolicies`);
  expect(answer).toMatchObject({ status: 404, body: { error: { code: 'ResourceNotFound' } } });
  expect(answer.headers.get('x-ms-failure-cause')).toBe('gateway');
});
