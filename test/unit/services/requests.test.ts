// What the changing operations send, and what they make of the answer.
import { describe, expect, it } from 'vitest';
import {
  armError,
  empty,
  json,
  servicesUnderTest,
} from '../../support/contract/services-under-test.js';

const SUB = '/subscriptions/00000000-0000-0000-0000-000000000000';
const RG = `${SUB}/resourceGroups/MyRG`;
const VAULT_ID = `${RG}/providers/Microsoft.RecoveryServices/vaults/v`;
const VM_ID = `${RG}/providers/Microsoft.Compute/virtualMachines/MyVM`;
const KV_ID = `${RG}/providers/Microsoft.KeyVault/vaults/kv`;
const POLICY_ID = `${VAULT_ID}/backupPolicies/DefaultPolicy`;
const ROLE_ID = `${SUB}/providers/Microsoft.Authorization/roleDefinitions/role-1`;
const STATUS_URL = `https://management.azure.com${VAULT_ID}/operationsStatus/op-1?api-version=1&s=x`;

describe('protection', () => {
  const accepted = () => empty(202, { 'azure-asyncoperation': STATUS_URL, 'retry-after': '60' });

  it('is one PUT, and an operation', async () => {
    const azure = servicesUnderTest(accepted);
    const operation = await (await azure.services.backup()).protect(VAULT_ID, VM_ID, POLICY_ID);
    expect(operation.id).toBe('op-1');
    expect(azure.requests).toHaveLength(1);
    expect(azure.requests[0]?.method).toBe('PUT');
    expect(decodeURIComponent(azure.requests[0]?.url.pathname ?? '')).toMatch(
      /\/vaults\/v\/backupFabrics\/Azure\/protectionContainers\/IaasVMContainer;iaasvmcontainerv2;myrg;myvm\/protectedItems\/VM;iaasvmcontainerv2;myrg;myvm$/u,
    );
    expect(azure.requests[0]?.body).toEqual({
      properties: {
        protectedItemType: 'Microsoft.Compute/virtualMachines',
        sourceResourceId: VM_ID,
        policyId: POLICY_ID,
      },
    });
  });

  it('comes back from soft delete stopped', async () => {
    const azure = servicesUnderTest(accepted);
    await (await azure.services.backup()).undelete(VAULT_ID, VM_ID);
    expect(azure.requests[0]?.body).toMatchObject({
      properties: { policyId: '', protectionState: 'ProtectionStopped', isRehydrate: true },
    });
  });

  it('that is refused outright is an error', async () => {
    const { services } = servicesUnderTest(() => armError(400, 'BMSUserErrorInvalidInput', 'No.'));
    await expect(
      (await services.backup()).protect(VAULT_ID, VM_ID, POLICY_ID),
    ).rejects.toMatchObject({
      fields: { kind: 'azure-failed', azureCode: 'BMSUserErrorInvalidInput', target: VM_ID },
    });
  });
});

