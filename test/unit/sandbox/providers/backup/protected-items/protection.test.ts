// Protection of machines: every transition that was recorded, with its timing, job and item.
import { describe, expect, it } from 'vitest';
import {
  addMachine,
  backupSandbox,
  backupWorld,
  backupWorldIds,
  itemPath,
  jobProperties,
  machineId,
  policyId,
  triggerBackup,
} from '../../../../../support/worlds/backup-world.js';

const { vault } = backupWorldIds;
const bare = 'iaasvmcontainerv2;rg-tiny;plain-vm';

const enableBody = {
  properties: {
    protectedItemType: 'Microsoft.Compute/virtualMachines',
    sourceResourceId: machineId('Plain-VM'),
    policyId: policyId('DefaultPolicy'),
  },
};

/** Recording protection-enable.poll-sequence. */
describe('enabling', () => {
  it('answers 202 with nothing but where to ask, semicolons raw and in the casing of the request', async () => {
    const sandbox = backupSandbox();
    const path = itemPath('Plain-VM').replaceAll(';', '%3B');
    const answer = await sandbox.call('PUT', path, enableBody, '2023-02-01');
    expect(answer).toMatchObject({ status: 202, body: undefined });
    const item = `https://management.azure.com${itemPath('Plain-VM')}`;
    const id = answer.headers.get('azure-asyncoperation')?.split('/').at(-1)?.split('?')[0];
    expect(answer.headers.get('azure-asyncoperation')).toBe(
      `${item}/operationsStatus/${id}?api-version=2023-02-01`,
    );
    expect(answer.headers.get('location')).toBe(
      `${item}/operationResults/${id}?api-version=2023-02-01`,
    );
    expect(answer.headers.get('retry-after')).toBe('60');
    expect(answer.headers.get('x-ms-ratelimit-remaining-subscription-writes')).toBe('1199');
  });

  it('is in progress for 40 seconds, wherever one asks', async () => {
    const sandbox = backupSandbox();
    const answer = await sandbox.call('PUT', itemPath('Plain-VM'), enableBody);
    const id = answer.headers.get('location')?.split('/').at(-1)?.split('?')[0];
    const places = [
      `${itemPath('Plain-VM')}/operationsStatus/${id}`,
      `${vault}/backupOperations/${id}`,
    ];
    sandbox.pass(35);
    for (const place of places) {
      expect(await sandbox.call('GET', place)).toMatchObject({
        status: 200,
        body: { id, name: id, status: 'InProgress', endTime: '0001-01-01T00:00:00' },
      });
    }
    const result = `${itemPath('Plain-VM')}/operationResults/${id}`;
    expect(await sandbox.call('GET', result)).toMatchObject({ status: 202, body: {} });
    expect(await sandbox.call('GET', itemPath('Plain-VM'))).toMatchObject({
      status: 404,
      body: { error: { code: 'BMSUserErrorDataSourceObjectNotFound' } },
    });
    sandbox.pass(10);
    for (const place of places) {
      const { body } = await sandbox.call('GET', place);
      expect(body).toMatchObject({
        status: 'Succeeded',
        properties: { objectType: 'OperationStatusJobExtendedInfo' },
      });
      expect(body.endTime).toBe(body.startTime);
      expect(body.startTime).toMatch(/^2026-11-23T12:00:00(?:\.\d{1,7})?Z$/u);
      expect(body.properties.jobId).not.toBe(id);
    }
    expect(await sandbox.call('GET', result)).toMatchObject({
      status: 200,
      body: { name: `VM;${bare}` },
    });
  });

  it('leaves a completed job and an item that waits for its first backup', async () => {
    const sandbox = backupSandbox();
    const { properties } = await sandbox.put('Plain-VM', enableBody.properties, {
      apiVersion: '2023-02-01',
    });
    const job = await sandbox.call('GET', `${vault}/backupJobs/${properties.jobId}`);
    expect(job.headers.get('x-ms-ratelimit-remaining-subscription-resource-requests')).toBe('149');
    expect(job.body).toEqual({
      id: `${vault}/backupJobs/${properties.jobId}`,
      name: properties.jobId,
      type: 'Microsoft.RecoveryServices/vaults/backupJobs',
      properties: {
        jobType: 'AzureIaaSVMJob',
        containerName: bare,
        duration: expect.stringMatching(/^PT40\.\d+S$/u),
        virtualMachineVersion: 'Compute',
        extendedInfo: {
          tasksList: [],
          propertyBag: { 'VM Name': 'Plain-VM', 'Policy Name': 'DefaultPolicy' },
        },
        entityFriendlyName: 'Plain-VM',
        backupManagementType: 'AzureIaasVM',
        operation: 'ConfigureBackup',
        status: 'Completed',
        startTime: expect.any(String),
        endTime: expect.any(String),
        activityId: expect.any(String),
      },
    });
    const item = await sandbox.call('GET', itemPath('Plain-VM'), undefined, '2023-02-01');
    expect(item.body).toEqual({
      id: `${vault}/backupFabrics/Azure/protectionContainers/IaasVMContainer;${bare}/protectedItems/VM;${bare}`,
      name: `VM;${bare}`,
      type: 'Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers/protectedItems',
      properties: {
        friendlyName: 'Plain-VM',
        virtualMachineId: machineId('Plain-VM'),
        protectionStatus: 'Healthy',
        protectionState: 'IRPending',
        healthStatus: 'Passed',
        lastBackupStatus: '',
        lastBackupTime: '2001-01-01T00:00:00Z',
        protectedItemDataId: expect.stringMatching(/^\d{15}$/u),
        protectedItemType: 'Microsoft.Compute/virtualMachines',
        backupManagementType: 'AzureIaasVM',
        workloadType: 'VM',
        containerName: bare,
        sourceResourceId: machineId('Plain-VM'),
        policyId: policyId('DefaultPolicy'),
        policyName: 'DefaultPolicy',
        vaultId: `https://management.azure.com${vault}`,
        isArchiveEnabled: false,
        softDeleteRetentionPeriod: 0,
      },
    });
  });

  it('has the client request id as the activity of its job', async () => {
    const sandbox = backupSandbox();
    await sandbox.send('PUT', `${itemPath('Plain-VM')}?api-version=2023-06-01`, {
      body: enableBody,
      headers: { 'x-ms-client-request-id': 'my-request' },
    });
    sandbox.pass(60);
    const jobs = await sandbox.call('GET', `${vault}/backupJobs`);
    expect(jobs.body.value[0].properties.activityId).toBe('my-request');
    expect(jobs.body.value[0].properties).not.toHaveProperty('extendedInfo');
  });

  it('locks the redundancy and gives the vault its storage version', async () => {
    const sandbox = backupSandbox();
    await sandbox.protect('Plain-VM');
    const config = await sandbox.call('GET', `${vault}/backupstorageconfig/vaultstorageconfig`);
    expect(config.body.properties.storageTypeState).toBe('Locked');
    const shown = await sandbox.call('GET', vault, undefined, '2024-04-01');
    expect(shown.body.properties).toMatchObject({
      backupStorageVersion: 'V2',
      redundancySettings: {
        standardTierStorageRedundancy: 'GeoRedundant',
        crossRegionRestore: 'Disabled',
      },
    });
  });
});

