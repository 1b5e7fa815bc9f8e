// The services of a restore, one after the other, over the sandbox: the real SDKs, its own answers.
import { describe, expect, it } from 'vitest';
import { stagedBlobsOf } from '../../src/domain/recovery/restore-progress.js';
import type { ResourceId } from '../../src/domain/resource-id.js';
import {
  parseRestoredTemplate,
  type RestoredMachine,
} from '../../src/commands/restore/steps/template.js';
import { contractTargets, type ContractSubject } from '../support/contract/contract-targets.js';

describe('the services of a restore', () => {
  it('restore the disks of a point, whose blobs can be read and deleted', async () => {
    const subject = sandbox();
    const storage = await subject.services.storage();
    const { place, names, machine } = await restoredDisks(subject);
    expect((await storage.names(place))?.toSorted()).toEqual(Object.values(names).toSorted());
    expect(machine).toMatchObject({ osDisk: { kind: 'managed' } });

    const template = { ...place, blob: names.template };
    await storage.addMetadata(template, { Seen: 'yes' });
    expect(await storage.metadata(template)).toMatchObject({ seen: 'yes' });
    const keys = { ...place, blob: names.encryptionInfo };
    await storage.delete(keys);
    await storage.delete(keys);
    expect(await storage.read(keys)).toBeUndefined();
  });

  it('build a machine that runs', async () => {
    const subject = sandbox();
    const { services, clock } = subject;
    const { machine } = await restoredDisks(subject);
    const networkInterfaceId = await newInterface(subject);
    const machines = await services.virtualMachines();
    const diskId = machine.osDisk.kind === 'managed' ? machine.osDisk.diskId : '';
    const [encryption] = (await machines.disk(diskId))?.adeSettings?.settings ?? [];
    const group = diskId.replace(/\/providers\/.*/u, '');
    expect((await machines.disks(group)).map((disk) => disk.id)).toContain(diskId);
    const id = idIn(subject, 'Microsoft.Compute/virtualMachines', 'new');
    const building = await machines.createMachine({
      id,
      location: 'japaneast',
      networkInterfaceId,
      size: machine.size ?? '',
      osType: machine.osType ?? 'Linux',
      osDisk: { kind: 'managed', diskId },
      dataDisks: [],
      zones: [],
      tags: { made: 'here' },
      ...(encryption === undefined ? {} : { encryption }),
    });
    expect(await building.wait({ clock })).toEqual({ status: 'succeeded' });
    expect(await machines.get(id)).toMatchObject({
      provisioningState: 'Succeeded',
      tags: { made: 'here' },
      modelEncryption: { enabled: true },
      instanceView: { powerState: 'running' },
    });
    const networks = await services.networks();
    expect(await networks.networkInterface(networkInterfaceId)).toMatchObject({ machineId: id });
  });

  it('put the settings of ADE on a disk', async () => {
    const subject = sandbox();
    const machines = await subject.services.virtualMachines();
    const id = idIn(subject, 'Microsoft.Compute/virtualMachines', 'VM014');
    const source = (await machines.get(id))?.disks.find(({ role }) => role === 'os')?.source;
    const diskId = source?.kind === 'managed' ? source.diskId : '';
    const [known] = (await machines.disk(diskId))?.adeSettings?.settings ?? [];
    const moved = { ...known, enabled: true, secretUrl: 'https://m.vault.azure.net/secrets/a/1' };
    const operation = await machines.setDiskEncryption(diskId, moved);
    expect(await operation.wait(subject)).toEqual({ status: 'succeeded' });
    expect((await machines.disk(diskId))?.adeSettings).toEqual({
      enabled: true,
      version: '1.1',
      settings: [moved],
    });
  });
});

/** Restores the newest point of VM005, and reads what that leaves behind. */
async function restoredDisks(subject: ContractSubject) {
  const { services, clock, subscriptionId } = subject;
  const [backup, storage] = await Promise.all([services.backup(), services.storage()]);
  const vaultId = idIn(subject, 'Microsoft.RecoveryServices/vaults', 'rsv-prod');
  const vmId = idIn(subject, 'Microsoft.Compute/virtualMachines', 'VM005');
  const account = found(
    (await storage.accounts(subscriptionId)).find(({ name }) => name === 'stprodrestore'),
  );
  const request = {
    vaultId,
    vmId,
    point: found((await backup.recoveryPoints(vaultId, vmId))[0]).name,
    location: account.location,
    storageAccountId: account.id,
    targetResourceGroupId: `/subscriptions/${subscriptionId}/resourceGroups/rg-prod`,
  };
  expect(await backup.validateRestore(request)).toEqual([]);
  const restore = await backup.restoreDisks(request);
  expect(await restore.wait({ clock })).toEqual({ status: 'succeeded', jobId: restore.id });
  await clock.sleep(3600);
  const job = found(await backup.job(vaultId, restore.id));
  expect(job.status).toBe('Completed');
  const { container, template, config, encryptionInfo } = found(stagedBlobsOf(job));
  const place = { accountId: account.id, endpoint: account.blobEndpoint, container };
  const names = {
    template: found(template),
    config: found(config),
    encryptionInfo: found(encryptionInfo),
    parameters: found(template).replace('azuredeploy', 'parameter'),
  };
  const bytes = found(await storage.read({ ...place, blob: names.template }));
  const file = await storage.read({ ...place, blob: names.parameters });
  const machine: RestoredMachine = found(
    parseRestoredTemplate(bytes, request.targetResourceGroupId, file),
  );
  return { place, names, machine };
}

async function newInterface(subject: ContractSubject): Promise<ResourceId> {
  const { services, clock, subscriptionId } = subject;
  const networks = await services.networks();
  const listed = found(
    (await networks.networks(subscriptionId)).find(({ location }) => location === 'japaneast'),
  );
  const network = found(await networks.network(listed.id));
  const subnetId = found(network.subnets[0]).id;
  const id = idIn(subject, 'Microsoft.Network/networkInterfaces', 'nic-new');
  const made = await networks.putInterface({ id, location: network.location, subnetId, tags: {} });
  expect(await made.wait({ clock })).toEqual({ status: 'succeeded' });
  return id;
}

function idIn({ subscriptionId }: ContractSubject, type: string, name: string): ResourceId {
  return `/subscriptions/${subscriptionId}/resourceGroups/rg-prod/providers/${type}/${name}`;
}

function sandbox(): ContractSubject {
  return found(contractTargets({})[0]).open();
}

function found<T>(value: T | undefined): T {
  if (value === undefined) {
    throw new Error('the default world lacks what the test restores');
  }
  return value;
}
