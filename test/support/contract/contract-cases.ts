// What the services promise, whichever Azure answers them: cases that look for what they need in a
// subscription that they know nothing of.

import { v5 as nameBasedGuid } from 'uuid';
import { expect } from 'vitest';
import { parseKeyVaultUrl, type KeyVaultUrl } from '../../../src/domain/keys/key-vault-url.js';
import { parseResourceId, sameId, sameName } from '../../../src/domain/resource-id.js';
import { CLOUDS } from '../../../src/services/arm/clouds.js';
import type { Services } from '../../../src/services/services.js';
import type { ContractSubject } from './contract-targets.js';

/** A guid that names nothing anywhere. */
export const NOBODY = '5a0c9f0e-3d0b-4c57-9d0e-6f2b7f6f1c11';
/** A name that nobody has given. */
const NOTHING = 'azbackup-contract-none';
/** Roles that every tenant has: Key Vault Administrator, Reader. */
const ADMINISTRATOR = '00482a5a-887f-4fb3-b363-3b7fe8e74483';
const READER = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';
/** Machines that are looked through for one with a key in a key vault. */
const MAX_MACHINES = 20;

/** A subject, and how a case says that something which it needs is not there. */
export interface Stage extends ContractSubject {
  readonly need: <T>(found: T | undefined, what: string) => T;
}

/** One promise. */
export interface ContractCase {
  readonly what: string;
  readonly holds: (stage: Stage) => Promise<void>;
}

