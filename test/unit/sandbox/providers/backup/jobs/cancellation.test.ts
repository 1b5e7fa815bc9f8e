// Cancelling backups. Recordings job-cancel.202, reference.powershell-2024.backup-trigger-and-cancel.
import { describe, expect, it } from 'vitest';
import type { Answer } from '../../../../../support/worlds/tiny-world.js';
import {
  backupSandbox,
  backupWorldIds,
  itemPath,
  jobProperties,
  triggerBackup,
  type BackupSandbox,
} from '../../../../../support/worlds/backup-world.js';

const { vault } = backupWorldIds;
const NOT_YET = '0001-01-01T00:00:00';

async function runningBackup(): Promise<{ sandbox: BackupSandbox; id: string }> {
  const sandbox = backupSandbox();
  await sandbox.protect('Plain-VM');
  const { properties } = await triggerBackup(sandbox, 'Plain-VM');
  return { sandbox, id: properties.jobId };
}

async function cancel(sandbox: BackupSandbox, id: string): Promise<Answer> {
  return await sandbox.call('POST', `${vault}/backupJobs/${id}/cancel`);
}

describe('cancelling during the snapshot', () => {
  it('is accepted, with a status of a fixed version and a result at once', async () => {
    const { sandbox, id } = await runningBackup();
    const answer = await cancel(sandbox, id);
    expect(answer).toMatchObject({ status: 202, body: undefined });
    const job = `https://management.azure.com${vault}/backupJobs/${id}`;
    const status = answer.headers.get('azure-asyncoperation') ?? '';
    const operation = status.slice(`${job}/operationsStatus/`.length).split('?')[0];
    expect(status).toBe(`${job}/operationsStatus/${operation}?api-version=2019-05-13-preview`);
    const location = answer.headers.get('location') ?? '';
    expect(location).toBe(`${job}/operationResults/${operation}?api-version=2023-06-01`);
    expect(answer.headers.get('retry-after')).toBe('60');
    expect((await sandbox.send('GET', location)).status).toBe(204);
    // Of the job, the path need not name the right one.
    expect((await sandbox.send('GET', location.replace(id, 'Azure'))).status).toBe(204);
    expect((await sandbox.send('GET', status)).body).toMatchObject({ status: 'Succeeded' });
  });

  it('lets the job be cancelling with all its tasks, then cancelled', async () => {
    const { sandbox, id } = await runningBackup();
    sandbox.pass(30);
    await cancel(sandbox, id);
    sandbox.pass(10);
    expect(await jobProperties(sandbox, id)).toMatchObject({
      status: 'Cancelling',
      actionsInfo: ['Cancellable'],
      extendedInfo: {
        tasksList: [
          { status: 'Cancelling', endTime: NOT_YET, duration: expect.stringMatching(/^PT3\d/u) },
          { status: 'Cancelling', startTime: NOT_YET, endTime: NOT_YET, duration: 'PT0S' },
        ],
      },
    });
    const filter = `$filter=status eq 'Cancelling' and operation eq 'Backup'`;
    const list = await sandbox.call('GET', `${vault}/backupJobs?${filter}`);
    expect(list.body.value).toHaveLength(1);
    sandbox.pass(60);
    const ended = await jobProperties(sandbox, id);
    expect(ended).toMatchObject({
      status: 'Cancelled',
      endTime: expect.any(String),
      extendedInfo: { tasksList: [{ status: 'Cancelled' }, { status: 'Cancelled' }] },
    });
    expect(ended.extendedInfo.propertyBag).not.toHaveProperty('Backup Size');
  });

  it('leaves no recovery point, and the item as it was', async () => {
    const { sandbox, id } = await runningBackup();
    await cancel(sandbox, id);
    sandbox.pass(2 * 3600);
    const points = await sandbox.call('GET', `${itemPath('Plain-VM')}/recoveryPoints`);
    expect(points.body.value).toEqual([]);
    expect(await sandbox.item('Plain-VM')).toMatchObject({
      protectionState: 'IRPending',
      lastBackupStatus: '',
    });
    expect(await triggerBackup(sandbox, 'Plain-VM')).toMatchObject({ status: 'Succeeded' });
  });
});

describe('cancelling too late', () => {
  it('fails in its operation while the data is on its way, and the backup goes on', async () => {
    const { sandbox, id } = await runningBackup();
    sandbox.pass(20 * 60);
    const answer = await cancel(sandbox, id);
    expect(answer.status).toBe(202);
    const result = await sandbox.send('GET', answer.headers.get('location') ?? '');
    expect(result).toMatchObject({
      status: 400,
      body: { error: { code: 'UserErrorJobNotCancellable' } },
    });
    const status = await sandbox.send('GET', answer.headers.get('azure-asyncoperation') ?? '');
    expect(status.body).toMatchObject({ status: 'Failed' });
    expect(await jobProperties(sandbox, id)).toMatchObject({ status: 'InProgress' });
    sandbox.pass(30 * 60);
    expect(await jobProperties(sandbox, id)).toMatchObject({ status: 'Completed' });
  });

  it('is refused for what has ended, what is being cancelled, and what is not there', async () => {
    const { sandbox, id } = await runningBackup();
    await cancel(sandbox, id);
    sandbox.pass(5);
    expect((await cancel(sandbox, id)).status).toBe(400);
    sandbox.pass(3600);
    expect(await cancel(sandbox, id)).toMatchObject({
      status: 400,
      body: { error: { code: 'UserErrorJobNotInProgress' } },
    });
    expect((await cancel(sandbox, 'nowhere')).status).toBe(404);
  });
});
