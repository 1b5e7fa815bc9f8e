// What a vault sees around it: protectable machines, containers, and where a machine is protected.
import { describe, expect, it } from 'vitest';
import {
  addMachine,
  backupSandbox,
  backupWorld,
  backupWorldIds,
  machineId,
  type Json,
} from '../../../../../support/worlds/backup-world.js';
import { tiny, TINY_START } from '../../../../../support/worlds/tiny-world.js';

const { vault } = backupWorldIds;
const machines = "$filter=backupManagementType eq 'AzureIaasVM'";
const location = `/Subscriptions/${tiny.subscriptionId}/providers/Microsoft.RecoveryServices/locations/japaneast`;

/** Recording protectable-items-list.before-and-after-refresh. */
describe('protectable machines', () => {
  it('are those of the region that nobody protects, named without their kind', async () => {
    const state = backupWorld();
    addMachine(state, 'Far-VM', { location: 'japanwest' });
    addMachine(state, 'Second-VM');
    const sandbox = backupSandbox(state);
    await sandbox.protect('Second-VM');
    const { body } = await sandbox.call('GET', `${vault}/backupProtectableItems?${machines}`);
    const bare = 'iaasvmcontainerv2;rg-tiny;plain-vm';
    expect(body).toEqual({
      value: [
        {
          id: `${vault}/backupFabrics/Azure/protectionContainers/IaasVMContainer;${bare}/protectableItems/vm;${bare}`,
          name: bare,
          type: 'Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers/protectableItems',
          properties: {
            virtualMachineId: machineId('Plain-VM'),
            virtualMachineVersion: 'Compute',
            resourceGroup: 'rg-tiny',
            backupManagementType: 'AzureIaasVM',
            protectableItemType: 'Microsoft.Compute/virtualMachines',
            friendlyName: 'Plain-VM',
            protectionState: 'NotProtected',
          },
        },
      ],
    });
  });

  it('do not hold a new machine until containers were refreshed', async () => {
    const state = backupWorld();
    const sandbox = backupSandbox(state);
    sandbox.pass(10);
    addMachine(state, 'New-VM', { createdMilliseconds: TINY_START + 5000 });
    const names = async (): Promise<string[]> => {
      const { body } = await sandbox.call('GET', `${vault}/backupProtectableItems?${machines}`);
      return body.value.map((item: Json) => item.properties.friendlyName);
    };
    expect(await names()).toEqual(['Plain-VM']);
    const refresh = `${vault}/backupFabrics/Azure/refreshContainers`;
    const answer = await sandbox.call('POST', refresh, undefined, '2023-02-01');
    expect(answer).toMatchObject({ status: 202, body: undefined });
    const fabric = `https://management.azure.com${vault}/backupFabrics/Azure`;
    const id = answer.headers.get('location')?.split('/').at(-1)?.split('?')[0];
    expect(answer.headers.get('azure-asyncoperation')).toBe(
      `${fabric}/operationsStatus/${id}?api-version=2019-05-13-preview`,
    );
    const result = `${fabric}/operationResults/${id}?api-version=2023-02-01`;
    expect(answer.headers.get('location')).toBe(result);
    sandbox.pass(7);
    const running = await sandbox.send('GET', result);
    expect(running).toMatchObject({ status: 202, body: undefined });
    expect(running.headers.get('location')).toBe(result);
    expect(running.headers.get('azure-asyncoperation')).toBeNull();
    sandbox.pass(6);
    expect((await sandbox.send('GET', result)).status).toBe(204);
    const status = await sandbox.send('GET', answer.headers.get('azure-asyncoperation') ?? '');
    expect(status.body).not.toHaveProperty('properties');
    expect(await names()).toEqual(['New-VM', 'Plain-VM']);
  });

  it('are none of other kinds', async () => {
    const sandbox = backupSandbox();
    const other = "$filter=backupManagementType eq 'AzureWorkload'";
    const { body } = await sandbox.call('GET', `${vault}/backupProtectableItems?${other}`);
    expect(body).toEqual({ value: [] });
  });
});

