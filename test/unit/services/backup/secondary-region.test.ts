// Restores in the region that Azure pairs with a vault's own: which requests, in which order, with what.
import { describe, expect, it } from 'vitest';
import {
  armError,
  empty,
  json,
  servicesUnderTest,
  type SeenRequest,
} from '../../../support/contract/services-under-test.js';

const SUBSCRIPTION = '00000000-0000-0000-0000-000000000000';
const SUB = `/subscriptions/${SUBSCRIPTION}`;
const RG = `${SUB}/resourceGroups/MyRG`;
const VAULT_ID = `${RG}/providers/Microsoft.RecoveryServices/vaults/v`;
const VM_ID = `${RG}/providers/Microsoft.Compute/virtualMachines/MyVM`;
const STORAGE_ID = `${RG}/providers/Microsoft.Storage/storageAccounts/staging`;
const LOCATION = `${SUB}/providers/Microsoft.RecoveryServices/locations/japanwest`;
const STATUS_URL = `https://management.azure.com${LOCATION}/backupCrrOperationsStatus/MTsy%3D?api-version=2021-11-15`;
const CANARY = 'canary.of-an-access.token';

const REQUEST = {
  vaultId: VAULT_ID,
  vmId: VM_ID,
  point: '42',
  location: 'japanwest',
  storageAccountId: STORAGE_ID,
  targetResourceGroupId: RG,
};
const IDENTITY = {
  tenantId: 't',
  audience: 'https://RecoveryServices/x',
  servicePrincipalObjectId: 'o',
};
const TOKEN = { objectType: 'CrrAccessToken', accessTokenString: CANARY, bMSActiveRegion: 'x' };

const JOB = {
  id: `${LOCATION}/backupJobs/job-1`,
  name: 'job-1',
  properties: {
    jobType: 'AzureIaaSVMJob',
    actionsInfo: ['Cancellable'],
    containerName: 'iaasvmcontainerv2;myrg;myvm',
    duration: 'PT19M',
    entityFriendlyName: 'myvm',
    operation: 'CrossRegionRestore',
    status: 'Completed',
    startTime: '2023-05-20T13:49:33.868716Z',
    endTime: '2023-05-20T14:08:34Z',
    extendedInfo: {
      tasksList: [{ taskId: 'Transfer data from vault', duration: 'PT0S', status: 'Completed' }],
      propertyBag: { 'Vault name': 'v' },
      progressPercentage: 100.0,
    },
  },
};

function azureWith(last: (request: SeenRequest) => Response) {
  return servicesUnderTest((request) => {
    const { pathname } = request.url;
    if (pathname.endsWith('/backupAadProperties')) {
      return json({ properties: IDENTITY });
    }
    return pathname.endsWith('/accessToken') ? json({ properties: TOKEN }) : last(request);
  });
}

describe('a restore in the secondary region', () => {
  it('hands a token from stamp to stamp', async () => {
    const azure = azureWith(() => empty(202, { 'azure-asyncoperation': STATUS_URL }));
    const { secondaryRegion } = await azure.services.backup();
    await secondaryRegion.restoreDisks(REQUEST);
    expect(azure.requests.map(({ method, url }) => `${method} ${url.pathname}`)).toEqual([
      `GET ${LOCATION}/backupAadProperties`,
      expect.stringMatching(
        /^POST .*\/vaults\/v\/backupFabrics\/.*\/recoveryPoints\/42\/accessToken$/u,
      ),
      `POST ${LOCATION}/backupCrossRegionRestore`,
    ]);
    expect(azure.requests.map(({ url }) => url.search)).toEqual(
      Array.from({ length: 3 }, () => '?api-version=2021-11-15'),
    );
    expect(azure.requests[1]?.body).toEqual({ properties: IDENTITY });
    expect(azure.requests[2]?.body).toMatchObject({
      crossRegionRestoreAccessDetails: TOKEN,
      restoreRequest: {
        objectType: 'IaasVMRestoreRequest',
        region: 'japanwest',
        targetResourceGroupId: RG,
      },
    });
  });

  it('says at its end what its job is called', async () => {
    const azure = azureWith(({ method }) =>
      method === 'GET'
        ? json({ status: 'Succeeded', properties: { jobId: 'job-1' } })
        : empty(202, { 'azure-asyncoperation': STATUS_URL }),
    );
    const { secondaryRegion } = await azure.services.backup();
    const operation = await secondaryRegion.restoreDisks(REQUEST);
    expect(await operation.wait({ clock: azure.clock })).toEqual({
      status: 'succeeded',
      jobId: 'job-1',
    });
    expect(azure.requests[3]?.url.href).toBe(STATUS_URL);
  });

  it('that fails shows no token', async () => {
    const message = `bad token {"accessTokenString":"${CANARY}"}`;
    const azure = azureWith(() => armError(400, 'BMSUserErrorInvalidInput', message));
    const { secondaryRegion } = await azure.services.backup();
    const error: unknown = await secondaryRegion.restoreDisks(REQUEST).catch((e: unknown) => e);
    expect(error).toMatchObject({
      fields: { azureCode: 'BMSUserErrorInvalidInput', target: VM_ID },
    });
    const shown = JSON.stringify([error, azure.traces], (_, value: unknown) =>
      value instanceof Error ? Object.getOwnPropertyDescriptors(value) : value,
    );
    expect(shown).not.toContain(CANARY);
  });

  it('does not go on without an identity', async () => {
    const azure = servicesUnderTest(() => json({}));
    const { secondaryRegion } = await azure.services.backup();
    await expect(secondaryRegion.restoreDisks(REQUEST)).rejects.toMatchObject({
      fields: { code: 'AZB_UNEXPECTED_RESPONSE' },
    });
    expect(azure.requests).toHaveLength(1);
  });
});

