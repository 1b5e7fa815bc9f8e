// Restores of disks: the life of their job, and what it leaves.
import { describe, expect, it } from 'vitest';
import {
  parseRestoredConfig,
  parseRestoredTemplate,
} from '../../../../../../src/commands/restore/steps/template.js';
import { findBlob } from '../../../../../../src/sandbox/providers/storage-data/blobs.js';
import { blobOfUri } from '../../../../../../src/sandbox/providers/compute/disks/disk-image.js';
import {
  DISK_TYPE,
  findVirtualMachine,
  machineDisks,
} from '../../../../../../src/sandbox/providers/compute/virtual-machines/state.js';
import {
  findResource,
  listResources,
  putResource,
  removeResource,
} from '../../../../../../src/sandbox/kernel/resource.js';
import type { WorldState } from '../../../../../../src/sandbox/kernel/state.js';
import { worldStateSchema } from '../../../../../../src/sandbox/kernel/state.js';
import { parseEncryptionInfo } from '../../../../../../src/commands/keys/encryption-info.js';
import {
  backupWorldIds,
  jobProperties,
  machineId,
} from '../../../../../support/worlds/backup-world.js';
import {
  accountId,
  addAccount,
  ofVault,
  restorePlaces,
  restoreSandbox,
  type RestoreSandbox,
} from '../../../../../support/worlds/restore-jobs.js';
import { tiny } from '../../../../../support/worlds/tiny-world.js';

const SLOW_SECONDS = 2200;
const toBlobs = { targetResourceGroupId: undefined };

function restoredDisks({ state }: { readonly state: WorldState }) {
  return listResources(state, restorePlaces.group, DISK_TYPE);
}

function content(state: WorldState, container: string, name: string): Uint8Array {
  const blob = findBlob(state, { account: 'sttiny', container, name });
  return Buffer.from(blob?.content ?? '', 'base64');
}

function locksOf(sandbox: RestoreSandbox): readonly (string | undefined)[] {
  const machine = findVirtualMachine(sandbox.state, machineId(sandbox.vm));
  return machine === undefined ? [] : machineDisks(sandbox.state, machine).map(({ lock }) => lock);
}

