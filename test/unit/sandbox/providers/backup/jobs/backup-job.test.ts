// On-demand backups: the life of their job, the recovery point, and how they fail.
import { describe, expect, it } from 'vitest';
import {
  findVirtualMachine,
  updateRuntime,
} from '../../../../../../src/sandbox/providers/compute/virtual-machines/state.js';
import { removeResource } from '../../../../../../src/sandbox/kernel/resource.js';
import type { WorldState } from '../../../../../../src/sandbox/kernel/state.js';
import {
  addEncryptedMachine,
  addKey,
  addMachine,
  backupSandbox,
  backupWorld,
  backupWorldIds,
  grantByPolicy,
  itemPath,
  machineId,
  policyId,
  type BackupSandbox,
  type Json,
} from '../../../../../support/worlds/backup-world.js';
import { tiny } from '../../../../../support/worlds/tiny-world.js';

const { vault } = backupWorldIds;

const backupBody = {
  properties: {
    objectType: 'IaasVMBackupRequest',
    recoveryPointExpiryTimeInUTC: '2026-12-23T00:00:00.000Z',
  },
};

async function startBackup(sandbox: BackupSandbox, name: string): Promise<string> {
  const answer = await sandbox.call('POST', `${itemPath(name)}/backup`, backupBody);
  expect(answer).toMatchObject({ status: 202, body: undefined });
  sandbox.pass(2);
  const { body } = await sandbox.send('GET', answer.headers.get('azure-asyncoperation') ?? '');
  expect(body.status).toBe('Succeeded');
  const result = await sandbox.send('GET', answer.headers.get('location') ?? '');
  expect(result.status).toBe(204);
  return body.properties.jobId;
}

async function jobOf(sandbox: BackupSandbox, id: string): Promise<Json> {
  return (await sandbox.call('GET', `${vault}/backupJobs/${id}`, undefined, '2023-02-01')).body
    .properties;
}

