// Data disks of machines that are there: attached and detached by putting the machine, as az does it.
import { beforeEach, describe, expect, it } from 'vitest';
import { findResource } from '../../../../../../src/sandbox/kernel/resource.js';
import type { WorldState } from '../../../../../../src/sandbox/kernel/state.js';
import {
  addEncryptedMachine,
  addMachine,
  backupSandbox,
  backupWorld,
  machineId,
  type BackupSandbox,
  type Json,
} from '../../../../../support/worlds/backup-world.js';
import { assign, tiny } from '../../../../../support/worlds/tiny-world.js';

const version = '2022-11-01';
const plain = machineId('Plain-VM');
const other = machineId('Other-VM');
const ROLES = {
  machineContributor: '9980e02c-c2be-4d73-94e8-173b1dc7cf3c',
  networkContributor: '4d97b98b-1d4f-4787-a291-c67834d212e7',
  reader: 'acdd72a7-3385-48ef-bd42-f606fba81ae7',
};
const disks = `${tiny.group}/providers/Microsoft.Compute/disks`;

let state: WorldState;
let sandbox: BackupSandbox;

beforeEach(() => {
  state = backupWorld();
  addMachine(state, 'Other-VM', { dataDiskSizesGB: [32, 64] });
  sandbox = backupSandbox(state);
});

async function get(path: string): Promise<Json> {
  return (await sandbox.call('GET', path, undefined, version)).body;
}

/** Puts a machine as it was read, with what is changed of it; lets the operation end unless told otherwise. */
async function change(
  machine: string,
  edit: (body: Json) => void,
  seconds = 60,
): Promise<{ readonly put: Json; readonly operation: () => Promise<Json> }> {
  const body = await get(machine);
  edit(body);
  const put = await sandbox.call('PUT', machine, body, version);
  sandbox.pass(seconds);
  const url = put.headers.get('azure-asyncoperation') ?? '';
  return { put, operation: async () => (await sandbox.send('GET', url)).body };
}

function dataDisksOf(body: Json): Json[] {
  return body.properties.storageProfile.dataDisks;
}

function empty(lun: number, more: object = {}): Json {
  return {
    lun,
    createOption: 'Empty',
    name: `new-${lun}`,
    diskSizeGB: 8,
    managedDisk: {},
    ...more,
  };
}

function attach(lun: number, id: string): Json {
  return { lun, createOption: 'Attach', managedDisk: { id } };
}

/** A disk that belongs to nobody. */
async function freeDisk(name: string): Promise<string> {
  const id = `${disks}/${name}`;
  const properties = { creationData: { createOption: 'Empty' }, diskSizeGB: 16 };
  const put = await sandbox.call('PUT', id, { location: 'japaneast', properties }, '2022-07-02');
  expect(put.status).toBe(202);
  return id;
}

