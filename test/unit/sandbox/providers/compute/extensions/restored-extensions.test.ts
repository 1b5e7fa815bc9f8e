// Azure Disk Encryption's extension on machines that were built from restored disks, in both flavours.
import { describe, expect, it } from 'vitest';
import {
  findVirtualMachine,
  machineDisks,
} from '../../../../../../src/sandbox/providers/compute/virtual-machines/state.js';
import { findResource } from '../../../../../../src/sandbox/kernel/resource.js';
import {
  addKey,
  backupWorldIds,
  machineId,
  type BackupSandbox,
  type Json,
} from '../../../../../support/worlds/backup-world.js';
import {
  buildMachine,
  machineBody,
  restoredIds,
  restoredSandbox,
  viewMachine,
} from '../../../../../support/worlds/restored-world.js';
import { tiny } from '../../../../../support/worlds/tiny-world.js';

const version = '2026-03-01';
const keyVaultUrl = `https://${tiny.policyVault}.vault.azure.net`;

/** The settings of the source, as its disks say them. */
function sourceKekUrl(sandbox: BackupSandbox): string {
  const settings = findResource(sandbox.state, restoredIds.osDisk)?.properties[
    'encryptionSettingsCollection'
  ] as Json;
  return settings.encryptionSettings[0].keyEncryptionKey?.keyUrl;
}

function singlePass(sandbox: BackupSandbox, more: object = {}): Json {
  return {
    location: 'japaneast',
    properties: {
      publisher: 'Microsoft.Azure.Security',
      type: 'AzureDiskEncryption',
      typeHandlerVersion: '2.2',
      autoUpgradeMinorVersion: true,
      settings: {
        EncryptionOperation: 'EnableEncryption',
        VolumeType: 'All',
        KeyVaultURL: keyVaultUrl,
        KeyVaultResourceId: backupWorldIds.policyKeyVault,
        KeyEncryptionKeyURL: sourceKekUrl(sandbox),
        KekVaultResourceId: backupWorldIds.policyKeyVault,
        KeyEncryptionAlgorithm: 'RSA-OAEP',
        SequenceVersion: 'a',
        ...more,
      },
    },
  };
}

function doublePass(sandbox: BackupSandbox, secret: string = tiny.ownerSecret): Json {
  return {
    location: 'japaneast',
    properties: {
      publisher: 'Microsoft.Azure.Security',
      type: 'AzureDiskEncryption',
      typeHandlerVersion: '1.1',
      settings: {
        EncryptionOperation: 'EnableEncryption',
        VolumeType: 'Data',
        KeyVaultURL: keyVaultUrl,
        KeyEncryptionKeyURL: sourceKekUrl(sandbox),
        KeyEncryptionAlgorithm: 'RSA-OAEP',
        SequenceVersion: 'a',
        AADClientID: tiny.ownerAppId,
      },
      protectedSettings: { AADClientSecret: secret },
    },
  };
}

async function putExtension(sandbox: BackupSandbox, body: Json, seconds = 180): Promise<Json> {
  const path = `${restoredIds.machine}/extensions/AzureDiskEncryption`;
  const put = await sandbox.call('PUT', path, body, version);
  sandbox.pass(seconds);
  const url = put.headers.get('azure-asyncoperation') ?? '';
  const operation = url === '' ? undefined : (await sandbox.send('GET', url)).body;
  const { body: extension } = await sandbox.call('GET', path, undefined, version);
  return { put, operation, extension };
}

function secrets(sandbox: BackupSandbox): number {
  return Object.keys(sandbox.state.keyVaultData[tiny.policyVault]?.secrets ?? {}).length;
}

function locks(sandbox: BackupSandbox): readonly (string | undefined)[] {
  const machine = findVirtualMachine(sandbox.state, restoredIds.machine);
  return machine === undefined ? [] : machineDisks(sandbox.state, machine).map(({ lock }) => lock);
}

async function built(options: Parameters<typeof restoredSandbox>[0] = {}): Promise<BackupSandbox> {
  const sandbox = await restoredSandbox(options);
  await buildMachine(sandbox);
  return sandbox;
}

