// Encrypting and decrypting a machine. Recordings ade-enable.poll-sequence, ade-disable.poll-sequence.
import { describe, expect, it } from 'vitest';
import { findResource } from '../../../../../../src/sandbox/kernel/resource.js';
import type { WorldState } from '../../../../../../src/sandbox/kernel/state.js';
import {
  addKey,
  addMachine,
  backupSandbox,
  backupWorld,
  backupWorldIds,
  machineId,
  type BackupSandbox,
  type Json,
} from '../../../../../support/worlds/backup-world.js';
import { tiny } from '../../../../../support/worlds/tiny-world.js';

const version = '2022-11-01';

function encryptableWorld(): WorldState {
  const state = backupWorld();
  Object.assign(findResource(state, backupWorldIds.policyKeyVault)?.properties ?? {}, {
    enabledForDiskEncryption: true,
  });
  addMachine(state, 'Linux-VM', { osType: 'Linux', dataDiskSizesGB: [32] });
  return state;
}

function request(settings: Readonly<Record<string, unknown>>, type = 'AzureDiskEncryption') {
  return {
    location: 'japaneast',
    properties: {
      publisher: 'Microsoft.Azure.Security',
      type,
      typeHandlerVersion: '2.2',
      autoUpgradeMinorVersion: true,
      settings,
    },
  };
}

/** As az sends them. */
const enableSettings = {
  KeyVaultURL: `https://${tiny.policyVault}.vault.azure.net`,
  VolumeType: 'ALL',
  EncryptionOperation: 'EnableEncryption',
  KeyEncryptionKeyURL: null,
  KeyEncryptionAlgorithm: 'RSA-OAEP',
  SequenceVersion: '08b9feee-816e-4cc3-bb91-69fa40f74684',
  KeyVaultResourceId: backupWorldIds.policyKeyVault,
  KekVaultResourceId: '',
};

const disableSettings = {
  VolumeType: 'ALL',
  EncryptionOperation: 'DisableEncryption',
  SequenceVersion: '9af91069-d121-429c-ae17-36a9919ae1f2',
};

async function putExtension(
  sandbox: BackupSandbox,
  name: string,
  body: unknown,
): Promise<{ readonly answer: Json; readonly operation: Json; readonly extension: Json }> {
  const path = `${machineId(name)}/extensions/AzureDiskEncryption`;
  const answer = await sandbox.call('PUT', path, body, version);
  sandbox.pass(170);
  const operation = await sandbox.send('GET', answer.headers.get('azure-asyncoperation') ?? '');
  const extension = await sandbox.call('GET', `${path}?$expand=instanceView`, undefined, version);
  return { answer, operation: operation.body, extension: extension.body };
}

async function encryptionOf(sandbox: BackupSandbox, name: string): Promise<unknown[]> {
  const { body } = await sandbox.call('GET', `${machineId(name)}/instanceView`, undefined, version);
  return body.disks.map((disk: Json) => disk.encryptionSettings?.[0]);
}

