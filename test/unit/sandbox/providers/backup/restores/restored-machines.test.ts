// Restores into machines: replacing the disks of the one that was backed up, and making a new one.
import { describe, expect, it } from 'vitest';
import { seedVirtualNetwork } from '../../../../../../src/sandbox/providers/network/virtual-networks/virtual-network.js';
import { worldIds } from '../../../../../../src/sandbox/kernel/ids.js';
import {
  findResource,
  listResources,
  removeResource,
} from '../../../../../../src/sandbox/kernel/resource.js';
import type { WorldState } from '../../../../../../src/sandbox/kernel/state.js';
import {
  itemPath,
  jobProperties,
  machineId,
  triggerBackup,
  type Json,
} from '../../../../../support/worlds/backup-world.js';
import {
  ofVault,
  restorePlaces,
  restoreSandbox,
  type RestoreOptions,
  type RestoreSandbox,
} from '../../../../../support/worlds/restore-jobs.js';
import { assign, tiny } from '../../../../../support/worlds/tiny-world.js';

const compute = '2022-11-01';
const source = machineId('Bare-VM');
const target = `${restorePlaces.group}/providers/Microsoft.Compute/virtualMachines/Back-VM`;
const network = `${restorePlaces.group}/providers/Microsoft.Network/virtualNetworks/vnet`;

const replace = { recoveryType: 'OriginalLocation', targetResourceGroupId: undefined };
const create = {
  recoveryType: 'AlternateLocation',
  targetVirtualMachineId: target,
  virtualNetworkId: network,
  subnetId: `${network}/subnets/default`,
};

async function bareSandbox(options: RestoreOptions = {}): Promise<RestoreSandbox> {
  const sandbox = await restoreSandbox({ encrypted: false, ...options });
  addNetwork(sandbox.state, network);
  return sandbox;
}

function addNetwork(state: WorldState, id: string, location = 'japaneast'): void {
  seedVirtualNetwork(state, worldIds(state), {
    id,
    location,
    addressPrefix: '10.9.0.0/16',
    subnets: [{ name: 'default', addressPrefix: '10.9.1.0/29' }],
  });
}

async function power(sandbox: RestoreSandbox, verb: string): Promise<void> {
  await sandbox.call('POST', `${source}/${verb}`, undefined, compute);
  sandbox.pass(60);
}

/** Its machine is deallocated, as a replacement needs it. */
async function stoppedSandbox(options: RestoreOptions = {}): Promise<RestoreSandbox> {
  const sandbox = await bareSandbox(options);
  await power(sandbox, 'deallocate');
  return sandbox;
}

async function machine(sandbox: RestoreSandbox, id: string): Promise<Json> {
  return (await sandbox.call('GET', id, undefined, compute)).body;
}

function diskIds({ properties }: Json): string[] {
  const { osDisk, dataDisks } = properties.storageProfile;
  return [osDisk, ...dataDisks].map((disk: Json) => disk.managedDisk.id);
}

async function backupJobs(sandbox: RestoreSandbox): Promise<Json[]> {
  const { body } = await sandbox.call('GET', ofVault('backupJobs'));
  return body.value.filter(({ properties }: Json) => properties.operation === 'Backup');
}

