// Virtual machines, their instance view and their disks. Recordings vm-get.*, vm-get-instanceview.*.
import { describe, expect, it } from 'vitest';
import { findResource } from '../../../../../../src/sandbox/kernel/resource.js';
import {
  addEncryptedMachine,
  addKey,
  addMachine,
  backupSandbox,
  backupWorld,
  backupWorldIds,
  machineId,
  type Json,
} from '../../../../../support/worlds/backup-world.js';
import { tiny } from '../../../../../support/worlds/tiny-world.js';

const version = '2022-11-01';
const disks = `${tiny.group}/providers/Microsoft.Compute/disks`;

async function get(path: string, state = backupWorld()): Promise<Json> {
  return (await backupSandbox(state).call('GET', path, undefined, version)).body;
}

describe('a plain machine', () => {
  it('has the recorded shape, without anything that only the platform knows', async () => {
    const machine = await get(machineId('Plain-VM'));
    expect(Object.keys(machine)).toEqual(['name', 'id', 'type', 'location', 'tags', 'properties']);
    expect(Object.keys(machine.properties)).toEqual([
      'vmId',
      'hardwareProfile',
      'storageProfile',
      'osProfile',
      'networkProfile',
      'provisioningState',
      'timeCreated',
    ]);
    expect(machine.properties.timeCreated).toMatch(/\+00:00$/u);
    expect(Object.keys(machine.properties.storageProfile.osDisk)).toEqual([
      'osType',
      'name',
      'createOption',
      'caching',
      'managedDisk',
      'deleteOption',
      'diskSizeGB',
    ]);
  });

  it('shows its agent, its disks and its power', async () => {
    const { properties } = await get(`${machineId('Plain-VM')}?$expand=instanceView`);
    expect(properties.instanceView).toEqual({
      computerName: 'Plain-VM',
      osName: 'Windows Server 2022 Datacenter',
      osVersion: 'Microsoft Windows NT 10.0.20348.0',
      vmAgent: {
        vmAgentVersion: '2.7.41491.1075',
        statuses: [
          {
            code: 'ProvisioningState/succeeded',
            level: 'Info',
            displayStatus: 'Ready',
            message: 'GuestAgent is running and processing the extensions.',
            time: '2026-11-23T12:00:00.000+00:00',
          },
        ],
      },
      disks: [
        {
          name: properties.storageProfile.osDisk.name,
          statuses: [
            {
              code: 'ProvisioningState/succeeded',
              level: 'Info',
              displayStatus: 'Provisioning succeeded',
              time: '2026-11-22T12:00:00.000+00:00',
            },
          ],
        },
      ],
      hyperVGeneration: 'V1',
      statuses: [
        {
          code: 'ProvisioningState/succeeded',
          level: 'Info',
          displayStatus: 'Provisioning succeeded',
          time: '2026-11-22T12:00:00.000+00:00',
        },
        { code: 'PowerState/running', level: 'Info', displayStatus: 'VM running' },
      ],
    });
    const view = await get(`${machineId('Plain-VM')}/instanceView`);
    expect(view.statuses).toEqual(properties.instanceView.statuses);
  });

  it('says nothing of its guest while the agent is silent, and little while deallocated', async () => {
    const state = backupWorld();
    addMachine(state, 'Silent-VM', { agentReady: false, osType: 'Linux' });
    addMachine(state, 'Off-VM', { powerState: 'deallocated' });
    addMachine(state, 'Bad-VM', { provisioningState: 'Failed' });
    const silent = await get(`${machineId('Silent-VM')}/instanceView`, state);
    expect(silent.vmAgent).toMatchObject({
      vmAgentVersion: 'Unknown',
      statuses: [{ code: 'ProvisioningState/Unavailable', level: 'Warning' }],
    });
    expect(silent).not.toHaveProperty('computerName');
    const off = await get(`${machineId('Off-VM')}/instanceView`, state);
    expect(Object.keys(off)).toEqual(['hyperVGeneration', 'statuses']);
    expect(off.statuses[1].code).toBe('PowerState/deallocated');
    const bad = await get(`${machineId('Bad-VM')}/instanceView`, state);
    expect(bad.statuses[0]).toMatchObject({ code: 'ProvisioningState/failed', level: 'Error' });
  });

  it('is not found when it is not there, and expands nothing else', async () => {
    const sandbox = backupSandbox();
    expect(await sandbox.call('GET', machineId('x'), undefined, version)).toMatchObject({
      status: 404,
      body: { error: { code: 'ResourceNotFound' } },
    });
    const userData = `${machineId('Plain-VM')}?$expand=userData`;
    expect((await sandbox.call('GET', userData, undefined, version)).status).toBe(501);
  });
});

