// What a vault says of its use. OpenAPI Usages_ListByVaults and ReplicationUsages_List.
import { describe, expect, it } from 'vitest';
import {
  backupSandbox,
  backupWorldIds,
  itemPath,
  triggerBackup,
  type BackupSandbox,
  type Json,
} from '../../../../../support/worlds/backup-world.js';
import { tiny } from '../../../../../support/worlds/tiny-world.js';

const { vault } = backupWorldIds;

async function usages(sandbox: BackupSandbox): Promise<Record<string, number>> {
  const { status, body } = await sandbox.call('GET', `${vault}/usages`, undefined, '2024-04-01');
  expect(status).toBe(200);
  return Object.fromEntries(body.value.map((each: Json) => [each.name.value, each.currentValue]));
}

describe('the usages of a vault', () => {
  it('count its items and the jobs of a day', async () => {
    const sandbox = backupSandbox();
    expect(await usages(sandbox)).toMatchObject({ ProtectedItemCount: 0, InProgressJobsCount: 0 });
    await sandbox.protect('Plain-VM');
    await triggerBackup(sandbox, 'Plain-VM');
    expect(await usages(sandbox)).toMatchObject({
      ProtectedItemCount: 1,
      IaaSVMProtectedItemCount: 1,
      ManagedInstances: 1,
      InProgressJobsCount: 1,
      FailedJobsCount: 0,
    });
    sandbox.pass(2 * 86_400);
    expect(await usages(sandbox)).toMatchObject({ InProgressJobsCount: 0 });
    await sandbox.call('DELETE', itemPath('Plain-VM'));
    sandbox.pass(60);
    expect(await usages(sandbox)).toMatchObject({ ProtectedItemCount: 0 });
  });

  it('say nothing of replication', async () => {
    const path = `${vault}/replicationUsages`;
    const { status, body } = await backupSandbox().call('GET', path, undefined, '2026-07-01');
    expect(status).toBe(200);
    expect(body.value).toMatchObject([{ protectedItemCount: 0, jobsSummary: { failedJobs: 0 } }]);
  });

  it.each(['usages', 'replicationUsages'])('are for those who may read: %s', async (name) => {
    const sandbox = backupSandbox();
    const path = `${vault}/${name}?api-version=2024-04-01`;
    expect((await sandbox.send('GET', path, { as: tiny.strangerId })).status).toBe(403);
    const gone = path.replace('rsv-tiny', 'rsv-none');
    expect((await sandbox.send('GET', gone)).status).toBe(404);
  });
});
