// The unmodified SDK clients building a machine from restored disks, running a script in it, and taking it all away.
import { ComputeManagementClient } from '@azure/arm-compute';
import { ResourceManagementClient } from '@azure/arm-resources';
import { ClientSecretCredential } from '@azure/identity';
import { describe, expect, it } from 'vitest';
import { backupWorldIds } from '../../../../support/worlds/backup-world.js';
import {
  machineBody,
  restoredIds,
  restoredSandbox,
} from '../../../../support/worlds/restored-world.js';
import { sandboxHttpClient } from '../../../../support/sandbox-http-client.js';
import { tiny } from '../../../../support/worlds/tiny-world.js';

async function clients() {
  const sandbox = await restoredSandbox({ kek: false });
  const transport = sandboxHttpClient(sandbox);
  const options = {
    retryOptions: { maxRetries: 0 },
    httpClient: {
      // Time passes with every request, and the SDK's pollers, which know no virtual time, wait for none.
      sendRequest: async (request: Parameters<typeof transport.sendRequest>[0]) => {
        sandbox.pass(60);
        const response = await transport.sendRequest(request);
        response.headers.delete('retry-after');
        return response;
      },
    },
  };
  const { tenantId, ownerAppId, ownerSecret, subscriptionId } = tiny;
  const credential = new ClientSecretCredential(tenantId, ownerAppId, ownerSecret, options);
  return {
    sandbox,
    compute: new ComputeManagementClient(credential, subscriptionId, options),
    resources: new ResourceManagementClient(credential, subscriptionId, options),
  };
}

const QUICKLY = { updateIntervalInMs: 1 };

describe('ComputeManagementClient', () => {
  it('sets the key of a disk, makes the machine and puts the extension on it', async () => {
    const { compute: client } = await clients();
    const { encryptionSettingsCollection } = await client.disks.get('rg-tiny', 'restored-os');
    const disk = await client.disks.update(
      'rg-tiny',
      'restored-os',
      encryptionSettingsCollection === undefined ? {} : { encryptionSettingsCollection },
      QUICKLY,
    );
    expect(disk.encryptionSettingsCollection).toEqual(encryptionSettingsCollection);
    const { location, properties } = machineBody();
    const machine = await client.virtualMachines.createOrUpdate(
      'rg-tiny',
      'New-VM',
      { location, ...properties },
      QUICKLY,
    );
    expect(machine).toMatchObject({ id: restoredIds.machine, provisioningState: 'Succeeded' });
    const extension = await client.virtualMachineExtensions.createOrUpdate(
      'rg-tiny',
      'New-VM',
      'AzureDiskEncryption',
      {
        location,
        publisher: 'Microsoft.Azure.Security',
        typePropertiesType: 'AzureDiskEncryption',
        typeHandlerVersion: '2.2',
        autoUpgradeMinorVersion: true,
        settings: {
          EncryptionOperation: 'EnableEncryption',
          VolumeType: 'All',
          KeyVaultURL: `https://${tiny.policyVault}.vault.azure.net`,
          KeyVaultResourceId: backupWorldIds.policyKeyVault,
          SequenceVersion: 'a',
        },
      },
      QUICKLY,
    );
    expect(extension.provisioningState).toBe('Succeeded');
    const view = await client.virtualMachines.instanceView('rg-tiny', 'New-VM');
    expect(view.statuses?.map(({ code }) => code)).toContain('PowerState/running');
    expect(view.vmAgent?.statuses?.[0]?.displayStatus).toBe('Ready');
    expect(view.disks?.map(({ statuses }) => statuses?.[1]?.code)).toEqual([
      'EncryptionState/encrypted',
      'EncryptionState/encrypted',
    ]);
  });

  it('runs a script, reads quotas, and deletes the machine and its disks', async () => {
    const { compute: client, sandbox } = await clients();
    Object.assign(sandbox.state, { scripts: [{ exitCode: 2, output: 'out', error: 'err' }] });
    const { location, properties } = machineBody();
    const wanted = { location, ...properties };
    await client.virtualMachines.createOrUpdate('rg-tiny', 'New-VM', wanted, QUICKLY);
    const command = { location, source: { script: 'check' }, timeoutInSeconds: 60 };
    const { virtualMachineRunCommands: commands } = client;
    const put = await commands.createOrUpdate('rg-tiny', 'New-VM', 'c', command, QUICKLY);
    expect(put.provisioningState).toBe('Succeeded');
    const expand = { expand: 'instanceView' };
    const { instanceView } = await commands.getByVirtualMachine('rg-tiny', 'New-VM', 'c', expand);
    expect(instanceView).toMatchObject({
      executionState: 'Failed',
      exitCode: 2,
      output: 'out',
      error: 'err',
      startTime: expect.any(Date),
      endTime: expect.any(Date),
    });
    await commands.delete('rg-tiny', 'New-VM', 'c', QUICKLY);
    const usages = [];
    for await (const { name, currentValue } of client.usage.list('japaneast')) {
      usages.push([name.value, currentValue]);
    }
    expect(usages).toContainEqual(['virtualMachines', 3]);
    await client.virtualMachines.delete('rg-tiny', 'New-VM', QUICKLY);
    await client.disks.delete('rg-tiny', 'restored-os', QUICKLY);
    await expect(client.disks.get('rg-tiny', 'restored-os')).rejects.toMatchObject({
      code: 'ResourceNotFound',
    });
  });
});

describe('ResourceManagementClient', () => {
  const match = 'DELETE …/disks/*';

  it('deletes a group and waits until it is gone', async () => {
    const { resources } = await clients();
    await resources.resourceGroups.beginDeleteAndWait('rg-tiny', QUICKLY);
    const { body: there } = await resources.resourceGroups.checkExistence('rg-tiny');
    expect(there).toBe(false);
  });

  it('is told what holds it up', async () => {
    const { resources, sandbox } = await clients();
    sandbox.state.faults = [{ match, then: { kind: 'status', status: 409, code: 'Busy' } }];
    await expect(
      resources.resourceGroups.beginDeleteAndWait('rg-tiny', QUICKLY),
    ).rejects.toMatchObject({ statusCode: 409, code: 'ResourceGroupDeletionBlocked' });
    const { properties } = await resources.resourceGroups.get('rg-tiny');
    expect(properties?.provisioningState).toBe('Succeeded');
  });
});
