// Machines whose restored disks are blobs.
import { describe, expect, it } from 'vitest';
import { findResource } from '../../../../../../src/sandbox/kernel/resource.js';
import { machineId, type Json } from '../../../../../support/worlds/backup-world.js';
import {
  buildMachine,
  putInterface,
  restoredIds,
  restoredSandbox,
  unmanagedBody,
} from '../../../../../support/worlds/restored-world.js';
import { tiny } from '../../../../../support/worlds/tiny-world.js';

const version = '2026-03-01';

describe('a machine whose disk is a blob', () => {
  it('runs with the settings of its metadata', async () => {
    const sandbox = await restoredSandbox();
    const blob = sandbox.state.blobs?.['sttiny/new']?.blobs['os.vhd'];
    const settings = findResource(sandbox.state, restoredIds.osDisk)?.properties[
      'encryptionSettingsCollection'
    ] as Json;
    Object.assign(blob?.metadata ?? {}, {
      diskencryptionsettings: JSON.stringify({
        encryptionEnabled: true,
        encryptionSettings: settings.encryptionSettings,
      }),
    });
    const { operation, machine } = await buildMachine(sandbox, unmanagedBody());
    expect(operation.status).toBe('Succeeded');
    expect(machine.properties.storageProfile.osDisk).toMatchObject({
      vhd: { uri: restoredIds.vhd },
      diskSizeGB: 32,
    });
    const { instanceView } = machine.properties;
    expect(instanceView.disks[0].encryptionSettings).toHaveLength(1);
    expect(instanceView.vmAgent.statuses[0].displayStatus).toBe('Ready');
  });

  it('runs with the settings of its own model, the older flavour', async () => {
    const sandbox = await restoredSandbox({ mechanism: 'DoublePass' });
    const source = findResource(sandbox.state, machineId('Ade-VM'))?.properties as Json;
    const { encryptionSettings } = source.storageProfile.osDisk;
    const body = unmanagedBody(restoredIds.vhd, { encryptionSettings });
    const { operation, machine } = await buildMachine(sandbox, body);
    expect(operation.status).toBe('Succeeded');
    expect(machine.properties.storageProfile.osDisk.encryptionSettings).toEqual(encryptionSettings);
    expect(machine.properties.instanceView.vmAgent.statuses[0].displayStatus).toBe('Ready');
  });

  it('never comes up without settings', async () => {
    const sandbox = await restoredSandbox();
    const { machine } = await buildMachine(sandbox, unmanagedBody());
    expect(machine.properties.instanceView.vmAgent.statuses[0].displayStatus).toBe('Not Ready');
  });

  it.each([
    ['StorageAccountNotFound', unmanagedBody('https://no.blob.core.windows.net/new/os.vhd')],
    ['DiskBlobNotFound', unmanagedBody('https://sttiny.blob.core.windows.net/new/no.vhd')],
    ['IncorrectDiskBlobType', unmanagedBody('https://sttiny.blob.core.windows.net/new/block.vhd')],
    ['InvalidParameter', unmanagedBody('https://example.com/os.vhd')],
    ['InvalidParameter', unmanagedBody('os.vhd')],
    ['InvalidParameter', unmanagedBody(restoredIds.vhd, { name: undefined })],
    ['InvalidParameter', unmanagedBody(restoredIds.vhd, { vhd: undefined })],
  ])('is refused with %s', async (code, body) => {
    const sandbox = await restoredSandbox();
    const put = await sandbox.call('PUT', restoredIds.machine, body, version);
    expect(put.body.error.code).toBe(code);
  });

  it('is refused when another machine has the blob, or the account is elsewhere', async () => {
    const sandbox = await restoredSandbox();
    await buildMachine(sandbox, unmanagedBody());
    const second = `${restoredIds.interface}-2`;
    await putInterface(sandbox, second);
    const body = unmanagedBody();
    body.properties.networkProfile.networkInterfaces[0].id = second;
    const path = machineId('Second-VM');
    const put = await sandbox.call('PUT', path, body, version);
    expect(put.body.error.code).toBe('DiskBlobAlreadyInUseByAnotherDisk');
    const account = `${tiny.group}/providers/Microsoft.Storage/storageAccounts/sttiny`;
    Object.assign(findResource(sandbox.state, account) ?? {}, { location: 'japanwest' });
    const elsewhere = await sandbox.call('PUT', path, body, version);
    expect(elsewhere.body.error.code).toBe('StorageAccountLocationMismatch');
  });
});
