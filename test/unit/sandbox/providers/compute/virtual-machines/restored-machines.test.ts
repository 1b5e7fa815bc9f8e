// Machines that are made from restored disks: which are made, and which of them start.
import { describe, expect, it } from 'vitest';
import { findResource } from '../../../../../../src/sandbox/kernel/resource.js';
import type { WorldState } from '../../../../../../src/sandbox/kernel/state.js';
import { backupWorldIds, type Json } from '../../../../../support/worlds/backup-world.js';
import {
  buildMachine,
  machineBody,
  restoredIds,
  restoredSandbox,
  viewMachine,
} from '../../../../../support/worlds/restored-world.js';
import { tiny } from '../../../../../support/worlds/tiny-world.js';

const version = '2026-03-01';

function firstSecret(state: WorldState): Record<string, unknown> {
  const [secret] = Object.values(state.keyVaultData[tiny.policyVault]?.secrets ?? {});
  return secret?.versions[0] ?? {};
}

function changeVault(state: WorldState, change: object): void {
  Object.assign(findResource(state, backupWorldIds.policyKeyVault)?.properties ?? {}, change);
}

function changeDisk(
  state: WorldState,
  change: (disk: Json) => void,
  id: string = restoredIds.osDisk,
) {
  change(findResource(state, id));
}

