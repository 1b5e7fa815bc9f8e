// Limits of backups on demand, and how long large machines take.
import { describe, expect, it } from 'vitest';
import {
  addMachine,
  backupSandbox,
  backupWorld,
  jobProperties,
  triggerBackup,
} from '../../../../../support/worlds/backup-world.js';

describe('backups on demand', () => {
  it('are nine in a day and no more, whatever became of them', async () => {
    const sandbox = backupSandbox();
    await sandbox.protect('Plain-VM');
    for (let attempt = 1; attempt <= 9; attempt += 1) {
      expect((await triggerBackup(sandbox, 'Plain-VM')).status).toMatch(/^(?:Succeeded|Failed)$/u);
      sandbox.pass(600);
    }
    expect(await triggerBackup(sandbox, 'Plain-VM')).toMatchObject({
      status: 400,
      body: { error: { code: 'UserErrorMaxOnDemandBackupsReached' } },
    });
    addMachine(sandbox.state, 'Other-VM');
    await sandbox.protect('Other-VM');
    expect((await triggerBackup(sandbox, 'Other-VM')).status).toBe('Succeeded');
    sandbox.pass(86_400);
    expect((await triggerBackup(sandbox, 'Plain-VM')).status).toBe('Succeeded');
  });

  it.each([
    ['2026-11-23T11:59:59Z', 400],
    ['not a time', 400],
    ['2125-11-22T00:00:00Z', undefined],
    ['2125-11-24T00:00:00Z', 400],
  ])('expire in the next 99 years: %s', async (expiry, status) => {
    const sandbox = backupSandbox();
    await sandbox.protect('Plain-VM');
    const answer = await triggerBackup(sandbox, 'Plain-VM', expiry);
    expect(answer.status).toBe(status ?? 'Succeeded');
  });
});

describe('the transfer', () => {
  it.each([
    ['of 1 TB takes the recorded 41 minutes', [897], 40, 42],
    ['of 2 TB takes twice as long', [1921], 73, 76],
    ['of 44,000 GB takes a day', [21_900, 22_000], 24 * 60, 24 * 60 + 20],
  ])('%s', async (_, sizes, early, late) => {
    const state = backupWorld();
    addMachine(state, 'Big-VM', { dataDiskSizesGB: sizes });
    const sandbox = backupSandbox(state);
    await sandbox.protect('Big-VM');
    const { properties } = await triggerBackup(sandbox, 'Big-VM');
    sandbox.pass(early * 60);
    expect((await jobProperties(sandbox, properties.jobId)).status).toBe('InProgress');
    sandbox.pass((late - early) * 60);
    expect((await jobProperties(sandbox, properties.jobId)).status).toBe('Completed');
  });
});
