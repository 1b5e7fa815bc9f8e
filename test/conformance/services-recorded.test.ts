// The services over what real Azure has answered: every recorded body of the operations that they use must
// be understood, and mean in our words what it says in Azure's.
import { describe, expect, it } from 'vitest';
import { AzbackupError } from '../../src/errors/azbackup-error.js';
import { callOrAbsent } from '../../src/services/arm/errors.js';
import { operationOf } from '../../src/services/arm/operation.js';
import { armRawClient } from '../../src/services/arm/raw-client.js';
import {
  haveRecordings,
  readRecording,
  recordedResponse,
  recordings,
  type Exchange,
} from '../support/recordings.js';
import {
  json,
  servicesUnderTest,
  type SeenRequest,
  type ServicesUnderTest,
} from '../support/services-under-test.js';

/** Recorded JSON; the assertions are the check. */
// oxlint-disable-next-line typescript/no-explicit-any -- recorded bodies have as many shapes as there are operations
type Raw = any;

/** The service of 2016 answered in other shapes, with versions that no SDK sends any more. */
const OLD_SERVICE = /^reference\.dotnet-2016\./u;

const all = recordings().flatMap(({ file, exchanges }) =>
  exchanges.map((exchange) => ({ file, exchange })),
);

/** Successful exchanges of an operation: by method, and by the path without its query. */
function successes(method: string, path: RegExp): readonly { file: string; exchange: Exchange }[] {
  return all.filter(({ file, exchange: { request, response } }) => {
    const { pathname } = new URL(request.url);
    return (
      !OLD_SERVICE.test(file) &&
      request.method === method &&
      path.test(pathname) &&
      response.status < 300 &&
      typeof response.body === 'object' &&
      response.body !== null &&
      // Bodies recorded in the middle of an outage.
      !('error' in response.body)
    );
  });
}

function answering(exchange: Exchange): ServicesUnderTest['services'] {
  const next = (exchange.response.body as Raw)?.nextLink;
  const answer = ({ url }: SeenRequest): Response =>
    url.href === (typeof next === 'string' ? new URL(next).href : undefined)
      ? json({ value: [] })
      : recordedResponse(exchange);
  return servicesUnderTest(answer, { maxRetries: 0 }).services;
}

const SUB = '/subscriptions/00000000-0000-0000-0000-000000000000';
const VAULT_ID = `${SUB}/resourceGroups/rg/providers/Microsoft.RecoveryServices/vaults/v`;
const VM_ID = `${SUB}/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm`;
const KV_ID = `${SUB}/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/kv`;

/** A date of the wire as our instants: whole seconds, and nothing for "not yet". */
function instant(text: string | undefined): string | undefined {
  return text === undefined || /^(?:0001|2001)/u.test(text)
    ? undefined
    : `${new Date(text).toISOString().slice(0, 19)}Z`;
}

function text(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}

interface Check {
  readonly name: string;
  readonly method?: string;
  readonly path: RegExp;
  /** How many there are at least, so that a pattern that matches nothing is noticed. */
  readonly least: number;
  readonly run: (services: ServicesUnderTest['services'], raw: Raw) => Promise<void>;
}

function checkItem(item: Raw, raw: Raw): void {
  const wire = raw.properties;
  expect(item).toMatchObject({
    id: raw.id,
    vaultId: wire.vaultId.replace('https://management.azure.com', ''),
    sourceResourceId: wire.sourceResourceId,
    friendlyName: wire.friendlyName,
    protectionState: wire.protectionState,
  });
  expect(item.policyId).toBe(text(wire.policyId));
  expect(item.policyName).toBe(text(wire.policyName));
  expect(item.lastBackupStatus).toBe(text(wire.lastBackupStatus));
  expect(item.lastBackupTime).toBe(instant(wire.lastBackupTime));
  expect(item.lastRecoveryPoint).toBe(instant(wire.lastRecoveryPoint));
  expect(item.health.map((health: Raw) => health.code)).toEqual(
    (wire.healthDetails ?? []).map((health: Raw) => health.code),
  );
  expect(item.softDelete?.deletedAt).toBe(
    wire.isScheduledForDeferredDelete === true ? instant(wire.deferredDeleteTimeInUTC) : undefined,
  );
}

