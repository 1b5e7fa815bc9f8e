// Changing machines and disks that are there: what the sandbox takes and answers agrees with Microsoft's own
// descriptions of compute, and the attaching of a disk with what was recorded of it.
import { beforeAll, describe, expect, it } from 'vitest';
import {
  comparedWithDescription,
  type DescribedRequest,
  USUAL_VERSION,
} from '../../support/conformance/described-request.js';
import {
  haveOpenApi,
  loadOpenApiValidator,
  type OpenApiValidator,
} from '../../support/conformance/openapi-validator.js';
import {
  backupSandbox,
  machineId,
  type BackupSandbox,
  type Json,
} from '../../support/worlds/backup-world.js';
import { tiny } from '../../support/worlds/tiny-world.js';

const WHERE = haveOpenApi ? '' : ' (skipped: there are no descriptions beside the repository)';

const machine = machineId('Plain-VM');
const loose = `${tiny.group}/providers/Microsoft.Compute/disks/loose`;
const DISKS = '2025-01-02';

interface Sent extends DescribedRequest {
  /** Of the resource as it is read just before. */
  readonly edit?: (resource: Json) => void;
  readonly body?: unknown;
}

function dataDisks(resource: Json): Json[] {
  return resource.properties.storageProfile.dataDisks;
}

/** Without what only Azure says, which clients do not send back. */
function asSdksSend(read: Json): Json {
  const sent = structuredClone(read);
  for (const name of ['id', 'name', 'type']) {
    delete sent[name];
  }
  for (const name of ['vmId', 'timeCreated', 'provisioningState']) {
    delete sent.properties[name];
  }
  delete sent.properties.storageProfile.imageReference.exactVersion;
  return sent;
}

const put = { id: 'VirtualMachines_CreateOrUpdate', method: 'PUT', path: machine } as const;
const power = (id: string, verb: string, status: number): Sent => ({
  id: `VirtualMachines_${id}`,
  method: 'POST',
  path: `${machine}/${verb}`,
  status,
});
const emptyDisk = { creationData: { createOption: 'Empty' }, diskSizeGB: 16 };
const newDisk = { lun: 0, name: 'data', createOption: 'Empty', diskSizeGB: 8 };

/** In this order, on one machine. */
const REQUESTS: readonly Sent[] = [
  {
    id: 'Disks_CreateOrUpdate',
    method: 'PUT',
    path: loose,
    status: 202,
    version: DISKS,
    body: { location: 'japaneast', sku: { name: 'Premium_LRS' }, properties: emptyDisk },
  },
  { id: 'Disks_Get', method: 'GET', path: loose, status: 200, version: DISKS },
  { ...put, status: 200, edit: (body) => dataDisks(body).push({ ...newDisk }) },
  {
    ...put,
    status: 200,
    edit: (body) =>
      dataDisks(body).push({ lun: 1, createOption: 'Attach', managedDisk: { id: loose } }),
  },
  { ...put, status: 400, edit: (body) => (dataDisks(body)[0].lun = 1) },
  { ...put, status: 409, edit: (body) => (dataDisks(body)[0].diskSizeGB = 9) },
  { ...put, status: 200, edit: (body) => dataDisks(body).shift() },
  { id: 'VirtualMachines_Get', method: 'GET', path: machine, status: 200 },
  {
    id: 'Disks_Update',
    method: 'PATCH',
    path: loose,
    status: 202,
    version: DISKS,
    body: { properties: { diskSizeGB: 20 } },
  },
  {
    id: 'VirtualMachines_Update',
    method: 'PATCH',
    path: machine,
    status: 200,
    body: { properties: { hardwareProfile: { vmSize: 'Standard_D4s_v5' } } },
  },
  power('Restart', 'restart', 202),
  power('Deallocate', 'deallocate', 202),
  power('Restart', 'restart', 409),
  power('Start', 'start', 202),
];

// Without what is compared with, nothing can be said; the title of the skipped test says so.
describe.skipIf(!haveOpenApi)(`changed machines against Microsoft's descriptions${WHERE}`, () => {
  let validator: OpenApiValidator;
  let sandbox: BackupSandbox;

  beforeAll(async () => {
    validator = await loadOpenApiValidator();
    sandbox = backupSandbox();
  });

  it.each(REQUESTS)('agree: $id, $status', async (sent) => {
    const { path, version = USUAL_VERSION, edit } = sent;
    let requestBody: Json = sent.body;
    if (edit !== undefined) {
      requestBody = asSdksSend((await sandbox.call('GET', path, undefined, version)).body);
      edit(requestBody);
    }
    const { id: operation, status } = sent;
    expect(await comparedWithDescription(validator, sandbox, sent, requestBody)).toEqual({
      status,
      operation,
      departures: [],
    });
  });
});

describe('attaching a disk, as it was recorded', () => {
  it('answers 200 with the operation, which goes from InProgress to Succeeded within ten seconds', async () => {
    const sandbox = backupSandbox();
    const body = (await sandbox.call('GET', machine, undefined, '2022-11-01')).body;
    dataDisks(body).push({ ...newDisk });
    const { status, headers } = await sandbox.call('PUT', machine, body, '2022-11-01');
    expect(status).toBe(200);
    expect(headers.get('azure-asyncnotification')).toBe('Enabled');
    const url = headers.get('azure-asyncoperation') ?? '';
    expect(url).toMatch(
      /\/locations\/japaneast\/operations\/[^?]+\?p=[^&]+&api-version=2022-11-01$/u,
    );
    const running = await sandbox.send('GET', url);
    expect(Object.keys(running.body)).toEqual(['startTime', 'status', 'name']);
    sandbox.pass(10);
    const ended = (await sandbox.send('GET', url)).body;
    expect(Object.keys(ended)).toEqual(['startTime', 'endTime', 'status', 'name']);
    expect(ended.status).toBe('Succeeded');
  });
});
