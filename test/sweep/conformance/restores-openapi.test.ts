// Restoring disks and validating it: what the sandbox takes and answers agrees with Microsoft's own descriptions
// of Azure Backup.
import { beforeAll, describe, expect, it } from 'vitest';
import {
  haveOpenApi,
  loadOpenApiValidator,
  type OpenApiValidator,
} from '../../support/conformance/openapi-validator.js';
import { seedVirtualNetwork } from '../../../src/sandbox/providers/network/virtual-networks/virtual-network.js';
import { worldIds } from '../../../src/sandbox/kernel/ids.js';
import type { Json } from '../../support/worlds/backup-world.js';
import {
  ofVault,
  pointId,
  restoreBody,
  restorePlaces,
  restoreSandbox,
  type RestoreSandbox,
} from '../../support/worlds/restore-jobs.js';

const WHERE = haveOpenApi ? '' : ' (skipped: there are no descriptions beside the repository)';
const VERSION = '2023-06-01';
const NETWORK = `${restorePlaces.group}/providers/Microsoft.Network/virtualNetworks/vnet`;

// Without what is compared with, nothing can be said; the title of the skipped test says so.
describe.skipIf(!haveOpenApi)(`restores against Microsoft's descriptions${WHERE}`, () => {
  let validator: OpenApiValidator;
  let sandbox: RestoreSandbox;

  beforeAll(async () => {
    validator = await loadOpenApiValidator();
    sandbox = await restoreSandbox();
  });

  /** Sends a request; answers how it went, and which operation Microsoft describes by it. */
  async function agreed(
    method: string,
    path: string,
    requestBody?: unknown,
  ): Promise<{ readonly operation: unknown; readonly answer: Json }> {
    const answer = await sandbox.call(method, path, requestBody, VERSION);
    const { operation, departures } = await validator.validate({
      method,
      url: `https://management.azure.com${path}?api-version=${VERSION}`,
      requestBody,
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
      body: answer.body,
    });
    expect(departures).toEqual([]);
    return { operation, answer };
  }

  const request = (members: Readonly<Record<string, unknown>> = {}): Json =>
    restoreBody(sandbox.vm, sandbox.point, members);

  it('agree: a restore', async () => {
    const body = { properties: request() };
    const { operation, answer } = await agreed('POST', `${pointId(sandbox)}/restore`, body);
    expect([operation, answer.status]).toEqual(['Restores_Trigger', 202]);
  });

  it.each([[70], [10]])('agree: the job, when %s seconds have passed', async (seconds) => {
    sandbox.pass(seconds);
    const { body } = await sandbox.call('GET', ofVault('backupJobs'));
    const { operation } = await agreed('GET', ofVault(`backupJobs/${body.value[0].name}`));
    expect(operation).toBe('JobDetails_Get');
  });

  it('agree: validations', async () => {
    const properties = {
      objectType: 'ValidateIaasVMRestoreOperationRequest',
      restoreRequest: request({ storageAccountId: undefined }),
    };
    const body = { id: pointId(sandbox), properties };
    const asked = await agreed('POST', ofVault('backupValidateOperation'), body);
    expect(asked.operation).toBe('Operation_Validate');
    const started = await agreed('POST', ofVault('backupTriggerValidateOperation'), body);
    expect(started.operation).toBe('ValidateOperation_Trigger');
    const id = started.answer.headers.get('location')?.match(/[\w-]{36}(?=\?)/u)?.[0] ?? '';
    const status = ofVault(`backupValidateOperationsStatuses/${id}`);
    const result = ofVault(`backupValidateOperationResults/${id}`);
    for (const seconds of [1, 10]) {
      sandbox.pass(seconds);
      expect((await agreed('GET', status)).operation).toBe('ValidateOperationStatuses_Get');
      expect((await agreed('GET', result)).operation).toBe('ValidateOperationResults_Get');
    }
  });

  it.each([
    ['replaced disks', { recoveryType: 'OriginalLocation', targetResourceGroupId: undefined }],
    [
      'a new machine',
      {
        recoveryType: 'AlternateLocation',
        targetVirtualMachineId: `${restorePlaces.group}/providers/Microsoft.Compute/virtualMachines/Back-VM`,
        virtualNetworkId: NETWORK,
        subnetId: `${NETWORK}/subnets/default`,
      },
    ],
  ])('agree: a restore as %s, and its job', async (_, members) => {
    sandbox = await restoreSandbox({ encrypted: false, seed: { powerState: 'deallocated' } });
    seedVirtualNetwork(sandbox.state, worldIds(sandbox.state), {
      id: NETWORK,
      location: 'japaneast',
      addressPrefix: '10.9.0.0/16',
      subnets: [{ name: 'default', addressPrefix: '10.9.1.0/24' }],
    });
    const body = { properties: request(members) };
    const { operation, answer } = await agreed('POST', `${pointId(sandbox)}/restore`, body);
    expect([operation, answer.status]).toEqual(['Restores_Trigger', 202]);
    const id = answer.headers.get('location')?.match(/[\w-]{36}(?=\?)/u)?.[0] ?? '';
    for (const seconds of [2, 70, 600, 700]) {
      sandbox.pass(seconds);
      expect((await agreed('GET', ofVault(`backupJobs/${id}`))).operation).toBe('JobDetails_Get');
    }
  });
});
