// What the job of a restore tells: names of properties as they were recorded.
import { describe, expect, it } from 'vitest';
import type { BackupJob } from '../../../../src/domain/vaults/recovery-services.js';
import {
  isRestoreInto,
  isRestoreOfPoint,
  isStagedIn,
  mayBeRestoreOf,
  stagedBlobsOf,
  containerPrefix,
  isStagingContainer,
} from '../../../../src/domain/recovery/restore-progress.js';

const VM = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/VM005';
const URI = 'https://stage.blob.core.windows.net/vm005-1af7/azuredeploy35a4.json';

const JOB: BackupJob = {
  jobId: '35a49126-8d08-4b32-beb7-565d9d87ebeb',
  vaultId: '/subscriptions/s/resourceGroups/rg/providers/Microsoft.RecoveryServices/vaults/v',
  operation: 'Restore',
  status: 'Completed',
  vmName: 'vm005',
  resourceGroup: 'rg',
  cancellable: true,
  startTime: '2026-11-20T10:00:00Z',
  tasks: [],
  errors: [],
  properties: {
    'Target Storage Account Name': 'Stage',
    'Recovery point time ': '5/20/2023 1:03:06 PM',
    'Config Blob Name': 'config-vm005-35a4.json',
    'Config Blob Container Name': 'vm005-1af7',
    'Template Blob Uri': URI,
    'Encryption Info Blob Name': 'encryption-vm005.json',
  },
};

describe('the job of a restore', () => {
  it('tells which point it restores, to the second', () => {
    expect(isRestoreOfPoint(JOB, '2023-05-20T13:03:06.7654321Z')).toBe(true);
    expect(isRestoreOfPoint(JOB, '2023-05-20T13:03:07Z')).toBe(false);
    expect(isRestoreOfPoint({ ...JOB, properties: {} }, '2023-05-20T13:03:06Z')).toBe(false);
  });

  it.each([
    ['5/20/2023 12:03:06 AM', '2023-05-20T00:03:06Z'],
    ['5/20/2023 12:03:06 PM', '2023-05-20T12:03:06Z'],
  ])('reads %s', (text, instant) => {
    const properties = { 'Recovery point time ': text };
    expect(isRestoreOfPoint({ ...JOB, properties }, instant)).toBe(true);
  });

  it('tells the group of its disks, and has none where it leaves blobs', () => {
    const into = { ...JOB, properties: { 'Target resource group': 'rg-target' } };
    expect(['RG-target', 'rg', undefined].map((name) => isRestoreInto(into, name))).toEqual([
      true,
      false,
      false,
    ]);
    expect(['rg', undefined].map((name) => isRestoreInto(JOB, name))).toEqual([false, true]);
  });

  it('tells its staging account and its blobs', () => {
    expect(isStagedIn(JOB, 'stage')).toBe(true);
    expect(isStagedIn(JOB, 'other')).toBe(false);
    expect(stagedBlobsOf(JOB)).toEqual({
      container: 'vm005-1af7',
      template: 'azuredeploy35a4.json',
      config: 'config-vm005-35a4.json',
      encryptionInfo: 'encryption-vm005.json',
    });
    expect(stagedBlobsOf({ ...JOB, properties: { 'Template Blob Uri': URI } })).toEqual({
      container: 'vm005-1af7',
      template: 'azuredeploy35a4.json',
    });
    expect(stagedBlobsOf({ ...JOB, properties: {} })).toBeUndefined();
  });

  it.each([
    [{}, true],
    [{ status: 'InProgress' }, true],
    [{ status: 'CompletedWithWarnings' }, true],
    [{ status: 'Failed' }, false],
    [{ status: 'Cancelled' }, false],
    [{ operation: 'Backup' }, false],
    [{ vmName: 'vm006' }, false],
    [{ resourceGroup: 'other' }, false],
  ] as const)('%o can be gone on with: %s', (more, expected) => {
    expect(mayBeRestoreOf({ ...JOB, ...more }, VM)).toBe(expected);
  });
});

describe('the containers in which restores of a VM stage', () => {
  const guid = '0123456789abcdef0123456789abcdef';
  const long = 'a-machine-with-a-very-long-name';

  it.each([
    ['VM-10', `vm10-${guid}`, true],
    ['VM-1', `vm10-${guid}`, false],
    ['VM-10', 'vm10-backups', false],
    ['VM-10', `vm10-x-${guid}`, false],
    [long, `amachinewithaverylongname-${guid}`, true],
    [long, `amachinewithaverylongna-${guid}`, false],
  ])('%s: %s %s', (vm, container, expected) => {
    expect(isStagingContainer(container, vm)).toBe(expected);
    expect(container.startsWith(containerPrefix(vm)) || !expected).toBe(true);
  });
});