describe('replacing the disks of a machine', () => {
  it('goes in recorded steps, and names the machine after eight minutes', async () => {
    const sandbox = await stoppedSandbox();
    const { id, job } = await sandbox.restored(replace, 10);
    expect(job.extendedInfo).toEqual({
      tasksList: [
        { taskId: 'Transfer data from vault', duration: 'PT0S', status: 'InProgress' },
        { taskId: 'Update the virtual machine', duration: 'PT0S', status: 'NotStarted' },
      ],
      propertyBag: {
        'Job Type': 'Replace disks',
        'Target VM Name': null,
        'Target Storage Account Name': 'sttiny',
        'Recovery point time ': expect.any(String),
      },
      internalPropertyBag: { restoreLocationType: 'OriginalLocation' },
      progressPercentage: 1,
    });
    sandbox.pass(480);
    expect((await jobProperties(sandbox, id)).extendedInfo).toMatchObject({
      propertyBag: { 'Target VM Name': 'Bare-VM' },
      progressPercentage: 5,
    });
    sandbox.pass(720);
    expect((await jobProperties(sandbox, id)).extendedInfo).toMatchObject({
      tasksList: [{ status: 'Completed' }, { status: 'InProgress' }],
      progressPercentage: 99,
    });
    sandbox.pass(60);
    expect(await jobProperties(sandbox, id)).toMatchObject({
      status: 'Completed',
      extendedInfo: {
        tasksList: [{ status: 'Completed' }, { status: 'Completed' }],
        progressPercentage: 100,
      },
    });
  });

  it('keeps the disks that were replaced, beside a backup of before', async () => {
    const sandbox = await stoppedSandbox();
    const before = diskIds(await machine(sandbox, source));
    const count = (await backupJobs(sandbox)).length;
    await sandbox.restored(replace, 4000);
    const now = await machine(sandbox, source);
    expect(now.properties.storageProfile.osDisk).toMatchObject({
      createOption: 'FromImage',
      name: expect.stringMatching(/^barevm-osdisk-/u),
    });
    expect(diskIds(now)).toHaveLength(2);
    for (const id of before) {
      expect(diskIds(now)).not.toContain(id);
      const kept = findResource(sandbox.state, id);
      expect(kept?.properties['diskState']).toBe('Unattached');
      expect(kept?.extra).not.toHaveProperty('managedBy');
    }
    for (const id of diskIds(now)) {
      expect(findResource(sandbox.state, id)).toMatchObject({ extra: { managedBy: source } });
    }
    const [latest, ...others] = await backupJobs(sandbox);
    expect([others.length, latest?.properties.status]).toEqual([count, 'Completed']);
    const { body } = await sandbox.call('GET', `${itemPath('Bare-VM')}/recoveryPoints`);
    expect(body.value).toHaveLength(2);
    await power(sandbox, 'start');
    const { statuses } = await machine(sandbox, `${source}/instanceView`);
    expect(statuses[1].code).toBe('PowerState/running');
  });

  it('begins no backup while one is running', async () => {
    const sandbox = await stoppedSandbox();
    await triggerBackup(sandbox, 'Bare-VM');
    const running = await backupJobs(sandbox);
    await sandbox.restored(replace, 10);
    expect(await backupJobs(sandbox)).toHaveLength(running.length);
  });

  it('leaves the disks beside the machine when its protection is stopped', async () => {
    const sandbox = await stoppedSandbox();
    const before = diskIds(await machine(sandbox, source));
    await sandbox.put('Bare-VM', { policyId: '', protectionState: 'ProtectionStopped' });
    const { job } = await sandbox.restored(replace, 2000);
    expect(job).toMatchObject({
      status: 'CompletedWithWarnings',
      errorDetails: [{ errorTitle: 'OlrBackupFailed' }],
      extendedInfo: { tasksList: [{ status: 'Completed' }, { status: 'Skipped' }] },
    });
    const [backup] = await backupJobs(sandbox);
    expect(backup?.properties).toMatchObject({
      status: 'Failed',
      errorDetails: [{ errorTitle: 'UserErrorBcmDatasourceNotPresent' }],
    });
    expect(diskIds(await machine(sandbox, source))).toEqual(before);
    const { body } = await sandbox.call(
      'GET',
      `${tiny.group}/providers/Microsoft.Compute/disks`,
      undefined,
      '2022-07-02',
    );
    expect(body.value.filter(({ name }: Json) => name.startsWith('barevm-'))).toHaveLength(2);
  });

  it('fails where the machine was started meanwhile, and where it is gone', async () => {
    for (const [undo, title] of [
      [async (sandbox: RestoreSandbox) => await power(sandbox, 'start'), 'UserErrorVmNotShutDown'],
      [
        async ({ state }: RestoreSandbox) => removeResource(state, source),
        'UserErrorOriginalVmNotFound',
      ],
    ] as const) {
      const sandbox = await stoppedSandbox();
      const { id } = await sandbox.restored(replace, 600);
      await undo(sandbox);
      sandbox.pass(2000);
      expect(await jobProperties(sandbox, id)).toMatchObject({
        status: 'Failed',
        errorDetails: [{ errorTitle: title }],
      });
    }
  });
});

