// Machines that cannot be made from restored disks, and what cannot be changed of those that were.
import { describe, expect, it } from 'vitest';
import { findResource } from '../../../../../../src/sandbox/kernel/resource.js';
import type { WorldState } from '../../../../../../src/sandbox/kernel/state.js';
import {
  backupWorldIds,
  machineId,
  type Json,
} from '../../../../../support/worlds/backup-world.js';
import {
  buildMachine,
  machineBody,
  restoredIds,
  restoredSandbox,
} from '../../../../../support/worlds/restored-world.js';
import { assign, tiny } from '../../../../../support/worlds/tiny-world.js';

const version = '2026-03-01';

const PLAN = { name: 'byol', publisher: 'fabrikam', product: 'appliance' };

function changeDisk(
  state: WorldState,
  change: (disk: Json) => void,
  id: string = restoredIds.osDisk,
) {
  change(findResource(state, id));
}

describe('a machine is refused', () => {
  const other = machineId('Ade-VM');

  it.each<[string, number, string, (body: Json, state: WorldState) => void]>([
    [
      'an unknown disk',
      404,
      'NotFound',
      (body) => {
        body.properties.storageProfile.osDisk.managedDisk.id = `${restoredIds.osDisk}-no`;
      },
    ],
    [
      'a disk of another machine',
      409,
      'ConflictingUserInput',
      (_body, state) =>
        changeDisk(state, (disk) => Object.assign(disk.extra, { managedBy: other })),
    ],
    [
      'a disk of another region',
      400,
      'BadRequest',
      (_body, state) => changeDisk(state, (disk) => Object.assign(disk, { location: 'japanwest' })),
    ],
    [
      'a Trusted Launch disk in a machine without',
      400,
      'BadRequest',
      (_body, state) =>
        changeDisk(state, (disk) =>
          Object.assign(disk.properties, { securityProfile: { securityType: 'TrustedLaunch' } }),
        ),
    ],
    [
      'a plain disk in a Trusted Launch machine',
      400,
      'BadRequest',
      (body) => {
        body.properties.securityProfile = { securityType: 'TrustedLaunch' };
      },
    ],
    [
      'a disk of a bought image without its plan',
      400,
      'VMMarketplaceInvalidInput',
      (_body, state) =>
        changeDisk(state, (disk) => Object.assign(disk.properties, { purchasePlan: PLAN })),
    ],
    [
      'a disk of a bought image with another plan',
      400,
      'VMMarketplaceInvalidInput',
      (body, state) => {
        changeDisk(state, (disk) => Object.assign(disk.properties, { purchasePlan: PLAN }));
        body.plan = { ...PLAN, name: 'basic' };
      },
    ],
    [
      'a disk of another zone',
      400,
      'BadRequest',
      (body) => {
        body.zones = ['2'];
      },
    ],
    [
      'a disk of another subscription',
      400,
      'InvalidParameter',
      (body, state) => {
        const id = restoredIds.osDisk.replace(tiny.subscriptionId, tiny.otherSubscriptionId);
        const disk: Json = structuredClone(findResource(state, restoredIds.osDisk));
        state.resources[id.toLowerCase()] = Object.assign(disk, { id });
        body.properties.storageProfile.osDisk.managedDisk.id = id;
      },
    ],
    [
      'another operating system',
      400,
      'InvalidParameter',
      (body) => {
        body.properties.storageProfile.osDisk.osType = 'Linux';
      },
    ],
    [
      'the same LUN twice',
      400,
      'InvalidParameter',
      (body) => {
        body.properties.storageProfile.dataDisks.push({
          lun: 0,
          createOption: 'Attach',
          managedDisk: { id: `${restoredIds.osDisk}-x` },
        });
      },
    ],
    [
      'the same disk twice',
      400,
      'InvalidParameter',
      (body) => {
        body.properties.storageProfile.dataDisks.push({
          lun: 1,
          createOption: 'Attach',
          managedDisk: { id: restoredIds.osDisk.toUpperCase() },
        });
      },
    ],
    [
      'managed and unmanaged disks',
      409,
      'OperationNotAllowed',
      (body) => {
        body.properties.storageProfile.dataDisks = [
          { lun: 0, name: 'd', createOption: 'Attach', vhd: { uri: restoredIds.vhd } },
        ];
      },
    ],
    [
      'an unknown interface',
      404,
      'NotFound',
      (body) => {
        body.properties.networkProfile.networkInterfaces[0].id += '-no';
      },
    ],
    [
      'an interface of another machine',
      400,
      'NicInUse',
      (_body, state) => {
        const networkInterfaces = [{ id: restoredIds.interface }];
        Object.assign(findResource(state, other)?.properties ?? {}, {
          networkProfile: { networkInterfaces },
        });
      },
    ],
    [
      'an interface of another region',
      400,
      'BadRequest',
      (_body, state) =>
        Object.assign(findResource(state, restoredIds.interface) ?? {}, { location: 'japanwest' }),
    ],
    [
      'a profile of the guest',
      400,
      'InvalidParameter',
      (body) => {
        body.properties.osProfile = { computerName: 'x' };
      },
    ],
    [
      'an image',
      400,
      'InvalidParameter',
      (body) => {
        body.properties.storageProfile.imageReference = { sku: 'x' };
      },
    ],
    [
      'a size that is none',
      400,
      'InvalidParameter',
      (body) => {
        body.properties.hardwareProfile.vmSize = 'Large';
      },
    ],
    [
      'two zones',
      400,
      'InvalidParameter',
      (body) => {
        body.zones = ['1', '2'];
      },
    ],
    [
      'a disk from an image',
      501,
      'SandboxNotModelled',
      (body) => {
        body.properties.storageProfile.osDisk.createOption = 'FromImage';
      },
    ],
  ])('%s: %i %s', async (_, status, code, change) => {
    const sandbox = await restoredSandbox();
    const body = machineBody();
    change(body, sandbox.state);
    const put = await sandbox.call('PUT', restoredIds.machine, body, version);
    expect(put).toMatchObject({ status, body: { error: { code } } });
    const found = await sandbox.call('GET', restoredIds.machine, undefined, version);
    expect(found.status).toBe(404);
  });

  it.each<[string, string, (body: Json) => void]>([
    [
      'another place',
      'InvalidResourceLocation',
      (body) => Object.assign(body, { location: 'japanwest' }),
    ],
    ['another zone', 'PropertyChangeNotAllowed', (body) => Object.assign(body, { zones: ['1'] })],
    [
      'another disk',
      'PropertyChangeNotAllowed',
      (body) => {
        body.properties.storageProfile.osDisk.managedDisk.id = restoredIds.dataDisk;
      },
    ],
    [
      'another system',
      'PropertyChangeNotAllowed',
      (body) => {
        body.properties.storageProfile.osDisk.osType = 'Linux';
      },
    ],
    [
      'settings while it is allocated',
      'OperationNotAllowed',
      (body) => {
        body.properties.storageProfile.osDisk.encryptionSettings = {
          enabled: true,
          diskEncryptionKey: {
            sourceVault: { id: backupWorldIds.policyKeyVault },
            secretUrl: 'https://kv/secrets/a/b',
          },
        };
      },
    ],
    [
      'other interfaces',
      'SandboxNotModelled',
      (body) => {
        body.properties.networkProfile.networkInterfaces.push({ id: `${restoredIds.interface}-2` });
      },
    ],
  ])('that is there and would get %s: %s', async (_, code, change) => {
    const sandbox = await restoredSandbox();
    await buildMachine(sandbox);
    const body = machineBody();
    change(body);
    const put = await sandbox.call('PUT', restoredIds.machine, body, version);
    expect(put.body.error.code).toBe(code);
  });

  it('without the right to join the interface', async () => {
    const sandbox = await restoredSandbox();
    const machineContributor = '9980e02c-c2be-4d73-94e8-173b1dc7cf3c';
    assign(sandbox.state, tiny.strangerId, machineContributor, restoredIds.machine);
    const answer = await sandbox.send('PUT', `${restoredIds.machine}?api-version=${version}`, {
      body: machineBody(),
      as: tiny.strangerId,
    });
    expect(answer.body.error.code).toBe('LinkedAuthorizationFailed');
  });
});
