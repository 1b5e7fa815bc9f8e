// Backup policies. Recordings policies-list.all, policy-create.*, policy-delete.200.
import { describe, expect, it } from 'vitest';
import {
  backupSandbox,
  backupWorldIds,
  policyId,
  type Json,
} from '../../../../../support/worlds/backup-world.js';

const time = '2026-11-23T22:30:00.000Z';
const kept = '2026-11-23T22:30:00Z';

/** A policy as az sends it; times have milliseconds. */
function standardPolicy(): Json {
  return {
    properties: {
      protectedItemsCount: 0,
      backupManagementType: 'AzureIaasVM',
      instantRPDetails: {},
      schedulePolicy: {
        schedulePolicyType: 'SimpleSchedulePolicy',
        scheduleRunFrequency: 'Daily',
        scheduleRunTimes: [time],
        scheduleWeeklyFrequency: 0,
      },
      retentionPolicy: {
        retentionPolicyType: 'LongTermRetentionPolicy',
        dailySchedule: {
          retentionTimes: [time],
          retentionDuration: { count: 30, durationType: 'Days' },
        },
      },
      instantRpRetentionRangeInDays: 2,
      timeZone: 'UTC',
    },
  };
}

describe('the policies of a new vault', () => {
  it('come in the recorded order, those for databases first', async () => {
    const sandbox = backupSandbox();
    await sandbox.call('PUT', policyId('abc'), standardPolicy());
    const names = async (filter = ''): Promise<string[]> => {
      const { body } = await sandbox.call('GET', `${backupWorldIds.vault}/backupPolicies${filter}`);
      return body.value.map((policy: Json) => policy.name);
    };
    expect(await names()).toEqual(['HourlyLogBackup', 'abc', 'DefaultPolicy', 'EnhancedPolicy']);
    expect(await names("?$filter=backupManagementType eq 'AzureIaasVM'")).toEqual([
      'abc',
      'DefaultPolicy',
      'EnhancedPolicy',
    ]);
  });

  it('begin on the day of the vault', async () => {
    const sandbox = backupSandbox();
    const { body } = await sandbox.call('GET', policyId('defaultpolicy'));
    expect(body).toEqual({
      id: policyId('DefaultPolicy'),
      name: 'DefaultPolicy',
      type: 'Microsoft.RecoveryServices/vaults/backupPolicies',
      properties: {
        backupManagementType: 'AzureIaasVM',
        instantRPDetails: {},
        schedulePolicy: {
          schedulePolicyType: 'SimpleSchedulePolicy',
          scheduleRunFrequency: 'Daily',
          scheduleRunTimes: ['2026-11-21T22:30:00Z'],
          scheduleWeeklyFrequency: 0,
        },
        retentionPolicy: {
          retentionPolicyType: 'LongTermRetentionPolicy',
          dailySchedule: {
            retentionTimes: ['2026-11-21T22:30:00Z'],
            retentionDuration: { count: 30, durationType: 'Days' },
          },
        },
        instantRpRetentionRangeInDays: 2,
        timeZone: 'UTC',
        protectedItemsCount: 0,
      },
    });
    expect((await sandbox.call('GET', policyId('EnhancedPolicy'))).body.properties).toMatchObject({
      policyType: 'V2',
      schedulePolicy: { hourlySchedule: { interval: 4, scheduleWindowDuration: 12 } },
    });
    expect((await sandbox.call('GET', policyId('Nowhere'))).status).toBe(404);
  });
});