/** Recording restore-disks.poll-sequence-slow-vault-tier; times of snapshots as measured. */
describe('the job of a restore', () => {
  it('has the id of its operation, which is done by the first poll', async () => {
    const sandbox = await restoreSandbox();
    const answer = await sandbox.restore();
    sandbox.pass(1);
    const { body } = await sandbox.send('GET', answer.headers.get('azure-asyncoperation') ?? '');
    expect(body).toMatchObject({
      status: 'Succeeded',
      properties: { objectType: 'OperationStatusJobExtendedInfo', jobId: body.id },
    });
    const result = await sandbox.send('GET', answer.headers.get('location') ?? '');
    expect(result.status).toBe(204);
  });

  it('goes in steps to 70 seconds from a snapshot', async () => {
    const sandbox = await restoreSandbox({ encrypted: false });
    const { id, job } = await sandbox.restored({}, 10);
    expect(job).toMatchObject({
      operation: 'Restore',
      status: 'InProgress',
      actionsInfo: ['Cancellable'],
      entityFriendlyName: 'Bare-VM',
    });
    expect(job.extendedInfo).toEqual({
      tasksList: [{ taskId: 'Transfer data from vault', duration: 'PT0S', status: 'InProgress' }],
      propertyBag: {
        'Job Type': 'Recover disks',
        'Target VM Name': 'vmName',
        'Target Storage Account Name': 'sttiny',
        'Recovery point time ': expect.stringMatching(/^\d+\/\d+\/2026 .*[AP]M$/u),
        'Target resource group': 'rg-target',
      },
      internalPropertyBag: { restoreLocationType: 'RestoreDisks' },
      progressPercentage: 1,
    });
    expect(restoredDisks(sandbox)).toEqual([]);
    sandbox.pass(35);
    expect((await jobProperties(sandbox, id)).extendedInfo).toMatchObject({
      tasksList: [{ status: 'Completed', taskExecutionDetails: '159 GBs / 159 GBs Transferred' }],
      progressPercentage: 99,
    });
    sandbox.pass(30);
    expect(await jobProperties(sandbox, id)).toMatchObject({
      status: 'Completed',
      actionsInfo: ['Cancellable'],
      extendedInfo: { progressPercentage: 100, estimatedRemainingDuration: 'PT0S' },
    });
  });

  it('writes its progress with a decimal', async () => {
    const sandbox = await restoreSandbox();
    const { id } = await sandbox.restored({}, 10);
    const url = `https://management.azure.com${ofVault(`backupJobs/${id}`)}?api-version=2023-06-01`;
    const token = sandbox.token(tiny.ownerId, 'https://management.azure.com');
    const headers = { authorization: `Bearer ${token}` };
    const answer = await sandbox.fetch(new Request(url, { headers }));
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(await answer.text()).toContain('"progressPercentage":1.0}');
  });

  it('takes half an hour and leaves copies when the snapshot is gone', async () => {
    const sandbox = await restoreSandbox({ days: 3 });
    const { id, job } = await sandbox.restored({}, 700);
    expect(job.extendedInfo).toMatchObject({ progressPercentage: 50 });
    sandbox.pass(SLOW_SECONDS);
    const { propertyBag } = (await jobProperties(sandbox, id)).extendedInfo;
    const blobs =
      sandbox.state.blobs?.[`sttiny/${propertyBag['Config Blob Container Name']}`]?.blobs;
    const copies = Object.keys(blobs ?? {}).filter((name) => name.endsWith('.vhd'));
    expect(copies).toHaveLength(2);
    expect(restoredDisks(sandbox)).toHaveLength(2);
  });

  it('can be cancelled until its end, and leaves nothing then', async () => {
    const sandbox = await restoreSandbox({ days: 3 });
    const { id } = await sandbox.restored({}, 1500);
    const answer = await sandbox.call('POST', ofVault(`backupJobs/${id}/cancel`));
    expect(answer.status).toBe(202);
    expect(await jobProperties(sandbox, id)).toMatchObject({
      status: 'Cancelling',
      extendedInfo: { tasksList: [{ status: 'Cancelling' }], progressPercentage: 94 },
    });
    sandbox.pass(SLOW_SECONDS);
    expect((await jobProperties(sandbox, id)).status).toBe('Cancelled');
    expect(restoredDisks(sandbox)).toEqual([]);
    expect(sandbox.state.blobs).toBeUndefined();
  });

  it.each([
    ['CopyingVHDsFromBackUpVaultTakingLongTime', undefined],
    ['UserErrorInstantRpNotFound', 'usererrorinstantrpnotfound'],
  ])('fails by a fault of jobs, with %s', async (errorTitle, code) => {
    const sandbox = await restoreSandbox();
    const then = {
      kind: 'job',
      outcome: 'Failed',
      ...(code === undefined ? {} : { code }),
    } as const;
    sandbox.state.faults = [{ match: 'job Restore Ade-*', then }];
    const { job } = await sandbox.restored();
    expect(job).toMatchObject({
      status: 'Failed',
      errorDetails: [{ errorTitle }],
      extendedInfo: { tasksList: [{ status: 'Failed' }] },
    });
    expect(restoredDisks(sandbox)).toEqual([]);
  });

  it.each([
    ['staging account', 'UserErrorStorageAccountNotFound'],
    ['target group', 'UserErrorTargetResourceGroupNotFound'],
  ])('fails when the %s goes meanwhile', async (what, errorTitle) => {
    const sandbox = await restoreSandbox();
    const { id } = await sandbox.restored({}, 10);
    if (what === 'target group') {
      delete sandbox.state.resourceGroups[restorePlaces.group.toLowerCase()];
    } else {
      removeResource(sandbox.state, restorePlaces.account);
    }
    sandbox.pass(100);
    expect(await jobProperties(sandbox, id)).toMatchObject({
      status: 'Failed',
      errorDetails: [{ errorTitle }],
    });
  });
});