describe('attaching a disk', () => {
  it('makes an empty one in the resource group of the machine', async () => {
    const { put, operation } = await change(plain, (body) => dataDisksOf(body).push(empty(0)));
    expect(put).toMatchObject({
      status: 200,
      body: { properties: { provisioningState: 'Updating' } },
    });
    expect(await operation()).toMatchObject({ status: 'Succeeded' });
    const machine = await get(plain);
    expect(machine.properties.provisioningState).toBe('Succeeded');
    expect(dataDisksOf(machine)).toEqual([
      {
        lun: 0,
        name: 'new-0',
        createOption: 'Empty',
        caching: 'None',
        managedDisk: { storageAccountType: 'Premium_LRS', id: `${disks}/new-0` },
        deleteOption: 'Detach',
        diskSizeGB: 8,
        toBeDetached: false,
      },
    ]);
    const disk = (await sandbox.call('GET', `${disks}/new-0`, undefined, '2022-07-02')).body;
    expect(disk).toMatchObject({ managedBy: plain, properties: { diskState: 'Attached' } });
    expect(disk.properties).not.toHaveProperty('encryptionSettingsCollection');
  });

  it('takes one that is there, and gives it back', async () => {
    const id = await freeDisk('loose');
    await change(plain, (body) => dataDisksOf(body).push(attach(3, id)));
    expect(findResource(state, id)).toMatchObject({ extra: { managedBy: plain } });
    const { put } = await change(plain, (body) => dataDisksOf(body).pop(), 5);
    expect(dataDisksOf(put.body)).toMatchObject([{ lun: 3, toBeDetached: true }]);
    expect(findResource(state, id)).toMatchObject({ extra: { managedBy: plain } });
    sandbox.pass(10);
    expect(dataDisksOf(await get(plain))).toEqual([]);
    expect(findResource(state, id)?.extra).not.toHaveProperty('managedBy');
    expect(findResource(state, id)?.properties['diskState']).toBe('Unattached');
  });

  it('detaches by force too, and leaves the other disks', async () => {
    await change(other, (body) =>
      Object.assign(dataDisksOf(body)[0], { toBeDetached: true, detachOption: 'ForceDetach' }),
    );
    expect(dataDisksOf(await get(other))).toMatchObject([{ lun: 1 }]);
  });

  it('fails late where a disk of the name is there already', async () => {
    await freeDisk('new-0');
    const { put, operation } = await change(plain, (body) => dataDisksOf(body).push(empty(0)));
    expect(put.status).toBe(200);
    expect(await operation()).toMatchObject({
      status: 'Failed',
      error: {
        code: 'ConflictingUserInput',
        message: `Disk new-0 already exists in resource group ${tiny.group.split('/')[4]?.toUpperCase()}. Only CreateOption.Attach is supported.`,
      },
    });
    const machine = await get(plain);
    expect(machine.properties.provisioningState).toBe('Failed');
    expect(dataDisksOf(machine)).toEqual([]);
    await change(plain, () => undefined);
    expect((await get(plain)).properties.provisioningState).toBe('Succeeded');
  });
});