describe('enabling', () => {
  it('is Creating for 169 seconds, then the disk is encrypted', async () => {
    const sandbox = backupSandbox(encryptableWorld());
    const path = `${machineId('Plain-VM')}/extensions/AzureDiskEncryption`;
    const put = await sandbox.call('PUT', path, request(enableSettings), version);
    expect(put).toMatchObject({
      status: 201,
      body: { name: 'AzureDiskEncryption', properties: { provisioningState: 'Creating' } },
    });
    expect(put.body.properties.settings).toEqual(enableSettings);
    expect(put.headers.get('azure-asyncnotification')).toBe('Enabled');
    const status = put.headers.get('azure-asyncoperation') ?? '';
    expect(status).toMatch(
      /\/providers\/Microsoft\.Compute\/locations\/japaneast\/operations\/[0-9a-f-]{36}\?p=[0-9a-f-]{36}&api-version=2022-11-01$/u,
    );
    sandbox.pass(150);
    expect((await sandbox.send('GET', status)).body).toEqual({
      startTime: '2026-11-23T12:00:00.000+00:00',
      status: 'InProgress',
      name: expect.any(String),
    });
    expect(await encryptionOf(sandbox, 'Plain-VM')).toEqual([undefined]);
    sandbox.pass(20);
    expect((await sandbox.send('GET', status)).body).toMatchObject({
      endTime: expect.stringMatching(/^2026-11-23T12:02:48\.\d+\+00:00$/u),
      status: 'Succeeded',
    });
    expect(await encryptionOf(sandbox, 'Plain-VM')).toMatchObject([
      { enabled: true, diskEncryptionKey: { sourceVault: { id: backupWorldIds.policyKeyVault } } },
    ]);
    expect(Object.keys(sandbox.state.keyVaultData[tiny.policyVault]?.secrets ?? {})).toHaveLength(
      1,
    );
  });

  it('wraps the secret, and reports from Linux in a substatus', async () => {
    const state = encryptableWorld();
    const kekUrl = addKey(state, tiny.policyVault, 'kek');
    const sandbox = backupSandbox(state);
    const { extension } = await putExtension(
      sandbox,
      'Linux-VM',
      request(
        {
          ...enableSettings,
          KeyEncryptionKeyURL: kekUrl,
          KekVaultResourceId: backupWorldIds.policyKeyVault,
        },
        'AzureDiskEncryptionForLinux',
      ),
    );
    expect(extension.properties.instanceView).toMatchObject({
      statuses: [{ message: 'Encryption succeeded for all volumes' }],
      substatuses: [{ message: '{"data":"Encrypted","os":"Encrypted"}' }],
    });
    const [os, data] = await encryptionOf(sandbox, 'Linux-VM');
    expect(os).toMatchObject({ keyEncryptionKey: { keyUrl: kekUrl } });
    expect(data).toEqual(os);
  });

  it.each<[string, (state: WorldState) => void, Readonly<Record<string, unknown>>]>([
    [
      'the key vault is not for disks',
      (state) => {
        Object.assign(findResource(state, backupWorldIds.policyKeyVault)?.properties ?? {}, {
          enabledForDiskEncryption: false,
        });
      },
      {},
    ],
    ['there is no such key vault', () => {}, { KeyVaultResourceId: '/subscriptions/x' }],
    [
      'there is no such key',
      () => {},
      { KeyEncryptionKeyURL: `https://${tiny.policyVault}.vault.azure.net/keys/no/1` },
    ],
    [
      'the key vault is in another region',
      (state) => {
        const keyVault = findResource(state, backupWorldIds.policyKeyVault);
        Object.assign(keyVault ?? {}, { location: 'japanwest' });
      },
      {},
    ],
  ])('fails when %s', async (_, damage, more) => {
    const state = encryptableWorld();
    damage(state);
    const { operation, extension } = await putExtension(
      backupSandbox(state),
      'Plain-VM',
      request({ ...enableSettings, ...more }),
    );
    expect(operation).toMatchObject({
      status: 'Failed',
      error: { code: 'VMExtensionProvisioningError' },
    });
    expect(extension.properties).toMatchObject({
      provisioningState: 'Failed',
      instanceView: { statuses: [{ level: 'Error' }] },
    });
  });

  it('models no other extension', async () => {
    const sandbox = backupSandbox(encryptableWorld());
    const answer = await sandbox.call(
      'PUT',
      `${machineId('Plain-VM')}/extensions/CustomScript`,
      request(enableSettings, 'CustomScriptExtension'),
      version,
    );
    expect(answer.status).toBe(501);
  });
});

describe('disabling', () => {
  it('updates the extension, which stays, and opens the disk', async () => {
    const sandbox = backupSandbox(encryptableWorld());
    await putExtension(sandbox, 'Plain-VM', request(enableSettings));
    const { type: _, ...properties } = request(disableSettings).properties;
    const { answer, extension } = await putExtension(sandbox, 'Plain-VM', {
      location: 'japaneast',
      properties,
    });
    expect(answer).toMatchObject({
      status: 200,
      body: { properties: { provisioningState: 'Updating', type: 'AzureDiskEncryption' } },
    });
    expect(extension.properties).toMatchObject({
      provisioningState: 'Succeeded',
      settings: disableSettings,
      instanceView: {
        statuses: [{ message: '[2.3.0.0] Disable Encryption completed successfully' }],
      },
    });
    expect(await encryptionOf(sandbox, 'Plain-VM')).toEqual([undefined]);
  });

  it('is impossible for the OS disk of Linux', async () => {
    const sandbox = backupSandbox(encryptableWorld());
    const { operation } = await putExtension(
      sandbox,
      'Linux-VM',
      request(disableSettings, 'AzureDiskEncryptionForLinux'),
    );
    expect(operation.status).toBe('Failed');
  });
});

describe('extensions', () => {
  it('are listed, removed, and not found', async () => {
    const sandbox = backupSandbox(encryptableWorld());
    await putExtension(sandbox, 'Plain-VM', request(enableSettings));
    const list = `${machineId('Plain-VM')}/extensions`;
    const path = `${list}/AzureDiskEncryption`;
    expect((await sandbox.call('GET', list, undefined, version)).body.value).toHaveLength(1);
    const answer = await sandbox.call('DELETE', path, undefined, version);
    expect(answer.status).toBe(202);
    const monitor = answer.headers.get('location') ?? '';
    expect((await sandbox.send('GET', monitor)).status).toBe(202);
    sandbox.pass(40);
    expect((await sandbox.send('GET', monitor)).status).toBe(200);
    expect((await sandbox.call('GET', path, undefined, version)).status).toBe(404);
    expect((await sandbox.call('DELETE', path, undefined, version)).status).toBe(204);
  });
});