function checkJob(job: Raw, raw: Raw): void {
  const wire = raw.properties;
  expect(job).toMatchObject({
    jobId: raw.name,
    operation: wire.operation,
    status: wire.status,
    vmName: wire.entityFriendlyName,
    startTime: instant(wire.startTime),
  });
  expect(job.endTime).toBe(instant(wire.endTime));
  expect(job.durationSeconds).toBeGreaterThanOrEqual(0);
  expect(job.percent).toBe(wire.extendedInfo?.progressPercentage);
  expect(job.tasks.map(({ name, status }: Raw) => [name, status])).toEqual(
    (wire.extendedInfo?.tasksList ?? []).map((task: Raw) => [task.taskId, task.status]),
  );
}

function checkPolicy(policy: Raw, raw: Raw): void {
  const wire = raw.properties;
  expect(policy).toMatchObject({
    id: raw.id,
    name: raw.name,
    policyType: wire.policyType === 'V2' ? 'Enhanced' : 'Standard',
    timeZone: wire.timeZone,
    instantRestoreDays: wire.instantRpRetentionRangeInDays,
    protectedItemsCount: wire.protectedItemsCount,
  });
  const { schedulePolicy, retentionPolicy } = wire;
  const times =
    schedulePolicy.scheduleRunTimes ??
    [schedulePolicy.hourlySchedule?.scheduleWindowStartTime].filter(Boolean);
  expect(policy.schedule.frequency).toBe(schedulePolicy.scheduleRunFrequency);
  expect(policy.schedule.times).toEqual(times.map((time: string) => time.slice(11, 16)));
  expect(policy.schedule.everyHours).toBe(schedulePolicy.hourlySchedule?.interval);
  expect(policy.retention.dailyDays).toBe(retentionPolicy.dailySchedule?.retentionDuration.count);
  expect(policy.retention.monthlyMonths).toBe(
    retentionPolicy.monthlySchedule?.retentionDuration.count,
  );
}

function checkVault(vault: Raw, raw: Raw): void {
  const wire = raw.properties;
  expect(vault).toMatchObject({
    id: raw.id,
    name: raw.name,
    location: raw.location,
    provisioningState: wire.provisioningState,
  });
  expect(vault.redundancy).toBe(wire.redundancySettings?.standardTierStorageRedundancy);
  expect(vault.immutability).toBe(wire.securitySettings?.immutabilitySettings?.state);
  expect(vault.softDelete?.state).toBe(wire.securitySettings?.softDeleteSettings?.softDeleteState);
  expect(vault.customerKeyUrl).toBe(wire.encryption?.keyVaultProperties?.keyUri);
  const identities = [
    raw.identity?.principalId,
    ...Object.values(raw.identity?.userAssignedIdentities ?? {}).map((one: Raw) => one.principalId),
  ];
  expect(vault.identityPrincipalIds).toEqual(identities.filter(Boolean));
}

function checkMachine(vm: Raw, raw: Raw): void {
  const { storageProfile, instanceView, hardwareProfile, provisioningState } = raw.properties;
  expect(vm).toMatchObject({
    id: raw.id,
    name: raw.name,
    location: raw.location,
    size: hardwareProfile.vmSize,
    osType: storageProfile.osDisk.osType,
    provisioningState,
    securityType: 'Standard',
  });
  expect(vm.disks.map((disk: Raw) => disk.name)).toEqual([
    storageProfile.osDisk.name,
    ...(storageProfile.dataDisks ?? []).map((disk: Raw) => disk.name),
  ]);
  const extensions = raw.resources ?? [];
  expect(vm.extensions.map(({ type, settings }: Raw) => ({ type, settings }))).toEqual(
    extensions.map(({ properties }: Raw) => ({
      type: properties.type,
      settings: properties.settings ?? {},
    })),
  );
  expect(vm.modelEncryption).toBeUndefined();
  checkInstanceView(vm.instanceView, instanceView);
}

function checkInstanceView(view: Raw, wire: Raw): void {
  if (wire === undefined) {
    expect(view).toBeUndefined();
    return;
  }
  expect(view.agent?.version).toBe(wire.vmAgent?.vmAgentVersion);
  expect(view.agent?.displayStatus).toBe(wire.vmAgent?.statuses[0].displayStatus);
  expect(view.disks.map(({ name, statusCodes }: Raw) => [name, statusCodes])).toEqual(
    wire.disks.map((disk: Raw) => [disk.name, disk.statuses.map((status: Raw) => status.code)]),
  );
  const secrets = (disk: Raw): Raw =>
    disk.encryptionSettings?.map((settings: Raw) => settings.diskEncryptionKey.secretUrl) ?? [];
  expect(
    view.disks.map((disk: Raw) => disk.encryptionSettings.map((one: Raw) => one.secretUrl)),
  ).toEqual(wire.disks.map(secrets));
  expect(view.extensions.map((extension: Raw) => extension.typeHandlerVersion)).toEqual(
    (wire.extensions ?? []).map((extension: Raw) => extension.typeHandlerVersion),
  );
}