describe('a data disk is refused', () => {
  it.each<[string, number, string, (body: Json) => void]>([
    ['a LUN in use', 400, 'InvalidParameter', (body) => dataDisksOf(body).push(empty(1))],
    ['a LUN beyond the last', 400, 'InvalidParameter', (body) => dataDisksOf(body).push(empty(64))],
    ['another LUN', 409, 'PropertyChangeNotAllowed', (body) => (dataDisksOf(body)[0].lun = 9)],
    [
      'no size',
      400,
      'InvalidParameter',
      (body) => dataDisksOf(body).push(empty(2, { diskSizeGB: undefined })),
    ],
    [
      'too large a size',
      400,
      'InvalidParameter',
      (body) => dataDisksOf(body).push(empty(2, { diskSizeGB: 40_000 })),
    ],
    [
      'more than the size has places for',
      409,
      'OperationNotAllowed',
      (body) => dataDisksOf(body).push(empty(2), empty(3), empty(4)),
    ],
    ['another size', 409, 'Conflict', (body) => (dataDisksOf(body)[0].diskSizeGB = 40)],
    [
      'a disk that is not there',
      404,
      'NotFound',
      (body) => dataDisksOf(body).push(attach(2, `${disks}/none`)),
    ],
    [
      'a blob beside managed disks',
      409,
      'OperationNotAllowed',
      (body) =>
        dataDisksOf(body).push({
          lun: 2,
          name: 'blob',
          createOption: 'Attach',
          vhd: { uri: 'https://sttiny.blob.core.windows.net/new/data.vhd' },
        }),
    ],
    [
      'a kind of storage that is not modelled',
      501,
      'SandboxNotModelled',
      (body) =>
        dataDisksOf(body).push(empty(2, { managedDisk: { storageAccountType: 'UltraSSD_LRS' } })),
    ],
  ])('%s: %d %s', async (_, status, code, edit) => {
    const before = structuredClone(findResource(state, other));
    const { put } = await change(other, edit);
    expect(put).toMatchObject({ status, body: { error: { code } } });
    expect(findResource(state, other)).toEqual(before);
  });

  it('of another machine, and of one that is being deleted', async () => {
    const [taken] = dataDisksOf(await get(other));
    const steal = (body: Json): void =>
      void dataDisksOf(body).push(attach(0, taken.managedDisk.id));
    expect((await change(plain, steal)).put).toMatchObject({
      status: 409,
      body: { error: { code: 'ConflictingUserInput' } },
    });
    await sandbox.call('DELETE', other, undefined, version);
    expect((await change(other, () => undefined, 1)).put).toMatchObject({
      status: 409,
      body: { error: { code: 'OperationNotAllowed' } },
    });
  });

  it('while its machine lets it go, by the same machine and by another', async () => {
    const [disk] = dataDisksOf(await get(other));
    await change(other, (body) => dataDisksOf(body).shift(), 1);
    const again = await change(other, (body) => (dataDisksOf(body).at(-1).toBeDetached = false), 1);
    expect(again.put).toMatchObject({
      status: 409,
      body: { error: { code: 'AttachDiskWhileBeingDetached' } },
    });
    const elsewhere = await change(plain, (body) =>
      dataDisksOf(body).push(attach(0, disk.managedDisk.id)),
    );
    expect(elsewhere.put.body.error.code).toBe('ConflictingUserInput');
    const free = await change(plain, (body) =>
      dataDisksOf(body).push(attach(0, disk.managedDisk.id)),
    );
    expect(free.put.status).toBe(200);
  });

  it('by a caller who may not make disks', async () => {
    const body = await get(plain);
    const [nic] = body.properties.networkProfile.networkInterfaces;
    assign(state, tiny.strangerId, ROLES.machineContributor, plain);
    assign(state, tiny.strangerId, ROLES.networkContributor, nic.id);
    assign(state, tiny.strangerId, ROLES.reader, tiny.group);
    const put = async (): Promise<Json> =>
      await sandbox.send('PUT', `${plain}?api-version=${version}`, { as: tiny.strangerId, body });
    expect((await put()).status).toBe(200);
    dataDisksOf(body).push(empty(0));
    const refused = await put();
    expect(refused.body.error.code).toBe('LinkedAuthorizationFailed');
    expect(refused.body.error.message).toContain(`Microsoft.Compute/disks/write`);
  });
});

describe('a machine under Azure Disk Encryption', () => {
  it('gets an empty disk without encryption, and keeps the settings of the others', async () => {
    const encrypted = addEncryptedMachine(state, 'Ade-VM', { seed: { dataDiskSizesGB: [32] } });
    const { id } = encrypted.resource;
    const before = await get(`${id}/instanceView`);
    await change(id, (body) => dataDisksOf(body).push(empty(1)));
    const { disks: views } = await get(`${id}/instanceView`);
    const encryptionOf = (list: Json[]): Json[] => list.map((disk) => disk.encryptionSettings);
    expect(encryptionOf(views)).toEqual([...encryptionOf(before.disks), undefined]);
    expect(encryptionOf(views)[0]).toHaveLength(1);
  });

  it('lets an encrypted disk go with its settings, which another machine cannot read', async () => {
    const encrypted = addEncryptedMachine(state, 'Ade-VM', { seed: { dataDiskSizesGB: [32] } });
    const { id } = encrypted.resource;
    const [disk] = dataDisksOf(await get(id));
    await change(id, (body) => (body.properties.storageProfile.dataDisks = []));
    expect(findResource(state, disk.managedDisk.id)?.properties).toHaveProperty(
      'encryptionSettingsCollection',
    );
    await change(plain, (body) => dataDisksOf(body).push(attach(0, disk.managedDisk.id)));
    const { disks: views } = await get(`${plain}/instanceView`);
    expect(views).toHaveLength(2);
    expect(views[1]).not.toHaveProperty('encryptionSettings');
  });
});