/** What holds of what is there. */
export const READING: readonly ContractCase[] = [
  {
    what: 'the subscription is among those listed, and reads the same',
    holds: async ({ services, subscriptionId, tenantId }) => {
      const subscriptions = await services.subscriptions();
      const listed = (await subscriptions.list()).find(({ id }) => sameName(id, subscriptionId));
      expect(listed).toMatchObject({ tenantId });
      expect(await subscriptions.get(subscriptionId)).toEqual(listed);
    },
  },
  {
    what: 'what does not exist is undefined',
    holds: async ({ services, subscriptionId }) => {
      const at = (type: string, group: string): string =>
        `/subscriptions/${subscriptionId}/resourceGroups/${group}/providers/${type}/${NOTHING}`;
      const group = await anyGroup(services, subscriptionId);
      const asked = {
        subscription: (await services.subscriptions()).get(NOBODY),
        group: (await services.subscriptions()).resourceGroup(subscriptionId, NOTHING),
        machine: (await services.virtualMachines()).get(
          at('Microsoft.Compute/virtualMachines', group),
        ),
        machineOfNoGroup: (await services.virtualMachines()).get(
          at('Microsoft.Compute/virtualMachines', NOTHING),
        ),
        disk: (await services.virtualMachines()).disk(at('Microsoft.Compute/disks', group)),
        vault: (await services.recoveryVaults()).get(
          at('Microsoft.RecoveryServices/vaults', group),
        ),
        keyVault: (await services.keyVaults()).get(at('Microsoft.KeyVault/vaults', group)),
        role: (await services.roles()).definition(roleId(subscriptionId, NOBODY)),
        account: (await services.storage()).account(at('Microsoft.Storage/storageAccounts', group)),
        network: (await services.networks()).network(
          at('Microsoft.Network/virtualNetworks', group),
        ),
        networkInterface: (await services.networks()).networkInterface(
          at('Microsoft.Network/networkInterfaces', group),
        ),
      };
      const found = await Promise.all(
        Object.entries(asked).map(async ([what, answer]) => [what, await answer]),
      );
      expect(found).toEqual(Object.keys(asked).map((what) => [what, undefined]));
    },
  },
  {
    what: 'locks say where they are and how strong',
    holds: async ({ services, subscriptionId }) => {
      const locks = await (await services.subscriptions()).locks(subscriptionId);
      const odd = locks.filter(
        ({ scope, level }) =>
          !scope.toLowerCase().includes(subscriptionId.toLowerCase()) ||
          !['CanNotDelete', 'ReadOnly', 'NotSpecified'].includes(level),
      );
      expect(odd).toEqual([]);
    },
  },
  {
    what: 'a machine reads as it is listed, and its managed disks can be read',
    holds: async (stage) => {
      const machines = await stage.services.virtualMachines();
      const listed = await anyMachine(stage);
      const machine = await machines.get(listed.id);
      expect(machine).toMatchObject({ name: listed.name, location: listed.location });
      const group = await machines.list(stage.subscriptionId, listed.resourceGroup);
      expect(group.map(({ name }) => name)).toContain(listed.name);
      const disks = await machines.allDisks(stage.subscriptionId);
      for (const { source, name } of machine?.disks ?? []) {
        if (source.kind === 'managed') {
          const disk = await machines.disk(source.diskId);
          expect(disk).toMatchObject({ name });
          expect(disks.find(({ id }) => sameId(id, source.diskId))).toEqual(disk);
        }
      }
    },
  },
  {
    what: 'the model of a machine is in the list of its subscription',
    holds: async (stage) => {
      const machines = await stage.services.virtualMachines();
      const { id } = await anyMachine(stage);
      const { read } = await machines.models(stage.subscriptionId);
      const model = read.find(({ machine }) => sameId(machine.id, id));
      const {
        instanceView: _,
        extensions,
        ...machine
      } = stage.need(await machines.get(id), 'virtual machine');
      expect(model?.machine).toEqual({ ...machine, extensions: [] });
      expect(model?.extensionIds).toHaveLength(extensions.length);
    },
  },
  {
    what: 'the vaults of a subscription are all of them where the caller may list them',
    holds: async ({ services, subscriptionId }) => {
      const vaults = await services.recoveryVaults();
      expect(await vaults.listAll(subscriptionId)).toEqual(await vaults.list(subscriptionId));
    },
  },
  {
    what: 'a vault reads as it is listed',
    holds: async (stage) => {
      const vault = await anyVault(stage);
      const read = await (await stage.services.recoveryVaults()).get(vault.id);
      expect(read).toMatchObject({ name: vault.name, provisioningState: 'Succeeded' });
      expect(read?.location).toBe(vault.location);
    },
  },
  {
    what: 'a policy reads as it is listed; one that is not there is undefined',
    holds: async (stage) => {
      const [backup, vault] = [await stage.services.backup(), await anyVault(stage)];
      const listed = stage.need((await backup.policies(vault.id))[0], 'policy');
      const read = await backup.policy(vault.id, listed.name);
      expect({ ...read, protectedItemsCount: 0 }).toEqual({ ...listed, protectedItemsCount: 0 });
      expect(await backup.policy(vault.id, NOTHING)).toBeUndefined();
    },
  },
  {
    what: 'an item is found by its machine, and is protected where its machine says so',
    holds: async (stage) => {
      const [backup, vault] = [await stage.services.backup(), await anyVault(stage)];
      const listed = stage.need((await backup.items(vault.id))[0], 'protected item');
      const read = await backup.item(vault.id, listed.sourceResourceId);
      expect(read?.friendlyName).toBe(listed.friendlyName);
      expect(sameId(read?.vaultId ?? '', vault.id)).toBe(true);
      const status = await backup.protectionStatus(listed.sourceResourceId, vault.location);
      expect(sameId(status.vaultId ?? '', vault.id)).toBe(true);
    },
  },
  {
    what: 'jobs come newest first, and each reads as it is listed',
    holds: async (stage) => {
      const [backup, vault] = [await stage.services.backup(), await anyVault(stage)];
      const jobs = await backup.jobs(vault.id);
      const starts = jobs.map(({ startTime }) => startTime);
      expect(starts).toEqual(starts.toSorted().toReversed());
      const { jobId, operation, vmName } = stage.need(jobs[0], 'job');
      expect(await backup.job(vault.id, jobId)).toMatchObject({ jobId, operation, vmName });
      expect(await backup.job(vault.id, NOBODY)).toBeUndefined();
    },
  },
  {
    what: 'a key vault is found by the URL of the secret of a disk, and lists its versions',
    holds: async (stage) => {
      const { services, subscriptionId } = stage;
      const secret = await anyDiskSecret(stage);
      const vaults = await services.keyVaults();
      const byUrl = stage.need(
        await vaults.findByUrl(subscriptionId, secret.vaultUrl),
        'key vault of a disk',
      );
      expect(await vaults.get(byUrl.id)).toEqual(byUrl);
      const found = await (await services.secrets()).versions(secret.vaultUrl, secret.name);
      expect(found).toMatchObject({ kind: 'secret', name: secret.name });
      expect(found?.versions.map(({ version }) => version)).toContain(secret.version);
      expect(await (await services.secrets()).versions(secret.vaultUrl, NOTHING)).toBeUndefined();
      expect(await (await services.keys()).versions(secret.vaultUrl, NOTHING)).toBeUndefined();
    },
  },
  {
    what: 'a storage account reads as it is listed, and has no blob that nobody made',
    holds: async (stage) => {
      const storage = await stage.services.storage();
      const listed = stage.need(
        (await storage.accounts(stage.subscriptionId))[0],
        'storage account',
      );
      expect(await storage.account(listed.id)).toEqual(listed);
      const { id: accountId, blobEndpoint: endpoint } = listed;
      const nowhere = { accountId, endpoint, container: NOTHING, blob: NOTHING };
      expect(await storage.read(nowhere)).toBeUndefined();
      expect(await storage.metadata(nowhere)).toBeUndefined();
      expect(await storage.names(nowhere)).toBeUndefined();
    },
  },
  {
    what: 'a virtual network is read with the subnets below it',
    holds: async (stage) => {
      const networks = await stage.services.networks();
      const listed = stage.need(
        (await networks.networks(stage.subscriptionId))[0],
        'virtual network',
      );
      const read = await networks.network(listed.id);
      expect(read).toMatchObject(listed);
      const above = read?.subnets.map(({ id }) => id.replace(/\/subnets\/[^/]+$/iu, ''));
      expect(above?.every((id) => sameId(id, listed.id))).toBe(true);
    },
  },
  {
    what: 'a built-in role says what it allows on data',
    holds: async ({ services, subscriptionId }) => {
      const role = await (await services.roles()).definition(roleId(subscriptionId, ADMINISTRATOR));
      expect(role).toMatchObject({ roleName: 'Key Vault Administrator', custom: false });
      const allowed = role?.permissions.flatMap(({ dataActions }) => dataActions);
      expect(allowed).toContain('Microsoft.KeyVault/vaults/*');
    },
  },
  {
    what: 'the caller knows what it may do itself',
    holds: async (stage) => {
      const { id } = await anyMachine(stage);
      const permissions = await (await stage.services.roles()).callerPermissions(id);
      expect(permissions.flatMap(({ actions }) => actions)).not.toEqual([]);
    },
  },
  {
    what: 'the backup service is in the directory, with its assignments; nobody is not',
    holds: async ({ services, subscriptionId }) => {
      const directory = await services.directory();
      const { backupAppId } = CLOUDS.AzureCloud;
      const service = await directory.servicePrincipal(backupAppId);
      expect(service).toMatchObject({ appId: backupAppId });
      const assignments = await (
        await services.roles()
      ).assignmentsOf(service?.objectId ?? '', `/subscriptions/${subscriptionId}`);
      for (const { principalId } of assignments) {
        expect(principalId).toBe(service?.objectId);
      }
      expect(await directory.servicePrincipal(NOBODY)).toBeUndefined();
    },
  },
];