describe('making a new machine', () => {
  it('goes in recorded steps', async () => {
    const sandbox = await bareSandbox();
    const { id, job } = await sandbox.restored(create, 10);
    expect(job.extendedInfo).toEqual({
      tasksList: [
        { taskId: 'Transfer data from vault', duration: 'PT0S', status: 'InProgress' },
        { taskId: 'Create the restored virtual machine', duration: 'PT0S', status: 'NotStarted' },
      ],
      propertyBag: {
        'Job Type': 'Recover VM to an alternate location',
        'Original VM Name': 'Bare-VM',
        'Target VM Name': 'Back-VM',
        'Target VNet Name': 'Group rg-target vnet',
        'Target Storage Account Name': 'sttiny',
        'Recovery point time ': expect.any(String),
        'Target resource group': 'rg-target',
      },
      internalPropertyBag: { restoreLocationType: 'AlternateLocation' },
      progressPercentage: 1,
      dynamicErrorMessage: '',
    });
    sandbox.pass(60);
    expect((await jobProperties(sandbox, id)).extendedInfo.progressPercentage).toBe(5);
    sandbox.pass(90);
    const ended = await jobProperties(sandbox, id);
    expect(ended).toMatchObject({ status: 'Completed', extendedInfo: { progressPercentage: 100 } });
    expect(ended.extendedInfo).not.toHaveProperty('dynamicErrorMessage');
  });

  it('leaves a machine that runs in the subnet, and the old one as it was', async () => {
    const sandbox = await bareSandbox();
    const before = await machine(sandbox, source);
    await sandbox.restored(create, 400);
    const made = await machine(sandbox, target);
    expect(made).toMatchObject({ name: 'Back-VM', location: 'japaneast' });
    expect(made.properties).toMatchObject({
      provisioningState: 'Succeeded',
      hardwareProfile: before.properties.hardwareProfile,
    });
    expect(made.properties).not.toHaveProperty('osProfile');
    expect(diskIds(made)).toHaveLength(2);
    const { statuses, vmAgent } = await machine(sandbox, `${target}/instanceView`);
    expect([statuses[1].code, vmAgent.statuses[0].displayStatus]).toEqual([
      'PowerState/running',
      'Ready',
    ]);
    const [{ id }] = made.properties.networkProfile.networkInterfaces;
    const nic = (await sandbox.call('GET', id, undefined, '2022-07-01')).body;
    expect(nic.properties.virtualMachine).toEqual({ id: target });
    expect(nic.properties.ipConfigurations[0].properties.privateIPAddress).toBe('10.9.1.4');
    expect(await machine(sandbox, source)).toEqual(before);
  });

  it.each<[string, string, (state: WorldState) => void]>([
    [
      'the network is gone',
      'UserErrorTargetVirtualNetworkNotFound',
      (state) => removeResource(state, network),
    ],
    [
      'the quota is used up',
      'UserErrorCrpReportedUserError',
      (state) => (state.quotas = { japaneast: { cores: 1 } }),
    ],
    [
      'the size is restricted',
      'UserErrorCrpReportedUserError',
      (state) => (state.sizeRestrictions = { standard_d2s_v5: {} }),
    ],
  ])('fails when %s by then, and leaves the disks', async (_, title, damage) => {
    const sandbox = await bareSandbox();
    const { id } = await sandbox.restored(create, 10);
    damage(sandbox.state);
    sandbox.pass(400);
    expect(await jobProperties(sandbox, id)).toMatchObject({
      status: 'Failed',
      errorDetails: [{ errorTitle: title }],
      extendedInfo: { tasksList: [{ status: 'Completed' }, { status: 'Failed' }] },
    });
    const disks = listResources(sandbox.state, restorePlaces.group, 'Microsoft.Compute/disks');
    expect(disks).toHaveLength(2);
  });
});