describe('the extension on a restored machine', () => {
  it('opens the data disks with the key that they have, and makes no new secret', async () => {
    const sandbox = await built();
    const before = { secrets: secrets(sandbox), locks: locks(sandbox) };
    const { put, operation } = await putExtension(sandbox, singlePass(sandbox));
    expect(put).toMatchObject({
      status: 201,
      body: { properties: { provisioningState: 'Creating' } },
    });
    expect(operation.status).toBe('Succeeded');
    expect({ secrets: secrets(sandbox), locks: locks(sandbox) }).toEqual(before);
    const { instanceView } = (await viewMachine(sandbox)).properties;
    for (const disk of instanceView.disks) {
      expect(disk.statuses[1].code).toBe('EncryptionState/encrypted');
    }
    expect(instanceView.extensions[0].statuses[0].message).toBe('[2.3.0.0] ');
  });

  it('wraps the same key anew when another key is to wrap it, and the machine still starts', async () => {
    const sandbox = await built();
    const kek = addKey(sandbox.state, tiny.policyVault, 'kek-2');
    const before = { secrets: secrets(sandbox), locks: locks(sandbox) };
    const body = singlePass(sandbox, {
      KeyEncryptionKeyURL: kek,
      KeyEncryptionAlgorithm: 'RSA-OAEP-256',
    });
    expect((await putExtension(sandbox, body)).operation.status).toBe('Succeeded');
    // Each volume of Windows has its own.
    expect(secrets(sandbox)).toBe(before.secrets + 2);
    expect(locks(sandbox)).toEqual(before.locks);
    for (const verb of ['deallocate', 'start']) {
      const path = `${restoredIds.machine}/${verb}`;
      const answer = await sandbox.call('POST', path, undefined, version);
      sandbox.pass(60);
      const status = await sandbox.send('GET', answer.headers.get('azure-asyncoperation') ?? '');
      expect(status.body.status).toBe('Succeeded');
    }
  });

  it('does nothing when it is told the same again, and acts on a new sequence', async () => {
    const sandbox = await built();
    const first = await putExtension(sandbox, singlePass(sandbox), 1);
    const during = await putExtension(sandbox, singlePass(sandbox));
    expect(during.put.headers.get('azure-asyncoperation')).toBe(
      first.put.headers.get('azure-asyncoperation'),
    );
    const again = await putExtension(sandbox, singlePass(sandbox), 6);
    expect(again.put.body.properties.provisioningState).toBe('Succeeded');
    expect(again.operation.status).toBe('Succeeded');
    const anew = await putExtension(sandbox, singlePass(sandbox, { SequenceVersion: 'b' }));
    expect(anew.put.body.properties.provisioningState).toBe('Updating');
    expect(anew.operation.status).toBe('Succeeded');
  });

  it('that failed stays failed without a new sequence', async () => {
    const sandbox = await built();
    const vault = findResource(sandbox.state, backupWorldIds.policyKeyVault);
    Object.assign(vault?.properties ?? {}, { enabledForDiskEncryption: false });
    expect((await putExtension(sandbox, singlePass(sandbox))).operation.status).toBe('Failed');
    Object.assign(vault?.properties ?? {}, { enabledForDiskEncryption: true });
    expect((await putExtension(sandbox, singlePass(sandbox))).operation.status).toBe('Failed');
    const anew = singlePass(sandbox, { SequenceVersion: 'b' });
    expect((await putExtension(sandbox, anew)).operation.status).toBe('Succeeded');
  });

  it('is refused while the machine does not run, and fails while its agent is silent', async () => {
    const off = await restoredSandbox();
    Object.assign(findResource(off.state, backupWorldIds.policyKeyVault)?.properties ?? {}, {
      enabledForDiskEncryption: false,
    });
    await buildMachine(off);
    expect((await putExtension(off, singlePass(off))).put).toMatchObject({
      status: 409,
      body: { error: { code: 'OperationNotAllowed' } },
    });
    const locked = await restoredSandbox();
    const body = singlePass(locked);
    delete findResource(locked.state, restoredIds.osDisk)?.properties[
      'encryptionSettingsCollection'
    ];
    await buildMachine(locked);
    expect((await putExtension(locked, body)).operation.error.code).toBe(
      'VMAgentStatusCommunicationError',
    );
  });

  it('is of the operating system of the machine', async () => {
    const sandbox = await built();
    const body = singlePass(sandbox);
    body.properties.type = 'AzureDiskEncryptionForLinux';
    expect((await putExtension(sandbox, body)).operation.error.code).toBe(
      'VMExtensionProvisioningError',
    );
  });

  it('of Linux opens the data disks too', async () => {
    const sandbox = await restoredSandbox({ osType: 'Linux', kek: false });
    const machine = machineBody();
    machine.properties.storageProfile.osDisk.osType = 'Linux';
    await buildMachine(sandbox, machine);
    const body = singlePass(sandbox, { KeyEncryptionKeyURL: '', KekVaultResourceId: '' });
    Object.assign(body.properties, {
      type: 'AzureDiskEncryptionForLinux',
      typeHandlerVersion: '1.1',
    });
    const { operation } = await putExtension(sandbox, body);
    expect(operation.status).toBe('Succeeded');
    const [, data] = (await viewMachine(sandbox)).properties.instanceView.disks;
    expect(data.encryptionSettings).toHaveLength(1);
  });
});