/** What holds of what is made. */
export const WRITING: readonly ContractCase[] = [
  {
    // It stays behind, empty; the next run finds it and changes nothing.
    what: 'a vault can be created, and again',
    holds: async (stage) => {
      const { services, subscriptionId, clock } = stage;
      const { group, location } = await writableGroup(stage);
      const id = `${group}/providers/Microsoft.RecoveryServices/vaults/rsv-azbackup-contract`;
      const vaults = await services.recoveryVaults();
      const first = await vaults.create(id, location, { clock });
      expect(first).toMatchObject({ subscriptionId, provisioningState: 'Succeeded' });
      const again = await vaults.create(id, location, { clock });
      expect([again.id, again.location]).toEqual([first.id, first.location]);
      expect(await vaults.get(id)).toMatchObject({ name: 'rsv-azbackup-contract' });
    },
  },
  {
    what: 'a role can be assigned twice and taken back twice',
    holds: async (stage) => {
      const { services, subscriptionId } = stage;
      const { group: scope } = await writableGroup(stage);
      const found = await (
        await services.directory()
      ).servicePrincipal(CLOUDS.AzureCloud.backupAppId);
      const { objectId: principalId } = stage.need(found, 'backup service in the directory');
      const roles = await services.roles();
      const name = nameBasedGuid(`${scope} contract`, NOBODY);
      const roleDefinitionId = roleId(subscriptionId, READER);
      const named = async (): Promise<number> =>
        (await roles.assignmentsOf(principalId, scope)).filter((each) => each.name === name).length;
      try {
        await roles.putAssignment({ scope, name, roleDefinitionId, principalId });
        await roles.putAssignment({ scope, name, roleDefinitionId, principalId });
        expect(await named()).toBe(1);
      } finally {
        await roles.deleteAssignment(scope, name);
      }
      await roles.deleteAssignment(scope, name);
      expect(await named()).toBe(0);
    },
  },
];

