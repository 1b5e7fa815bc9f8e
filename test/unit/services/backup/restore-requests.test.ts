// What a restore sends: the restore itself, its validation, and what a machine is built from.
import { describe, expect, it } from 'vitest';
import {
  armError,
  empty,
  json,
  servicesUnderTest,
} from '../../../support/contract/services-under-test.js';

const SUB = '/subscriptions/00000000-0000-0000-0000-000000000000';
const RG = `${SUB}/resourceGroups/MyRG`;
const VAULT_ID = `${RG}/providers/Microsoft.RecoveryServices/vaults/v`;
const VM_ID = `${RG}/providers/Microsoft.Compute/virtualMachines/MyVM`;
const KV_ID = `${RG}/providers/Microsoft.KeyVault/vaults/kv`;
const DISK_ID = `${RG}/providers/Microsoft.Compute/disks/os`;
const NIC_ID = `${RG}/providers/Microsoft.Network/networkInterfaces/nic`;
const NETWORK_ID = `${RG}/providers/Microsoft.Network/virtualNetworks/net`;
const SUBNET_ID = `${NETWORK_ID}/subnets/default`;
const STORAGE_ID = `${RG}/providers/Microsoft.Storage/storageAccounts/staging`;
const STATUS_URL = `https://management.azure.com${VAULT_ID}/operationsStatus/job-1?api-version=1`;
const CANARY = 'canary-of-a-client-secret';

const REQUEST = {
  vaultId: VAULT_ID,
  vmId: VM_ID,
  point: '301991543298965',
  location: 'japaneast',
  storageAccountId: STORAGE_ID,
};
const BODY = {
  objectType: 'IaasVMRestoreRequest',
  recoveryPointId: '301991543298965',
  recoveryType: 'RestoreDisks',
  sourceResourceId: VM_ID,
  storageAccountId: STORAGE_ID,
  region: 'japaneast',
  createNewCloudService: false,
  originalStorageAccountOption: false,
};
const KEYS = {
  enabled: true,
  secretUrl: 'https://kv.vault.azure.net/secrets/bek/1',
  secretVaultId: KV_ID,
  keyUrl: 'https://kv.vault.azure.net/keys/kek/2',
  keyVaultId: KV_ID,
};
const WIRE_KEYS = {
  diskEncryptionKey: { secretUrl: KEYS.secretUrl, sourceVault: { id: KV_ID } },
  keyEncryptionKey: { keyUrl: KEYS.keyUrl, sourceVault: { id: KV_ID } },
};

const accepted = (): Response => empty(202, { 'azure-asyncoperation': STATUS_URL });

describe('a restore of disks', () => {
  it.each([[undefined], [RG]])('into the group %s is one POST, and an operation', async (group) => {
    const azure = servicesUnderTest(accepted);
    const backup = await azure.services.backup();
    const target = group === undefined ? {} : { targetResourceGroupId: group };
    const operation = await backup.restoreDisks({ ...REQUEST, ...target });
    expect(operation.id).toBe('job-1');
    expect(azure.requests.map(({ method }) => method)).toEqual(['POST']);
    expect(decodeURIComponent(azure.requests[0]?.url.pathname ?? '')).toBe(
      `${VAULT_ID}/backupFabrics/Azure/protectionContainers/IaasVMContainer;iaasvmcontainerv2;myrg;myvm/protectedItems/VM;iaasvmcontainerv2;myrg;myvm/recoveryPoints/301991543298965/restore`,
    );
    expect(azure.requests[0]?.body).toEqual({ properties: { ...BODY, ...target } });
  });

  it('names its job when it was accepted', async () => {
    const azure = servicesUnderTest(({ method }) =>
      method === 'POST'
        ? accepted()
        : json({ status: 'Succeeded', properties: { jobId: 'job-1' } }),
    );
    const operation = await (await azure.services.backup()).restoreDisks(REQUEST);
    expect(await operation.wait({ clock: azure.clock })).toEqual({
      status: 'succeeded',
      jobId: 'job-1',
    });
  });

  it('is not asked for twice when the service is in trouble', async () => {
    const azure = servicesUnderTest(() => armError(500, 'InternalServerError', 'Failure.'));
    await expect((await azure.services.backup()).restoreDisks(REQUEST)).rejects.toMatchObject({
      fields: { kind: 'unavailable', target: VM_ID },
    });
    expect(azure.requests).toHaveLength(1);
  });

  it('is judged by Azure beforehand', async () => {
    const objection = {
      code: 'UserErrorCoreCountSubscriptionQuotaReached',
      message: 'Core Count subscription quota has been reached.',
      recommendations: ['Contact Azure support to increase the limits.'],
    };
    const azure = servicesUnderTest((_, count) =>
      count === 1
        ? armError(500, 'InternalServerError', 'Failure.')
        : json({ validateOperationResponse: { validationResults: [objection] } }),
    );
    expect(await (await azure.services.backup()).validateRestore(REQUEST)).toEqual([objection]);
    expect(azure.requests[1]?.url.pathname).toBe(`${VAULT_ID}/backupValidateOperation`);
    expect(azure.requests[1]?.body).toEqual({
      id: `${VAULT_ID}/backupFabrics/Azure/protectionContainers/IaasVMContainer;iaasvmcontainerv2;myrg;myvm/protectedItems/VM;iaasvmcontainerv2;myrg;myvm/recoveryPoints/301991543298965`,
      properties: { objectType: 'ValidateIaasVMRestoreOperationRequest', restoreRequest: BODY },
    });
  });

  it.each([[{}], [{ validateOperationResponse: {} }]])('%j is no objection', async (answer) => {
    const azure = servicesUnderTest(() => json(answer));
    expect(await (await azure.services.backup()).validateRestore(REQUEST)).toEqual([]);
  });
});

