// Machines that are there get another size, are restarted, and are patched.
import { beforeEach, describe, expect, it } from 'vitest';
import { findResource } from '../../../../../../src/sandbox/kernel/resource.js';
import type { WorldState } from '../../../../../../src/sandbox/kernel/state.js';
import {
  addEncryptedMachine,
  addMachine,
  backupSandbox,
  backupWorld,
  backupWorldIds,
  machineId,
  type BackupSandbox,
  type Json,
} from '../../../../../support/worlds/backup-world.js';

const version = '2022-11-01';
const plain = machineId('Plain-VM');

let state: WorldState;
let sandbox: BackupSandbox;

beforeEach(() => {
  state = backupWorld();
  addMachine(state, 'Off-VM', { powerState: 'deallocated', dataDiskSizesGB: [8, 8, 8] });
  sandbox = backupSandbox(state);
});

async function get(path: string): Promise<Json> {
  return (await sandbox.call('GET', path, undefined, version)).body;
}

async function send(method: string, path: string, body?: unknown): Promise<Json> {
  const answer = await sandbox.call(method, path, body, version);
  sandbox.pass(90);
  return answer;
}

async function outcomeOf(answer: Json): Promise<Json> {
  return (await sandbox.send('GET', answer.headers.get('azure-asyncoperation') ?? '')).body;
}

async function powerOf(path: string): Promise<string> {
  const { statuses } = await get(`${path}/instanceView`);
  return statuses.find(({ code }: Json) => code.startsWith('PowerState/')).code;
}

async function resize(path: string, vmSize: string): Promise<Json> {
  const body = await get(path);
  body.properties.hardwareProfile = { vmSize };
  return await send('PUT', path, body);
}

function loseKeys(): void {
  const vault = findResource(state, backupWorldIds.policyKeyVault);
  Object.assign(vault?.properties ?? {}, { enabledForDiskEncryption: false });
}

describe('another size', () => {
  it('restarts a machine that runs, and leaves one that does not', async () => {
    const put = await resize(plain, 'Standard_D4s_v5');
    expect(put.status).toBe(200);
    expect(await outcomeOf(put)).toMatchObject({ status: 'Succeeded' });
    expect((await get(plain)).properties.hardwareProfile).toEqual({ vmSize: 'Standard_D4s_v5' });
    expect(await powerOf(plain)).toBe('PowerState/running');
    await resize(machineId('Off-VM'), 'Standard_D4s_v5');
    expect(await powerOf(machineId('Off-VM'))).toBe('PowerState/deallocated');
  });

  it('stops an encrypted machine whose key is out of reach', async () => {
    addEncryptedMachine(state, 'Ade-VM');
    loseKeys();
    const put = await resize(machineId('Ade-VM'), 'Standard_D4s_v5');
    expect(await outcomeOf(put)).toMatchObject({ status: 'Failed' });
    expect(await powerOf(machineId('Ade-VM'))).toBe('PowerState/stopped');
  });

  it.each([
    ['that there is none of', 'Standard_X1', 400, 'InvalidParameter'],
    ['with a local disk', 'Standard_D4s_v3', 409, 'OperationNotAllowed'],
    ['that the subscription is kept from', 'Standard_E4s_v5', 409, 'SkuNotAvailable'],
    ['beyond the quota', 'Standard_D16s_v5', 409, 'OperationNotAllowed'],
  ])('is refused: one %s', async (_, size, status, code) => {
    state.sizeRestrictions = { standard_e4s_v5: {} };
    state.quotas = { japaneast: { cores: 6 } };
    expect(await resize(plain, size)).toMatchObject({ status, body: { error: { code } } });
  });

  it('counts against the quota only what it adds', async () => {
    state.quotas = { japaneast: { cores: 6 } };
    expect((await resize(plain, 'Standard_D4s_v5')).status).toBe(200);
  });
});

describe('a restart', () => {
  it('leaves a machine running, and one whose key is gone stopped', async () => {
    addEncryptedMachine(state, 'Ade-VM');
    for (const [name, power] of [
      ['Plain-VM', 'PowerState/running'],
      ['Ade-VM', 'PowerState/stopped'],
    ] as const) {
      loseKeys();
      expect((await send('POST', `${machineId(name)}/restart`)).status).toBe(202);
      expect(await powerOf(machineId(name))).toBe(power);
    }
  });

  it.each([
    ['restart', 'deallocated', 'either deallocated or marked to be deallocated'],
    ['powerOff', 'deallocated', 'either deallocated or marked to be deallocated'],
    ['restart', 'powerOff', 'requires the VM to be running'],
  ])('%s is refused after %s', async (verb, before, words) => {
    await send('POST', `${plain}/${before === 'deallocated' ? 'deallocate' : before}`);
    const refused = await send('POST', `${plain}/${verb}`);
    expect(refused).toMatchObject({
      status: 409,
      body: { error: { code: 'OperationNotAllowed' } },
    });
    expect(refused.body.error.message).toContain(words);
  });

  it.each(['start', 'restart', 'deallocate'])('%s is refused during deletion', async (verb) => {
    await sandbox.call('DELETE', plain, undefined, version);
    const refused = await send('POST', `${plain}/${verb}`);
    expect(refused.body.error.message).toContain('since the VM is marked for deletion');
  });
});

describe('a patch', () => {
  it('changes what it names, and nothing else', async () => {
    const before = await get(plain);
    const patched = await send('PATCH', plain, { tags: { owner: 'ops' } });
    expect(patched.status).toBe(200);
    expect(await get(plain)).toEqual({ ...before, tags: { owner: 'ops' } });
  });

  it('has the rules of a put', async () => {
    const hardwareProfile = { vmSize: 'Standard_X1' };
    expect(await send('PATCH', plain, { properties: { hardwareProfile } })).toMatchObject({
      status: 400,
      body: { error: { code: 'InvalidParameter' } },
    });
    expect((await send('PATCH', `${plain}x`, { tags: {} })).status).toBe(404);
    expect((await send('PATCH', plain, { identity: {} })).status).toBe(501);
  });
});

describe('a put of what was read', () => {
  it.each(['2022-08-01', '2026-03-01'])('changes nothing, in %s', async (each) => {
    addEncryptedMachine(state, 'Ade-VM', { seed: { osType: 'Linux', zones: ['1'] } });
    const path = machineId('Ade-VM');
    const before = await get(path);
    expect((await sandbox.call('PUT', path, before, each)).status).toBe(200);
    sandbox.pass(60);
    expect(await get(path)).toEqual(before);
  });

  it.each<[string, string, (body: Json) => void]>([
    [
      'securityProfile',
      'SandboxNotModelled',
      (body) => (body.properties.securityProfile = { encryptionAtHost: true }),
    ],
    ['identity', 'SandboxNotModelled', (body) => (body.identity = { type: 'SystemAssigned' })],
    [
      'imageReference',
      'PropertyChangeNotAllowed',
      (body) => (body.properties.storageProfile.imageReference.sku = 'other'),
    ],
    [
      'availabilitySet',
      'PropertyChangeNotAllowed',
      (body) => (body.properties.availabilitySet = { id: `${plain}-set` }),
    ],
    [
      'an OS disk size',
      'Conflict',
      (body) => (body.properties.storageProfile.osDisk.diskSizeGB = 512),
    ],
  ])('with another %s is refused: %s', async (_, code, edit) => {
    const body = await get(plain);
    edit(body);
    expect((await send('PUT', plain, body)).body.error.code).toBe(code);
  });
});