function checkKeyVault(vault: Raw, raw: Raw): void {
  const wire = raw.properties;
  expect(vault).toMatchObject({
    id: raw.id,
    name: raw.name,
    location: raw.location,
    tenantId: wire.tenantId,
    vaultUrl: wire.vaultUri.replace(/\/$/u, ''),
    permissionModel: wire.enableRbacAuthorization === true ? 'rbac' : 'access-policies',
    enabledForDiskEncryption: wire.enabledForDiskEncryption === true,
    softDelete: wire.enableSoftDelete === true,
    purgeProtection: wire.enablePurgeProtection === true,
  });
  expect(vault.network.defaultAction).toBe(wire.networkAcls?.defaultAction ?? 'Allow');
  expect(vault.accessPolicies).toHaveLength((wire.accessPolicies ?? []).length);
  for (const [index, policy] of vault.accessPolicies.entries()) {
    const words = wire.accessPolicies[index].permissions.keys ?? [];
    expect(policy.keys).toEqual(words.map((word: string) => word.toLowerCase()));
  }
}

function checkDefinition(definition: Raw, raw: Raw): void {
  const wire = raw.properties;
  expect(definition).toMatchObject({
    id: raw.id,
    name: raw.name,
    roleName: wire.roleName,
    custom: wire.type === 'CustomRole',
    assignableScopes: wire.assignableScopes,
  });
  expect(definition.permissions.map((permission: Raw) => permission.dataActions)).toEqual(
    wire.permissions.map((permission: Raw) => permission.dataActions ?? []),
  );
}

const VAULTS = String.raw`\/providers\/Microsoft\.RecoveryServices\/vaults\/[^/]+`;

const CHECKS: readonly Check[] = [
  {
    name: 'virtual machines',
    path: /\/virtualMachines\/[^/]+$/u,
    least: 14,
    run: async (services, raw) =>
      checkMachine(await (await services.virtualMachines()).get(VM_ID), raw),
  },
  {
    name: 'vaults',
    path: new RegExp(`${VAULTS}$`, 'u'),
    least: 40,
    run: async (services, raw) =>
      checkVault(await (await services.recoveryVaults()).get(VAULT_ID), raw),
  },
  {
    name: 'a policy',
    path: /\/backupPolicies\/[^/]+$/u,
    least: 8,
    run: async (services, raw) =>
      checkPolicy(await (await services.backup()).policy(VAULT_ID, 'p'), raw),
  },
  {
    name: 'lists of policies',
    path: /\/backupPolicies$/u,
    least: 3,
    run: async (services, raw) => {
      const ours = await (await services.backup()).policies(VAULT_ID);
      const theirs = raw.value.filter(
        (policy: Raw) => policy.properties.backupManagementType === 'AzureIaasVM',
      );
      expect(ours).toHaveLength(theirs.length);
      ours.forEach((policy, index) => checkPolicy(policy, theirs[index]));
    },
  },
  {
    name: 'a protected item',
    path: /\/protectedItems\/[^/]+$/u,
    least: 1,
    run: async (services, raw) =>
      checkItem(await (await services.backup()).item(VAULT_ID, VM_ID), raw),
  },
  {
    name: 'lists of protected items',
    path: /\/backupProtectedItems$/u,
    least: 20,
    run: async (services, raw) => {
      const ours = await (await services.backup()).items(VAULT_ID);
      expect(ours).toHaveLength(raw.value.length);
      ours.forEach((item, index) => checkItem(item, raw.value[index]));
    },
  },
  {
    name: 'a job',
    path: /\/backupJobs\/[^/]+$/u,
    least: 270,
    run: async (services, raw) => checkJob(await (await services.backup()).job(VAULT_ID, 'j'), raw),
  },
  {
    name: 'lists of jobs',
    path: /\/backupJobs$/u,
    least: 4,
    run: async (services, raw) => {
      const ours = await (await services.backup()).jobs(VAULT_ID);
      expect(ours).toHaveLength(raw.value.length);
      ours.forEach((job, index) => checkJob(job, raw.value[index]));
    },
  },
  {
    name: 'key vaults',
    path: /\/Microsoft\.KeyVault\/vaults\/[^/]+$/u,
    least: 6,
    run: async (services, raw) => checkKeyVault(await (await services.keyVaults()).get(KV_ID), raw),
  },
  {
    name: 'versions of a secret',
    path: /\/secrets\/[^/]+\/versions$/u,
    least: 1,
    run: async (services, raw) => {
      const secrets = await services.secrets();
      const ours = await secrets.versions('https://kv.vault.azure.net', 'secret1');
      expect(
        ours?.versions.map(({ version, tags, enabled }) => ({ version, tags, enabled })),
      ).toEqual(
        raw.value.map(({ id, tags, attributes }: Raw) => ({
          version: id.split('/').at(-1),
          tags,
          enabled: attributes.enabled,
        })),
      );
    },
  },
  {
    name: 'role assignments',
    path: /\/roleAssignments$/u,
    least: 1,
    run: async (services, raw) => {
      const ours = await (await services.roles()).assignmentsOf('p', VAULT_ID);
      const fields = ['scope', 'roleDefinitionId', 'principalId'] as const;
      expect(ours.map((one) => fields.map((field) => one[field]))).toEqual(
        raw.value.map((one: Raw) => fields.map((field) => one.properties[field])),
      );
    },
  },
  {
    name: 'a custom role',
    method: 'PUT',
    path: /\/roleDefinitions\/[^/]+$/u,
    least: 1,
    run: async (services, raw) => {
      const roles = await services.roles();
      const role = {
        name: 'n',
        roleName: 'r',
        description: '',
        assignableScopes: [],
        dataActions: [],
      };
      checkDefinition(await roles.putDefinition('s', role), raw);
      const again = await servicesUnderTest(() => json(raw)).services.roles();
      checkDefinition(await again.definition(raw.id), raw);
    },
  },
];

