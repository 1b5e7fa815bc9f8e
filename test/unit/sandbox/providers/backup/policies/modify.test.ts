// A policy that protects items is changed, or an item gets another one: what follows for the items, their
// jobs and their recovery points. OpenAPI ProtectionPolicies_CreateOrUpdate; Documentation: Azure Backup
// architecture, impact of policy change on recovery points.
import { describe, expect, it } from 'vitest';
import {
  backupSandbox,
  backupWorldIds,
  itemPath,
  policyId,
  type BackupSandbox,
  type Json,
} from '../../../../../support/worlds/backup-world.js';
import { policyBody, type PolicySpec } from '../../../../../support/worlds/promised-points.js';

const DAY_SECONDS = 86_400;

const daily: PolicySpec = {
  enhanced: false,
  timeZone: 'UTC',
  halfHour: 36,
  schedule: { kind: 'daily' },
  instantDays: 2,
  daily: 30,
};
const weekly: PolicySpec = {
  enhanced: false,
  timeZone: 'UTC',
  halfHour: 36,
  schedule: { kind: 'weekly', days: ['Monday'] },
  instantDays: 5,
  weekly: { days: ['Monday'], count: 8 },
};

/** A sandbox whose machine a policy has protected for so many days. */
async function protectedFor(days: number, spec: PolicySpec): Promise<BackupSandbox> {
  const sandbox = backupSandbox();
  expect((await sandbox.call('PUT', policyId('Mine'), policyBody(spec))).status).toBe(200);
  await sandbox.put('Plain-VM', { policyId: policyId('Mine') });
  sandbox.pass(days * DAY_SECONDS);
  return sandbox;
}

/** Changes the policy and waits for its end; returns the status. */
async function change(sandbox: BackupSandbox, spec: PolicySpec): Promise<Json> {
  const answer = await sandbox.call('PUT', policyId('Mine'), policyBody(spec));
  expect(answer).toMatchObject({ status: 202, body: undefined });
  sandbox.pass(30);
  return (await sandbox.send('GET', answer.headers.get('azure-asyncoperation') ?? '')).body;
}

async function points(sandbox: BackupSandbox): Promise<Json[]> {
  return (await sandbox.call('GET', `${itemPath('Plain-VM')}/recoveryPoints`)).body.value;
}

async function ages(sandbox: BackupSandbox): Promise<number[]> {
  const now = sandbox.clock.now();
  return (await points(sandbox)).map(({ properties }) =>
    Math.floor((now - Date.parse(properties.recoveryPointTime)) / (DAY_SECONDS * 1000)),
  );
}

describe('the change of a policy in use', () => {
  it('is accepted, and tells where to ask for it', async () => {
    const sandbox = await protectedFor(1, daily);
    const answer = await sandbox.call('PUT', policyId('Mine'), policyBody({ ...daily, daily: 60 }));
    const id = answer.headers.get('location')?.split('/').at(-1)?.split('?')[0];
    const policy = `https://management.azure.com${policyId('Mine')}`;
    expect(answer.headers.get('azure-asyncoperation')).toBe(
      `${policy}/operations/${id}?api-version=2023-06-01`,
    );
    expect(answer.headers.get('location')).toBe(
      `${policy}/operationResults/${id}?api-version=2023-06-01`,
    );
    const asked = async (where: string): Promise<Json> =>
      await sandbox.call('GET', `${policyId('mine')}/${where}/${id}`);
    expect(await asked('operations')).toMatchObject({
      status: 200,
      body: { id, status: 'InProgress' },
    });
    expect((await asked('operationResults')).status).toBe(202);
    sandbox.pass(30);
    expect((await asked('operations')).body).toMatchObject({
      status: 'Succeeded',
      properties: { objectType: 'OperationStatusJobsExtendedInfo', failedJobsError: {} },
    });
    expect(await asked('operationResults')).toMatchObject({
      status: 200,
      body: {
        name: 'Mine',
        properties: {
          retentionPolicy: { dailySchedule: { retentionDuration: { count: 60 } } },
          protectedItemsCount: 1,
        },
      },
    });
    expect(
      (await sandbox.call('GET', `${policyId('DefaultPolicy')}/operations/${id}`)).status,
    ).toBe(404);
  });

  it('makes a job for each item', async () => {
    const sandbox = await protectedFor(1, daily);
    const status = await change(sandbox, { ...daily, daily: 60 });
    const [jobId] = status.properties.jobIds;
    expect(status.properties.jobIds).toHaveLength(1);
    expect(
      (await sandbox.call('GET', `${backupWorldIds.vault}/backupJobs/${jobId}`)).body.properties,
    ).toMatchObject({
      operation: 'ConfigureBackup',
      status: 'Completed',
      entityFriendlyName: 'Plain-VM',
      extendedInfo: { propertyBag: { 'Policy Name': 'Mine' } },
    });
  });

  it('is refused when an enhanced policy is to become a standard one', async () => {
    const sandbox = await protectedFor(0, { ...daily, enhanced: true });
    expect(await sandbox.call('PUT', policyId('Mine'), policyBody(daily))).toMatchObject({
      status: 400,
      body: { error: { code: 'BMSUserErrorInvalidPolicyInput' } },
    });
  });

  it('leaves the tiering as it was when it says nothing of it', async () => {
    const sandbox = backupSandbox();
    const kept = policyBody({ ...daily, monthly: { on: { dates: [1] }, count: 60 } });
    const tieringPolicy = {
      ArchivedRP: { tieringMode: 'TierRecommended', duration: 0, durationType: 'Invalid' },
    };
    await sandbox.call('PUT', policyId('Mine'), {
      properties: { ...kept.properties, tieringPolicy },
    });
    const { body } = await sandbox.call('PUT', policyId('Mine'), kept);
    expect(body.properties.tieringPolicy).toEqual(tieringPolicy);
  });
});

