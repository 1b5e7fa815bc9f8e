// How policies are written: what is sent, and what each of Azure's answers comes to.
import { describe, expect, it } from 'vitest';
import type { PolicyTerms } from '../../../../../src/domain/backup-policy/policy.js';
import {
  armError,
  empty,
  json,
  servicesUnderTest,
} from '../../../../support/contract/services-under-test.js';

const VAULT_ID =
  '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.RecoveryServices/vaults/v';
const TERMS: PolicyTerms = {
  policyType: 'Standard',
  timeZone: 'Tokyo Standard Time',
  schedule: { frequency: 'Daily', times: ['02:00'], days: [] },
  retention: { daily: { days: 30 } },
  instantRestoreDays: 2,
};
const STATUS_URL = `https://management.azure.com${VAULT_ID}/backupPolicies/p/operations/op-1?api-version=2024-04-01&s=x`;

async function put(under: ReturnType<typeof servicesUnderTest>, approvals: readonly string[] = []) {
  const backup = await under.services.backup();
  return backup.putPolicy(VAULT_ID, 'p', TERMS, { timesDate: '2026-11-23', approvals });
}

describe('putting a policy', () => {
  it('sends it whole, in the version that hides nothing of it', async () => {
    const under = servicesUnderTest(() => json({}));
    await put(under);
    const [request] = under.requests;
    expect(request?.method).toBe('PUT');
    expect(request?.url.pathname).toBe(`${VAULT_ID}/backupPolicies/p`);
    expect(request?.url.searchParams.get('api-version')).toBe('2024-04-01');
    expect(request?.body).toEqual({
      properties: {
        backupManagementType: 'AzureIaasVM',
        instantRPDetails: {},
        schedulePolicy: {
          schedulePolicyType: 'SimpleSchedulePolicy',
          scheduleRunFrequency: 'Daily',
          scheduleRunTimes: ['2026-11-23T02:00:00Z'],
          scheduleWeeklyFrequency: 0,
        },
        retentionPolicy: {
          retentionPolicyType: 'LongTermRetentionPolicy',
          dailySchedule: {
            retentionTimes: ['2026-11-23T02:00:00Z'],
            retentionDuration: { count: 30, durationType: 'Days' },
          },
        },
        instantRpRetentionRangeInDays: 2,
        timeZone: 'Tokyo Standard Time',
      },
    });
  });

  it('takes a Resource Guard along', async () => {
    const under = servicesUnderTest(() => json({}));
    await put(under, ['/requests/default']);
    expect(under.requests[0]?.body).toMatchObject({
      properties: { resourceGuardOperationRequests: ['/requests/default'] },
    });
  });

  it('is done with a 200, whatever its headers', async () => {
    const operation = await put(servicesUnderTest(() => json({}, 200, { location: STATUS_URL })));
    expect(operation.id).toBe('');
  });

  it('goes on after a 202 until its operation has ended', async () => {
    const under = servicesUnderTest(({ method }, count) =>
      method === 'PUT'
        ? empty(202, { 'azure-asyncoperation': STATUS_URL })
        : json({ status: count < 3 ? 'InProgress' : 'Succeeded' }),
    );
    const operation = await put(under);
    expect(operation.id).toBe('op-1');
    expect(await operation.wait({ clock: under.clock })).toEqual({ status: 'succeeded' });
  });

  it("that Azure refuses says so with Azure's code", async () => {
    const under = servicesUnderTest(() =>
      armError(
        400,
        'BMSUserErrorInvalidPolicyInput',
        'Input for create or update policy is not in proper format',
      ),
    );
    await expect(put(under)).rejects.toMatchObject({
      fields: { code: 'AZB_REFUSED', azureCode: 'BMSUserErrorInvalidPolicyInput' },
    });
  });
});

describe('deleting a policy', () => {
  it.each([200, 204])('is done with %i', async (status) => {
    const under = servicesUnderTest(() => empty(status));
    const operation = await (await under.services.backup()).deletePolicy(VAULT_ID, 'p');
    expect(operation.id).toBe('');
    expect(under.requests.map(({ method }) => method)).toEqual(['DELETE']);
  });
});

describe('listing policies', () => {
  it('asks for those of machines, follows pages, and passes over others', async () => {
    const machine = {
      id: `${VAULT_ID}/backupPolicies/p`,
      name: 'p',
      properties: {
        backupManagementType: 'AzureIaasVM',
        schedulePolicy: {
          schedulePolicyType: 'SimpleSchedulePolicy',
          scheduleRunFrequency: 'Daily',
          scheduleRunTimes: ['2026-11-23T02:00:00Z'],
        },
        retentionPolicy: { retentionPolicyType: 'LongTermRetentionPolicy' },
        newerThanThis: 1,
      },
    };
    const other = { ...machine, properties: { backupManagementType: 'AzureWorkload' } };
    const under = servicesUnderTest((_, count) =>
      json(
        count === 1
          ? { value: [other], nextLink: 'https://management.azure.com/next' }
          : { value: [machine] },
      ),
    );
    const found = await (await under.services.backup()).policies(VAULT_ID);
    expect(found).toMatchObject([{ name: 'p', unknownFields: ['newerThanThis'] }]);
    expect(under.requests[0]?.url.searchParams.get('$filter')).toBe(
      "backupManagementType eq 'AzureIaasVM'",
    );
  });
});
