// What no recording and no command of azbackup asks for yet: the change of a policy in use, and points that
// are told of with their expiry and their place in the archive. Held to Microsoft's own descriptions.
import { beforeAll, describe, expect, it } from 'vitest';
import {
  haveOpenApi,
  loadOpenApiValidator,
  type OpenApiValidator,
} from '../../support/conformance/openapi-validator.js';
import {
  backupSandbox,
  itemPath,
  policyId,
  type BackupSandbox,
} from '../../support/worlds/backup-world.js';
import { policyBody } from '../../support/worlds/promised-points.js';

const WHERE = haveOpenApi ? '' : ' (skipped: there are no descriptions beside the repository)';
const DAY_SECONDS = 86_400;
const RECOMMENDED = `${itemPath('Plain-VM')}/recoveryPointsRecommendedForMove`;

const { properties } = policyBody({
  enhanced: false,
  timeZone: 'Tokyo Standard Time',
  halfHour: 4,
  schedule: { kind: 'daily' },
  instantDays: 2,
  daily: 30,
  monthly: { on: { dates: [1] }, count: 24 },
});
const policy = {
  properties: {
    ...properties,
    tieringPolicy: {
      ArchivedRP: { tieringMode: 'TierAfter', duration: 4, durationType: 'Months' },
    },
  },
};

// Without what is compared with, nothing can be said; the title of the skipped test says so.
describe.skipIf(!haveOpenApi)(`schedules against Microsoft's descriptions${WHERE}`, () => {
  let validator: OpenApiValidator;
  let sandbox: BackupSandbox;

  beforeAll(async () => {
    validator = await loadOpenApiValidator();
    sandbox = backupSandbox();
    await sandbox.call('PUT', policyId('Mine'), policy);
    await sandbox.put('Plain-VM', { policyId: policyId('Mine') });
    sandbox.pass(160 * DAY_SECONDS);
  });

  /** Sends a request and holds it and its answer to their description; returns the operation and where to go on. */
  async function ask(method: string, path: string, requestBody?: unknown) {
    const { status, headers, body } = await sandbox.call(method, path, requestBody);
    const { operation, departures } = await validator.validate({
      method,
      url: `https://management.azure.com${path}?api-version=2023-06-01`,
      requestBody,
      status,
      headers: Object.fromEntries(headers),
      body,
    });
    expect(departures).toEqual([]);
    return { operation, status, body, next: headers.get('azure-asyncoperation') ?? '' };
  }

  it('the change of a policy in use', async () => {
    const put = await ask('PUT', policyId('Mine'), policy);
    expect(put).toMatchObject({ operation: 'ProtectionPolicies_CreateOrUpdate', status: 202 });
    const path = new URL(put.next).pathname;
    expect(await ask('GET', path)).toMatchObject({
      operation: 'ProtectionPolicyOperationStatuses_Get',
      body: { status: 'InProgress' },
    });
    sandbox.pass(60);
    expect((await ask('GET', path)).body).toMatchObject({
      status: 'Succeeded',
      properties: { jobIds: [expect.any(String)] },
    });
    expect(await ask('GET', path.replace('/operations/', '/operationResults/'))).toMatchObject({
      operation: 'ProtectionPolicyOperationResults_Get',
      status: 200,
    });
  });

  it('points in every tier', async () => {
    const { operation, body } = await ask('GET', `${itemPath('Plain-VM')}/recoveryPoints`);
    expect(operation).toBe('RecoveryPoints_List');
    const text = JSON.stringify(body);
    expect(
      ['InstantRP', 'HardenedRP', 'ArchivedRP', 'expiryTime'].filter(
        (word) => !text.includes(word),
      ),
    ).toEqual([]);
    const oldest = body.value.at(-1);
    expect(await ask('GET', `${itemPath('Plain-VM')}/recoveryPoints/${oldest.name}`)).toMatchObject(
      { operation: 'RecoveryPoints_Get', status: 200 },
    );
  });

  it('points that may be moved to the archive', async () => {
    const answer = await ask('POST', RECOMMENDED, { excludedRPList: [] });
    expect(answer).toMatchObject({
      operation: 'RecoveryPointsRecommendedForMove_List',
      status: 200,
    });
    expect(answer.body.value).not.toEqual([]);
  });
});