describe('changing protection', () => {
  it('changes the policy in 12 seconds and keeps the state', async () => {
    const sandbox = backupSandbox();
    await sandbox.protect('Plain-VM');
    const answer = await sandbox.call('PUT', itemPath('Plain-VM'), {
      properties: { ...enableBody.properties, policyId: policyId('EnhancedPolicy') },
    });
    sandbox.pass(12);
    const { body } = await sandbox.send('GET', answer.headers.get('azure-asyncoperation') ?? '');
    expect(body.status).toBe('Succeeded');
    expect(await sandbox.item('Plain-VM')).toMatchObject({
      policyName: 'EnhancedPolicy',
      protectionState: 'IRPending',
    });
  });

  it('stops, keeping data, and resumes', async () => {
    const sandbox = backupSandbox();
    await sandbox.protect('Plain-VM');
    const stopped = await sandbox.put('Plain-VM', {
      policyId: '',
      protectionState: 'ProtectionStopped',
    });
    const job = await sandbox.call('GET', `${vault}/backupJobs/${stopped.properties.jobId}`);
    expect(job.body.properties).toMatchObject({
      operation: 'DisableBackup',
      extendedInfo: { propertyBag: { 'VM Name': 'Plain-VM', 'Policy Name': '' } },
    });
    expect(await sandbox.item('Plain-VM')).toMatchObject({
      protectionState: 'ProtectionStopped',
      policyId: '',
      policyName: '',
    });
    await sandbox.protect('Plain-VM');
    expect((await sandbox.item('Plain-VM')).policyName).toBe('DefaultPolicy');
  });

  it('keeps a choice of disks', async () => {
    const sandbox = backupSandbox();
    const diskExclusionProperties = { diskLunList: [0, 1], isInclusionList: true };
    await sandbox.put('Plain-VM', {
      policyId: policyId('DefaultPolicy'),
      extendedProperties: { diskExclusionProperties },
    });
    expect((await sandbox.item('Plain-VM')).extendedProperties).toEqual({
      diskExclusionProperties,
    });
  });

  it('names the disks in the jobs of an item that leaves some out, once they have ended', async () => {
    const state = backupWorld();
    addMachine(state, 'Data-VM', { dataDiskSizesGB: [8, 8, 8] });
    const sandbox = backupSandbox(state);
    await sandbox.put('Data-VM', {
      policyId: policyId('DefaultPolicy'),
      extendedProperties: {
        diskExclusionProperties: { diskLunList: [1], isInclusionList: false },
      },
    });
    const { properties } = await triggerBackup(sandbox, 'Data-VM');
    const running = await jobProperties(sandbox, properties.jobId);
    expect(running.extendedInfo.propertyBag).not.toHaveProperty('Excluded disk(s)');
    sandbox.pass(5000);
    const ended = await jobProperties(sandbox, properties.jobId);
    expect(ended.extendedInfo.propertyBag).toMatchObject({
      'Backed-up disk(s)': expect.stringMatching(/^[^;]+; [^;]+; [^;]+$/u),
      'Excluded disk(s)': expect.stringMatching(/^[^;]+$/u),
    });
  });
});

