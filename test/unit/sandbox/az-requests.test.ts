// What az 2.45 sends, as it sends it: older api-versions, `+` for blanks in queries, `%3B` in paths,
// other casings, slashes at the end. Holds what test/clients/az.sh sees with the real az.
import { beforeEach, describe, expect, it } from 'vitest';
import { objectIds } from '../../../src/sandbox/estates/build/principals.js';
import { buildDefaultWorld } from '../../../src/sandbox/estates/default-world.js';
import {
  tinySandbox,
  TINY_START,
  type Answer,
  type TinySandbox,
} from '../../support/worlds/tiny-world.js';

const subscription = '/subscriptions/00000000-0000-0000-0000-000000000001';
const group = `${subscription}/resourceGroups/rg-prod`;
const machines = `${group}/providers/Microsoft.Compute/virtualMachines`;
const vault = `${group}/providers/Microsoft.RecoveryServices/vaults/rsv-prod`;
const BACKUP = 'api-version=2022-09-01-preview';
const VAULT = 'api-version=2022-10-01';

/** Headers that az puts on every request. */
const AZ_HEADERS = {
  'user-agent': 'AZURECLI/2.45.0 (DEB) azsdk-python-azure-mgmt-compute/29.0.0',
  commandname: 'backup protection enable-for-vm',
  parametersetname: '-g -v --vm -p',
  'x-ms-client-request-id': '8a2f7b1c-6b43-11f1-9f0e-0242ac110002',
};

let sandbox: TinySandbox;

beforeEach(() => {
  sandbox = tinySandbox(buildDefaultWorld(TINY_START));
});

async function az(method: string, target: string, body?: unknown): Promise<Answer> {
  return await sandbox.send(method, target, {
    as: objectIds.operator,
    headers: AZ_HEADERS,
    ...(body === undefined ? {} : { body }),
  });
}

async function get(target: string): Promise<Answer> {
  const answer = await az('GET', target);
  expect([target, answer.status]).toEqual([target, 200]);
  return answer;
}

function pass(seconds: number): void {
  sandbox.clock.advanceTo(sandbox.clock.now() + seconds * 1000);
}

/** The item's path as az writes it before the item exists, semicolons encoded. */
function itemPath(machine: string): string {
  const bare = `iaasvmcontainerv2%3Brg-prod%3B${machine.toLowerCase()}`;
  return `${vault}/backupFabrics/Azure/protectionContainers/IaasVMContainer%3B${bare}/protectedItems/vm%3B${bare}`;
}

/** Puts an item, polls as az does, and answers the operation's last word. */
async function put(machine: string, properties: object): Promise<Answer['body']> {
  const answer = await az('PUT', `${itemPath(machine)}?${BACKUP}`, {
    properties: {
      protectedItemType: 'Microsoft.Compute/virtualMachines',
      sourceResourceId: `${machines}/${machine}`,
      ...properties,
    },
  });
  expect(answer.status).toBe(202);
  const url = new URL(answer.headers.get('azure-asyncoperation') ?? '');
  const operation = url.pathname.split('/').at(-1);
  pass(60);
  return (await get(`${vault}/backupOperations/${operation}?${url.searchParams.toString()}`)).body;
}

async function jobOf(status: Answer['body']): Promise<Answer['body']> {
  const { body } = await get(`${vault}/backupJobs/${status.properties.jobId}?${BACKUP}`);
  return body.properties;
}

describe('what vm show -d and vm list-ip-addresses look for', () => {
  it('is there: the interfaces that each machine names, in networks that are there', async () => {
    const version = 'api-version=2022-07-01';
    const listed = await get(
      `${subscription}/providers/Microsoft.Compute/virtualMachines?api-version=2022-11-01`,
    );
    for (const { id, properties } of listed.body.value) {
      for (const { id: interfaceId } of properties.networkProfile.networkInterfaces) {
        const nic = (await get(`${interfaceId}?${version}`)).body.properties;
        expect(nic.virtualMachine).toEqual({ id });
        expect(nic.macAddress).toMatch(/^00-0D-3A(-[0-9A-F]{2}){3}$/u);
        const [{ properties: address }] = nic.ipConfigurations;
        await get(`${address.subnet.id}?${version}`);
      }
    }
  });
});

