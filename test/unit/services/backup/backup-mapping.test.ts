import { describe, expect, it } from 'vitest';
import {
  containerNameOf,
  itemNameOf,
  vmNameInContainer,
} from '../../../../src/services/backup/item-names.js';
import { equalities } from '../../../../src/services/arm/odata-filter.js';
import { json, servicesUnderTest } from '../../../support/contract/services-under-test.js';
import { VIRTUAL_START } from '../../../support/virtual-clock.js';
import { instantOf } from '../../../../src/domain/time/instant.js';

const SUB = '/subscriptions/00000000-0000-0000-0000-000000000000';
const VAULT_ID = `${SUB}/resourceGroups/rg/providers/Microsoft.RecoveryServices/vaults/v`;
const VM_ID = `${SUB}/resourceGroups/MyRG/providers/Microsoft.Compute/virtualMachines/MyVM`;
const ITEM_ID = `${VAULT_ID}/backupFabrics/Azure/protectionContainers/IaasVMContainer;iaasvmcontainerv2;myrg;myvm/protectedItems/VM;iaasvmcontainerv2;myrg;myvm`;

async function backupAnswering(body: unknown) {
  return await servicesUnderTest(() => json(body)).services.backup();
}

const ITEM = {
  protectedItemType: 'Microsoft.Compute/virtualMachines',
  friendlyName: 'MyVM',
  sourceResourceId: VM_ID,
  virtualMachineId: VM_ID,
  protectionState: 'ProtectionStopped',
  policyId: '',
  policyName: '',
  lastBackupStatus: '',
  lastBackupTime: '2001-01-01T00:00:00Z',
  vaultId: `https://management.azure.com${VAULT_ID}`,
};

async function itemWith(properties: object) {
  const backup = await backupAnswering({
    id: ITEM_ID,
    name: 'VM;iaasvmcontainerv2;myrg;myvm',
    properties: { ...ITEM, ...properties },
  });
  return await backup.item(VAULT_ID, VM_ID);
}

describe('names of a VM in a vault', () => {
  it('are those that the service lists', () => {
    expect(containerNameOf(VM_ID)).toBe('IaasVMContainer;iaasvmcontainerv2;myrg;myvm');
    expect(itemNameOf(VM_ID)).toBe('VM;iaasvmcontainerv2;myrg;myvm');
  });

  it.each([
    ['iaasvmcontainerv2;rg;vm', 'vm'],
    ['IaasVMContainer;iaasvmcontainerv2;rg;vm', 'vm'],
    ['iaasvmcontainer;IaasVmContainerV2;rg;vm', 'vm'],
    ['StorageContainer;Storage;rg;account', undefined],
    [undefined, undefined],
  ])('are read from %s', (container, name) => {
    expect(vmNameInContainer(container)).toBe(name);
  });

  it('cannot be had of what is no id', () => {
    expect(() => itemNameOf('vm1')).toThrow(/not the id/u);
  });
});

describe('filters', () => {
  it('join equalities and double quotes', () => {
    expect(equalities({ status: 'InProgress', operation: undefined, name: "o'clock" })).toBe(
      "status eq 'InProgress' and name eq 'o''clock'",
    );
    expect(equalities({ status: undefined })).toBeUndefined();
  });
});