describe('deleting', () => {
  it('keeps the item for 14 days while soft delete is on, at vault-level addresses', async () => {
    const sandbox = backupSandbox();
    await sandbox.protect('Plain-VM');
    const answer = await sandbox.call('DELETE', itemPath('Plain-VM'));
    expect(answer).toMatchObject({ status: 202, body: undefined });
    const status = answer.headers.get('azure-asyncoperation') ?? '';
    expect(status).toContain(`${vault}/backupOperations/`);
    expect(answer.headers.get('location')).toContain(`${vault}/backupOperationResults/`);
    sandbox.pass(16);
    const { body } = await sandbox.send('GET', status);
    const job = await sandbox.call('GET', `${vault}/backupJobs/${body.properties.jobId}`);
    expect(job.body.properties).toMatchObject({
      operation: 'DeleteBackupData',
      extendedInfo: { propertyBag: { 'Number of Recovery Points': '0' } },
    });
    expect(await sandbox.item('Plain-VM')).toMatchObject({
      protectionState: 'ProtectionStopped',
      policyId: '',
      deferredDeleteTimeInUTC: body.startTime,
      isScheduledForDeferredDelete: true,
      deferredDeleteTimeRemaining: expect.stringMatching(/^13\.23:59:4[34](?:\.\d{1,7})?$/u),
      softDeleteRetentionPeriod: 14,
    });
    const containers = await sandbox.call(
      'GET',
      `${vault}/backupProtectionContainers?$filter=backupManagementType eq 'AzureIaasVM' and status eq 'Registered'`,
    );
    expect(containers.body.value[0].properties.registrationStatus).toBe('SoftDeleted');
    sandbox.pass(14 * 86_400);
    expect((await sandbox.call('GET', itemPath('Plain-VM'))).status).toBe(404);
  });

  it('undeletes to stopped protection; the retention then ends nothing', async () => {
    const sandbox = backupSandbox();
    await sandbox.protect('Plain-VM');
    await sandbox.call('DELETE', itemPath('Plain-VM'));
    sandbox.pass(20);
    const refused = await sandbox.call('PUT', itemPath('Plain-VM'), enableBody);
    expect(refused.status).toBe(400);
    const undeleted = await sandbox.put('Plain-VM', {
      policyId: '',
      isRehydrate: true,
      protectionState: 'ProtectionStopped',
    });
    const job = await sandbox.call('GET', `${vault}/backupJobs/${undeleted.properties.jobId}`);
    expect(job.body.properties).toMatchObject({
      operation: 'Undelete',
      extendedInfo: { propertyBag: { 'Undelete flag': 'True' } },
    });
    const item = await sandbox.item('Plain-VM');
    expect(item).toMatchObject({ protectionState: 'ProtectionStopped' });
    expect(item).not.toHaveProperty('isScheduledForDeferredDelete');
    sandbox.pass(30 * 86_400);
    expect((await sandbox.call('GET', itemPath('Plain-VM'))).status).toBe(200);
  });

  it('takes two minutes without soft delete and leaves nothing', async () => {
    const sandbox = backupSandbox();
    await sandbox.protect('Plain-VM');
    await sandbox.call('PATCH', `${vault}/backupconfig/vaultconfig`, {
      properties: { enhancedSecurityState: 'Enabled', softDeleteFeatureState: 'Disabled' },
    });
    const answer = await sandbox.call('DELETE', itemPath('Plain-VM'));
    const status = answer.headers.get('azure-asyncoperation') ?? '';
    sandbox.pass(105);
    expect((await sandbox.send('GET', status)).body.status).toBe('InProgress');
    sandbox.pass(10);
    expect((await sandbox.send('GET', status)).body.status).toBe('Succeeded');
    expect((await sandbox.send('GET', answer.headers.get('location') ?? '')).status).toBe(204);
    expect((await sandbox.call('GET', itemPath('Plain-VM'))).status).toBe(404);
    expect((await sandbox.call('DELETE', itemPath('Plain-VM'))).status).toBe(204);
  });
});