// Without the recordings there is nothing to compare with: they lie beside the repository, not in it.
describe.skipIf(!haveRecordings)('recorded answers', () => {
  it.each(CHECKS)('$name are understood', async ({ method = 'GET', path, least, run }) => {
    const found = successes(method, path);
    expect(found.length).toBeGreaterThanOrEqual(least);
    for (const { file, exchange } of found) {
      await run(answering(exchange), exchange.response.body).catch((error: unknown) => {
        throw new Error(`${file}: ${exchange.request.url}`, { cause: error });
      });
    }
  });

  it('built-in roles are understood', async () => {
    const roles = Object.entries(readRecording('reference.builtin-roles.json')['roles'] as Raw);
    expect(roles.length).toBeGreaterThan(20);
    for (const [name, properties] of roles) {
      const id = `/providers/Microsoft.Authorization/roleDefinitions/${name}`;
      const raw = { id, name, type: 'Microsoft.Authorization/roleDefinitions', properties };
      const { services } = servicesUnderTest(() => json(raw));
      checkDefinition(await (await services.roles()).definition(id), raw);
    }
  });

  it('key vaults in a list are found by their URL', async () => {
    const lists = successes('GET', /\/Microsoft\.KeyVault\/vaults$/u);
    expect(lists.length).toBeGreaterThan(0);
    for (const { exchange } of lists) {
      const keyVaults = await answering(exchange).keyVaults();
      for (const raw of (exchange.response.body as Raw).value) {
        const url = raw.properties.vaultUri.toUpperCase().replace(/\/$/u, '');
        checkKeyVault(await keyVaults.findByUrl('s', url), raw);
      }
      expect(await keyVaults.findByUrl('s', 'https://other.vault.azure.net')).toBeUndefined();
    }
  });

  it('a service principal is understood', async () => {
    const [found] = successes('GET', /\/v1\.0\/servicePrincipals\/[^/]+$/u);
    const raw = found?.exchange.response.body as Raw;
    const { services, requests } = servicesUnderTest(() => json({ value: [raw] }));
    expect(await (await services.directory()).servicePrincipal(raw.appId)).toEqual({
      objectId: raw.id,
      appId: raw.appId,
      displayName: raw.displayName,
    });
    expect(requests[0]?.url.searchParams.get('$filter')).toBe(`appId eq '${raw.appId}'`);
  });

  it('every error is understood by its status and code', async () => {
    const errors = all.filter(({ exchange }) => exchange.response.status >= 400);
    expect(errors.length).toBeGreaterThan(5);
    for (const { file, exchange } of errors) {
      await checkError(file, exchange);
    }
  });

  it('every error of the catalogue is understood by its status and code', async () => {
    const catalogue = readRecording('reference.error-catalogue.json')['errors'] as Raw[];
    for (const { status, body, where } of catalogue) {
      if (typeof status === 'number' && body !== undefined) {
        const request = { method: 'GET', url: 'https://management.azure.com/x' };
        await checkError(where, { request, response: { status, body } });
      }
    }
  });
});