describe('backups and jobs', () => {
  const accepted = () => empty(202, { 'azure-asyncoperation': STATUS_URL, 'retry-after': '60' });

  it('begin with one POST that names the expiry, and an operation', async () => {
    const azure = servicesUnderTest(accepted);
    const backup = await azure.services.backup();
    const operation = await backup.backupNow(VAULT_ID, VM_ID, '2026-12-23T18:00:45Z');
    expect(operation.id).toBe('op-1');
    expect(azure.requests.map(({ method }) => method)).toEqual(['POST']);
    expect(azure.requests[0]?.url.pathname).toMatch(/\/protectedItems\/[^/]+\/backup$/u);
    expect(azure.requests[0]?.body).toEqual({
      properties: {
        objectType: 'IaasVMBackupRequest',
        recoveryPointExpiryTimeInUTC: '2026-12-23T18:00:45.000Z',
      },
    });
  });

  it('are cancelled by one POST', async () => {
    const azure = servicesUnderTest(accepted);
    const operation = await (await azure.services.backup()).cancelJob(VAULT_ID, 'job-1');
    expect(operation.id).toBe('op-1');
    expect(azure.requests[0]?.method).toBe('POST');
    expect(azure.requests[0]?.url.pathname).toBe(`${VAULT_ID}/backupJobs/job-1/cancel`);
  });

  it.each([
    [{}, null],
    [{ status: 'Failed', operation: 'Backup' }, "status eq 'Failed' and operation eq 'Backup'"],
    [
      { since: '2026-11-22T00:05:00Z', until: '2026-11-23T23:59:59Z' },
      "startTime eq '2026-11-22 12:05:00 AM' and endTime eq '2026-11-23 11:59:59 PM'",
    ],
    [
      { until: '2026-11-23T12:00:00Z' },
      "startTime eq '2016-01-01 12:00:00 AM' and endTime eq '2026-11-23 12:00:00 PM'",
    ],
  ])('are listed with the filter of %j', async (filter, text) => {
    const azure = servicesUnderTest(() => json({ value: [] }));
    await (await azure.services.backup()).jobs(VAULT_ID, filter);
    expect(azure.requests[0]?.url.searchParams.get('$filter')).toBe(text);
  });

  it('are read page by page, no further than wanted, and each page is told of', async () => {
    const next = `https://management.azure.com${VAULT_ID}/backupJobs?api-version=1&page=2`;
    const azure = servicesUnderTest(() => json({ value: [], nextLink: next }));
    let pages = 0;
    const onPage = (): void => {
      pages += 1;
    };
    await (await azure.services.backup()).jobs(VAULT_ID, { mostPages: 2, onPage });
    expect([pages, azure.requests.length]).toEqual([2, 2]);
  });

  it('whose reading fails is repeated, but not where it is counted', async () => {
    const azure = servicesUnderTest(() => armError(503, 'ServerBusy', 'Busy.'));
    const backup = await azure.services.backup();
    await expect(backup.jobs(VAULT_ID, { once: true })).rejects.toMatchObject({
      fields: { kind: 'unavailable' },
    });
    await expect(backup.job(VAULT_ID, 'job-1', { once: true })).rejects.toMatchObject({
      fields: { kind: 'unavailable' },
    });
    expect(azure.requests).toHaveLength(2);
    await expect(backup.job(VAULT_ID, 'job-1')).rejects.toThrow(/job-1/u);
    expect(azure.requests.length).toBeGreaterThan(3);
  });
});

describe('a vault', () => {
  it('that Azure fails to create is an error with Azure’s code', async () => {
    const azure = servicesUnderTest(({ method }) =>
      method === 'PUT'
        ? json({}, 201, { 'azure-asyncoperation': STATUS_URL })
        : json({ status: 'Failed', error: { code: 'VaultLimit', message: 'Too many.' } }),
    );
    const vaults = await azure.services.recoveryVaults();
    await expect(
      vaults.create(VAULT_ID, 'japaneast', { clock: azure.clock }),
    ).rejects.toMatchObject({
      fields: { code: 'AZB_VAULT_NOT_CREATED', azureCode: 'VaultLimit', causes: ['Too many.'] },
    });
  });
});

describe('access policies', () => {
  it.each([
    ['add', 'addAccessPolicy'],
    ['remove', 'removeAccessPolicy'],
  ] as const)('%s one entry', async (kind, method) => {
    const azure = servicesUnderTest(() => json({ properties: { accessPolicies: [] } }));
    const keyVaults = await azure.services.keyVaults();
    const policy = { tenantId: 't', objectId: 'o', keys: ['get'], secrets: ['get', 'list'] };
    await keyVaults[method](KV_ID, policy);
    expect(azure.requests[0]?.url.pathname).toBe(`${KV_ID}/accessPolicies/${kind}`);
    expect(azure.requests[0]?.body).toMatchObject({
      properties: {
        accessPolicies: [
          {
            tenantId: 't',
            objectId: 'o',
            permissions: { keys: ['get'], secrets: ['get', 'list'] },
          },
        ],
      },
    });
  });
});