describe('a network interface', () => {
  const wanted = { id: NIC_ID, location: 'japaneast', subnetId: SUBNET_ID, tags: { a: 'b' } };

  it.each([
    [{}, { privateIPAllocationMethod: 'Dynamic' }],
    [
      { privateAddress: '10.0.0.9' },
      { privateIPAllocationMethod: 'Static', privateIPAddress: '10.0.0.9' },
    ],
  ])('%j has no public address', async (address, allocation) => {
    const azure = servicesUnderTest(() => json({}, 201, { 'azure-asyncoperation': STATUS_URL }));
    const networks = await azure.services.networks();
    const operation = await networks.putInterface({ ...wanted, ...address });
    expect(operation.id).toBe('job-1');
    expect(azure.requests[0]?.url.pathname).toBe(NIC_ID);
    expect(azure.requests[0]?.body).toEqual({
      location: 'japaneast',
      tags: { a: 'b' },
      properties: {
        ipConfigurations: [
          { name: 'ipconfig1', properties: { subnet: { id: SUBNET_ID }, ...allocation } },
        ],
      },
    });
  });

  it('says which machine has it', async () => {
    const attached = { id: NIC_ID, properties: { virtualMachine: { id: VM_ID } } };
    const azure = servicesUnderTest(() => json(attached));
    expect(await (await azure.services.networks()).networkInterface(NIC_ID)).toEqual({
      id: NIC_ID,
      tags: {},
      machineId: VM_ID,
    });
  });

  it('that is not there is undefined', async () => {
    const azure = servicesUnderTest(() => armError(404, 'ResourceNotFound', 'Gone.'));
    const networks = await azure.services.networks();
    expect(await networks.networkInterface(NIC_ID)).toBeUndefined();
    expect(await networks.network(NETWORK_ID)).toBeUndefined();
  });
});

describe('a virtual network', () => {
  const network = { id: NETWORK_ID, name: 'net', location: 'japaneast' };

  it('has subnets', async () => {
    const many = { addressPrefixes: ['10.0.1.0/24', 'fd00::/64'] };
    const subnets = [
      { id: SUBNET_ID, name: 'default', properties: {} },
      { id: SUBNET_ID, name: 'one', properties: { addressPrefix: '10.0.0.0/24' } },
      { id: SUBNET_ID, name: 'many', properties: many },
    ];
    const azure = servicesUnderTest(() => json({ ...network, properties: { subnets } }));
    expect(await (await azure.services.networks()).network(NETWORK_ID)).toEqual({
      id: NETWORK_ID,
      location: 'japaneast',
      subnets: [
        { id: SUBNET_ID, name: 'default', prefixes: [] },
        { id: SUBNET_ID, name: 'one', prefixes: ['10.0.0.0/24'] },
        { id: SUBNET_ID, name: 'many', prefixes: many.addressPrefixes },
      ],
    });
  });

  it('is found in the subscription', async () => {
    const azure = servicesUnderTest(() => json({ value: [network] }));
    expect(await (await azure.services.networks()).networks('s')).toEqual([
      { id: NETWORK_ID, location: 'japaneast' },
    ]);
  });

  it('without subnets is no network', async () => {
    const azure = servicesUnderTest(() => json(network));
    await expect((await azure.services.networks()).network(NETWORK_ID)).rejects.toMatchObject({
      fields: { code: 'AZB_UNEXPECTED_RESPONSE', target: NETWORK_ID },
    });
  });
});

