// The resource group in which Azure Backup keeps snapshots, in a world that has it.
import { describe, expect, it } from 'vitest';
import {
  addMachine,
  backupSandbox,
  backupWorld,
  machineId,
  triggerBackup,
  type BackupSandbox,
} from '../../../../../support/worlds/backup-world.js';
import { tiny } from '../../../../../support/worlds/tiny-world.js';

const version = '2023-09-01';
const subscription = `/subscriptions/${tiny.subscriptionId}`;
const group = `${subscription}/resourceGroups/AzureBackupRG_japaneast_1`;
const type = 'Microsoft.Compute/restorePointCollections';

async function backedUp(snapshotCollections: boolean): Promise<BackupSandbox> {
  const state = { ...backupWorld(), snapshotCollections };
  addMachine(state, 'Other-VM');
  const sandbox = backupSandbox(state);
  for (const name of ['Plain-VM', 'Other-VM', 'Plain-VM']) {
    await sandbox.protect(name);
    await triggerBackup(sandbox, name);
    sandbox.pass(8000);
  }
  return sandbox;
}

async function sources(sandbox: BackupSandbox, scope: string): Promise<unknown[]> {
  const path = `${scope}/providers/${type}`;
  const { body } = await sandbox.call('GET', path, undefined, version);
  return body.value.map(
    ({ properties }: { readonly properties: { readonly source: { readonly id: string } } }) =>
      properties.source.id,
  );
}

describe('restore point collections', () => {
  it('are in a group of their own, one for each machine that is backed up', async () => {
    const sandbox = await backedUp(true);
    const expected = [machineId('Other-VM'), machineId('Plain-VM')];
    expect(await sources(sandbox, subscription)).toEqual(expected);
    expect(await sources(sandbox, group)).toEqual(expected);
    const { status } = await sandbox.call('GET', group, undefined, '2021-04-01');
    expect(status).toBe(200);
  });

  it('are not in other worlds', async () => {
    expect(await sources(await backedUp(false), subscription)).toEqual([]);
  });

  it('outlive the group of their machines, and are deleted by themselves', async () => {
    const sandbox = await backedUp(true);
    const { body } = await sandbox.call('GET', `${group}/providers/${type}`, undefined, version);
    const [first] = body.value;
    expect(first.name).toMatch(/^AzureBackup_Other-VM_\d{13}$/u);
    expect((await sandbox.call('GET', first.id, undefined, version)).body).toEqual(first);
    await sandbox.call('DELETE', machineId('Other-VM'), undefined, version);
    sandbox.pass(60);
    expect(await sources(sandbox, group)).toHaveLength(2);
    expect((await sandbox.call('DELETE', first.id, undefined, version)).status).toBe(202);
    expect((await sandbox.call('DELETE', first.id, undefined, version)).status).toBe(204);
    expect((await sandbox.call('GET', first.id, undefined, version)).status).toBe(404);
    expect(await sources(sandbox, group)).toEqual([machineId('Plain-VM')]);
  });
});