describe('what is refused', () => {
  it('refuses a second change while one goes on', async () => {
    const sandbox = backupSandbox();
    await sandbox.call('PUT', itemPath('Plain-VM'), enableBody);
    expect(await sandbox.call('PUT', itemPath('Plain-VM'), enableBody)).toMatchObject({
      status: 409,
      body: { error: { code: 'BMSUserErrorConflictingProtectionOperation' } },
    });
  });

  it('fails the protection of one machine in two vaults', async () => {
    const sandbox = backupSandbox();
    await sandbox.protect('Plain-VM');
    const { otherVault } = backupWorldIds;
    const status = await sandbox.put(
      'Plain-VM',
      { policyId: policyId('DefaultPolicy', otherVault) },
      { vault: otherVault },
    );
    expect(status).toMatchObject({
      status: 'Failed',
      error: { code: 'VirtualMachineAlreadyProtected' },
    });
    expect(status).not.toHaveProperty('properties');
  });

  it.each([
    ['a policy of another vault', { policyId: policyId('DefaultPolicy', '/x') }],
    ['a policy that is not there', { policyId: policyId('Nowhere') }],
    ['a policy for databases', { policyId: policyId('HourlyLogBackup') }],
    ['no policy', {}],
  ])('refuses %s', async (_, properties) => {
    const sandbox = backupSandbox();
    const answer = await sandbox.call('PUT', itemPath('Plain-VM'), {
      properties: {
        protectedItemType: 'Microsoft.Compute/virtualMachines',
        sourceResourceId: machineId('Plain-VM'),
        ...properties,
      },
    });
    expect(answer).toMatchObject({
      status: 400,
      body: { error: { code: 'BMSUserErrorInvalidInput', target: null } },
    });
  });

  it('refuses names and machines that do not belong together', async () => {
    const sandbox = backupSandbox();
    const code = 'BMSUserErrorInvalidConfigureProtectionRequest';
    const body = {
      properties: { ...enableBody.properties, sourceResourceId: machineId('Other') },
    };
    expect(await sandbox.call('PUT', itemPath('Plain-VM'), body)).toMatchObject({
      status: 400,
      body: { error: { code } },
    });
    expect(await sandbox.call('PUT', itemPath('Other'), body)).toMatchObject({
      status: 400,
      body: { error: { code } },
    });
  });

  it('refuses the 1001st machine of a policy', async () => {
    const state = backupWorld();
    const items = state.backup[vault.toLowerCase()]?.items ?? {};
    for (let number = 0; number < 1000; number += 1) {
      const name = `VM;iaasvmcontainerv2;rg-tiny;vm${number}`;
      items[name.toLowerCase()] = {
        name,
        vmId: machineId(`vm${number}`),
        dataId: '1',
        protectionState: 'Protected',
        protectionStatus: 'Healthy',
        policyName: 'EnhancedPolicy',
        lastBackupStatus: '',
        recoveryPoints: [],
      };
    }
    const sandbox = backupSandbox(state);
    const answer = await sandbox.call('PUT', itemPath('Plain-VM'), enableBody);
    expect(answer.status).toBe(400);
    expect(answer.body.error.code).toBe('UserErrorVaultItemLimitReached');
  });

  it('refuses body fields that it does not know by name', async () => {
    const sandbox = backupSandbox();
    const answer = await sandbox.call('PUT', itemPath('Plain-VM'), {
      properties: { ...enableBody.properties, createMode: 'Recover' },
    });
    expect(answer.status).toBe(501);
    expect(answer.body.error.message).toContain('properties.createMode');
  });
});
