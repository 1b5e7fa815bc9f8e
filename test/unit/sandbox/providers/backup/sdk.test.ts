// The unmodified SDK clients against compute, vaults and backup.
import { ComputeManagementClient } from '@azure/arm-compute';
import { RecoveryServicesClient } from '@azure/arm-recoveryservices';
import { RecoveryServicesBackupClient } from '@azure/arm-recoveryservicesbackup';
import { ClientSecretCredential } from '@azure/identity';
import type { FullOperationResponse } from '@azure/core-client';
import { describe, expect, it } from 'vitest';
import type { WorldState } from '../../../../../src/sandbox/kernel/state.js';
import {
  addEncryptedMachine,
  addKey,
  backupSandbox,
  backupWorld,
  grantByPolicy,
  machineId,
  policyId,
  triggerBackup,
} from '../../../../support/worlds/backup-world.js';
import { accountId, addAccount } from '../../../../support/worlds/restore-jobs.js';
import { sandboxHttpClient } from '../../../../support/sandbox-http-client.js';
import { tiny } from '../../../../support/worlds/tiny-world.js';

const group = 'rg-tiny';
const vault = 'rsv-tiny';

function clients(state: WorldState = backupWorld()) {
  const sandbox = backupSandbox(state);
  const transport = sandboxHttpClient(sandbox);
  const options = {
    retryOptions: { maxRetries: 0 },
    httpClient: {
      // Time passes with every request, and the SDK's pollers, which know no virtual time, wait for none.
      sendRequest: async (request: Parameters<typeof transport.sendRequest>[0]) => {
        sandbox.pass(15);
        const response = await transport.sendRequest(request);
        response.headers.delete('retry-after');
        return response;
      },
    },
  };
  const credential = new ClientSecretCredential(
    tiny.tenantId,
    tiny.ownerAppId,
    tiny.ownerSecret,
    options,
  );
  const client = [credential, tiny.subscriptionId, options] as const;
  return {
    sandbox,
    compute: new ComputeManagementClient(...client),
    vaults: new RecoveryServicesClient(...client).vaults,
    backup: new RecoveryServicesBackupClient(...client),
  };
}

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) {
    found.push(item);
  }
  return found;
}

function names(machine: string) {
  const bare = `iaasvmcontainerv2;rg-tiny;${machine.toLowerCase()}`;
  return { container: `IaasVMContainer;${bare}`, item: `vm;${bare}` };
}

