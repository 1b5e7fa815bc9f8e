import { describe, expect, it } from 'vitest';
import { empty, json, servicesUnderTest } from '../../../support/contract/services-under-test.js';

const SUB = '/subscriptions/00000000-0000-0000-0000-000000000000';
const RG = `${SUB}/resourceGroups/rg`;
const VM_ID = `${RG}/providers/Microsoft.Compute/virtualMachines/vm`;
const DISK_ID = `${RG}/providers/Microsoft.Compute/disks/d`;
const KV_ID = `${RG}/providers/Microsoft.KeyVault/vaults/kv`;
const BEK = 'https://kv.vault.azure.net/secrets/bek/1';
const KEK = 'https://kv.vault.azure.net/keys/kek/1';

const SETTINGS = {
  enabled: true,
  diskEncryptionKey: { secretUrl: BEK, sourceVault: { id: KV_ID } },
  keyEncryptionKey: { keyUrl: KEK, sourceVault: { id: KV_ID } },
};
const OURS = {
  enabled: true,
  secretUrl: BEK,
  secretVaultId: KV_ID,
  keyUrl: KEK,
  keyVaultId: KV_ID,
};

function machine(storageProfile: object, more: object = {}, resources?: unknown) {
  return {
    id: VM_ID,
    name: 'vm',
    location: 'japaneast',
    ...(resources === undefined ? {} : { resources }),
    properties: {
      hardwareProfile: { vmSize: 'Standard_D2s_v5' },
      provisioningState: 'Succeeded',
      storageProfile,
      ...more,
    },
  };
}

const OS_DISK = { osType: 'Linux', name: 'os', managedDisk: { id: DISK_ID } };

async function read(body: unknown) {
  const azure = servicesUnderTest(() => json(body));
  return await (await azure.services.virtualMachines()).get(VM_ID);
}