describe('other kinds of machine', () => {
  it('show their security, their data disks and what encrypts them at rest', async () => {
    const state = backupWorld();
    const diskEncryptionSetId = `${tiny.group}/providers/Microsoft.Compute/diskEncryptionSets/des`;
    addMachine(state, 'Rich-VM', {
      securityType: 'TrustedLaunch',
      encryptionAtHost: true,
      dataDiskSizesGB: [64, 128],
      diskEncryptionSetId,
      zones: ['1'],
    });
    const machine = await get(machineId('Rich-VM'), state);
    expect(machine).toMatchObject({
      zones: ['1'],
      properties: {
        securityProfile: { securityType: 'TrustedLaunch', encryptionAtHost: true },
        storageProfile: {
          dataDisks: [
            { lun: 0, diskSizeGB: 64 },
            { lun: 1, diskSizeGB: 128 },
          ],
        },
      },
    });
    const sandbox = backupSandbox(state);
    const disk = await sandbox.call('GET', `${disks}/Rich-VM_DataDisk_1`, undefined, '2025-01-02');
    expect(disk.body).toMatchObject({
      managedBy: machineId('Rich-VM'),
      properties: {
        encryption: { type: 'EncryptionAtRestWithCustomerKey', diskEncryptionSetId },
        diskState: 'Attached',
      },
    });
  });
});