describe('arm-recoveryservicesbackup', () => {
  it('protects a machine and reads everything about it', async () => {
    const { backup, sandbox } = clients();
    const { container, item } = names('Plain-VM');
    let raw: FullOperationResponse | undefined;
    await backup.protectedItems.createOrUpdate(
      vault,
      group,
      'Azure',
      container,
      item,
      {
        properties: {
          protectedItemType: 'Microsoft.Compute/virtualMachines',
          sourceResourceId: machineId('Plain-VM'),
          policyId: policyId('DefaultPolicy'),
        },
      },
      {
        onResponse: (response) => {
          raw = response;
        },
      },
    );
    const id = raw?.headers.get('azure-asyncoperation')?.split('/').at(-1)?.split('?')[0] ?? '';
    sandbox.pass(60);
    const status = await backup.backupOperationStatuses.get(vault, group, id);
    expect(status.status).toBe('Succeeded');
    expect(status.properties?.objectType).toBe('OperationStatusJobExtendedInfo');
    const found = await backup.protectedItems.get(vault, group, 'Azure', container, item);
    expect(found.properties).toMatchObject({
      protectionState: 'IRPending',
      protectedItemType: 'Microsoft.Compute/virtualMachines',
    });
    const filter = "backupManagementType eq 'AzureIaasVM'";
    expect(await all(backup.backupProtectedItems.list(vault, group, { filter }))).toHaveLength(1);
    expect(await all(backup.backupProtectableItems.list(vault, group, { filter }))).toHaveLength(0);
    expect(await all(backup.backupPolicies.list(vault, group, { filter }))).toHaveLength(2);
    const [job] = await all(backup.backupJobs.list(vault, group));
    const detail = await backup.jobDetails.get(vault, group, job?.name ?? '');
    expect(detail.properties).toMatchObject({
      jobType: 'AzureIaaSVMJob',
      status: 'Completed',
      startTime: expect.any(Date),
    });
    const place = await backup.backupStatus.get('japaneast', {
      resourceType: 'VM',
      resourceId: machineId('Plain-VM'),
    });
    expect(place.protectionStatus).toBe('Protected');
    await backup.protectionContainers.refresh(vault, group, 'Azure');
    await backup.backupResourceVaultConfigs.get(vault, group);
    await backup.backupResourceStorageConfigsNonCRR.get(vault, group);
    await backup.backupResourceEncryptionConfigs.get(vault, group);
    expect(await all(backup.resourceGuardProxies.list(vault, group))).toEqual([]);
    await backup.protectedItems.delete(vault, group, 'Azure', container, item);
  });

  it('validates a restore of disks, starts it and finds its job', async () => {
    const { backup, sandbox } = clients();
    const { container, item } = names('Plain-VM');
    const at = [vault, group] as const;
    addAccount(sandbox.state, 'sttiny');
    await sandbox.protect('Plain-VM');
    await triggerBackup(sandbox, 'Plain-VM');
    sandbox.pass(3600);
    const [point] = await all(backup.recoveryPoints.list(...at, 'Azure', container, item));
    const request = {
      objectType: 'IaasVMRestoreRequest' as const,
      recoveryType: 'RestoreDisks',
      sourceResourceId: machineId('Plain-VM'),
      targetResourceGroupId: tiny.group,
      storageAccountId: accountId('sttiny'),
      region: 'japaneast',
    };
    const validation = {
      id: point?.id ?? '',
      properties: {
        objectType: 'ValidateIaasVMRestoreOperationRequest' as const,
        restoreRequest: request,
      },
    };
    expect(await backup.operation.validate(...at, validation)).toMatchObject({
      validateOperationResponse: { validationResults: [] },
    });
    await backup.validateOperation.beginTriggerAndWait(...at, validation);
    const ofPoint = [...at, 'Azure', container, item, point?.name ?? ''] as const;
    const body = { properties: request };
    await backup.restores.beginTriggerAndWait(...ofPoint, body, { updateIntervalInMs: 1 });
    const filter = "operation eq 'Restore'";
    const [job] = await all(backup.backupJobs.list(...at, { filter }));
    sandbox.pass(120);
    const { properties } = await backup.jobDetails.get(...at, job?.name ?? '');
    expect(properties).toMatchObject({
      status: 'Completed',
      extendedInfo: { progressPercentage: 100, propertyBag: { 'Job Type': 'Recover disks' } },
    });
  });

  it('backs up an encrypted machine and reads its recovery points', async () => {
    const state = backupWorld();
    addEncryptedMachine(state, 'Ade-VM', { kekUrl: addKey(state, tiny.policyVault, 'kek') });
    grantByPolicy(state, { keys: ['all'], secrets: ['all'] });
    const { backup, sandbox } = clients(state);
    await sandbox.protect('Ade-VM');
    const { container, item } = names('Ade-VM');
    await backup.backups.trigger(vault, group, 'Azure', container, item, {
      properties: {
        objectType: 'IaasVMBackupRequest',
        recoveryPointExpiryTimeInUTC: new Date('2026-12-23T00:00:00Z'),
      },
    });
    sandbox.pass(3000);
    const [point] = await all(backup.recoveryPoints.list(vault, group, 'Azure', container, item));
    const one = await backup.recoveryPoints.get(
      vault,
      group,
      'Azure',
      container,
      item,
      point?.name ?? '',
    );
    expect(one.properties).toMatchObject({
      objectType: 'IaasVMRecoveryPoint',
      isSourceVMEncrypted: true,
      keyAndSecret: { kekDetails: { keyUrl: expect.any(String) } },
    });
  });

  it('creates and deletes policies', async () => {
    const { backup } = clients();
    const known = await backup.protectionPolicies.get(vault, group, 'DefaultPolicy');
    const made = await backup.protectionPolicies.createOrUpdate(vault, group, 'Copy', {
      properties: known.properties ?? { backupManagementType: 'AzureIaasVM' },
    });
    expect(made.properties).toMatchObject({ backupManagementType: 'AzureIaasVM' });
    await backup.protectionPolicies.beginDeleteAndWait(vault, group, 'Copy');
    await expect(backup.protectionPolicies.get(vault, group, 'Copy')).rejects.toMatchObject({
      statusCode: 404,
    });
  });
});