describe('what is in the secondary region', () => {
  it('is read with the version of its own', async () => {
    const azure = servicesUnderTest(() => json({ value: [] }));
    const backup = await azure.services.backup();
    await backup.secondaryRegion.items(VAULT_ID);
    await backup.secondaryRegion.recoveryPoints(VAULT_ID, VM_ID);
    await backup.items(VAULT_ID);
    expect(azure.requests.map(({ url }) => url.searchParams.get('api-version'))).toEqual([
      '2021-11-15',
      '2021-11-15',
      '2023-06-01',
    ]);
  });
});

describe('a job in the secondary region', () => {
  const OURS = {
    jobId: 'job-1',
    vaultId: VAULT_ID,
    operation: 'CrossRegionRestore',
    status: 'Completed',
    vmName: 'myvm',
    startTime: '2023-05-20T13:49:33Z',
    endTime: '2023-05-20T14:08:34Z',
    durationSeconds: 1140,
    percent: 100,
    properties: { 'Vault name': 'v' },
  };

  it('is read by a POST, which is repeated when the service is in trouble', async () => {
    const azure = servicesUnderTest((_, count) =>
      count === 1 ? armError(500, 'InternalServerError', 'Failure.') : json(JOB),
    );
    const { secondaryRegion } = await azure.services.backup();
    expect(await secondaryRegion.job(VAULT_ID, 'japanwest', 'job-1')).toMatchObject(OURS);
    expect(azure.requests[1]?.method).toBe('POST');
    expect(azure.requests[1]?.url.pathname).toBe(`${LOCATION}/backupCrrJob`);
    expect(azure.requests[1]?.body).toEqual({ resourceId: VAULT_ID, jobName: 'job-1' });
  });

  it('that is not there is undefined', async () => {
    const azure = servicesUnderTest(() => armError(404, 'ResourceNotFound', 'Gone.'));
    const { secondaryRegion } = await azure.services.backup();
    expect(await secondaryRegion.job(VAULT_ID, 'japanwest', 'job-1')).toBeUndefined();
  });

  it('is among those listed, page by page', async () => {
    const next = `https://management.azure.com${LOCATION}/backupCrrJobs?page=2`;
    const running = { ...JOB, properties: { ...JOB.properties, endTime: undefined } };
    const azure = servicesUnderTest((_, count) =>
      count === 1 ? json({ value: [JOB], nextLink: next }) : json({ value: [running] }),
    );
    const { secondaryRegion } = await azure.services.backup();
    const jobs = await secondaryRegion.jobs(VAULT_ID, 'japanwest');
    expect(jobs).toMatchObject([OURS, { jobId: 'job-1' }]);
    expect(jobs[1]).not.toHaveProperty('endTime');
    expect(azure.requests.map(({ method }) => method)).toEqual(['POST', 'GET']);
    expect(azure.requests[0]?.body).toEqual({ resourceId: VAULT_ID });
  });
});
