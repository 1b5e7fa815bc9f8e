// Every end that a job can come to, by a fault or by the state of the world.
import { describe, expect, it } from 'vitest';
import type { JobConsequence } from '../../../../../../src/sandbox/faults/job-faults.js';
import { findVirtualMachine } from '../../../../../../src/sandbox/providers/compute/virtual-machines/state.js';
import { putResource } from '../../../../../../src/sandbox/kernel/resource.js';
import type { WorldState } from '../../../../../../src/sandbox/kernel/state.js';
import {
  addKey,
  addEncryptedMachine,
  backupSandbox,
  backupWorld,
  backupWorldIds,
  grantByPolicy,
  itemPath,
  jobProperties,
  machineId,
  policyId,
  triggerBackup,
  type BackupSandbox,
  type Json,
} from '../../../../../support/worlds/backup-world.js';
import { tiny } from '../../../../../support/worlds/tiny-world.js';

const { vault } = backupWorldIds;
const stop = { policyId: '', protectionState: 'ProtectionStopped' };

function injectFault(sandbox: BackupSandbox, operation: string, then: JobConsequence): void {
  sandbox.state.faults = [{ match: `job ${operation} Plain-*`, then }];
}

async function protectedMachine(): Promise<BackupSandbox> {
  const sandbox = backupSandbox();
  await sandbox.protect('Plain-VM');
  return sandbox;
}

async function tiersOf(sandbox: BackupSandbox): Promise<string[][]> {
  const { body } = await sandbox.call('GET', `${itemPath('Plain-VM')}/recoveryPoints`);
  return body.value.map((point: Json) =>
    point.properties.recoveryPointTierDetails.map(({ type }: Json) => type),
  );
}

describe('a backup', () => {
  it('fails with the error of a fault', async () => {
    const sandbox = await protectedMachine();
    const code = 'usererrorFsFreezeFailed';
    injectFault(sandbox, 'Backup', { kind: 'job', outcome: 'Failed', code });
    const { properties } = await triggerBackup(sandbox, 'Plain-VM');
    sandbox.pass(3600);
    expect(await jobProperties(sandbox, properties.jobId)).toMatchObject({
      status: 'Failed',
      errorDetails: [
        {
          errorCode: expect.any(Number),
          errorTitle: 'UserErrorFsFreezeFailed',
          errorString: expect.stringContaining('mount-points'),
          recommendations: [expect.any(String)],
        },
      ],
      extendedInfo: { tasksList: [{ status: 'Failed' }, { status: 'Skipped' }] },
    });
    expect(await tiersOf(sandbox)).toEqual([]);
    expect((await sandbox.item('Plain-VM')).protectionStatus).toBe('Unhealthy');
  });

  it('is complete with warnings when only its transfer fails: the snapshot stays', async () => {
    const sandbox = await protectedMachine();
    injectFault(sandbox, 'Backup', { kind: 'job', outcome: 'CompletedWithWarnings' });
    const { properties } = await triggerBackup(sandbox, 'Plain-VM');
    sandbox.pass(1200);
    expect(await jobProperties(sandbox, properties.jobId)).toMatchObject({ status: 'InProgress' });
    sandbox.pass(2400);
    expect(await jobProperties(sandbox, properties.jobId)).toMatchObject({
      status: 'CompletedWithWarnings',
      errorDetails: [{ errorTitle: 'BackUpOperationFailed' }],
      extendedInfo: { tasksList: [{ status: 'Completed' }, { status: 'Failed' }] },
    });
    expect(await tiersOf(sandbox)).toEqual([['InstantRP']]);
    expect(await sandbox.item('Plain-VM')).toMatchObject({ protectionState: 'Protected' });
  });

  it('is cancelled as if somebody had cancelled it', async () => {
    const sandbox = await protectedMachine();
    injectFault(sandbox, 'Backup', { kind: 'job', outcome: 'Cancelled' });
    const { properties } = await triggerBackup(sandbox, 'Plain-VM');
    sandbox.pass(100);
    expect((await jobProperties(sandbox, properties.jobId)).status).toBe('Cancelling');
    sandbox.pass(100);
    expect((await jobProperties(sandbox, properties.jobId)).status).toBe('Cancelled');
  });

  it('is hit as often as the fault says', async () => {
    const sandbox = await protectedMachine();
    const then = { kind: 'job', outcome: 'Failed' } as const;
    sandbox.state.faults = [{ match: 'job Backup *', nth: 2, then }];
    const ends: string[] = [];
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const { properties } = await triggerBackup(sandbox, 'Plain-VM');
      sandbox.pass(3600);
      ends.push((await jobProperties(sandbox, properties.jobId)).status);
    }
    expect(ends).toEqual(['Completed', 'Failed', 'Completed']);
    expect(sandbox.state.faults[0]?.seen).toBe(3);
  });
});

