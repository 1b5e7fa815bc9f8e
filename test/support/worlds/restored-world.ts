// A world with a network and with disks as a restore of an encrypted machine leaves them.
import { lockedImage } from '../../../src/sandbox/providers/compute/disks/disk-image.js';
import { seedVirtualNetwork } from '../../../src/sandbox/providers/network/virtual-networks/virtual-network.js';
import { writeBlob } from '../../../src/sandbox/providers/storage-data/blobs.js';
import { seedStorageAccount } from '../../../src/sandbox/providers/storage/storage-account.js';
import { machineDisks } from '../../../src/sandbox/providers/compute/virtual-machines/state.js';
import { worldIds } from '../../../src/sandbox/kernel/ids.js';
import {
  findResource,
  putResource,
  type ArmResource,
} from '../../../src/sandbox/kernel/resource.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import {
  addEncryptedMachine,
  addKey,
  backupSandbox,
  backupWorld,
  backupWorldIds,
  machineId,
  type BackupSandbox,
  type Json,
} from './backup-world.js';
import { tiny, TINY_START } from './tiny-world.js';

const network = `${tiny.group}/providers/Microsoft.Network`;
const disks = `${tiny.group}/providers/Microsoft.Compute/disks`;
const version = '2026-03-01';

/** ARM ids of the restored world. */
export const restoredIds = {
  subnet: `${network}/virtualNetworks/vnet/subnets/default`,
  interface: `${network}/networkInterfaces/nic-new`,
  osDisk: `${disks}/restored-os`,
  dataDisk: `${disks}/restored-data-0`,
  machine: machineId('New-VM'),
  vhd: 'https://sttiny.blob.core.windows.net/new/os.vhd',
} as const;

/** How the source was encrypted. */
export interface SourceOptions {
  readonly osType?: 'Windows' | 'Linux';
  readonly kek?: boolean;
  readonly mechanism?: 'SinglePass' | 'DoublePass';
}

/** Disks restored from the encrypted machine `Ade-VM`, and an interface to build a machine with. */
export async function restoredSandbox(options: SourceOptions = {}): Promise<BackupSandbox> {
  const state = backupWorld();
  state.subscriptions[0]?.registeredProviders.push('microsoft.network');
  Object.assign(findResource(state, backupWorldIds.policyKeyVault)?.properties ?? {}, {
    enabledForDiskEncryption: true,
  });
  const { osType = 'Windows', kek = true, mechanism } = options;
  const source = addEncryptedMachine(state, 'Ade-VM', {
    ...(kek ? { kekUrl: addKey(state, tiny.policyVault, 'kek') } : {}),
    ...(mechanism === undefined ? {} : { mechanism }),
    seed: { osType, dataDiskSizesGB: [32] },
  });
  const [os, data] = machineDisks(state, source);
  copyDisk(state, os?.managedDiskId ?? '', restoredIds.osDisk);
  copyDisk(state, data?.managedDiskId ?? '', restoredIds.dataDisk);
  restoreBlob(state, os?.lock ?? '');
  seedVirtualNetwork(state, worldIds(state), {
    id: `${network}/virtualNetworks/vnet`,
    location: 'japaneast',
    addressPrefix: '10.0.0.0/16',
    subnets: [{ name: 'default', addressPrefix: '10.0.0.0/24' }],
  });
  const sandbox = backupSandbox(state);
  await putInterface(sandbox, restoredIds.interface);
  return sandbox;
}

/** Makes a network interface. */
export async function putInterface(sandbox: BackupSandbox, id: string): Promise<void> {
  const properties = { subnet: { id: restoredIds.subnet } };
  const body = {
    location: 'japaneast',
    properties: { ipConfigurations: [{ name: 'ipconfig1', properties }] },
  };
  await sandbox.call('PUT', id, body, '2023-05-01');
}

/** The body of a machine with the restored disks. */
export function machineBody(more: Readonly<Record<string, unknown>> = {}): Json {
  return {
    location: 'japaneast',
    properties: {
      hardwareProfile: { vmSize: 'Standard_D2s_v5' },
      storageProfile: {
        osDisk: {
          osType: 'Windows',
          createOption: 'Attach',
          managedDisk: { id: restoredIds.osDisk },
        },
        dataDisks: [{ lun: 0, createOption: 'Attach', managedDisk: { id: restoredIds.dataDisk } }],
      },
      networkProfile: { networkInterfaces: [{ id: restoredIds.interface }] },
    },
    ...more,
  };
}

/** The body of a machine whose disk is a blob. */
export function unmanagedBody(uri: string = restoredIds.vhd, more: object = {}): Json {
  const body = machineBody();
  body.properties.storageProfile = {
    osDisk: { name: 'os', osType: 'Windows', createOption: 'Attach', vhd: { uri }, ...more },
  };
  return body;
}

/** Puts the machine, lets it come up, and answers how that went. */
export async function buildMachine(
  sandbox: BackupSandbox,
  body: unknown = machineBody(),
  seconds = 120,
): Promise<{ readonly put: Json; readonly operation: Json; readonly machine: Json }> {
  const put = await sandbox.call('PUT', restoredIds.machine, body, version);
  sandbox.pass(seconds);
  const operation = await sandbox.send('GET', put.headers.get('azure-asyncoperation') ?? '');
  return { put, operation: operation.body, machine: await viewMachine(sandbox) };
}

/** The machine with its instance view. */
export async function viewMachine(sandbox: BackupSandbox): Promise<Json> {
  const path = `${restoredIds.machine}?$expand=instanceView`;
  return (await sandbox.call('GET', path, undefined, version)).body;
}

/** The blob keeps the lock; where its key lies nobody has told it. */
function restoreBlob(state: WorldState, lock: string): void {
  seedStorageAccount(state, {
    id: `${tiny.group}/providers/Microsoft.Storage/storageAccounts/sttiny`,
    location: 'japaneast',
    kind: 'StorageV2',
    sku: 'Standard_LRS',
    createdMilliseconds: TINY_START,
  });
  const image = { account: 'sttiny', container: 'new', content: lockedImage(lock) };
  const size = 32 * 1024 ** 3;
  writeBlob(state, { ...image, name: 'os.vhd', type: 'PageBlob', size }, TINY_START);
  writeBlob(state, { ...image, name: 'block.vhd', type: 'BlockBlob' }, TINY_START);
}

function copyDisk(state: WorldState, from: string, id: string): void {
  const source = findResource(state, from);
  if (source === undefined) {
    throw new Error(`there is no disk ${from}`);
  }
  const { managedBy: _, ...extra } = source.extra ?? {};
  const disk: ArmResource = structuredClone({ ...source, id, extra });
  disk.name = id.split('/').at(-1) ?? '';
  disk.properties['diskState'] = 'Unattached';
  putResource(state, disk);
}