describe('a restore into a machine is refused', () => {
  const someDisks = {
    extendedProperties: { diskExclusionProperties: { diskLunList: [], isInclusionList: true } },
  };

  it.each<[string, object, string, (sandbox: RestoreSandbox) => void | Promise<void>]>([
    [
      'a machine that runs',
      replace,
      'UserErrorVmNotShutDown',
      async (sandbox) => power(sandbox, 'start'),
    ],
    [
      'a machine that is gone',
      replace,
      'UserErrorOriginalVmNotFound',
      ({ state }) => removeResource(state, source),
    ],
    [
      'no network',
      { ...create, virtualNetworkId: `${network}-2` },
      'UserErrorTargetVirtualNetworkNotFound',
      () => undefined,
    ],
    [
      'a network elsewhere',
      create,
      'UserErrorTargetVirtualNetworkInDifferentRegion',
      ({ state }) => addNetwork(state, network, 'japanwest'),
    ],
    ['no subnet', { ...create, subnetId: undefined }, 'BMSUserErrorInvalidInput', () => undefined],
    [
      'a machine of another group',
      { ...create, targetVirtualMachineId: machineId('Back-VM') },
      'BMSUserErrorInvalidInput',
      () => undefined,
    ],
    [
      'a machine that is there',
      { ...create, targetResourceGroupId: tiny.group, targetVirtualMachineId: source },
      'UserErrorTargetVmAlreadyExists',
      () => undefined,
    ],
    [
      'an account that is not there',
      { ...create, storageAccountId: `${restorePlaces.account}2` },
      'UserErrorStorageAccountNotFound',
      () => undefined,
    ],
    ['some disks', { ...create, restoreDiskLunList: [0] }, 'SandboxNotModelled', () => undefined],
    [
      'a group of a replacement',
      { ...replace, targetResourceGroupId: restorePlaces.group },
      'SandboxNotModelled',
      () => undefined,
    ],
  ])('%s', async (_, request, code, prepare) => {
    const sandbox = await stoppedSandbox();
    await prepare(sandbox);
    expect((await sandbox.restore({ ...request })).body.error.code).toBe(code);
  });

  it.each([
    ['replaced', replace],
    ['made', create],
  ])('of a machine with encryption: %s', async (_, request) => {
    const sandbox = await restoreSandbox();
    addNetwork(sandbox.state, network);
    await sandbox.call('POST', `${machineId('Ade-VM')}/deallocate`, undefined, compute);
    sandbox.pass(60);
    expect((await sandbox.restore(request)).body.error.code).toBe(
      'UserErrorEncryptedVmRestoreNotSupported',
    );
  });

  it('from a point that leaves disks out, and of disks that are blobs', async () => {
    const sandbox = await stoppedSandbox();
    await sandbox.put('Bare-VM', {
      policyId: ofVault('backupPolicies/DefaultPolicy'),
      ...someDisks,
    });
    await triggerBackup(sandbox, 'Bare-VM');
    sandbox.pass(4000);
    const { body } = await sandbox.call('GET', `${itemPath('Bare-VM')}/recoveryPoints`);
    const point = body.value
      .map(({ name }: Json) => name)
      .find((name: string) => name !== sandbox.point);
    const answer = await sandbox.call(
      'POST',
      `${itemPath('Bare-VM')}/recoveryPoints/${point}/restore`,
      {
        properties: {
          objectType: 'IaasVMRestoreRequest',
          recoveryPointId: point,
          recoveryType: 'OriginalLocation',
          sourceResourceId: source,
          storageAccountId: restorePlaces.account,
          region: 'japaneast',
        },
      },
    );
    expect(answer.body.error.code).toBe('UserErrorRestoreTypeNotSupportedForSelectiveDisk');
    const blobs = await stoppedSandbox({ seed: { managedDisks: false } });
    expect((await blobs.restore(replace)).body.error.code).toBe(
      'UserErrorRestoreTypeNotSupportedForUnmanagedVm',
    );
  });

  it('by who may not write machines, or not join the subnet', async () => {
    const sandbox = await stoppedSandbox();
    assign(sandbox.state, tiny.strangerId, '00c29273-979b-4161-815c-10b084fb9324', tiny.group);
    assign(sandbox.state, tiny.strangerId, '17d1049b-9a84-46fb-8f53-869881c3d3ab', tiny.group);
    const answer = await sandbox.send(
      'POST',
      `${itemPath('Bare-VM')}/recoveryPoints/${sandbox.point}/restore?api-version=2023-06-01`,
      {
        as: tiny.strangerId,
        body: {
          properties: {
            objectType: 'IaasVMRestoreRequest',
            recoveryPointId: sandbox.point,
            recoveryType: 'OriginalLocation',
            sourceResourceId: source,
            storageAccountId: restorePlaces.account,
          },
        },
      },
    );
    expect(answer.body.error.message).toContain('Microsoft.Compute/virtualMachines/write');
  });
});
