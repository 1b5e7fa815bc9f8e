// Bodies that are no policy. Documentation: Create Azure Recovery Services backup policies using REST API.
import { describe, expect, it } from 'vitest';
import {
  backupSandbox,
  backupWorldIds,
  policyId,
  type Json,
} from '../../../../../support/worlds/backup-world.js';
import { tiny } from '../../../../../support/worlds/tiny-world.js';

const time = '2026-11-23T22:30:00Z';

function policy(more: Json = {}): Json {
  const retentionDuration = { count: 30, durationType: 'Days' };
  return {
    backupManagementType: 'AzureIaasVM',
    schedulePolicy: {
      schedulePolicyType: 'SimpleSchedulePolicy',
      scheduleRunFrequency: 'Daily',
      scheduleRunTimes: [time],
    },
    retentionPolicy: {
      retentionPolicyType: 'LongTermRetentionPolicy',
      dailySchedule: { retentionTimes: [time], retentionDuration },
    },
    ...more,
  };
}

const { schedulePolicy, retentionPolicy } = policy();
const POLICY = 'BMSUserErrorInvalidPolicyInput';
const INPUT = 'BMSUserErrorInvalidInput';

const BAD: readonly (readonly [string, unknown, string])[] = [
  ['no schedule', policy({ schedulePolicy: undefined }), POLICY],
  ['no retention', policy({ retentionPolicy: undefined }), POLICY],
  [
    'an unknown frequency',
    policy({ schedulePolicy: { ...schedulePolicy, scheduleRunFrequency: 'Monthly' } }),
    POLICY,
  ],
  [
    'a time that is none',
    policy({ schedulePolicy: { ...schedulePolicy, scheduleRunTimes: ['noon'] } }),
    POLICY,
  ],
  [
    'an unknown kind of schedule',
    policy({ schedulePolicy: { ...schedulePolicy, schedulePolicyType: 'Never' } }),
    POLICY,
  ],
  ['days that are a word', policy({ instantRpRetentionRangeInDays: 'two' }), POLICY],
  [
    'another kind of retention',
    policy({ retentionPolicy: { ...retentionPolicy, retentionPolicyType: 'Short' } }),
    POLICY,
  ],
  ['a workload that Azure does not have', policy({ backupManagementType: 'AzureIaaSVM' }), POLICY],
  ['no workload', policy({ backupManagementType: undefined }), INPUT],
  ['nothing', undefined, INPUT],
];

describe('a body that is no policy', () => {
  it.each(BAD)('is refused as Azure refuses it: %s', async (_what, properties, code) => {
    const sandbox = backupSandbox();
    const body = properties === undefined ? {} : { properties };
    const answer = await sandbox.call('PUT', policyId('bad'), body);
    expect(answer).toMatchObject({ status: 400, body: { error: { code } } });
    expect((await sandbox.call('GET', policyId('bad'))).status).toBe(404);
  });

  it('is not looked at where the vault is not there', async () => {
    const id = policyId('bad', `${backupWorldIds.vault}-none`);
    const answer = await backupSandbox().call('PUT', id, {});
    expect(answer).toMatchObject({ status: 404, body: { error: { code: 'ResourceNotFound' } } });
  });

  it.each([
    ['a workload that only Azure knows', policy({ backupManagementType: 'AzureWorkload' })],
    ['a member that only Azure may know', policy({ colour: 'red' })],
  ])('is told from what the sandbox does not model: %s', async (_what, properties) => {
    const answer = await backupSandbox().call('PUT', policyId('other'), { properties });
    expect(answer).toMatchObject({ status: 501, body: { error: { code: 'SandboxNotModelled' } } });
  });

  it('is a policy when nothing is wrong with it', async () => {
    const answer = await backupSandbox().call('PUT', policyId('good'), { properties: policy() });
    expect(answer.status).toBe(200);
  });

  it('is refused as anybody else where the caller may not write policies', async () => {
    const answer = await backupSandbox().send('PUT', `${policyId('bad')}?api-version=2023-06-01`, {
      as: tiny.strangerId,
      body: {},
    });
    expect(answer.status).toBe(403);
  });
});