function roleId(subscriptionId: string, name: string): string {
  return `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${name}`;
}

async function anyGroup(services: Services, subscriptionId: string): Promise<string> {
  const [machine] = await (await services.virtualMachines()).list(subscriptionId);
  return machine?.resourceGroup ?? NOTHING;
}

async function anyMachine({ services, subscriptionId, need }: Stage) {
  const [machine] = await (await services.virtualMachines()).list(subscriptionId);
  const found = need(machine, 'virtual machine');
  expect(parseResourceId(found.id)?.subscriptionId).toBe(subscriptionId);
  return found;
}

async function anyVault({ services, subscriptionId, need }: Stage) {
  const vaults = await (await services.recoveryVaults()).list(subscriptionId);
  const backup = await services.backup();
  for (const vault of vaults) {
    if ((await backup.items(vault.id)).length > 0) {
      return vault;
    }
  }
  return need(vaults[0], 'Recovery Services vault');
}

/** The secret of a disk that Azure Disk Encryption has encrypted in a single pass. */
async function anyDiskSecret({ services, subscriptionId, need }: Stage) {
  const machines = await services.virtualMachines();
  for (const { id } of (await machines.list(subscriptionId)).slice(0, MAX_MACHINES)) {
    const disks = (await machines.get(id))?.disks ?? [];
    for (const { source } of disks) {
      const disk = source.kind === 'managed' ? await machines.disk(source.diskId) : undefined;
      const url = disk?.adeSettings?.settings.find(({ secretUrl }) => secretUrl)?.secretUrl;
      const secret = url === undefined ? undefined : parseKeyVaultUrl(url);
      if (secret !== undefined) {
        return secret;
      }
    }
  }
  return need<KeyVaultUrl>(undefined, 'disk with Azure Disk Encryption');
}

async function writableGroup({ services, subscriptionId, writableGroup: name, need }: Stage) {
  const subscriptions = await services.subscriptions();
  const group = need(name, 'resource group to write to');
  const { location } = need(
    await subscriptions.resourceGroup(subscriptionId, group),
    `resource group ${group}`,
  );
  return { group: `/subscriptions/${subscriptionId}/resourceGroups/${group}`, location };
}