describe('a machine of restored disks', () => {
  it('is Creating, then runs, and its agent answers a little later', async () => {
    const sandbox = await restoredSandbox();
    const { put, machine } = await buildMachine(sandbox, machineBody(), 50);
    expect(put).toMatchObject({
      status: 201,
      body: {
        name: 'New-VM',
        properties: {
          provisioningState: 'Creating',
          storageProfile: {
            osDisk: {
              name: 'restored-os',
              createOption: 'Attach',
              caching: 'ReadWrite',
              managedDisk: { id: restoredIds.osDisk, storageAccountType: 'Premium_LRS' },
              deleteOption: 'Detach',
            },
            dataDisks: [{ lun: 0, name: 'restored-data-0', caching: 'None', toBeDetached: false }],
          },
        },
      },
    });
    expect(put.body.properties).not.toHaveProperty('runtime');
    expect(put.headers.get('azure-asyncoperation')).toMatch(
      /\/locations\/japaneast\/operations\//u,
    );
    expect(machine.properties).toMatchObject({
      provisioningState: 'Succeeded',
      instanceView: {
        vmAgent: { vmAgentVersion: 'Unknown' },
        statuses: [{ code: 'ProvisioningState/succeeded' }, { code: 'PowerState/running' }],
      },
    });
    sandbox.pass(70);
    const { instanceView } = (await viewMachine(sandbox)).properties;
    expect(instanceView.vmAgent.statuses[0].displayStatus).toBe('Ready');
    expect(instanceView.disks[0].statuses[1].code).toBe('EncryptionState/encrypted');
    expect(instanceView).not.toHaveProperty('extensions');
    const disk = await sandbox.call('GET', restoredIds.osDisk, undefined, '2025-01-02');
    expect(disk.body).toMatchObject({
      managedBy: restoredIds.machine,
      properties: { diskState: 'Attached' },
    });
  });

  it('has no power state while it is being made, and shows its data disks closed after', async () => {
    const sandbox = await restoredSandbox();
    const put = await sandbox.call('PUT', restoredIds.machine, machineBody(), version);
    expect((await viewMachine(sandbox)).properties.instanceView.statuses).toMatchObject([
      { code: 'ProvisioningState/creating' },
    ]);
    const status = put.headers.get('azure-asyncoperation') ?? '';
    expect((await sandbox.send('GET', status)).body.status).toBe('InProgress');
    sandbox.pass(120);
    expect((await sandbox.send('GET', status)).body.status).toBe('Succeeded');
    const [, data] = (await viewMachine(sandbox)).properties.instanceView.disks;
    expect(data).not.toHaveProperty('encryptionSettings');
  });

  it('put again does not change, put again during its making waits for the same operation', async () => {
    const sandbox = await restoredSandbox();
    const first = await sandbox.call('PUT', restoredIds.machine, machineBody(), version);
    const second = await sandbox.call('PUT', restoredIds.machine, machineBody(), version);
    expect(second.status).toBe(200);
    expect(second.headers.get('azure-asyncoperation')).toBe(
      first.headers.get('azure-asyncoperation'),
    );
    sandbox.pass(120);
    const before = await viewMachine(sandbox);
    const tagged = machineBody({ tags: { a: 'b' } });
    const { put, machine } = await buildMachine(sandbox, tagged);
    expect(put).toMatchObject({ status: 200, body: { tags: { a: 'b' } } });
    expect(machine.properties).toMatchObject({
      provisioningState: 'Succeeded',
      vmId: before.properties.vmId,
    });
    const whole = await sandbox.call('GET', restoredIds.machine, undefined, version);
    expect((await sandbox.call('PUT', restoredIds.machine, whole.body, version)).status).toBe(200);
  });

  it.each<[string, string, (state: WorldState) => void]>([
    [
      'the secret is gone',
      'DiskEncryptionInternalError',
      (state) => {
        Object.assign(state.keyVaultData[tiny.policyVault] ?? {}, { secrets: {} });
      },
    ],
    [
      'the secret is disabled',
      'DiskEncryptionInternalError',
      (state) => Object.assign(firstSecret(state), { enabled: false }),
    ],
    [
      'the secret has no tags',
      'DiskEncryptionKeySecretMissingTags',
      (state) => Object.assign(firstSecret(state), { tags: {} }),
    ],
    [
      'the key is gone',
      'DiskEncryptionInternalError',
      (state) => {
        Object.assign(state.keyVaultData[tiny.policyVault] ?? {}, { keys: {} });
      },
    ],
    [
      'the key did not wrap the secret',
      'DiskEncryptionKeySecretUnwrapFailed',
      (state) => Object.assign(firstSecret(state), { value: 'AAAA' }),
    ],
    [
      'the key vault is gone',
      'DiskEncryptionInternalError',
      (state) => {
        delete state.resources[backupWorldIds.policyKeyVault.toLowerCase()];
      },
    ],
    [
      'the key vault is not for disks',
      'DiskEncryptionInternalError',
      (state) => changeVault(state, { enabledForDiskEncryption: false }),
    ],
    [
      'the key vault is in another region',
      'DiskEncryptionInternalError',
      (state) =>
        Object.assign(findResource(state, backupWorldIds.policyKeyVault) ?? {}, {
          location: 'japanwest',
        }),
    ],
    [
      'the firewall of the key vault keeps trusted services out',
      'DiskEncryptionInternalError',
      (state) => changeVault(state, { networkAcls: { bypass: 'None', defaultAction: 'Deny' } }),
    ],
    [
      'the disk is locked by another key',
      'DiskEncryptionInternalError',
      (state) =>
        changeDisk(state, (disk) => {
          disk.properties.runtime.lock = 'another';
        }),
    ],
    [
      'the settings name no version',
      'DiskEncryptionInternalError',
      (state) =>
        changeDisk(state, (disk) => {
          const [settings] = disk.properties.encryptionSettingsCollection.encryptionSettings;
          settings.diskEncryptionKey.secretUrl = settings.diskEncryptionKey.secretUrl.slice(0, -33);
        }),
    ],
    [
      'the settings point into another vault than they say',
      'DiskEncryptionInternalError',
      (state) =>
        changeDisk(state, (disk) => {
          const [settings] = disk.properties.encryptionSettingsCollection.encryptionSettings;
          settings.diskEncryptionKey.sourceVault.id = backupWorldIds.rbacKeyVault;
        }),
    ],
  ])('fails when %s: %s', async (_, code, damage) => {
    const sandbox = await restoredSandbox();
    damage(sandbox.state);
    const { put, operation, machine } = await buildMachine(sandbox);
    expect(put.status).toBe(201);
    expect(operation).toMatchObject({ status: 'Failed', error: { code } });
    expect(machine.properties).toMatchObject({
      provisioningState: 'Failed',
      instanceView: {
        statuses: [{ code: 'ProvisioningState/failed' }, { code: 'PowerState/deallocated' }],
      },
    });
  });

  // "About secrets", "About keys": date-time controlled operations.
  it.each([
    ['expired', { expiresSeconds: 1_700_000_000 }],
    ['not valid yet', { notBeforeSeconds: 1_900_000_000 }],
  ])('starts with a secret that is %s', async (_, dates) => {
    const sandbox = await restoredSandbox();
    Object.assign(firstSecret(sandbox.state), dates);
    const { operation } = await buildMachine(sandbox);
    expect(operation.status).toBe('Succeeded');
  });

  it('that failed is made by the same request once the key is back', async () => {
    const sandbox = await restoredSandbox();
    Object.assign(firstSecret(sandbox.state), { enabled: false });
    expect((await buildMachine(sandbox)).machine.properties.provisioningState).toBe('Failed');
    Object.assign(firstSecret(sandbox.state), { enabled: true });
    const { put, operation, machine } = await buildMachine(sandbox);
    expect(put.status).toBe(200);
    expect(operation.status).toBe('Succeeded');
    expect(machine.properties.instanceView.statuses[1].code).toBe('PowerState/running');
  });

  it('repeats what encrypts its disk at rest', async () => {
    const sandbox = await restoredSandbox();
    const diskEncryptionSetId = `${tiny.group}/providers/Microsoft.Compute/diskEncryptionSets/des`;
    changeDisk(sandbox.state, (disk) =>
      Object.assign(disk.properties.encryption, { diskEncryptionSetId }),
    );
    const { put } = await buildMachine(sandbox);
    expect(put.body.properties.storageProfile.osDisk.managedDisk.diskEncryptionSet).toEqual({
      id: diskEncryptionSetId,
    });
  });

  it('runs and never comes up when nobody told where the key of its disk is', async () => {
    const sandbox = await restoredSandbox();
    changeDisk(sandbox.state, (disk) => {
      delete disk.properties.encryptionSettingsCollection;
    });
    const { operation, machine } = await buildMachine(sandbox, machineBody(), 3600);
    expect(operation.status).toBe('Succeeded');
    expect(machine.properties.instanceView).toMatchObject({
      vmAgent: { statuses: [{ displayStatus: 'Not Ready' }] },
      statuses: [{}, { code: 'PowerState/running' }],
    });
  });

  it('needs the new place of the key on its OS disk only', async () => {
    const sandbox = await restoredSandbox({ kek: false });
    const secrets = sandbox.state.keyVaultData[tiny.policyVault]?.secrets ?? {};
    const [name = ''] = Object.keys(secrets);
    const moved = '1'.repeat(32);
    Object.assign(firstSecret(sandbox.state), { version: moved });
    const patch = {
      properties: {
        encryptionSettingsCollection: {
          enabled: true,
          encryptionSettingsVersion: '1.1',
          encryptionSettings: [
            {
              diskEncryptionKey: {
                sourceVault: { id: backupWorldIds.policyKeyVault },
                secretUrl: `https://${tiny.policyVault}.vault.azure.net/secrets/${name}/${moved}`,
              },
            },
          ],
        },
      },
    };
    const answer = await sandbox.call('PATCH', restoredIds.osDisk, patch, '2025-01-02');
    expect(answer.status).toBe(202);
    const { operation } = await buildMachine(sandbox);
    expect(operation.status).toBe('Succeeded');
  });
});