describe('the extension of the older flavour', () => {
  it('signs in with the app, whose secret is neither kept nor shown', async () => {
    const sandbox = await built({ mechanism: 'DoublePass' });
    const { put, operation, extension } = await putExtension(sandbox, doublePass(sandbox));
    expect(operation.status).toBe('Succeeded');
    expect(extension.properties).toMatchObject({
      provisioningState: 'Succeeded',
      typeHandlerVersion: '1.1',
      settings: { AADClientID: tiny.ownerAppId },
    });
    expect(JSON.stringify([put.body, extension])).not.toContain(tiny.ownerSecret);
    const { directory: _, ...kept } = sandbox.state;
    expect(JSON.stringify(kept)).not.toContain(tiny.ownerSecret);
    const model = (await viewMachine(sandbox)).properties.storageProfile.osDisk;
    expect(model.encryptionSettings.enabled).toBe(true);
  });

  it.each<[string, (sandbox: BackupSandbox, body: Json) => void]>([
    [
      'the secret is wrong',
      (_sandbox, body) => {
        body.properties.protectedSettings.AADClientSecret = 'wrong';
      },
    ],
    [
      'there is no secret',
      (_sandbox, body) => {
        delete body.properties.protectedSettings;
      },
    ],
    [
      'the app is unknown',
      (_sandbox, body) => {
        body.properties.settings.AADClientID = 'unknown';
      },
    ],
    [
      'the app may not write the secret',
      (sandbox) => {
        const vault = findResource(sandbox.state, backupWorldIds.policyKeyVault);
        Object.assign(vault?.properties ?? {}, { accessPolicies: [] });
      },
    ],
    [
      'there is no such key vault',
      (_sandbox, body) => {
        body.properties.settings.KeyVaultURL = 'https://kv-no.vault.azure.net';
      },
    ],
  ])('fails when %s', async (_, change) => {
    const sandbox = await built({ mechanism: 'DoublePass' });
    const body = doublePass(sandbox);
    change(sandbox, body);
    const { operation } = await putExtension(sandbox, body);
    expect(operation).toMatchObject({
      status: 'Failed',
      error: { code: 'VMExtensionProvisioningError' },
    });
  });

  it('does not go with disks of the newer one', async () => {
    const sandbox = await built();
    const { operation } = await putExtension(sandbox, doublePass(sandbox));
    expect(operation.error.message).toContain('other version');
  });
});

describe('the source', () => {
  it('is not touched by what happens to its copy', async () => {
    const sandbox = await built();
    const path = `${machineId('Ade-VM')}/instanceView`;
    const before = await sandbox.call('GET', path, undefined, version);
    await putExtension(sandbox, singlePass(sandbox));
    const after = await sandbox.call('GET', path, undefined, version);
    expect(after.body.disks).toEqual(before.body.disks);
  });
});