describe('lists as az asks for them', () => {
  it.each([
    [
      'vm list',
      `${subscription}/providers/Microsoft.Compute/virtualMachines?api-version=2022-11-01`,
      16,
    ],
    ['vm list -g', `${machines}?api-version=2022-08-01`, 16],
    ['disk list', `${subscription}/providers/Microsoft.Compute/disks?api-version=2022-07-02`, 18],
    [
      'network nic list',
      `${subscription}/providers/Microsoft.Network/networkInterfaces?api-version=2022-01-01`,
      16,
    ],
    [
      'network public-ip list',
      `${subscription}/providers/Microsoft.Network/publicIPAddresses?api-version=2022-05-01`,
      0,
    ],
    [
      'network public-ip list -g',
      `${group}/providers/Microsoft.Network/publicIPAddresses?api-version=2022-01-01`,
      0,
    ],
    ['group list', `${subscription}/resourcegroups?api-version=2021-04-01`, 3],
    [
      'backup vault list',
      `${subscription}/providers/Microsoft.RecoveryServices/vaults?${VAULT}`,
      2,
    ],
    ['backup item list', `${vault}/backupProtectedItems?${BACKUP}`, 4],
    [
      'backup item list -c',
      `${vault}/backupProtectedItems?${BACKUP}&%24filter=backupManagementType+eq+%27AzureIaasVM%27+and+itemType+eq+%27VM%27`,
      4,
    ],
    ['a slash at the end', `${vault}/backupProtectedItems/?${BACKUP}`, 4],
    [
      'backup policy list-associated-items',
      `${vault}/backupProtectedItems?${BACKUP}&%24filter=policyName+eq+%27daily-90-days%27`,
      3,
    ],
    [
      'backup policy list --workload-type',
      `${vault}/backupPolicies?${BACKUP}&%24filter=backupManagementType+eq+%27AzureIaasVM%27+and+workloadType+eq+%27VM%27`,
      3,
    ],
    [
      'backup policy list of databases',
      `${vault}/backupPolicies?${BACKUP}&%24filter=workloadType+eq+%27SQLDataBase%27`,
      1,
    ],
    [
      'backup container show',
      `${vault}/backupProtectionContainers?${BACKUP}&%24filter=backupManagementType+eq+%27AzureIaasVM%27+and+friendlyName+eq+%27VM005%27+and+status+eq+%27Registered%27`,
      1,
    ],
    [
      'backup job list',
      `${vault}/backupJobs?${BACKUP}&%24filter=operation+eq+%27Restore%27+and+status+eq+%27InProgress%27`,
      0,
    ],
    [
      'backup job list --start-date',
      `${vault}/backupJobs?${BACKUP}&%24filter=endTime+eq+%272020-01-31+12%3A00%3A00+AM%27+and+startTime+eq+%272020-01-01+12%3A00%3A00+AM%27`,
      0,
    ],
    [
      'role definition list',
      `${subscription}/providers/Microsoft.Authorization/roleDefinitions?$filter=roleName%20eq%20%27Key%20Vault%20Administrator%27&api-version=2018-01-01-preview`,
      1,
    ],
    [
      'role assignment list',
      `${subscription}/providers/Microsoft.Authorization/roleAssignments?$filter=atScope%28%29&api-version=2020-04-01-preview`,
      5,
    ],
    ['ad sp list --display-name', sp("startswith(displayName,'backup management')"), 1],
    ['ad sp list --display-name of nobody', sp("startswith(displayName,'Management')"), 0],
    [
      'keyvault list',
      `${subscription}/resources?$filter=resourceType%20eq%20%27Microsoft.KeyVault%2Fvaults%27&api-version=2015-11-01`,
      11,
    ],
    ['keyvault list, hardware', hsm(`${subscription}/providers`, 'managedHSMs'), 0],
    ['keyvault list -g, hardware', hsm(`${group}/providers`, 'managedHSMs'), 0],
    ['keyvault list-deleted', hsm(`${subscription}/providers`, 'deletedManagedHSMs'), 0],
    ['secrets of a key vault', 'https://kv-prod-rbac.vault.azure.net/secrets?api-version=7.0', 1],
  ])('%s', async (_command, target, count) => {
    const { body } = await get(target);
    expect(body.value).toHaveLength(count);
  });
});