describe('a protected item', () => {
  it('has no empty words, no host before its vault and no time that never was', async () => {
    expect(await itemWith({})).toEqual({
      id: ITEM_ID,
      vaultId: VAULT_ID,
      sourceResourceId: VM_ID,
      friendlyName: 'MyVM',
      protectionState: 'ProtectionStopped',
      health: [],
    });
  });

  it('in soft delete says since when and for how long', async () => {
    const item = await itemWith({
      isScheduledForDeferredDelete: true,
      deferredDeleteTimeInUTC: '2026-11-20T12:00:00.5Z',
      deferredDeleteTimeRemaining: '10.23:59:44.1553648',
    });
    expect(item?.softDelete).toEqual({
      deletedAt: '2026-11-20T12:00:00Z',
      remainingSeconds: 10 * 86_400 + 86_384,
    });
  });

  it.each(['softDeleteRetentionPeriod', 'softDeleteRetentionPeriodInDays'])(
    'in soft delete has what is left of its %s',
    async (name) => {
      const item = await itemWith({
        isScheduledForDeferredDelete: true,
        deferredDeleteTimeInUTC: instantOf(VIRTUAL_START - 86_400_000),
        [name]: 14,
      });
      expect(item?.softDelete?.remainingSeconds).toBe(13 * 86_400);
    },
  );

  it.each([
    [{ protectionState: 'Dreaming' }, 'protectionState'],
    [{ sourceResourceId: undefined }, 'sourceResourceId'],
    [{ isScheduledForDeferredDelete: true }, 'deferredDeleteTimeInUTC'],
  ])('with %j is not understood, and says why', async (properties, field) => {
    await expect(itemWith(properties)).rejects.toMatchObject({
      fields: { code: 'AZB_UNEXPECTED_RESPONSE', kind: 'azure-failed' },
      message: expect.stringContaining(field),
    });
  });

  it('of something else is none', async () => {
    expect(await itemWith({ protectedItemType: 'AzureFileShareProtectedItem' })).toBeUndefined();
  });
});

describe('a policy', () => {
  const RETENTION = {
    retentionPolicyType: 'LongTermRetentionPolicy',
    weeklySchedule: {
      daysOfTheWeek: ['Sunday', 'Wednesday'],
      retentionDuration: { count: 12, durationType: 'Weeks' },
    },
    yearlySchedule: {
      monthsOfYear: ['January'],
      retentionScheduleFormatType: 'Weekly',
      retentionScheduleWeekly: { daysOfTheWeek: ['Sunday'], weeksOfTheMonth: ['Last'] },
      retentionDuration: { count: 10, durationType: 'Years' },
    },
  };

  async function policyWith(schedulePolicy: object, more: object = {}) {
    const properties = {
      backupManagementType: 'AzureIaasVM',
      timeZone: 'Tokyo Standard Time',
      instantRpRetentionRangeInDays: 5,
      schedulePolicy,
      retentionPolicy: RETENTION,
      ...more,
    };
    const backup = await backupAnswering({
      id: `${VAULT_ID}/backupPolicies/p`,
      name: 'p',
      properties,
    });
    return await backup.policy(VAULT_ID, 'p');
  }

  it('of V1, weekly', async () => {
    const policy = await policyWith({
      schedulePolicyType: 'SimpleSchedulePolicy',
      scheduleRunFrequency: 'Weekly',
      scheduleRunDays: ['Sunday', 'Wednesday'],
      scheduleRunTimes: ['2026-01-01T22:30:00Z'],
    });
    expect(policy).toMatchObject({
      policyType: 'Standard',
      timeZone: 'Tokyo Standard Time',
      schedule: { frequency: 'Weekly', times: ['22:30'], days: ['Sunday', 'Wednesday'] },
      retention: {
        weekly: { weeks: 12, on: ['Sunday', 'Wednesday'] },
        yearly: {
          years: 10,
          in: ['January'],
          on: { format: 'Weekly', weeks: ['Last'], days: ['Sunday'] },
        },
      },
    });
    expect(policy?.retention).not.toHaveProperty('daily');
  });

  it.each([
    ['Daily', { dailySchedule: { scheduleRunTimes: ['2026-01-01T02:00:00Z'] } }, []],
    [
      'Weekly',
      {
        weeklySchedule: { scheduleRunTimes: ['2026-01-01T02:00:00Z'], scheduleRunDays: ['Monday'] },
      },
      ['Monday'],
    ],
  ])('of V2, %s', async (scheduleRunFrequency, schedule, days) => {
    const policy = await policyWith(
      { schedulePolicyType: 'SimpleSchedulePolicyV2', scheduleRunFrequency, ...schedule },
      { policyType: 'V2' },
    );
    expect(policy).toMatchObject({
      policyType: 'Enhanced',
      schedule: { frequency: scheduleRunFrequency, times: ['02:00'], days },
    });
  });

  it.each([
    [{ schedulePolicyType: 'LogSchedulePolicy' }, 'LogSchedulePolicy'],
    [{ schedulePolicyType: 'SimpleSchedulePolicy', scheduleRunFrequency: 'Yearly' }, 'Yearly'],
  ])('with the schedule %j is not understood', async (schedule, word) => {
    await expect(policyWith(schedule)).rejects.toMatchObject({
      message: expect.stringContaining(word),
    });
  });
});