describe('a change of protection', () => {
  const configure = { policyId: policyId('DefaultPolicy') };

  it.each<[string, string, (sandbox: BackupSandbox) => Promise<Json>]>([
    [
      'ConfigureBackup',
      'EnhancedPolicy',
      async (sandbox) => await sandbox.put('Plain-VM', { policyId: policyId('EnhancedPolicy') }),
    ],
    ['DisableBackup', '', async (sandbox) => await sandbox.put('Plain-VM', stop)],
    ['DeleteBackupData', '', remove],
    [
      'Undelete',
      '',
      async (sandbox) => {
        await remove(sandbox);
        return await sandbox.put('Plain-VM', { ...stop, isRehydrate: true });
      },
    ],
  ])('fails or succeeds in its job: %s', async (operation, _, change) => {
    for (const outcome of ['Failed', 'Completed']) {
      const sandbox = await protectedMachine();
      if (outcome === 'Failed') {
        injectFault(sandbox, operation, {
          kind: 'job',
          outcome,
          code: 'UserErrorCrpReportedUserError',
        });
      }
      const before = await sandbox.item('Plain-VM');
      const status = await change(sandbox);
      expect(status.status).toBe(outcome === 'Failed' ? 'Failed' : 'Succeeded');
      expect(await jobProperties(sandbox, status.properties.jobId)).toMatchObject({
        operation,
        status: outcome,
      });
      const after = await sandbox.item('Plain-VM');
      const changed = JSON.stringify(after) !== JSON.stringify(before);
      expect(changed).toBe(outcome === 'Completed' || operation === 'Undelete');
    }
  });

  it('leaves nothing behind when the first protection fails', async () => {
    const sandbox = backupSandbox();
    injectFault(sandbox, '*', { kind: 'job', outcome: 'Failed' });
    const status = await sandbox.put('Plain-VM', configure);
    expect(status).toMatchObject({ status: 'Failed', error: { code: 'BackUpOperationFailed' } });
    expect((await sandbox.call('GET', itemPath('Plain-VM'))).status).toBe(404);
  });

  async function remove(sandbox: BackupSandbox): Promise<Json> {
    const answer = await sandbox.call('DELETE', itemPath('Plain-VM'));
    sandbox.pass(120);
    return (await sandbox.send('GET', answer.headers.get('azure-asyncoperation') ?? '')).body;
  }
});

describe('a backup of what the world does not allow', () => {
  async function errorAfter(sandbox: BackupSandbox, name: string): Promise<string | undefined> {
    const { properties } = await triggerBackup(sandbox, name);
    sandbox.pass(120);
    return (await jobProperties(sandbox, properties.jobId)).errorDetails?.[0]?.errorTitle;
  }

  it('fails when the snapshot extension has failed', async () => {
    const sandbox = await protectedMachine();
    const id = `${machineId('Plain-VM')}/extensions/VMSnapshot`;
    putResource(sandbox.state, {
      id,
      name: 'VMSnapshot',
      type: 'Microsoft.Compute/virtualMachines/extensions',
      location: 'japaneast',
      properties: {
        publisher: 'Microsoft.Azure.RecoveryServices',
        type: 'VMSnapshot',
        provisioningState: 'Failed',
      },
    });
    expect(findVirtualMachine(sandbox.state, machineId('Plain-VM'))).toBeDefined();
    expect(await errorAfter(sandbox, 'Plain-VM')).toBe('ExtensionOperationFailedForManagedDisks');
  });

  it.each<[string, (state: WorldState) => void]>([
    [
      'the grant is gone',
      (state) => {
        const keyVault = state.resources[backupWorldIds.policyKeyVault.toLowerCase()];
        Object.assign(keyVault?.properties ?? {}, { accessPolicies: [] });
      },
    ],
    [
      'the key is disabled',
      (state) => {
        const key = state.keyVaultData[tiny.policyVault]?.keys['kek'];
        Object.assign(key?.versions[0] ?? {}, { enabled: false });
      },
    ],
    [
      'the secret is gone',
      (state) => {
        Object.assign(state.keyVaultData[tiny.policyVault] ?? {}, { secrets: {} });
      },
    ],
  ])('fails between two backups when %s, and the first point stays', async (_, damage) => {
    const state = backupWorld();
    const kekUrl = addKey(state, tiny.policyVault, 'kek');
    addEncryptedMachine(state, 'Ade-VM', { kekUrl });
    grantByPolicy(state, { keys: ['all'], secrets: ['all'] });
    const sandbox = backupSandbox(state);
    await sandbox.protect('Ade-VM');
    await triggerBackup(sandbox, 'Ade-VM');
    sandbox.pass(3600);
    // What was due is judged by the world before the damage.
    expect(await sandbox.item('Ade-VM')).toMatchObject({ protectionStatus: 'Healthy' });
    damage(state);
    expect(await errorAfter(sandbox, 'Ade-VM')).toBe('UserErrorKeyVaultPermissionsNotConfigured');
    expect(await sandbox.item('Ade-VM')).toMatchObject({
      protectionState: 'Protected',
      protectionStatus: 'Unhealthy',
      lastBackupStatus: 'Failed',
      healthStatus: 'Passed',
    });
    const points = await sandbox.call('GET', `${itemPath('Ade-VM')}/recoveryPoints`);
    expect(points.body.value).toHaveLength(1);
    expect((await sandbox.call('GET', `${vault}/backupJobs`)).status).toBe(200);
  });
});