describe('a new policy', () => {
  it('comes back with its times cut to seconds', async () => {
    const sandbox = backupSandbox();
    const sent = standardPolicy();
    sent.properties.retentionPolicy.monthlySchedule = {
      retentionScheduleFormatType: 'Daily',
      retentionScheduleDaily: { daysOfTheMonth: [{ date: 1, isLast: false }] },
      retentionTimes: [time],
      retentionDuration: { count: 60, durationType: 'Months' },
    };
    sent.properties.instantRPDetails = {
      azureBackupRGNamePrefix: 'a',
      azureBackupRGNameSuffix: 'b',
    };
    sent.properties.tieringPolicy = {
      ArchivedRP: { tieringMode: 'TierRecommended', duration: 0, durationType: 'Invalid' },
    };
    const { status, body } = await sandbox.call('PUT', policyId('Mine'), sent);
    expect(status).toBe(200);
    expect(body.properties).toEqual(
      JSON.parse(JSON.stringify(sent.properties).replaceAll(time, kept)),
    );
  });

  it('can be an enhanced one, hourly or weekly', async () => {
    const sandbox = backupSandbox();
    const hourly = standardPolicy();
    hourly.properties.policyType = 'V2';
    hourly.properties.instantRpRetentionRangeInDays = 7;
    hourly.properties.schedulePolicy = {
      schedulePolicyType: 'SimpleSchedulePolicyV2',
      scheduleRunFrequency: 'Hourly',
      hourlySchedule: { interval: 4, scheduleWindowStartTime: time, scheduleWindowDuration: 12 },
    };
    expect((await sandbox.call('PUT', policyId('Hourly'), hourly)).status).toBe(200);
    const weekly = standardPolicy();
    weekly.properties.policyType = 'V2';
    weekly.properties.instantRpRetentionRangeInDays = 5;
    weekly.properties.schedulePolicy = {
      schedulePolicyType: 'SimpleSchedulePolicyV2',
      scheduleRunFrequency: 'Weekly',
      weeklySchedule: { scheduleRunDays: ['Sunday'], scheduleRunTimes: [time] },
    };
    weekly.properties.retentionPolicy = {
      retentionPolicyType: 'LongTermRetentionPolicy',
      weeklySchedule: {
        daysOfTheWeek: ['Sunday'],
        retentionTimes: [time],
        retentionDuration: { count: 4, durationType: 'Weeks' },
      },
    };
    expect((await sandbox.call('PUT', policyId('Weekly'), weekly)).status).toBe(200);
  });

  it.each<[string, (properties: Json) => void]>([
    [
      'another time of retention',
      (policy) => (policy.retentionPolicy.dailySchedule.retentionTimes = [kept, kept]),
    ],
    [
      'a time off the half hour',
      (policy) => {
        policy.schedulePolicy.scheduleRunTimes = ['2026-11-23T22:45:00Z'];
        policy.retentionPolicy.dailySchedule.retentionTimes = ['2026-11-23T22:45:00Z'];
      },
    ],
    [
      'less than a week',
      (policy) => (policy.retentionPolicy.dailySchedule.retentionDuration.count = 6),
    ],
    ['snapshots for too long', (policy) => (policy.instantRpRetentionRangeInDays = 6)],
    ['a standard schedule in an enhanced policy', (policy) => (policy.policyType = 'V2')],
    [
      'weekly backups kept daily',
      (policy) => (policy.schedulePolicy.scheduleRunFrequency = 'Weekly'),
    ],
    [
      'an archive for what is kept for days',
      (policy) =>
        (policy.tieringPolicy = {
          ArchivedRP: { tieringMode: 'TierRecommended', duration: 0, durationType: 'Invalid' },
        }),
    ],
  ])('is refused with %s, without saying why', async (_, spoil) => {
    const sandbox = backupSandbox();
    const sent = standardPolicy();
    spoil(sent.properties);
    expect(await sandbox.call('PUT', policyId('Mine'), sent)).toMatchObject({
      status: 400,
      body: { error: { code: 'BMSUserErrorInvalidPolicyInput' } },
    });
  });
});

describe('a policy in use', () => {
  it('counts its items late and cannot be deleted', async () => {
    const sandbox = backupSandbox();
    await sandbox.protect('Plain-VM');
    const count = async (): Promise<number> =>
      (await sandbox.call('GET', policyId('DefaultPolicy'))).body.properties.protectedItemsCount;
    expect(await count()).toBe(0);
    sandbox.pass(300);
    expect(await count()).toBe(1);
    expect(await sandbox.call('DELETE', policyId('DefaultPolicy'))).toMatchObject({
      status: 400,
      body: { error: { code: 'BMSUserErrorPolicyObjectInUse' } },
    });
  });

  it('is deleted once nothing uses it', async () => {
    const sandbox = backupSandbox();
    expect(await sandbox.call('DELETE', policyId('EnhancedPolicy'))).toMatchObject({
      status: 200,
      body: undefined,
    });
    expect((await sandbox.call('DELETE', policyId('EnhancedPolicy'))).status).toBe(204);
  });
});