describe('key vaults', () => {
  it.each([
    [{}, { publicAccess: 'Enabled', defaultAction: 'Allow', trustedServicesBypass: true }],
    [
      { publicNetworkAccess: 'disabled', networkAcls: { bypass: 'None', defaultAction: 'Deny' } },
      { publicAccess: 'Disabled', defaultAction: 'Deny', trustedServicesBypass: false },
    ],
    [
      { publicNetworkAccess: 'SecuredByPerimeter' },
      { publicAccess: 'SecuredByPerimeter', defaultAction: 'Allow', trustedServicesBypass: true },
    ],
    [
      { networkAcls: { bypass: 'AzureServices', defaultAction: 'Deny' } },
      { publicAccess: 'Enabled', defaultAction: 'Deny', trustedServicesBypass: true },
    ],
  ])('with the network rules %j', async (rules, network) => {
    const body = {
      id: KV_ID,
      name: 'kv',
      location: 'japaneast',
      properties: {
        tenantId: 't',
        sku: { family: 'A', name: 'standard' },
        vaultUri: 'https://kv.vault.azure.net/',
        enableRbacAuthorization: true,
        ...rules,
      },
    };
    const { services } = servicesUnderTest(() => json(body));
    expect(await (await services.keyVaults()).get(KV_ID)).toMatchObject({
      permissionModel: 'rbac',
      vaultUrl: 'https://kv.vault.azure.net',
      network,
    });
  });
});

describe('objects of a key vault', () => {
  const versions = (kind: 'key' | 'secret') => ({
    value: [
      {
        [kind === 'key' ? 'kid' : 'id']: `https://kv.vault.azure.net/${kind}s/x/new`,
        attributes: { enabled: false, created: 200, exp: 1_800_000_000 },
        managed: true,
      },
      {
        [kind === 'key' ? 'kid' : 'id']: `https://kv.vault.azure.net/${kind}s/x/old`,
        attributes: { enabled: true, created: 1_700_000_000 },
      },
    ],
  });

  it.each(['key', 'secret'] as const)('%s: all versions, never the material', async (kind) => {
    const azure = servicesUnderTest(() => json(versions(kind)));
    const service = kind === 'key' ? await azure.services.keys() : await azure.services.secrets();
    const found = await service.versions('https://kv.vault.azure.net', 'x');
    expect(found).toMatchObject({ kind, vaultUrl: 'https://kv.vault.azure.net', name: 'x' });
    expect(
      found?.versions.map(({ version, managed, enabled }) => [version, managed, enabled]),
    ).toEqual([
      ['new', true, false],
      ['old', false, true],
    ]);
    expect(found?.versions[0]?.expires).toBe('2027-01-15T08:00:00Z');
    expect(azure.requests.map(({ url }) => url.pathname)).toEqual([`/${kind}s/x/versions`]);
    expect(azure.tokensFetched).toEqual(['https://vault.azure.net/.default']);
  });

  it.each([
    ['no versions', () => json({ value: [] })],
    ['404', () => armError(404, 'SecretNotFound', 'A secret with (name/id) x was not found.')],
  ])('that are not there (%s) are undefined', async (_name, answer) => {
    const { services } = servicesUnderTest(answer);
    expect(
      await (await services.secrets()).versions('https://kv.vault.azure.net', 'x'),
    ).toBeUndefined();
  });
});