async function checkError(name: string, exchange: Exchange): Promise<void> {
  const { transport } = servicesUnderTest(() => recordedResponse(exchange), { maxRetries: 0 });
  const raw = exchange.response.body as Raw;
  const { status } = exchange.response;
  const sent = callOrAbsent({ doing: 'read it' }, () =>
    armRawClient(transport).send({ method: 'GET', url: exchange.request.url }),
  );
  const ended: unknown = await sent.catch((error: unknown) => error);
  if (status === 404 && !/Subscription|InvalidResourceType/u.test(raw?.error?.code)) {
    expect(ended, name).toBeUndefined();
    return;
  }
  if (!(ended instanceof AzbackupError)) {
    throw new Error(`${name}: ${String(ended)}`);
  }
  const inner = raw?.error?.innererror?.code;
  expect(ended.fields.azureCode, name).toBe(inner ?? raw?.error?.code ?? raw?.ErrorCode);
  expect(ended.fields.kind, name).toBe(kindOf(status));
}

function kindOf(status: number): string {
  if (status === 401 || status === 403) {
    return 'not-allowed';
  }
  if (status === 404) {
    return 'not-found';
  }
  return status === 429 || status >= 500 ? 'unavailable' : 'azure-failed';
}

/** Where az polls an operation that began with a 202 or 201: by its guid, wherever. */
function pollsOf(exchanges: readonly Exchange[], accepted: Exchange): readonly Exchange[] {
  const url = accepted.response.headers?.['azure-asyncoperation'] ?? '';
  const id = url.split('?', 1)[0]?.split('/').at(-1) ?? '';
  return exchanges.filter(({ request, response }) => {
    const path = request.url.split('?', 1)[0] ?? '';
    return (
      request.method === 'GET' &&
      /\/(?:backupOperations|operationStatus)\/[^/]+$/iu.test(path) &&
      id !== '' &&
      path.endsWith(id) &&
      response.status < 600
    );
  });
}

function hasEnded(poll: Exchange | undefined): boolean {
  const status = (poll?.response.body as Raw)?.status;
  return typeof status === 'string' && status !== 'InProgress';
}

const OPERATIONS = recordings().flatMap(({ file, exchanges }) =>
  exchanges
    .map((accepted) => ({ file, accepted, polls: pollsOf(exchanges, accepted) }))
    // A failed read is followed by another in the recordings, as it is in the program.
    .filter(({ polls }) => hasEnded(polls.at(-1))),
);

// Without the recordings there is nothing to replay.
describe.skipIf(!haveRecordings)('recorded operations', () => {
  it('are many', () => {
    expect(OPERATIONS.length).toBeGreaterThan(30);
  });

  it.each(OPERATIONS)('$file ends as it did', async ({ accepted, polls }) => {
    const last = polls.at(-1)?.response.body as Raw;
    const azure = servicesUnderTest((_request, count) => {
      const poll = polls[count - 1];
      if (poll === undefined) {
        throw new Error('more polls than were recorded');
      }
      return recordedResponse(poll);
    });
    const headers = new Headers(accepted.response.headers);
    const outcome = await operationOf(
      { header: (name) => headers.get(name) ?? undefined },
      armRawClient(azure.transport),
      'it',
    ).wait({ clock: azure.clock });
    const jobId = last.properties?.jobId;
    expect(outcome).toEqual({ status: 'succeeded', ...(jobId === undefined ? {} : { jobId }) });
    expect(azure.requests[0]?.url.href).toBe(
      new URL(headers.get('azure-asyncoperation') ?? '').href,
    );
  });

  it('a vault is created as az creates one', async () => {
    const recording = recordings().find(({ file }) => file === 'vault-create.poll-sequence.json');
    const exchanges = recording?.exchanges ?? [];
    const azure = servicesUnderTest((_request, count) => {
      const exchange = exchanges[count - 1];
      return exchange === undefined
        ? new Response(null, { status: 500 })
        : recordedResponse(exchange);
    });
    const [put, , , final] = exchanges;
    const raw = final?.response.body as Raw;
    const vaults = await azure.services.recoveryVaults();
    checkVault(await vaults.create(raw.id, raw.location, { clock: azure.clock }), raw);
    expect(azure.requests.map(({ method }) => method)).toEqual(['PUT', 'GET', 'GET', 'GET']);
    expect(azure.requests[0]?.body).toMatchObject({
      location: (put?.request.body as Raw).location,
      sku: (put?.request.body as Raw).sku,
    });
    expect(azure.clock.sleeps).toEqual([5, 5]);
  });
});