describe('a read-only lock on the target group', () => {
  it('that is set meanwhile fails the job, which has made nothing', async () => {
    const sandbox = await restoreSandbox();
    const { id } = await sandbox.restored({}, 10);
    putResource(sandbox.state, {
      id: `${restorePlaces.group}/providers/Microsoft.Authorization/locks/keep`,
      name: 'keep',
      type: 'Microsoft.Authorization/locks',
      properties: { level: 'ReadOnly' },
    });
    sandbox.pass(100);
    expect(await jobProperties(sandbox, id)).toMatchObject({
      status: 'Failed',
      errorDetails: [{ errorTitle: 'UserErrorCrpReportedUserError' }],
    });
    expect(restoredDisks(sandbox)).toEqual([]);
  });
});

describe('managed disks', () => {
  it.each(['SinglePass', 'DoublePass'] as const)(
    'of %s carry settings and key of the point, whatever the machine has now',
    async (mechanism) => {
      const sandbox = await restoreSandbox({ mechanism });
      const [lock, dataLock] = locksOf(sandbox);
      expect(dataLock === lock).toBe(mechanism === 'DoublePass');
      const { id, job } = await sandbox.restored();
      removeResource(sandbox.state, machineId(sandbox.vm));
      const [data, os] = restoredDisks(sandbox);
      expect(os).toMatchObject({
        name: expect.stringMatching(/^adevm-osdisk-\d{8}-\d{6}$/u),
        location: 'japaneast',
        tags: { RSVaultBackup: id },
        extra: { sku: { name: 'Premium_LRS' } },
        properties: {
          osType: 'Windows',
          hyperVGeneration: 'V1',
          diskSizeGB: 127,
          diskState: 'Unattached',
          encryptionSettingsCollection: {
            enabled: true,
            encryptionSettingsVersion: mechanism === 'SinglePass' ? '1.1' : '1.0',
          },
          runtime: { lock },
        },
      });
      expect(data).toMatchObject({
        name: expect.stringMatching(/^adevm-datadisk-000-\d{8}-\d{6}$/u),
        properties: { diskSizeGB: 32, runtime: { lock: dataLock } },
      });
      expect(job.extendedInfo.propertyBag['Config Blob Name']).toBe(`config-adevm-${id}.json`);
    },
  );

  it('are restored of a machine that is gone', async () => {
    const sandbox = await restoreSandbox();
    removeResource(sandbox.state, machineId(sandbox.vm));
    expect((await sandbox.restored()).job.status).toBe('Completed');
    expect(restoredDisks(sandbox)).toHaveLength(2);
  });

  it('are restored from points that were saved before restores were known', async () => {
    const sandbox = await restoreSandbox();
    const state = worldStateSchema.parse(JSON.parse(JSON.stringify(sandbox.state)));
    expect(state).toEqual(sandbox.state);
    for (const item of Object.values(
      sandbox.state.backup[backupWorldIds.vault.toLowerCase()]?.items ?? {},
    )) {
      for (const point of item.recoveryPoints) {
        delete point.machine;
      }
    }
    expect((await sandbox.restored()).job.status).toBe('Completed');
    expect(restoredDisks(sandbox)).toHaveLength(2);
    removeResource(sandbox.state, machineId(sandbox.vm));
    expect((await sandbox.restore()).status).toBe(501);
  });

  it.each([
    ['17 disks', Array.from({ length: 16 }, () => 4), 17],
    ['a disk of 4,098 GB', [4098], 2],
  ])(
    'of a machine with %s come without settings, still locked',
    async (_, dataDiskSizesGB, count) => {
      const sandbox = await restoreSandbox({ seed: { dataDiskSizesGB } });
      await sandbox.restored();
      const disks = restoredDisks(sandbox);
      expect(disks).toHaveLength(count);
      for (const { properties } of disks) {
        expect(properties).not.toHaveProperty('encryptionSettingsCollection');
      }
      const locks = disks.map(({ properties }) => properties['runtime']);
      const own = locksOf(sandbox).map((lock) => ({ lock }));
      expect(locks).toHaveLength(own.length);
      expect(locks).toEqual(expect.arrayContaining(own));
    },
  );

  it('keep disk encryption set, zone and security type', async () => {
    const set = `${restorePlaces.group}/providers/Microsoft.Compute/diskEncryptionSets/des`;
    const sandbox = await restoreSandbox({
      encrypted: false,
      seed: { diskEncryptionSetId: set, zones: ['2'], osType: 'Linux' },
    });
    const { job } = await sandbox.restored({ zones: ['2'] });
    expect(restoredDisks(sandbox)[0]).toMatchObject({
      extra: { zones: ['2'] },
      properties: {
        hyperVGeneration: 'V2',
        encryption: { type: 'EncryptionAtRestWithCustomerKey', diskEncryptionSetId: set },
      },
    });
    expect(job.extendedInfo.propertyBag).not.toHaveProperty('Encryption Info Blob Name');
  });

  it('are those that were asked for', async () => {
    const sandbox = await restoreSandbox({ seed: { dataDiskSizesGB: [4, 8, 16] } });
    const { job } = await sandbox.restored({ restoreDiskLunList: [1] });
    expect(restoredDisks(sandbox).map(({ properties }) => properties['diskSizeGB'])).toEqual([
      8, 127,
    ]);
    expect(job.extendedInfo.propertyBag['Restored disk(s)']).toMatch(
      /^Ade-VM_OsDisk_1_\w+; Ade-VM_DataDisk_1$/u,
    );
  });

  it('take a name that is free', async () => {
    const sandbox = await restoreSandbox();
    await sandbox.restore();
    await sandbox.restored();
    expect(new Set(restoredDisks(sandbox).map(({ id }) => id)).size).toBe(4);
  });
});

