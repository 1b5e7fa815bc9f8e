// Deleting machines and disks: what goes with a machine, what stays, and what is refused.
import { describe, expect, it } from 'vitest';
import { findResource } from '../../../../../../src/sandbox/kernel/resource.js';
import type { BackupSandbox, Json } from '../../../../../support/worlds/backup-world.js';
import {
  buildMachine,
  machineBody,
  restoredIds,
  restoredSandbox,
} from '../../../../../support/worlds/restored-world.js';

const version = '2026-03-01';
const diskVersion = '2025-01-02';

async function withMachine(body: unknown = machineBody()): Promise<BackupSandbox> {
  const sandbox = await restoredSandbox();
  await buildMachine(sandbox, body);
  return sandbox;
}

async function deleteMachine(sandbox: BackupSandbox): Promise<Json> {
  return await sandbox.call('DELETE', restoredIds.machine, undefined, version);
}

describe('deleting a machine', () => {
  it('takes its time and leaves disks and interface, which are free then', async () => {
    const sandbox = await withMachine();
    const answer = await deleteMachine(sandbox);
    expect(answer.status).toBe(202);
    const status = async () =>
      (await sandbox.send('GET', answer.headers.get('azure-asyncoperation') ?? '')).body.status;
    expect(await status()).toBe('InProgress');
    const { body } = await sandbox.call('GET', restoredIds.machine, undefined, version);
    expect(body.properties.provisioningState).toBe('Deleting');
    sandbox.pass(60);
    expect(await status()).toBe('Succeeded');
    expect((await sandbox.call('GET', restoredIds.machine, undefined, version)).status).toBe(404);
    const disk = await sandbox.call('GET', restoredIds.osDisk, undefined, diskVersion);
    expect(disk.body).toMatchObject({ properties: { diskState: 'Unattached' } });
    expect(disk.body.managedBy).toBeUndefined();
    const { body: nic } = await sandbox.call('GET', restoredIds.interface, undefined, '2023-05-01');
    expect(nic.properties.virtualMachine).toBeUndefined();
    expect((await deleteMachine(sandbox)).status).toBe(204);
    expect((await buildMachine(sandbox)).operation.status).toBe('Succeeded');
  });

  it('takes with it what is marked so', async () => {
    const body = machineBody();
    body.properties.storageProfile.osDisk.deleteOption = 'Delete';
    body.properties.networkProfile.networkInterfaces[0].properties = { deleteOption: 'Delete' };
    const sandbox = await withMachine(body);
    await deleteMachine(sandbox);
    sandbox.pass(60);
    await sandbox.call('GET', restoredIds.machine, undefined, version);
    expect(findResource(sandbox.state, restoredIds.osDisk)).toBeUndefined();
    expect(findResource(sandbox.state, restoredIds.interface)).toBeUndefined();
    expect(findResource(sandbox.state, restoredIds.dataDisk)).toBeDefined();
  });
});

describe('deleting a disk', () => {
  it('is refused while a machine has it, and done when none has', async () => {
    const sandbox = await withMachine();
    const remove = async () =>
      await sandbox.call('DELETE', restoredIds.dataDisk, undefined, diskVersion);
    const refused = await remove();
    expect([refused.status, refused.body.error.code]).toEqual([409, 'OperationNotAllowed']);
    expect(refused.body.error.message).toContain(restoredIds.machine);
    await deleteMachine(sandbox);
    sandbox.pass(60);
    const answer = await remove();
    expect(answer.status).toBe(202);
    expect((await sandbox.send('GET', answer.headers.get('location') ?? '')).status).toBe(202);
    sandbox.pass(10);
    const ended = await sandbox.send('GET', answer.headers.get('location') ?? '');
    expect([ended.status, ended.body]).toEqual([200, undefined]);
    expect((await remove()).status).toBe(204);
  });
});