/** Recordings containers-list.*. */
it('lists containers, also by friendly name', async () => {
  const sandbox = backupSandbox();
  await sandbox.protect('Plain-VM');
  const filter = (name: string): string =>
    `backupManagementType+eq+'AzureIaasVM'+and+friendlyName+eq+'${name}'+and+status+eq+'Registered'`;
  const containers = `${vault}/backupProtectionContainers?$filter=`;
  const found = await sandbox.call('GET', `${containers}${filter('plain-vm')}`);
  expect(found.body.value).toMatchObject([
    {
      name: 'IaasVMContainer;iaasvmcontainerv2;rg-tiny;plain-vm',
      properties: {
        friendlyName: 'Plain-VM',
        registrationStatus: 'Registered',
        healthStatus: 'Healthy',
      },
    },
  ]);
  const none = await sandbox.call('GET', `${containers}${filter('other')}`);
  expect(none.body.value).toEqual([]);
  const odd = await sandbox.call('GET', `${containers}status eq 'Unregistered'`);
  expect(odd.status).toBe(501);
});

describe('items', () => {
  it('are listed by policy and by name', async () => {
    const sandbox = backupSandbox();
    await sandbox.protect('Plain-VM');
    const names = async (filter: string): Promise<string[]> => {
      const { body } = await sandbox.call('GET', `${vault}/backupProtectedItems?$filter=${filter}`);
      return body.value.map((item: Json) => item.properties.friendlyName);
    };
    expect(await names("policyName eq 'defaultpolicy'")).toEqual(['Plain-VM']);
    expect(await names("policyName eq 'EnhancedPolicy'")).toEqual([]);
    expect(await names("backupManagementType eq 'AzureIaasVM' and itemType eq 'VM'")).toEqual([
      'Plain-VM',
    ]);
    expect(await names("backupManagementType eq 'MAB'")).toEqual([]);
    expect(await names("friendlyName eq 'PLAIN-VM'")).toEqual(['Plain-VM']);
    const skip = await sandbox.call('GET', `${vault}/backupProtectedItems?$skipToken=x`);
    expect(skip.body.error.code).toBe('InvalidSkipToken');
  });

  it('show more when it is asked for', async () => {
    const sandbox = backupSandbox();
    await sandbox.protect('Plain-VM');
    const bare = 'iaasvmcontainerv2;rg-tiny;plain-vm';
    const path = `${vault}/backupFabrics/Azure/protectionContainers/IaasVMContainer;${bare}/protectedItems/VM;${bare}`;
    const { body } = await sandbox.call('GET', `${path}?$filter=expand eq 'extendedinfo'`);
    expect(body.properties.extendedInfo).toEqual({
      recoveryPointCount: 0,
      policyInconsistent: false,
    });
  });
});

/** Recording flow.enable-backup-restore-stop-resume-delete. */
describe('backupStatus', () => {
  const body = { resourceType: 'VM', resourceId: machineId('Plain-VM') };
  const names = {
    fabricName: 'Azure',
    containerName: 'iaasvmcontainer;iaasvmcontainerv2;rg-tiny;plain-vm',
    protectedItemName: 'vm;iaasvmcontainerv2;rg-tiny;plain-vm',
    protectedItemsCount: 0,
  };

  it('knows where a machine is protected', async () => {
    const sandbox = backupSandbox();
    const before = await sandbox.call('POST', `${location}/backupStatus`, body);
    expect(before.body).toEqual({ protectionStatus: 'NotProtected', ...names });
    await sandbox.protect('Plain-VM');
    const after = await sandbox.call('POST', `${location}/backupStatus`, body);
    expect(after.body).toEqual({
      protectionStatus: 'Protected',
      vaultId: vault,
      policyName: 'DefaultPolicy',
      ...names,
    });
    const elsewhere = location.replace('japaneast', 'japanwest');
    const other = await sandbox.call('POST', `${elsewhere}/backupStatus`, body);
    expect(other.body.protectionStatus).toBe('NotProtected');
  });

  it('is answered before protection, too', async () => {
    const sandbox = backupSandbox();
    const path = `${location}/backupPreValidateProtection`;
    const request = { ...body, vaultId: vault, properties: '' };
    expect((await sandbox.call('POST', path, request)).body.status).toBe('Succeeded');
    await sandbox.protect('Plain-VM');
    expect((await sandbox.call('POST', path, request)).body).toMatchObject({
      status: 'Failed',
      errorCode: 'VirtualMachineAlreadyProtected',
      containerName: names.containerName,
    });
  });

  it('does not guess what features a size has', async () => {
    const sandbox = backupSandbox();
    const path = `${location}/backupValidateFeatures`;
    const feature = { featureType: 'AzureVMResourceBackup', vmSize: 'Basic_A0', vmSku: 'Premium' };
    expect((await sandbox.call('POST', path, feature)).body).toEqual({
      supportStatus: 'DefaultOFF',
    });
    const other = await sandbox.call('POST', path, { ...feature, vmSize: 'Standard_D2s_v5' });
    expect(other.status).toBe(501);
  });
});