describe('a virtual machine', () => {
  it('of dual pass has its settings in the model', async () => {
    const vm = await read(machine({ osDisk: { ...OS_DISK, encryptionSettings: SETTINGS } }));
    expect(vm?.modelEncryption).toEqual(OURS);
    expect(vm).toMatchObject({ securityType: 'Standard', encryptionAtHost: false, zones: [] });
    expect(vm).not.toHaveProperty('instanceView');
  });

  it('has disks of every kind', async () => {
    const des = `${RG}/providers/Microsoft.Compute/diskEncryptionSets/des`;
    const vm = await read(
      machine({
        osDisk: { ...OS_DISK, diffDiskSettings: { option: 'Local' } },
        dataDisks: [
          { lun: 0, name: 'vhd', vhd: { uri: 'https://a.blob.core.windows.net/v/x.vhd' } },
          {
            lun: 3,
            name: 'cmk',
            diskSizeGB: 8,
            managedDisk: { id: DISK_ID, diskEncryptionSet: { id: des } },
          },
          {
            lun: 4,
            name: 'cvm',
            managedDisk: {
              id: DISK_ID,
              securityProfile: {
                securityEncryptionType: 'DiskWithVMGuestState',
                diskEncryptionSet: { id: des },
              },
            },
          },
        ],
      }),
    );
    expect(vm?.disks).toEqual([
      { name: 'os', role: 'os', lun: -1, source: { kind: 'ephemeral' } },
      {
        name: 'vhd',
        role: 'data',
        lun: 0,
        source: { kind: 'unmanaged', vhdUri: 'https://a.blob.core.windows.net/v/x.vhd' },
      },
      {
        name: 'cmk',
        role: 'data',
        lun: 3,
        sizeGb: 8,
        source: { kind: 'managed', diskId: DISK_ID },
        diskEncryptionSetId: des,
      },
      {
        name: 'cvm',
        role: 'data',
        lun: 4,
        source: { kind: 'managed', diskId: DISK_ID },
        diskEncryptionSetId: des,
        securityEncryptionType: 'DiskWithVMGuestState',
      },
    ]);
  });

  it('keeps the settings of extensions and the progress in their substatuses', async () => {
    const settings = { EncryptionOperation: 'EnableEncryption', KeyEncryptionKeyURL: null };
    const progress = '{"os":"EncryptionInProgress","data":"NotMounted"}';
    const type = 'AzureDiskEncryptionForLinux';
    const vm = await read(
      machine(
        { osDisk: OS_DISK },
        {
          securityProfile: { securityType: 'TrustedLaunch', encryptionAtHost: true },
          instanceView: {
            statuses: [{ code: 'ProvisioningState/succeeded' }, { code: 'PowerState/running' }],
            vmAgent: { vmAgentVersion: '2.9', statuses: [] },
            disks: [{ name: 'os', encryptionSettings: [SETTINGS] }],
            extensions: [
              {
                name: 'ade',
                type: `Microsoft.Azure.Security.${type}`,
                typeHandlerVersion: '1.4.0.1',
                statuses: [{ code: 'ProvisioningState/succeeded', level: 'Info', message: 'ok' }],
                substatuses: [{ code: 'c', message: progress }],
              },
            ],
          },
        },
        [
          {
            name: 'ade',
            properties: {
              publisher: 'Microsoft.Azure.Security',
              type,
              typeHandlerVersion: '1.1',
              provisioningState: 'Succeeded',
              settings,
            },
          },
        ],
      ),
    );
    expect(vm).toMatchObject({ securityType: 'TrustedLaunch', encryptionAtHost: true });
    expect(vm?.extensions[0]).toMatchObject({
      publisher: 'Microsoft.Azure.Security',
      type,
      settings,
    });
    expect(vm?.instanceView).toMatchObject({
      powerState: 'running',
      agent: { version: '2.9', displayStatus: '', ready: false, message: '' },
      disks: [{ name: 'os', encryptionSettings: [OURS], statusCodes: [] }],
      extensions: [{ name: 'ade', substatusMessages: [progress] }],
    });
  });

  it('whose extensions are mere references has them listed', async () => {
    const listed = { name: 'x', properties: { publisher: 'p', type: 't' } };
    const azure = servicesUnderTest(({ url }) =>
      url.pathname.endsWith('/extensions')
        ? json({ value: [listed] })
        : json(machine({ osDisk: OS_DISK }, {}, [{ id: `${VM_ID}/extensions/x`, name: 'x' }])),
    );
    const vm = await (await azure.services.virtualMachines()).get(VM_ID);
    expect(vm?.extensions).toMatchObject([{ name: 'x', publisher: 'p', type: 't', settings: {} }]);
    expect(azure.requests[0]?.url.searchParams.get('$expand')).toBe('instanceView');
  });

  it.each([
    [machine({ osDisk: { ...OS_DISK, osType: 'Plan9' } }), 'Plan9'],
    [machine({ osDisk: { osType: 'Linux', name: 'os' } }), "'os' has neither"],
    [machine({}), 'storageProfile.osDisk'],
    [machine({ osDisk: OS_DISK }, { securityProfile: { securityType: 'New' } }), 'New'],
  ])('that is not as it should be is reported by name', async (body, words) => {
    await expect(read(body)).rejects.toMatchObject({
      fields: { code: 'AZB_UNEXPECTED_RESPONSE' },
      message: expect.stringContaining(words),
    });
  });

  it('that does not exist is undefined, and so is its disk', async () => {
    const { services } = servicesUnderTest(() => empty(404));
    const machines = await services.virtualMachines();
    expect(await machines.get(VM_ID)).toBeUndefined();
    expect(await machines.disk(DISK_ID)).toBeUndefined();
  });

  it('in a list is a summary; a group narrows the list', async () => {
    const answer = { value: [{ id: VM_ID, name: 'vm', location: 'japaneast', properties: {} }] };
    const azure = servicesUnderTest(() => json(answer));
    const machines = await azure.services.virtualMachines();
    const summary = { id: VM_ID, name: 'vm', resourceGroup: 'rg', location: 'japaneast' };
    expect(await machines.list('s')).toEqual([summary]);
    expect(await machines.list('s', 'rg')).toEqual([summary]);
    expect(azure.requests.map(({ url }) => url.pathname)).toEqual([
      '/subscriptions/s/providers/Microsoft.Compute/virtualMachines',
      '/subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines',
    ]);
  });
});

describe('a managed disk', () => {
  it('has the settings of ADE', async () => {
    const body = {
      id: DISK_ID,
      name: 'd',
      location: 'japaneast',
      properties: {
        diskSizeGB: 127,
        creationData: { createOption: 'FromImage' },
        encryption: { type: 'EncryptionAtRestWithPlatformKey' },
        encryptionSettingsCollection: {
          enabled: true,
          encryptionSettingsVersion: '1.1',
          encryptionSettings: [{ diskEncryptionKey: SETTINGS.diskEncryptionKey }],
        },
      },
    };
    const { services } = servicesUnderTest(() => json(body));
    expect(await (await services.virtualMachines()).disk(DISK_ID)).toEqual({
      id: DISK_ID,
      location: 'japaneast',
      name: 'd',
      sizeGb: 127,
      encryptionAtRest: 'EncryptionAtRestWithPlatformKey',
      adeSettings: {
        enabled: true,
        version: '1.1',
        settings: [{ enabled: true, secretUrl: BEK, secretVaultId: KV_ID }],
      },
    });
  });
});