describe('arm-recoveryservices', () => {
  it('creates, changes and deletes a vault', async () => {
    const { vaults } = clients();
    const made = await vaults.beginCreateOrUpdateAndWait(
      group,
      'rsv-new',
      {
        location: 'japaneast',
        sku: { name: 'RS0', tier: 'Standard' },
        properties: { publicNetworkAccess: 'Enabled' },
      },
      { updateIntervalInMs: 0 },
    );
    expect(made.properties?.provisioningState).toBe('Succeeded');
    const changed = await vaults.beginUpdateAndWait(
      group,
      'rsv-new',
      { tags: { team: 'a' } },
      { updateIntervalInMs: 0 },
    );
    expect(changed.tags).toEqual({ team: 'a' });
    const found = await all(vaults.listBySubscriptionId());
    expect(found.map(({ name }) => name)).toEqual(['rsv-new', 'rsv-other', 'rsv-tiny']);
    expect(await all(vaults.listByResourceGroup(group))).toHaveLength(3);
    await vaults.beginDeleteAndWait(group, 'rsv-new');
    await expect(vaults.get(group, 'rsv-new')).rejects.toMatchObject({
      statusCode: 404,
      code: 'ResourceNotFound',
    });
  });
});

describe('arm-compute', () => {
  it('reads machines, extensions and disks', async () => {
    const state = backupWorld();
    addEncryptedMachine(state, 'Ade-VM');
    const { compute } = clients(state);
    const machine = await compute.virtualMachines.get(group, 'Ade-VM', { expand: 'instanceView' });
    expect(machine.instanceView?.disks?.[0]?.encryptionSettings?.[0]?.enabled).toBe(true);
    expect(machine.resources?.[0]?.publisher).toBe('Microsoft.Azure.Security');
    const view = await compute.virtualMachines.instanceView(group, 'Ade-VM');
    expect(view.vmAgent?.vmAgentVersion).toBe('2.7.41491.1075');
    expect(await all(compute.virtualMachines.listAll())).toHaveLength(2);
    expect(await all(compute.virtualMachines.list(group))).toHaveLength(2);
    const extensions = await compute.virtualMachineExtensions.list(group, 'Ade-VM');
    expect(extensions.value).toHaveLength(1);
    const diskName = machine.storageProfile?.osDisk?.name ?? '';
    const disk = await compute.disks.get(group, diskName);
    expect(disk.encryptionSettingsCollection).toMatchObject({
      enabled: true,
      encryptionSettingsVersion: '1.1',
    });
    expect(await all(compute.disks.list())).toHaveLength(2);
    expect(await all(compute.diskEncryptionSets.list())).toEqual([]);
  });

  it('stops and starts a machine', async () => {
    const { compute } = clients();
    await compute.virtualMachines.deallocate(group, 'Plain-VM', { updateIntervalInMs: 0 });
    const stopped = await compute.virtualMachines.instanceView(group, 'Plain-VM');
    expect(stopped.statuses?.map(({ code }) => code)).toContain('PowerState/deallocated');
    await compute.virtualMachines.start(group, 'Plain-VM', { updateIntervalInMs: 0 });
    const running = await compute.virtualMachines.instanceView(group, 'Plain-VM');
    expect(running.statuses?.map(({ code }) => code)).toContain('PowerState/running');
  });
});