describe('roles', () => {
  it('are assigned to a service principal; an equal assignment is no error', async () => {
    const assignment = {
      scope: KV_ID,
      name: 'name-1',
      roleDefinitionId: ROLE_ID,
      principalId: 'p',
    };
    const azure = servicesUnderTest((_request, count) =>
      count === 1 ? json({}, 201) : armError(409, 'RoleAssignmentExists', 'It exists.'),
    );
    const roles = await azure.services.roles();
    await roles.putAssignment(assignment);
    await roles.putAssignment(assignment);
    expect(azure.requests[0]?.url.pathname).toBe(
      `${KV_ID}/providers/Microsoft.Authorization/roleAssignments/name-1`,
    );
    expect(azure.requests[0]?.body).toEqual({
      properties: {
        roleDefinitionId: ROLE_ID,
        principalId: 'p',
        principalType: 'ServicePrincipal',
      },
    });
  });

  it('are not assigned to whom Azure does not know', async () => {
    const { services } = servicesUnderTest(() => armError(400, 'PrincipalNotFound', 'Who?'));
    const roles = await services.roles();
    await expect(
      roles.putAssignment({ scope: KV_ID, name: 'n', roleDefinitionId: ROLE_ID, principalId: 'p' }),
    ).rejects.toMatchObject({ fields: { azureCode: 'PrincipalNotFound', kind: 'azure-failed' } });
  });

  it.each([200, 204, 404])('are taken back, whatever was there (%d)', async (status) => {
    const answer = status === 200 ? () => json({}) : () => empty(status);
    const { services } = servicesUnderTest(answer);
    await expect((await services.roles()).deleteAssignment(KV_ID, 'n')).resolves.toBeUndefined();
  });

  it('are created with data actions alone', async () => {
    const role = {
      name: 'guid-1',
      roleName: 'r',
      description: 'd',
      assignableScopes: [SUB],
      dataActions: ['a'],
    };
    // The only success that the specification knows, for a new role and an old one.
    const azure = servicesUnderTest(({ body }) =>
      json(
        { id: ROLE_ID, name: 'guid-1', properties: (body as { properties: object }).properties },
        201,
      ),
    );
    const roles = await azure.services.roles();
    const put = await roles.putDefinition('00000000-0000-0000-0000-000000000000', role);
    expect(azure.requests[0]?.url.pathname).toBe(
      `${SUB}/providers/Microsoft.Authorization/roleDefinitions/guid-1`,
    );
    expect(put).toEqual({
      id: ROLE_ID,
      name: 'guid-1',
      roleName: 'r',
      custom: true,
      assignableScopes: [SUB],
      permissions: [{ actions: [], notActions: [], dataActions: ['a'], notDataActions: [] }],
    });
  });

  it('of a principal are asked for by its id', async () => {
    const azure = servicesUnderTest(() => json({ value: [] }));
    await (await azure.services.roles()).assignmentsOf('p-1', KV_ID);
    expect(azure.requests[0]?.url.pathname).toBe(
      `${KV_ID}/providers/Microsoft.Authorization/roleAssignments`,
    );
    expect(azure.requests[0]?.url.searchParams.get('$filter')).toBe("principalId eq 'p-1'");
  });

  it('of the caller come in pages', async () => {
    const azure = servicesUnderTest((_request, count) =>
      count === 1
        ? json({ value: [{ actions: ['*/read'] }], nextLink: 'https://management.azure.com/next' })
        : json({ value: [{ actions: null, dataActions: ['x'] }] }),
    );
    const none = { actions: [], notActions: [], dataActions: [], notDataActions: [] };
    expect(await (await azure.services.roles()).callerPermissions(KV_ID)).toEqual([
      { ...none, actions: ['*/read'] },
      { ...none, dataActions: ['x'] },
    ]);
    expect(azure.requests[0]?.url.pathname).toBe(
      `${KV_ID}/providers/Microsoft.Authorization/permissions`,
    );
  });
});

describe('deny assignments', () => {
  const principals = [{ id: 'p', type: 'Group', displayName: 'x' }];
  const id = `${RG}/providers/Microsoft.Authorization/denyAssignments/d`;

  it('are read at a scope and above it, with what Azure leaves out empty', async () => {
    const properties = {
      denyAssignmentName: 'stack',
      permissions: [{ dataActions: ['*'] }],
      scope: RG,
      principals,
    };
    const azure = servicesUnderTest(() => json({ value: [{ id, name: 'd', properties }] }));
    expect(await (await azure.services.roles()).denyAssignments(KV_ID)).toEqual([
      {
        id,
        name: 'stack',
        scope: RG,
        appliesBelow: true,
        permissions: [{ actions: [], notActions: [], dataActions: ['*'], notDataActions: [] }],
        principals: [{ id: 'p', type: 'Group' }],
        excluded: [],
      },
    ]);
    expect(azure.requests[0]?.url.pathname).toBe(
      `${KV_ID}/providers/Microsoft.Authorization/denyAssignments`,
    );
    expect(azure.requests[0]?.url.searchParams.get('$filter')).toBe('atScope()');
  });

  it('may hold for their very scope alone', async () => {
    const properties = {
      permissions: [],
      scope: RG,
      doNotApplyToChildScopes: true,
      excludePrincipals: principals,
    };
    const { services } = servicesUnderTest(() => json({ value: [{ id, name: 'd', properties }] }));
    expect(await (await services.roles()).denyAssignments(KV_ID)).toMatchObject([
      { name: 'd', appliesBelow: false, principals: [], excluded: [{ id: 'p', type: 'Group' }] },
    ]);
  });
});