/** Recording backup-now.poll-sequence. */
describe('a backup', () => {
  it('takes a snapshot, then transfers, then is complete', async () => {
    const sandbox = backupSandbox();
    await sandbox.protect('Plain-VM');
    const id = await startBackup(sandbox, 'Plain-VM');
    const early = await jobOf(sandbox, id);
    expect(early).toEqual({
      jobType: 'AzureIaaSVMJob',
      actionsInfo: ['Cancellable'],
      containerName: 'iaasvmcontainerv2;rg-tiny;plain-vm',
      duration: expect.stringMatching(/^PT[12](?:\.\d+)?S$/u),
      virtualMachineVersion: 'Compute',
      extendedInfo: {
        tasksList: [
          {
            taskId: 'Take Snapshot',
            startTime: expect.stringMatching(/Z$/u),
            endTime: '0001-01-01T00:00:00',
            duration: expect.stringMatching(/^PT\d/u),
            status: 'InProgress',
          },
          {
            taskId: 'Transfer data to vault',
            startTime: '0001-01-01T00:00:00',
            endTime: '0001-01-01T00:00:00',
            duration: 'PT0S',
            status: 'NotStarted',
          },
        ],
        propertyBag: {
          'VM Name': 'Plain-VM',
          'Recovery Point Expiry Time in UTC': '12/23/2026 12:00:00 AM',
        },
        internalPropertyBag: { IsInstantRpJob: 'True' },
      },
      entityFriendlyName: 'Plain-VM',
      backupManagementType: 'AzureIaasVM',
      operation: 'Backup',
      status: 'InProgress',
      startTime: expect.any(String),
      activityId: expect.any(String),
    });
    sandbox.pass(8 * 60);
    expect((await jobOf(sandbox, id)).extendedInfo.tasksList).toMatchObject([
      { status: 'Completed', duration: expect.stringMatching(/^PT7M42\.\d+S$/u) },
      { status: 'NotStarted' },
    ]);
    sandbox.pass(3 * 60);
    expect((await jobOf(sandbox, id)).extendedInfo.tasksList[1]).toMatchObject({
      status: 'InProgress',
      startTime: expect.stringMatching(/Z$/u),
    });
    sandbox.pass(31 * 60);
    const done = await jobOf(sandbox, id);
    expect(done).toMatchObject({
      actionsInfo: ['Cancellable'],
      status: 'Completed',
      duration: expect.stringMatching(/^PT41M18\.\d+S$/u),
      extendedInfo: { propertyBag: { 'Backup Size': '11264 MB' } },
    });
    expect(await sandbox.item('Plain-VM')).toMatchObject({
      protectionState: 'Protected',
      lastBackupStatus: 'Completed',
      lastBackupTime: done.startTime,
      healthDetails: [{ code: 400_239, title: 'IaasVmHealthGreenDefault' }],
    });
  });

  it('can be restored from its snapshot while the transfer goes on', async () => {
    const sandbox = backupSandbox();
    await sandbox.protect('Plain-VM');
    await startBackup(sandbox, 'Plain-VM');
    const list = async (): Promise<Json[]> =>
      (await sandbox.call('GET', `${itemPath('Plain-VM')}/recoveryPoints`)).body.value;
    expect(await list()).toEqual([]);
    sandbox.pass(480);
    const [point] = await list();
    expect(point.name).toMatch(/^\d{15}$/u);
    expect(point.properties).toMatchObject({
      objectType: 'IaasVMRecoveryPoint',
      recoveryPointType: 'AppConsistent',
      isSourceVMEncrypted: false,
      recoveryPointTierDetails: [{ type: 'InstantRP', status: 'Valid' }],
      osType: 'Windows',
      securityType: 'None',
    });
    sandbox.pass(2100);
    const one = await sandbox.call('GET', `${itemPath('Plain-VM')}/recoveryPoints/${point.name}`);
    expect(one.body.properties.recoveryPointTierDetails).toEqual([
      { type: 'InstantRP', status: 'Valid' },
      { type: 'HardenedRP', status: 'Valid' },
    ]);
    const item = await sandbox.item('Plain-VM');
    expect(item.lastRecoveryPoint).toBe(one.body.properties.recoveryPointTime);
    sandbox.pass(40 * 86_400);
    expect((await list()).map(({ name }) => name)).not.toContain(point.name);
  });

  it('is crash-consistent when the machine does not run', async () => {
    const state = backupWorld();
    addMachine(state, 'Off-VM', { powerState: 'deallocated', agentReady: false });
    const sandbox = backupSandbox(state);
    await sandbox.protect('Off-VM');
    await startBackup(sandbox, 'Off-VM');
    sandbox.pass(2500);
    const list = await sandbox.call('GET', `${itemPath('Off-VM')}/recoveryPoints`);
    expect(list.body.value[0].properties.recoveryPointType).toBe('CrashConsistent');
  });

  it('is refused beside another one, and for a stopped item', async () => {
    const sandbox = backupSandbox();
    await sandbox.protect('Plain-VM');
    await startBackup(sandbox, 'Plain-VM');
    const again = await sandbox.call('POST', `${itemPath('Plain-VM')}/backup`, backupBody);
    sandbox.pass(2);
    expect(
      await sandbox.send('GET', again.headers.get('azure-asyncoperation') ?? ''),
    ).toMatchObject({
      body: { status: 'Failed', error: { code: 'UserErrorBackupOperationInProgress' } },
    });
    sandbox.pass(2600);
    await sandbox.put('Plain-VM', { policyId: '', protectionState: 'ProtectionStopped' });
    const stopped = await sandbox.call('POST', `${itemPath('Plain-VM')}/backup`, backupBody);
    expect(stopped.status).toBe(400);
  });
});

describe('an encrypted machine', () => {
  function world(kek: boolean): WorldState {
    const state = backupWorld();
    const kekUrl = addKey(state, tiny.policyVault, 'kek');
    addEncryptedMachine(state, 'Ade-VM', kek ? { kekUrl, mechanism: 'DoublePass' } : {});
    grantByPolicy(state, { keys: ['all'], secrets: ['all'] });
    return state;
  }

  it.each([
    { kek: true, pointKeys: undefined, named: true, copied: false },
    { kek: false, pointKeys: undefined, named: true, copied: false },
    { kek: true, pointKeys: 'copies', named: true, copied: true },
    { kek: false, pointKeys: 'copies', named: true, copied: true },
    { kek: true, pointKeys: 'none', named: false, copied: false },
  ] as const)('has its keys in the point, not in the list ($kek, $pointKeys)', async (variant) => {
    const { kek, pointKeys, named, copied } = variant;
    const sandbox = backupSandbox({ ...world(kek), pointKeys });
    await sandbox.protect('Ade-VM');
    await startBackup(sandbox, 'Ade-VM');
    sandbox.pass(2500);
    const list = await sandbox.call('GET', `${itemPath('Ade-VM')}/recoveryPoints`);
    const [point] = list.body.value;
    expect(point.properties.isSourceVMEncrypted).toBe(true);
    expect(point.properties).not.toHaveProperty('keyAndSecret');
    const one = await sandbox.call('GET', `${itemPath('Ade-VM')}/recoveryPoints/${point.name}`);
    const { keyAndSecret } = one.body.properties;
    expect(one.body.properties.isSourceVMEncrypted).toBe(true);
    expect(keyAndSecret !== undefined).toBe(named);
    if (!named) {
      return;
    }
    expect(keyAndSecret).toMatchObject({
      encryptionMechanism: kek ? 'DoublePass' : 'SinglePass',
      bekDetails: {
        secretUrl: expect.stringContaining(`https://${tiny.policyVault}.vault.azure.net/secrets/`),
        secretVaultId: backupWorldIds.policyKeyVault,
      },
    });
    expect('secretData' in keyAndSecret.bekDetails).toBe(copied);
    expect('keyBackupData' in (keyAndSecret.kekDetails ?? {})).toBe(copied && kek);
    expect('kekDetails' in keyAndSecret).toBe(kek);
  });
});