describe('a machine', () => {
  const machine = {
    id: VM_ID,
    location: 'japaneast',
    size: 'Standard_D2s_v5',
    osType: 'Linux',
    zones: [],
    networkInterfaceId: NIC_ID,
    osDisk: { kind: 'managed', diskId: DISK_ID },
    dataDisks: [],
    tags: { a: 'b' },
  } as const;
  const created = (): Response =>
    json({ id: VM_ID, location: 'japaneast' }, 201, { 'azure-asyncoperation': STATUS_URL });

  it('is built from managed disks by one PUT', async () => {
    const azure = servicesUnderTest(created);
    const operation = await (
      await azure.services.virtualMachines()
    ).createMachine({
      ...machine,
      zones: ['1'],
      dataDisks: [{ kind: 'managed', diskId: `${RG}/providers/x/disks/data`, lun: 3 }],
    });
    expect(operation.id).toBe('job-1');
    expect(azure.requests.map(({ method, url }) => [method, url.pathname])).toEqual([
      ['PUT', VM_ID],
    ]);
    expect(azure.requests[0]?.body).toEqual({
      location: 'japaneast',
      tags: { a: 'b' },
      zones: ['1'],
      properties: {
        hardwareProfile: { vmSize: 'Standard_D2s_v5' },
        storageProfile: {
          osDisk: {
            createOption: 'Attach',
            osType: 'Linux',
            name: 'os',
            managedDisk: { id: DISK_ID },
          },
          dataDisks: [
            {
              lun: 3,
              createOption: 'Attach',
              name: 'data',
              managedDisk: { id: `${RG}/providers/x/disks/data` },
            },
          ],
        },
        networkProfile: { networkInterfaces: [{ id: NIC_ID, properties: { primary: true } }] },
      },
    });
  });

  it('is built from blobs, and carries the keys of dual pass in its model', async () => {
    const azure = servicesUnderTest(created);
    const vhdUri = 'https://staging.blob.core.windows.net/c/os.vhd';
    await (
      await azure.services.virtualMachines()
    ).createMachine({
      ...machine,
      osDisk: { kind: 'unmanaged', name: 'os', vhdUri },
      encryption: KEYS,
    });
    expect(azure.requests[0]?.body).toMatchObject({
      properties: {
        storageProfile: {
          osDisk: {
            createOption: 'Attach',
            name: 'os',
            vhd: { uri: vhdUri },
            encryptionSettings: { enabled: true, ...WIRE_KEYS },
          },
        },
      },
    });
  });

  it('that Azure refuses is an error', async () => {
    const azure = servicesUnderTest(() => armError(409, 'OperationNotAllowed', 'Quota.'));
    const machines = await azure.services.virtualMachines();
    await expect(machines.createMachine(machine)).rejects.toMatchObject({
      fields: {
        kind: 'azure-failed',
        azureCode: 'OperationNotAllowed',
        causes: ['Quota.'],
        target: VM_ID,
      },
    });
  });

  it.each([
    [KEYS, WIRE_KEYS],
    [
      { enabled: true, secretUrl: KEYS.secretUrl, secretVaultId: KV_ID },
      { diskEncryptionKey: WIRE_KEYS.diskEncryptionKey },
    ],
  ])('gets its keys on the OS disk by one PATCH', async (settings, wire) => {
    const azure = servicesUnderTest(accepted);
    const machines = await azure.services.virtualMachines();
    const operation = await machines.setDiskEncryption(DISK_ID, settings);
    expect(operation.id).toBe('job-1');
    expect(azure.requests.map(({ method, url }) => [method, url.pathname])).toEqual([
      ['PATCH', DISK_ID],
    ]);
    expect(azure.requests[0]?.body).toEqual({
      properties: {
        encryptionSettingsCollection: {
          enabled: true,
          encryptionSettingsVersion: '1.1',
          encryptionSettings: [wire],
        },
      },
    });
  });

  it('gets the ADE extension; its secret is in the request alone', async () => {
    const azure = servicesUnderTest((_, count) =>
      count === 1
        ? json({ id: VM_ID, location: 'japaneast' }, 201, { 'azure-asyncoperation': STATUS_URL })
        : armError(400, 'InvalidParameter', 'No.'),
    );
    const machines = await azure.services.virtualMachines();
    const extension = {
      location: 'japaneast',
      name: 'AzureDiskEncryption',
      type: 'AzureDiskEncryption',
      typeHandlerVersion: '1.1',
      settings: { EncryptionOperation: 'EnableEncryption' },
      protectedSettings: { AADClientSecret: CANARY },
    };
    const operation = await machines.putAdeExtension(VM_ID, extension);
    expect(operation.id).toBe('job-1');
    expect(azure.requests[0]?.url.pathname).toBe(`${VM_ID}/extensions/AzureDiskEncryption`);
    expect(azure.requests[0]?.body).toEqual({
      location: 'japaneast',
      properties: {
        publisher: 'Microsoft.Azure.Security',
        type: 'AzureDiskEncryption',
        typeHandlerVersion: '1.1',
        autoUpgradeMinorVersion: true,
        settings: extension.settings,
        protectedSettings: extension.protectedSettings,
      },
    });
    const error: unknown = await machines
      .putAdeExtension(VM_ID, extension)
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ fields: { azureCode: 'InvalidParameter' } });
    const shown = JSON.stringify([error, azure.traces], (_, value: unknown) =>
      value instanceof Error ? Object.getOwnPropertyDescriptors(value) : value,
    );
    expect(shown).not.toContain(CANARY);
  });
});
