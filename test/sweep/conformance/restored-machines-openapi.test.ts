// Building a machine from restored disks: what the sandbox takes and answers agrees with Microsoft's own
// descriptions of compute. There is no description of networks.
import { beforeAll, describe, expect, it } from 'vitest';
import {
  comparedWithDescription,
  type DescribedRequest,
} from '../../support/conformance/described-request.js';
import {
  haveOpenApi,
  loadOpenApiValidator,
  type OpenApiValidator,
} from '../../support/conformance/openapi-validator.js';
import { backupWorldIds, type BackupSandbox } from '../../support/worlds/backup-world.js';
import { machineBody, restoredIds, restoredSandbox } from '../../support/worlds/restored-world.js';
import { tiny } from '../../support/worlds/tiny-world.js';

const WHERE = haveOpenApi ? '' : ' (skipped: there are no descriptions beside the repository)';

const settings = {
  diskEncryptionKey: {
    sourceVault: { id: backupWorldIds.policyKeyVault },
    secretUrl: `https://${tiny.policyVault}.vault.azure.net/secrets/a/${'0'.repeat(32)}`,
  },
};

const extension = {
  location: 'japaneast',
  properties: {
    publisher: 'Microsoft.Azure.Security',
    type: 'AzureDiskEncryption',
    typeHandlerVersion: '2.2',
    autoUpgradeMinorVersion: true,
    settings: {
      EncryptionOperation: 'EnableEncryption',
      VolumeType: 'All',
      KeyVaultURL: `https://${tiny.policyVault}.vault.azure.net`,
      KeyVaultResourceId: backupWorldIds.policyKeyVault,
    },
  },
};

const unknownDisk = machineBody();
unknownDisk.properties.storageProfile.osDisk.managedDisk.id = `${restoredIds.osDisk}-no`;

const patch = {
  properties: {
    encryptionSettingsCollection: {
      enabled: true,
      encryptionSettingsVersion: '1.1',
      encryptionSettings: [settings],
    },
  },
};

interface Sent extends DescribedRequest {
  readonly body?: unknown;
}

const put = { id: 'VirtualMachines_CreateOrUpdate', method: 'PUT', path: restoredIds.machine };
const disk = { path: restoredIds.osDisk, version: '2025-01-02' };

/** In this order, on one machine. */
const REQUESTS: readonly Sent[] = [
  { ...put, status: 404, body: unknownDisk },
  { ...put, status: 201, body: machineBody() },
  { id: 'VirtualMachines_Get', method: 'GET', path: restoredIds.machine, status: 200 },
  { ...put, status: 200, body: machineBody(), version: '2022-11-01' },
  {
    id: 'VirtualMachines_InstanceView',
    method: 'GET',
    path: `${restoredIds.machine}/instanceView`,
    status: 200,
  },
  {
    id: 'VirtualMachineExtensions_CreateOrUpdate',
    method: 'PUT',
    path: `${restoredIds.machine}/extensions/ade`,
    status: 201,
    body: extension,
  },
  { id: 'Disks_Update', method: 'PATCH', ...disk, status: 202, body: patch },
  { id: 'Disks_Get', method: 'GET', ...disk, status: 200 },
  {
    id: 'Usage_List',
    method: 'GET',
    path: `/subscriptions/${tiny.subscriptionId}/providers/Microsoft.Compute/locations/japaneast/usages`,
    status: 200,
    version: '2023-09-01',
  },
  { id: 'VirtualMachines_Delete', method: 'DELETE', path: restoredIds.machine, status: 202 },
  { id: 'VirtualMachines_Delete', method: 'DELETE', path: restoredIds.machine, status: 204 },
  { id: 'Disks_Delete', method: 'DELETE', ...disk, status: 202 },
  { id: 'Disks_Delete', method: 'DELETE', ...disk, status: 204 },
];

// Without what is compared with, nothing can be said; the title of the skipped test says so.
describe.skipIf(!haveOpenApi)(`restored machines against Microsoft's descriptions${WHERE}`, () => {
  let validator: OpenApiValidator;
  let sandbox: BackupSandbox;

  beforeAll(async () => {
    validator = await loadOpenApiValidator();
    sandbox = await restoredSandbox();
  });

  it.each(REQUESTS)('agree: $id, $status', async (sent) => {
    const { id: operation, status } = sent;
    expect(await comparedWithDescription(validator, sandbox, sent, sent.body)).toEqual({
      status,
      operation,
      departures: [],
    });
  });
});
