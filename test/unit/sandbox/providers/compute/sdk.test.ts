// The unmodified SDK client building a machine from restored disks.
import { ComputeManagementClient } from '@azure/arm-compute';
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

async function compute(): Promise<ComputeManagementClient> {
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
  return new ComputeManagementClient(credential, subscriptionId, options);
}

describe('ComputeManagementClient', () => {
  it('sets the key of a disk, makes the machine and puts the extension on it', async () => {
    const client = await compute();
    const { encryptionSettingsCollection } = await client.disks.get('rg-tiny', 'restored-os');
    const disk = await client.disks.update(
      'rg-tiny',
      'restored-os',
      encryptionSettingsCollection === undefined ? {} : { encryptionSettingsCollection },
      { updateIntervalInMs: 1 },
    );
    expect(disk.encryptionSettingsCollection).toEqual(encryptionSettingsCollection);
    const { location, properties } = machineBody();
    const machine = await client.virtualMachines.createOrUpdate(
      'rg-tiny',
      'New-VM',
      { location, ...properties },
      { updateIntervalInMs: 1 },
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
      { updateIntervalInMs: 1 },
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
});