describe('a job', () => {
  it('that failed says why', async () => {
    const backup = await backupAnswering({
      id: `${VAULT_ID}/backupJobs/j1`,
      name: 'j1',
      properties: {
        jobType: 'AzureIaaSVMJob',
        operation: 'Backup',
        status: 'Failed',
        containerName: 'iaasvmcontainerv2;rg;vm',
        startTime: '2026-11-23T10:00:00Z',
        endTime: '2026-11-23T10:05:00Z',
        duration: 'PT5M',
        errorDetails: [
          {
            errorCode: 520512,
            errorTitle: 'UserErrorKeyVaultPermissionsNotConfigured',
            errorString: 'No access.',
            recommendations: ['Grant it.'],
          },
          { errorCode: 1, errorString: 'Untitled' },
        ],
      },
    });
    expect(await backup.job(VAULT_ID, 'j1')).toMatchObject({
      vaultId: VAULT_ID,
      vmName: 'vm',
      resourceGroup: 'rg',
      cancellable: false,
      durationSeconds: 300,
      errors: [
        {
          code: '520512',
          title: 'UserErrorKeyVaultPermissionsNotConfigured',
          message: 'No access.',
          recommendations: ['Grant it.'],
        },
        { code: '1', message: 'Untitled', recommendations: [] },
      ],
    });
  });

  it.each([
    ['COMPLETED', { status: 'Completed' }],
    ['inprogress', { status: 'InProgress' }],
    ['Dreaming', { status: 'InProgress', unknownStatus: 'Dreaming' }],
  ])('in the state %s has ended only if that is known', async (status, expected) => {
    const backup = await backupAnswering({
      id: `${VAULT_ID}/backupJobs/j1`,
      name: 'j1',
      properties: {
        jobType: 'AzureIaaSVMJob',
        operation: 'Restore',
        status,
        entityFriendlyName: 'vm',
        startTime: '2026-11-23T10:00:00Z',
      },
    });
    const { status: read, unknownStatus } = (await backup.job(VAULT_ID, 'j1')) ?? {};
    expect({ status: read, unknownStatus }).toEqual({ unknownStatus: undefined, ...expected });
  });

  it('about something else is none, and does not show in the list', async () => {
    const backup = await backupAnswering({
      value: [
        { name: 'j', properties: { jobType: 'VaultJob', operation: 'X', status: 'Completed' } },
      ],
    });
    expect(await backup.jobs(VAULT_ID)).toEqual([]);
  });
});

describe('the state of a VM in its region', () => {
  it.each([
    [{ protectionStatus: 'NotProtected', vaultId: '', policyName: '' }, { status: 'NotProtected' }],
    [
      { protectionStatus: 'Protected', vaultId: VAULT_ID, policyName: 'DefaultPolicy' },
      { status: 'Protected', vaultId: VAULT_ID, policyName: 'DefaultPolicy' },
    ],
    [
      { protectionStatus: 'ProtectionFailed', errorCode: 'E', errorMessage: 'm' },
      { status: 'ProtectionFailed', errorCode: 'E', errorMessage: 'm' },
    ],
  ])('%j', async (answer, status) => {
    const { services, requests } = servicesUnderTest(() => json(answer));
    expect(await (await services.backup()).protectionStatus(VM_ID, 'japaneast')).toEqual(status);
    expect(requests[0]?.url.pathname).toMatch(/\/locations\/japaneast\/backupStatus$/u);
    expect(requests[0]?.body).toEqual({ resourceType: 'VM', resourceId: VM_ID });
  });
});