/** Recordings vm-get.ade-encrypted-windows, vm-get-instanceview.ade-encrypted-windows. */
describe('an encrypted machine', () => {
  it('hides it in the model and shows it in extension, instance view and disk', async () => {
    const state = backupWorld();
    addEncryptedMachine(state, 'Ade-VM');
    const machine = await get(`${machineId('Ade-VM')}?$expand=instanceView`, state);
    const { osDisk } = machine.properties.storageProfile;
    expect(osDisk).not.toHaveProperty('encryptionSettings');
    expect(machine.resources).toMatchObject([
      {
        name: 'AzureDiskEncryption',
        properties: {
          provisioningState: 'Succeeded',
          publisher: 'Microsoft.Azure.Security',
          type: 'AzureDiskEncryption',
          typeHandlerVersion: '2.2',
          settings: {
            KeyVaultURL: `https://${tiny.policyVault}.vault.azure.net`,
            VolumeType: 'ALL',
            EncryptionOperation: 'EnableEncryption',
            KeyEncryptionKeyURL: null,
            KeyVaultResourceId: backupWorldIds.policyKeyVault,
            KekVaultResourceId: '',
          },
        },
      },
    ]);
    const { instanceView } = machine.properties;
    expect(instanceView.vmAgent.extensionHandlers).toEqual([
      {
        type: 'Microsoft.Azure.Security.AzureDiskEncryption',
        typeHandlerVersion: '2.3.0.0',
        status: { code: 'ProvisioningState/succeeded', level: 'Info', displayStatus: 'Ready' },
      },
    ]);
    expect(instanceView.extensions[0].statuses[0].message).toBe('[2.3.0.0] ');
    const [disk] = instanceView.disks;
    expect(disk.encryptionSettings).toEqual([
      {
        enabled: true,
        diskEncryptionKey: {
          sourceVault: { id: backupWorldIds.policyKeyVault },
          secretUrl: expect.stringMatching(
            /^https:\/\/kv-tiny-policy\.vault\.azure\.net\/secrets\/[0-9A-F-]{36}\/[0-9a-f]{32}$/u,
          ),
        },
      },
    ]);
    expect(disk.statuses[1].code).toBe('EncryptionState/encrypted');
    const sandbox = backupSandbox(state);
    const resource = await sandbox.call('GET', `${disks}/${osDisk.name}`, undefined, '2023-10-02');
    expect(resource.body.properties).toMatchObject({
      encryptionSettingsCollection: { enabled: true, encryptionSettingsVersion: '1.1' },
      encryption: { type: 'EncryptionAtRestWithPlatformKey' },
    });
    expect(resource.body.properties).not.toHaveProperty('runtime');
  });

  it('of the older flavour says so in the model and in the version', async () => {
    const state = backupWorld();
    const kekUrl = addKey(state, tiny.policyVault, 'kek');
    addEncryptedMachine(state, 'Old-VM', {
      kekUrl,
      mechanism: 'DoublePass',
      seed: { osType: 'Linux' },
    });
    const machine = await get(machineId('Old-VM'), state);
    expect(machine.properties.storageProfile.osDisk.encryptionSettings).toMatchObject({
      enabled: true,
      keyEncryptionKey: { keyUrl: kekUrl },
    });
    expect(machine.resources[0].properties).toMatchObject({
      type: 'AzureDiskEncryptionForLinux',
      typeHandlerVersion: '0.1',
      settings: { AADClientID: expect.any(String) },
    });
  });

  it('with unmanaged disks shows it in the instance view only', async () => {
    const state = backupWorld();
    addEncryptedMachine(state, 'Blob-VM', { seed: { managedDisks: false } });
    const machine = await get(`${machineId('Blob-VM')}?$expand=instanceView`, state);
    expect(machine.properties.storageProfile.osDisk.vhd.uri).toContain('.blob.core.windows.net');
    expect(machine.properties.instanceView.disks[0].encryptionSettings).toHaveLength(1);
  });

  it('keeps its key as a real secret that opens its disks', async () => {
    const state = backupWorld();
    const kekUrl = addKey(state, tiny.policyVault, 'kek');
    addEncryptedMachine(state, 'Ade-VM', { kekUrl });
    const [secret] = Object.values(state.keyVaultData[tiny.policyVault]?.secrets ?? {});
    expect(secret?.versions[0]).toMatchObject({
      contentType: 'Wrapped BEK',
      tags: {
        DiskEncryptionKeyEncryptionAlgorithm: 'RSA-OAEP',
        DiskEncryptionKeyEncryptionKeyURL: kekUrl,
        DiskEncryptionKeyFileName: `${secret?.name}.BEK`,
        MachineName: 'Ade-VM',
      },
    });
  });
});

describe('lists', () => {
  it('name extensions by id, and hold the group or the subscription', async () => {
    const state = backupWorld();
    addEncryptedMachine(state, 'Ade-VM');
    const subscription = `/subscriptions/${tiny.subscriptionId}`;
    for (const scope of [tiny.group, subscription]) {
      const path = `${scope}/providers/Microsoft.Compute/virtualMachines`;
      const { value } = await get(path, state);
      expect(value.map(({ name }: { name: string }) => name)).toEqual(['Ade-VM', 'Plain-VM']);
      expect(value[0].resources).toEqual([
        { id: `${machineId('Ade-VM')}/extensions/AzureDiskEncryption` },
      ]);
    }
  });
});