function sp(filter: string): string {
  return `https://graph.microsoft.com/v1.0/servicePrincipals?$filter=${encodeURIComponent(filter)}`;
}

function hsm(providers: string, type: string): string {
  return `${providers}/Microsoft.KeyVault/${type}?api-version=2022-07-01`;
}

describe('az resource list', () => {
  const EXPAND = '$expand=createdTime%2CchangedTime%2CprovisioningState&api-version=2021-04-01';
  const list = async (filter: string): Promise<Answer['body'][]> =>
    (await get(`${subscription}/resources?$filter=${encodeURIComponent(filter)}&${EXPAND}`)).body
      .value;

  it('sends an empty filter when it has none', async () => {
    expect((await list('')).length).toBeGreaterThan(40);
  });

  it('filters by group and type at once, and is told the state', async () => {
    const type = 'Microsoft.RecoveryServices/vaults';
    expect(await list(`resourceGroup eq 'RG-PROD' and resourceType eq '${type}'`)).toMatchObject([
      { name: 'rsv-prod', type, provisioningState: 'Succeeded' },
    ]);
    expect(await list("resourceGroup eq 'rg-legacy'")).toMatchObject([{ name: 'rsv-legacy' }]);
  });

  it('is refused what is not modelled', async () => {
    const tags = "tagName eq 'a'";
    const answer = await az(
      'GET',
      `${subscription}/resources?$filter=${encodeURIComponent(tags)}&${EXPAND}`,
    );
    expect([answer.status, answer.body.error.code]).toEqual([501, 'SandboxNotModelled']);
    const other = await az('GET', `${subscription}/resources?$expand=owner&api-version=2021-04-01`);
    expect([other.status, other.body.error.code]).toEqual([501, 'SandboxNotModelled']);
  });
});

describe('az vm encryption show', () => {
  it('reads single pass from the instance view', async () => {
    const { body } = await get(`${machines}/VM001?$expand=instanceView&api-version=2022-08-01`);
    const [disk] = body.properties.instanceView.disks;
    expect(disk.encryptionSettings).toMatchObject([{ enabled: true }]);
    expect(disk.statuses[1].code).toBe('EncryptionState/encrypted');
    expect(body.properties.storageProfile.osDisk).not.toHaveProperty('encryptionSettings');
  });

  it('reads dual pass from the machine and its extension', async () => {
    const machine = await get(`${machines}/VM002?$expand=instanceView&api-version=2022-08-01`);
    expect(machine.body.properties.storageProfile.osDisk.encryptionSettings).toMatchObject({
      enabled: true,
      diskEncryptionKey: { secretUrl: expect.stringContaining('kv-prod-policy') },
    });
    const extension = await get(
      `${machines}/VM002/extensions/AzureDiskEncryption?$expand=instanceView&api-version=2022-08-01`,
    );
    expect(extension.body.properties).toMatchObject({
      provisioningState: 'Succeeded',
      settings: { EncryptionOperation: 'EnableEncryption' },
    });
  });
});

describe('az vm stop', () => {
  it('says whether to skip the shutdown', async () => {
    const stopped = await az(
      'POST',
      `${machines}/VM003/powerOff?skipShutdown=false&api-version=2022-08-01`,
    );
    expect(stopped.status).toBe(202);
  });
});