describe('points after a change', () => {
  it('go sooner when they are kept for a shorter time', async () => {
    const sandbox = await protectedFor(40, daily);
    expect(await ages(sandbox)).toHaveLength(30);
    await change(sandbox, { ...daily, daily: 7 });
    expect(await ages(sandbox)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it('stay longer when they are kept for a longer time, but for those that are gone', async () => {
    const sandbox = await protectedFor(40, daily);
    await change(sandbox, { ...daily, daily: 60 });
    sandbox.pass(20 * DAY_SECONDS);
    expect(await ages(sandbox)).toHaveLength(50);
  });

  it('are cleaned up when backups become weekly, but for the last', async () => {
    const sandbox = await protectedFor(20, daily);
    await change(sandbox, weekly);
    expect(await ages(sandbox)).toEqual([0]);
    sandbox.pass(14 * DAY_SECONDS);
    expect(await ages(sandbox)).toHaveLength(2);
  });

  it('of weeks are kept by the days when backups become daily', async () => {
    const sandbox = await protectedFor(50, weekly);
    expect(await ages(sandbox)).toHaveLength(8);
    await change(sandbox, daily);
    expect(await ages(sandbox)).toEqual([0, 7, 14, 21, 28]);
  });

  it('of months keep to what they were promised when the rule goes', async () => {
    const monthly = { on: { dates: [1] }, count: 12 };
    const sandbox = await protectedFor(100, { ...daily, monthly });
    const [oldest] = (await points(sandbox)).toReversed();
    await change(sandbox, daily);
    const [after] = (await points(sandbox)).toReversed();
    expect(after.properties.recoveryPointProperties).toEqual(
      oldest.properties.recoveryPointProperties,
    );
    sandbox.pass(200 * DAY_SECONDS);
    expect(await ages(sandbox)).toHaveLength(30 + 4);
  });

  it('made on demand keep to their own expiry', async () => {
    const sandbox = await protectedFor(1, daily);
    await sandbox.call('POST', `${itemPath('Plain-VM')}/backup`, {
      properties: {
        objectType: 'IaasVMBackupRequest',
        recoveryPointExpiryTimeInUTC: '2027-03-01T00:00:00.000Z',
      },
    });
    sandbox.pass(3600);
    await change(sandbox, { ...daily, daily: 7 });
    sandbox.pass(60 * DAY_SECONDS);
    const [oldest] = (await points(sandbox)).toReversed();
    expect(oldest.properties.recoveryPointProperties.expiryTime).toMatch(/^2027-03-01T00:00:00/u);
    sandbox.pass(60 * DAY_SECONDS);
    expect(await ages(sandbox)).toHaveLength(7);
  });
});

describe('points of an item', () => {
  it('never expire once protection is stopped, and snapshots do', async () => {
    const sandbox = await protectedFor(10, daily);
    await sandbox.put('Plain-VM', { policyId: '', protectionState: 'ProtectionStopped' });
    sandbox.pass(400 * DAY_SECONDS);
    const found = await points(sandbox);
    expect(found).toHaveLength(10);
    const tiers = found.map(({ properties }) => properties.recoveryPointTierDetails);
    expect(new Set(tiers.map((details) => JSON.stringify(details)))).toEqual(
      new Set(['[{"type":"HardenedRP","status":"Valid"}]']),
    );
  });

  it('expire by the policy again when protection is resumed', async () => {
    const sandbox = await protectedFor(10, daily);
    await sandbox.put('Plain-VM', { policyId: '', protectionState: 'ProtectionStopped' });
    sandbox.pass(100 * DAY_SECONDS);
    await sandbox.put('Plain-VM', { policyId: policyId('Mine') });
    expect(await ages(sandbox)).toHaveLength(1);
    sandbox.pass(2 * DAY_SECONDS);
    expect(await ages(sandbox)).toEqual([0, 1]);
  });

  it('keep the last one for ever when backups fail', async () => {
    const sandbox = await protectedFor(10, daily);
    await points(sandbox);
    for (const { properties } of Object.values(sandbox.state.resources)) {
      Object.assign((properties['runtime'] as object | undefined) ?? {}, { agentReady: false });
    }
    sandbox.pass(100 * DAY_SECONDS);
    expect(await ages(sandbox)).toHaveLength(1);
    expect(await sandbox.item('Plain-VM')).toMatchObject({
      protectionState: 'Protected',
      protectionStatus: 'Unhealthy',
      lastBackupStatus: 'Failed',
    });
  });
});

describe('a scheduled backup', () => {
  it('is the first one of a new item, at the next time of the schedule', async () => {
    const sandbox = await protectedFor(0, daily);
    expect((await sandbox.item('Plain-VM')).protectionState).toBe('IRPending');
    sandbox.pass(6 * 3600);
    const { body } = await sandbox.call('GET', `${backupWorldIds.vault}/backupJobs`);
    expect(body.value[0].properties).toMatchObject({
      operation: 'Backup',
      status: 'InProgress',
      startTime: expect.stringMatching(/^2026-11-23T18:00:00/u),
    });
    const detail = await sandbox.call(
      'GET',
      `${backupWorldIds.vault}/backupJobs/${body.value[0].name}`,
    );
    expect(detail.body.properties.extendedInfo.propertyBag).toEqual({ 'VM Name': 'Plain-VM' });
    sandbox.pass(3600);
    expect(await sandbox.item('Plain-VM')).toMatchObject({
      protectionState: 'Protected',
      lastBackupStatus: 'Completed',
    });
  });

  it('of an hour that stays a snapshot skips the transfer', async () => {
    const sandbox = await protectedFor(0, {
      ...daily,
      enhanced: true,
      halfHour: 16,
      schedule: { kind: 'hourly', interval: 4, window: 12 },
    });
    sandbox.pass(5 * 3600);
    const { body } = await sandbox.call('GET', `${backupWorldIds.vault}/backupJobs`);
    const [{ name }] = body.value;
    const job = await sandbox.call('GET', `${backupWorldIds.vault}/backupJobs/${name}`);
    expect(job.body.properties).toMatchObject({
      status: 'Completed',
      extendedInfo: {
        tasksList: [
          { taskId: 'Take Snapshot', status: 'Completed' },
          { taskId: 'Transfer data to vault', status: 'Skipped' },
        ],
      },
    });
  });

  it('does not begin while another backup is running', async () => {
    const sandbox = await protectedFor(0, daily);
    sandbox.pass(5.5 * 3600);
    await sandbox.call('POST', `${itemPath('Plain-VM')}/backup`, {
      properties: {
        objectType: 'IaasVMBackupRequest',
        recoveryPointExpiryTimeInUTC: '2027-03-01T00:00:00.000Z',
      },
    });
    sandbox.pass(3600);
    expect(await ages(sandbox)).toHaveLength(1);
    sandbox.pass(DAY_SECONDS);
    expect(await ages(sandbox)).toHaveLength(2);
  });
});