describe('starting a machine', () => {
  async function start(damage: (state: ReturnType<typeof backupWorld>) => void): Promise<Json> {
    const state = backupWorld();
    Object.assign(findResource(state, backupWorldIds.policyKeyVault)?.properties ?? {}, {
      enabledForDiskEncryption: true,
    });
    const kekUrl = addKey(state, tiny.policyVault, 'kek');
    addEncryptedMachine(state, 'Ade-VM', { kekUrl, seed: { powerState: 'deallocated' } });
    damage(state);
    const sandbox = backupSandbox(state);
    const path = `${machineId('Ade-VM')}/start`;
    const answer = await sandbox.call('POST', path, undefined, version);
    expect(answer).toMatchObject({ status: 202, body: undefined });
    const status = answer.headers.get('azure-asyncoperation') ?? '';
    expect((await sandbox.send('GET', status)).body.status).toBe('InProgress');
    sandbox.pass(40);
    const view = await sandbox.call(
      'GET',
      `${machineId('Ade-VM')}/instanceView`,
      undefined,
      version,
    );
    const { body } = await sandbox.send('GET', status);
    return { ...body, power: view.body.statuses[1].code };
  }

  it('works when its key can be fetched and unwrapped', async () => {
    expect(await start(() => {})).toMatchObject({
      status: 'Succeeded',
      power: 'PowerState/running',
    });
  });

  it.each<[string, (state: ReturnType<typeof backupWorld>) => void, string?]>([
    [
      'the secret is gone',
      (state) => {
        Object.assign(state.keyVaultData[tiny.policyVault] ?? {}, { secrets: {} });
      },
    ],
    [
      'the key is gone',
      (state) => {
        Object.assign(state.keyVaultData[tiny.policyVault] ?? {}, { keys: {} });
      },
    ],
    [
      'the secret is another one',
      (state) => {
        const [secret] = Object.values(state.keyVaultData[tiny.policyVault]?.secrets ?? {});
        Object.assign(secret?.versions[0] ?? {}, { value: 'AAAA' });
      },
      'DiskEncryptionKeySecretUnwrapFailed',
    ],
    [
      'the key vault is not for disks',
      (state) => {
        Object.assign(findResource(state, backupWorldIds.policyKeyVault)?.properties ?? {}, {
          enabledForDiskEncryption: false,
        });
      },
    ],
  ])('fails when %s', async (_, damage, code = 'DiskEncryptionInternalError') => {
    expect(await start(damage)).toMatchObject({
      status: 'Failed',
      error: { code },
      power: 'PowerState/deallocated',
    });
  });
});

describe('changing a disk', () => {
  it('sets where its key is looked for, never the version', async () => {
    const state = backupWorld();
    const machine = addEncryptedMachine(state, 'Ade-VM');
    const path = `${disks}/${machine.properties.storageProfile.osDisk.name}`;
    const sandbox = backupSandbox(state);
    const patch = async (encryptionSettingsVersion: string): Promise<Json> =>
      await sandbox.call(
        'PATCH',
        path,
        {
          properties: {
            encryptionSettingsCollection: {
              enabled: true,
              encryptionSettingsVersion,
              encryptionSettings: [
                {
                  diskEncryptionKey: {
                    sourceVault: { id: backupWorldIds.rbacKeyVault },
                    secretUrl: 'https://kv-tiny-rbac.vault.azure.net/secrets/a/b',
                  },
                },
              ],
            },
          },
        },
        '2025-01-02',
      );
    expect((await patch('1.0')).status).toBe(501);
    const { status, body, headers } = await patch('1.1');
    expect(status).toBe(202);
    const asked = async (name: string) => await sandbox.send('GET', headers.get(name) ?? '');
    expect(await asked('azure-asyncoperation')).toMatchObject({ body: { status: 'InProgress' } });
    expect(await asked('location')).toMatchObject({ status: 202 });
    sandbox.pass(3);
    expect(await asked('azure-asyncoperation')).toMatchObject({ body: { status: 'Succeeded' } });
    expect(await asked('location')).toMatchObject({
      status: 200,
      body: { properties: { provisioningState: 'Succeeded' } },
    });
    expect(body.properties.encryptionSettingsCollection.encryptionSettings).toMatchObject([
      { diskEncryptionKey: { sourceVault: { id: backupWorldIds.rbacKeyVault } } },
    ]);
  });
});