describe('az backup vault', () => {
  it('creates a vault, sets its redundancy and soft delete, and deletes it', async () => {
    const id = vault.replace('rsv-prod', 'rsv-az');
    const settings = id.replace('/subscriptions/', '/Subscriptions/');
    expect((await az('GET', `${id}?${VAULT}`)).body.error.code).toBe('ResourceNotFound');
    const created = await az('PUT', `${id}?${VAULT}`, {
      location: 'japaneast',
      properties: {
        publicNetworkAccess: 'Enabled',
        monitoringSettings: {
          azureMonitorAlertSettings: { alertsForAllJobFailures: 'Enabled' },
          classicAlertSettings: { alertsForCriticalOperations: 'Enabled' },
        },
      },
      sku: { name: 'Standard' },
    });
    expect(created.status).toBe(201);
    pass(120);
    const { body: ended } = await get(created.headers.get('azure-asyncoperation') ?? '');
    expect(ended.status).toBe('Succeeded');
    const stored = await az('PUT', `${settings}/backupstorageconfig/vaultstorageconfig?${BACKUP}`, {
      properties: { storageModelType: 'LocallyRedundant', crossRegionRestoreFlag: false },
    });
    expect(stored.body.properties.storageType).toBe('LocallyRedundant');
    const deletion = await az('PATCH', `${id}/backupconfig/vaultconfig?${BACKUP}`, {
      properties: { enhancedSecurityState: 'Enabled', softDeleteFeatureState: 'Disabled' },
    });
    expect(deletion.body.properties.softDeleteFeatureState).toBe('Disabled');
    expect((await az('DELETE', `${id}?${VAULT}`)).status).toBe(200);
  });
});

describe('az backup protection', () => {
  const policyId = `${vault}/backupPolicies/DefaultPolicy`;

  async function isProtected(machine: string): Promise<string> {
    const { body } = await az(
      'POST',
      `${subscription.replace('sub', 'Sub')}/providers/Microsoft.RecoveryServices/locations/japaneast/backupStatus?${BACKUP}`,
      { resourceType: 'VM', resourceId: `${machines}/${machine}` },
    );
    return body.protectionStatus;
  }

  it('enables, stops, resumes, deletes and undeletes', async () => {
    expect(await isProtected('VM003')).toBe('NotProtected');
    const stop = { policyId: '', protectionState: 'ProtectionStopped' };
    const operations = [];
    for (const change of [{ policyId }, stop, { policyId }]) {
      operations.push((await jobOf(await put('VM003', change))).operation);
    }
    expect(await isProtected('VM003')).toBe('Protected');
    expect((await az('DELETE', `${itemPath('VM003')}?${BACKUP}`)).status).toBe(202);
    pass(60);
    operations.push((await jobOf(await put('VM003', { ...stop, isRehydrate: true }))).operation);
    expect(operations).toEqual(['ConfigureBackup', 'DisableBackup', 'ConfigureBackup', 'Undelete']);
  });

  it('fails for an encrypted machine until its key vault lets the service in', async () => {
    const failed = await put('VM001', { policyId });
    expect(failed).toMatchObject({
      status: 'Failed',
      error: { code: 'UserErrorKeyVaultPermissionsNotConfigured' },
    });
    const assigned = await az(
      'PUT',
      `${group}/providers/Microsoft.KeyVault/vaults/kv-prod-rbac/providers/Microsoft.Authorization/roleAssignments/16ff0f8f-d34d-487d-b712-840fa2eb86d5?api-version=2020-04-01-preview`,
      {
        properties: {
          roleDefinitionId: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/00482a5a-887f-4fb3-b363-3b7fe8e74483`,
          principalId: objectIds.backupService,
          principalType: 'ServicePrincipal',
        },
      },
    );
    expect(assigned.status).toBe(201);
    pass(300);
    expect(await jobOf(await put('VM001', { policyId }))).toMatchObject({ status: 'Completed' });
  });

  it('backs up now', async () => {
    const accepted = await az(
      'POST',
      `${itemPath('VM005').replace('vm%3B', 'VM%3B')}/backup?${BACKUP}`,
      {
        properties: {
          objectType: 'IaasVMBackupRequest',
          recoveryPointExpiryTimeInUTC: '2027-01-22T00:00:00.000Z',
        },
      },
    );
    expect(accepted.status).toBe(202);
  });
});

describe('an api-version that is not modelled', () => {
  it('is refused by name', async () => {
    const { status, body } = await az(
      'GET',
      `${vault}/backupProtectedItems/?api-version=2021-12-01&%24filter=backupManagementType+eq+%27AzureIaasVM%27`,
    );
    expect(status).toBe(501);
    expect(body.error.message).toContain('api-version 2021-12-01 of BackupProtectedItems_List');
  });
});