describe('subscriptions', () => {
  const raw = { id: SUB, subscriptionId: 's-1', displayName: 'Prod', tenantId: 't-1' };
  const ours = { id: 's-1', name: 'Prod', tenantId: 't-1' };

  it('are listed and read', async () => {
    const azure = servicesUnderTest(({ url }) =>
      json(url.pathname === '/subscriptions' ? { value: [raw] } : raw),
    );
    const subscriptions = await azure.services.subscriptions();
    expect(await subscriptions.list()).toEqual([ours]);
    expect(await subscriptions.get('s-1')).toEqual(ours);
  });

  it.each(['SubscriptionNotFound', 'ResourceNotFound'])('that are not there (%s)', async (code) => {
    const { services } = servicesUnderTest(() => armError(404, code, 'no'));
    expect(await (await services.subscriptions()).get('s-1')).toBeUndefined();
  });

  it('have groups', async () => {
    const { services } = servicesUnderTest(({ url }) =>
      url.pathname.endsWith('/rg')
        ? json({ id: RG, name: 'rg', location: 'japaneast' })
        : armError(404, 'ResourceGroupNotFound', "Resource group 'x' could not be found."),
    );
    const subscriptions = await services.subscriptions();
    expect(await subscriptions.resourceGroup('s-1', 'rg')).toEqual({
      name: 'rg',
      location: 'japaneast',
    });
    expect(await subscriptions.resourceGroup('s-1', 'x')).toBeUndefined();
  });

  it('have locks of any scope', async () => {
    const lock = (scope: string, name: string, level: string) => ({
      id: `${scope}/providers/Microsoft.Authorization/locks/${name}`,
      name,
      properties: { level },
    });
    const azure = servicesUnderTest(() =>
      json({ value: [lock(RG, 'a', 'CanNotDelete'), lock(SUB, 'b', 'ReadOnly')] }),
    );
    expect(await (await azure.services.subscriptions()).locks('s-1')).toEqual([
      { name: 'a', scope: RG, level: 'CanNotDelete' },
      { name: 'b', scope: SUB, level: 'ReadOnly' },
    ]);
    expect(azure.requests[0]?.url.href).toBe(
      'https://management.azure.com/subscriptions/s-1/providers/Microsoft.Authorization/locks?api-version=2020-05-01',
    );
    expect(await (await azure.services.subscriptions()).locksAt(KV_ID)).toHaveLength(2);
    expect(azure.requests[1]?.url.pathname).toBe(
      `${KV_ID}/providers/Microsoft.Authorization/locks`,
    );
    expect(azure.requests[1]?.url.searchParams.get('$filter')).toBe('atScope()');
  });
});

describe('the directory', () => {
  it('has no principal where the tenant never used Azure Backup', async () => {
    const azure = servicesUnderTest(() => json({ value: [] }));
    expect(await (await azure.services.directory()).servicePrincipal('app')).toBeUndefined();
    expect(azure.requests[0]?.url.host).toBe('graph.microsoft.com');
    expect(azure.tokensFetched).toEqual(['https://graph.microsoft.com/.default']);
  });

  it('groups are those of the service principal', async () => {
    const azure = servicesUnderTest(() => json({ value: ['g-1', 'g-2'] }));
    expect(await (await azure.services.directory()).groupsOf('sp')).toEqual(['g-1', 'g-2']);
    expect(azure.requests[0]?.method).toBe('POST');
    expect(azure.requests[0]?.url.pathname).toBe('/v1.0/servicePrincipals/sp/getMemberGroups');
    expect(azure.requests[0]?.body).toEqual({ securityEnabledOnly: false });
  });
});
