// Managed disks as resources of their own: made, resized, deleted.
import { beforeEach, describe, expect, it } from 'vitest';
import { findResource } from '../../../../../../src/sandbox/kernel/resource.js';
import type { WorldState } from '../../../../../../src/sandbox/kernel/state.js';
import {
  addMachine,
  backupSandbox,
  backupWorld,
  machineId,
  type BackupSandbox,
  type Json,
} from '../../../../../support/worlds/backup-world.js';
import { tiny } from '../../../../../support/worlds/tiny-world.js';

const version = '2022-07-02';
const disks = `${tiny.group}/providers/Microsoft.Compute/disks`;

let state: WorldState;
let sandbox: BackupSandbox;

beforeEach(() => {
  state = backupWorld();
  addMachine(state, 'Data-VM', { dataDiskSizesGB: [32] });
  sandbox = backupSandbox(state);
});

function body(more: object = {}, top: object = {}): Json {
  const properties = { creationData: { createOption: 'Empty' }, diskSizeGB: 16, ...more };
  return { location: 'japaneast', sku: { name: 'Premium_LRS' }, properties, ...top };
}

async function call(method: string, name: string, sent?: unknown): Promise<Json> {
  return await sandbox.call(method, `${disks}/${name}`, sent, version);
}

/** Reads a disk, and puts it with what is changed. */
async function update(name: string, edit: (disk: Json) => void): Promise<Json> {
  const disk = (await call('GET', name)).body;
  edit(disk);
  return await call('PUT', name, disk);
}

describe('a new disk', () => {
  it('is accepted, empty, and belongs to nobody', async () => {
    const put = await call('PUT', 'new', body({}, { tags: { a: 'b' } }));
    expect(put).toMatchObject({
      status: 202,
      body: { properties: { provisioningState: 'Updating' } },
    });
    sandbox.pass(5);
    const result = await sandbox.send('GET', put.headers.get('location') ?? '');
    expect(result).toMatchObject({
      status: 200,
      body: {
        name: 'new',
        tags: { a: 'b' },
        sku: { name: 'Premium_LRS', tier: 'Premium' },
        properties: { provisioningState: 'Succeeded', diskState: 'Unattached', diskSizeGB: 16 },
      },
    });
    expect((await call('DELETE', 'new')).status).toBe(202);
    sandbox.pass(10);
    expect((await call('GET', 'new')).status).toBe(404);
  });

  it.each<[string, number, string, Json]>([
    ['no size', 400, 'InvalidParameter', body({ diskSizeGB: undefined })],
    ['a size of nothing', 400, 'InvalidParameter', body({ diskSizeGB: 0 })],
    ['an image', 501, 'SandboxNotModelled', body({ creationData: { createOption: 'FromImage' } })],
    ['a storage type', 501, 'SandboxNotModelled', body({}, { sku: { name: 'UltraSSD_LRS' } })],
    [
      'a key of its own',
      501,
      'SandboxNotModelled',
      body({ encryption: { type: 'EncryptionAtRestWithCustomerKey', diskEncryptionSetId: '/x' } }),
    ],
    ['a network', 501, 'SandboxNotModelled', body({ networkAccessPolicy: 'DenyAll' })],
    [
      'encryption settings',
      501,
      'SandboxNotModelled',
      body({ encryptionSettingsCollection: { enabled: true } }),
    ],
    [
      'a security profile',
      501,
      'SandboxNotModelled',
      body({ securityProfile: { securityType: 'TrustedLaunch' } }),
    ],
  ])('is refused with %s: %d %s', async (_, status, code, sent) => {
    expect(await call('PUT', 'new', sent)).toMatchObject({ status, body: { error: { code } } });
    expect(findResource(state, `${disks}/new`)).toBeUndefined();
  });
});

describe('a disk that is there', () => {
  const data = 'Data-VM_DataDisk_0';

  function systemDisk(): string {
    const disk: Json = findResource(state, machineId('Data-VM'));
    return disk.properties.storageProfile.osDisk.name;
  }

  it('stays as it is when it is put as it was read', async () => {
    const before = (await call('GET', data)).body;
    expect((await update(data, () => undefined)).status).toBe(202);
    expect((await call('GET', data)).body).toEqual(before);
  });

  it('grows while its machine runs, when it holds data; the machine says so too', async () => {
    expect((await update(data, (disk) => (disk.properties.diskSizeGB = 64))).status).toBe(202);
    const machine: Json = (await sandbox.call('GET', machineId('Data-VM'), undefined, '2022-11-01'))
      .body;
    expect(machine.properties.storageProfile.dataDisks[0].diskSizeGB).toBe(64);
    const patch = await call('PATCH', data, { properties: { diskSizeGB: 65 } });
    expect(patch).toMatchObject({ status: 202, body: { properties: { diskSizeGB: 65 } } });
  });

  it('needs its machine deallocated for the OS disk, and for a step over 4 TiB', async () => {
    for (const [name, size] of [
      [systemDisk(), 256],
      [data, 8192],
    ] as const) {
      const edit = (disk: Json): void => void Object.assign(disk.properties, { diskSizeGB: size });
      expect(await update(name, edit)).toMatchObject({
        status: 409,
        body: {
          error: {
            code: 'OperationNotAllowed',
            innererror: { internalErrorCode: 'ChangeDiskSizeWhileAttachedNotAllowed' },
          },
        },
      });
    }
    await sandbox.call('POST', `${machineId('Data-VM')}/deallocate`, undefined, '2022-11-01');
    sandbox.pass(60);
    const grown = await update(systemDisk(), (disk) => (disk.properties.diskSizeGB = 256));
    expect(grown.status).toBe(202);
  });

  it.each<[string, number, string, (disk: Json) => void]>([
    ['a smaller size', 400, 'ResizeDiskError', (disk) => (disk.properties.diskSizeGB = 8)],
    ['too large a size', 400, 'InvalidParameter', (disk) => (disk.properties.diskSizeGB = 99_999)],
    [
      'another origin',
      409,
      'PropertyChangeNotAllowed',
      (disk) => (disk.properties.creationData.createOption = 'Copy'),
    ],
    ['another zone', 409, 'PropertyChangeNotAllowed', (disk) => (disk.zones = ['1'])],
    ['a system', 409, 'PropertyChangeNotAllowed', (disk) => (disk.properties.osType = 'Linux')],
    ['another place', 409, 'InvalidResourceLocation', (disk) => (disk.location = 'japanwest')],
    [
      'another storage type',
      501,
      'SandboxNotModelled',
      (disk) => (disk.sku = { name: 'Standard_LRS' }),
    ],
    [
      'other networks',
      501,
      'SandboxNotModelled',
      (disk) => (disk.properties.networkAccessPolicy = 'DenyAll'),
    ],
  ])('does not get %s: %d %s', async (_, status, code, edit) => {
    const before = structuredClone(findResource(state, `${disks}/${data}`));
    expect(await update(data, edit)).toMatchObject({ status, body: { error: { code } } });
    expect(findResource(state, `${disks}/${data}`)).toEqual(before);
  });

  it('is not deleted while a machine has it, and is not patched when it is gone', async () => {
    expect(await call('DELETE', data)).toMatchObject({
      status: 409,
      body: { error: { code: 'OperationNotAllowed' } },
    });
    expect((await call('PATCH', 'none', { tags: {} })).status).toBe(404);
  });
});