describe('the staging container', () => {
  it('has configuration and template, which name the disks', async () => {
    const sandbox = await restoreSandbox();
    const { id, job } = await sandbox.restored();
    const bag = job.extendedInfo.propertyBag;
    const container = bag['Config Blob Container Name'];
    expect(container).toMatch(/^adevm-[0-9a-f]{32}$/u);
    const endpoint = `https://sttiny.blob.core.windows.net/${container}`;
    expect(bag).toMatchObject({
      'Config Blob Uri': `${endpoint}/config-adevm-${id}.json`,
      'Template Blob Uri': `${endpoint}/azuredeploy${id}.json`,
    });
    const config = findBlob(sandbox.state, {
      account: 'sttiny',
      container,
      name: bag['Config Blob Name'],
    });
    expect(config?.type).toBe('PageBlob');
    expect((config?.size ?? 1) % 512).toBe(0);
    const bytes = Buffer.from(config?.content ?? '', 'base64');
    expect(config?.metadata).toEqual({ configblobsize: String(bytes.byteLength) });
    const machine = parseRestoredTemplate(
      content(sandbox.state, container, `azuredeploy${id}.json`),
      restorePlaces.group,
      content(sandbox.state, container, `parameter${id}.json`),
    );
    expect(machine).toMatchObject({ osType: 'Windows', size: 'Standard_D2s_v5' });
    expect(parseRestoredConfig(bytes, restorePlaces.group)).toEqual(machine);
    const named = [machine?.osDisk, ...(machine?.dataDisks ?? [])].map((disk) =>
      disk?.kind === 'managed' ? findResource(sandbox.state, disk.diskId)?.name : undefined,
    );
    expect(named).toEqual(
      restoredDisks(sandbox)
        .map(({ name }) => name)
        .toReversed(),
    );
  });

  it.each([
    ['with a key encryption key: the key as well', true],
    ['without one: the backup of the secret', false],
  ])('has the keys of an encrypted machine %s', async (_, kek) => {
    const sandbox = await restoreSandbox({ kek });
    sandbox.state.pointKeys = 'copies';
    const { keyAndSecret } = (await sandbox.call('GET', ofPoint(sandbox))).body.properties;
    const bag = (await sandbox.restored()).job.extendedInfo.propertyBag;
    const name = bag['Encryption Info Blob Name'];
    const bytes = content(sandbox.state, bag['Config Blob Container Name'], name);
    const copies = parseEncryptionInfo(bytes, name);
    expect(copies.secret.url).toBe(keyAndSecret.bekDetails.secretUrl);
    expect(copies.secret.value?.reveal()).toBe(keyAndSecret.bekDetails.secretData);
    expect(copies.key?.url).toBe(keyAndSecret.kekDetails?.keyUrl);
    expect(copies.key?.backup?.reveal()).toBe(keyAndSecret.kekDetails?.keyBackupData);
    expect(copies.secret.backup === undefined).toBe(kek);
  });

  it('has the disks themselves where no group is named', async () => {
    const sandbox = await restoreSandbox({ seed: {} });
    const { job } = await sandbox.restored(toBlobs, SLOW_SECONDS);
    const bag = job.extendedInfo.propertyBag;
    expect(bag).not.toHaveProperty('Target resource group');
    expect(restoredDisks(sandbox)).toEqual([]);
    const template = bag['Template Blob Uri'].split('/').at(-1);
    const machine = parseRestoredTemplate(
      content(sandbox.state, bag['Config Blob Container Name'], template),
      '',
    );
    const uri = machine?.osDisk.kind === 'unmanaged' ? machine.osDisk.vhdUri : '';
    const place = blobOfUri(uri);
    const vhd = place === undefined ? undefined : findBlob(sandbox.state, place);
    expect(vhd).toMatchObject({ type: 'PageBlob', size: 127 * 1024 ** 3 + 512, metadata: {} });
    expect(Buffer.from(vhd?.content ?? '', 'base64').toString()).toBe(
      `encrypted ${locksOf(sandbox)[0]}`,
    );
  });

  it('has the disks of a machine without managed ones, whatever group is named', async () => {
    const sandbox = await restoreSandbox({ encrypted: false, seed: { managedDisks: false } });
    await sandbox.restored({}, SLOW_SECONDS);
    expect(restoredDisks(sandbox)).toEqual([]);
    await sandbox.restored({ restoreWithManagedDisks: true }, SLOW_SECONDS);
    expect(restoredDisks(sandbox)[0]).toMatchObject({ extra: { sku: { name: 'Standard_LRS' } } });
  });

  it('has a name that fits, however long the name of the machine is', async () => {
    const sandbox = await restoreSandbox({ name: `Vm_${'x'.repeat(61)}` });
    addAccount(sandbox.state, 'stother');
    const { job } = await sandbox.restored({ storageAccountId: accountId('stother') });
    const name = job.extendedInfo.propertyBag['Config Blob Container Name'];
    expect(name).toMatch(/^vmx{28}-[0-9a-f]{32}$/u);
    expect(job.extendedInfo.propertyBag['Config Blob Uri']).toContain('https://stother.blob');
  });
});

function ofPoint({ vm, point }: RestoreSandbox): string {
  const bare = `iaasvmcontainerv2;rg-tiny;${vm.toLowerCase()}`;
  return `${backupWorldIds.vault}/backupFabrics/Azure/protectionContainers/IaasVMContainer;${bare}/protectedItems/vm;${bare}/recoveryPoints/${point}`;
}