describe('a backup that cannot be taken', () => {
  it.each<[string, string, (state: WorldState) => void]>([
    [
      'the agent is silent',
      'UserErrorGuestAgentStatusUnavailable',
      (state) => {
        const machine = findVirtualMachine(state, machineId('Plain-VM'));
        if (machine !== undefined) {
          updateRuntime(machine, { agentReady: false });
        }
      },
    ],
    [
      'the machine has failed',
      'UserErrorVmProvisioningStateFailed',
      (state) => {
        const machine = findVirtualMachine(state, machineId('Plain-VM'));
        Object.assign(machine?.resource.properties ?? {}, { provisioningState: 'Failed' });
      },
    ],
    [
      'the machine is gone',
      'BCMV2VMNotFound',
      (state) => {
        removeResource(state, machineId('Plain-VM'));
      },
    ],
  ])('fails in its job when %s', async (_, errorTitle, damage) => {
    const state = backupWorld();
    const sandbox = backupSandbox(state);
    await sandbox.protect('Plain-VM');
    damage(state);
    const id = await startBackup(sandbox, 'Plain-VM');
    sandbox.pass(120);
    const job = await jobOf(sandbox, id);
    expect(job).toMatchObject({
      status: 'Failed',
      endTime: expect.any(String),
      errorDetails: [{ errorCode: expect.any(Number), errorTitle }],
      extendedInfo: { tasksList: [{ status: 'Failed' }, { status: 'Skipped' }] },
    });
    expect(await sandbox.item('Plain-VM')).toMatchObject({
      protectionStatus: 'Unhealthy',
      lastBackupStatus: 'Failed',
      healthStatus: 'Passed',
    });
    sandbox.pass(3000);
    expect(
      (await sandbox.call('GET', `${itemPath('Plain-VM')}/recoveryPoints`)).body.value,
    ).toEqual([]);
  });

  it('fails when a protected machine was encrypted later and nobody granted anything', async () => {
    const state = backupWorld();
    const sandbox = backupSandbox(state);
    addEncryptedMachine(state, 'Late-VM');
    grantByPolicy(state, { keys: [], secrets: ['get', 'list', 'backup'] });
    await sandbox.put('Late-VM', { policyId: policyId('DefaultPolicy') });
    const keyVault = state.resources[backupWorldIds.policyKeyVault.toLowerCase()];
    Object.assign(keyVault?.properties ?? {}, { accessPolicies: [] });
    const id = await startBackup(sandbox, 'Late-VM');
    sandbox.pass(120);
    expect((await jobOf(sandbox, id)).errorDetails[0].errorTitle).toBe(
      'UserErrorKeyVaultPermissionsNotConfigured',
    );
  });
});

/** Recording jobs-list.no-filter-and-filters. */
describe('the list of jobs', () => {
  it('is newest first and knows the recorded filters', async () => {
    const sandbox = backupSandbox();
    await sandbox.protect('Plain-VM');
    await startBackup(sandbox, 'Plain-VM');
    // Jobs are listed up to a minute after they began.
    sandbox.pass(60);
    const list = async (filter?: string): Promise<string[]> => {
      const query = filter === undefined ? '' : `?$filter=${filter}`;
      const { body } = await sandbox.call('GET', `${vault}/backupJobs${query}`);
      return body.value.map((job: Json) => job.properties.operation);
    };
    expect(await list()).toEqual(['Backup', 'ConfigureBackup']);
    expect(await list("status+eq+'InProgress'")).toEqual(['Backup']);
    expect(await list("operation eq 'ConfigureBackup' and status eq 'Completed'")).toEqual([
      'ConfigureBackup',
    ]);
    const time = (from: string, to: string): string =>
      `startTime eq '${from}' and endTime eq '${to}' and operation eq 'Backup'`;
    expect(await list(time('2026-11-23 00:00:00 AM', '2026-11-23 11:59:59 PM'))).toEqual([
      'Backup',
    ]);
    expect(await list(time('2026-11-24 00:00:00 AM', '2026-11-25 12:00:00 AM'))).toEqual([]);
    const odd = await sandbox.call('GET', `${vault}/backupJobs?$filter=colour eq 'red'`);
    expect(odd.status).toBe(501);
  });
});
