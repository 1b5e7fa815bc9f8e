import { describe, expect, it } from 'vitest';
import { tiny, tinySandbox, vaultId } from '../../../support/worlds/tiny-world.js';

const VERSION = 'api-version=2023-07-01';
const vaultPath = vaultId(tiny.policyVault);

describe('routing', () => {
  it('reads paths as Resource Manager does', async () => {
    const sandbox = tinySandbox();
    const variants = [
      `${vaultPath}?${VERSION}`,
      `https://management.azure.com/${vaultPath}?${VERSION}`,
      `${vaultPath}/?${VERSION}`,
      `${vaultPath.toUpperCase().replace('/SUBSCRIPTIONS/', '/Subscriptions/')}?${VERSION}`,
      `${vaultPath}?api%2Dversion=2023-07-01`,
    ];
    const statuses: number[] = [];
    for (const variant of variants) {
      statuses.push((await sandbox.send('GET', variant)).status);
    }
    expect(statuses).toEqual(variants.map(() => 200));
  });

  it('keeps the casing of names', async () => {
    const { body } = await tinySandbox().send('GET', `${vaultId('KV-Nowhere')}?${VERSION}`);
    expect(body.error.message).toContain("'Microsoft.KeyVault/vaults/KV-Nowhere'");
  });

  it('takes plus for a space in queries', async () => {
    const path = `${tiny.group}/resources?api-version=2021-04-01`;
    const filter = '%24filter=resourceType+eq+%27Microsoft.KeyVault/vaults%27';
    const { body } = await tinySandbox().send('GET', `${path}&${filter}`);
    expect(body.value).toHaveLength(2);
  });
});

describe('strictness', () => {
  const cases: readonly [what: string, send: Parameters<ReturnType<typeof tinySandbox>['send']>][] =
    [
      ['GET management.azure.com/unheard-of', ['GET', `/unheard-of?${VERSION}`]],
      ['DELETE management.azure.com/tenants', ['DELETE', '/tenants?api-version=2022-12-01']],
      ['api-version 1999-01-01 of Vaults_Get', ['GET', `${vaultPath}?api-version=1999-01-01`]],
      ["query parameter '$expand' of Vaults_Get", ['GET', `${vaultPath}?${VERSION}&$expand=x`]],
      [
        "request header 'if-match' of Vaults_Get",
        ['GET', `${vaultPath}?${VERSION}`, { headers: { 'if-match': '*' } }],
      ],
      [
        "field 'properties.colour'",
        ['PATCH', `${vaultPath}?${VERSION}`, { body: { properties: { colour: 'red' } } }],
      ],
      ['a request body for Vaults_Delete', ['DELETE', `${vaultPath}?${VERSION}`, { body: {} }]],
      ['host example.org', ['GET', 'https://example.org/']],
    ];

  it.each(cases)('names %s', async (what, send) => {
    const { status, body } = await tinySandbox().send(...send);
    expect(status).toBe(501);
    expect(body.error.code).toBe('SandboxNotModelled');
    expect(body.error.message).toContain(what);
  });

  it('changes nothing on the way to a refusal', async () => {
    const sandbox = tinySandbox();
    const before = JSON.stringify(sandbox.state.resources);
    await sandbox.send('PATCH', `${vaultPath}?${VERSION}`, { body: { properties: { a: 1 } } });
    expect(JSON.stringify(sandbox.state.resources)).toBe(before);
  });

  it('answers as Azure where Azure is known', async () => {
    const { status, body } = await tinySandbox().send('GET', vaultPath);
    expect([status, body.error.code]).toEqual([400, 'MissingApiVersionParameter']);
  });

  it('tells a type that Azure does not have from one that it does not model', async () => {
    const typo = await tinySandbox().send(
      'GET',
      `${vaultPath.replace('/vaults/', '/volts/')}?${VERSION}`,
    );
    expect([typo.status, typo.body.error.code]).toEqual([404, 'InvalidResourceType']);
    const hsm = vaultPath.replace('/vaults/', '/managedHSMs/');
    expect((await tinySandbox().send('GET', `${hsm}?${VERSION}`)).status).toBe(501);
  });

  it('rejects as DNS does for a key vault that does not exist', async () => {
    const request = new Request('https://kv-nowhere.vault.azure.net/keys?api-version=7.4');
    await expect(tinySandbox().fetch(request)).rejects.toMatchObject({
      code: 'ENOTFOUND',
      hostname: 'kv-nowhere.vault.azure.net',
    });
  });
});

describe('headers', () => {
  it('has what Resource Manager always sends', async () => {
    const sandbox = tinySandbox();
    const { headers } = await sandbox.send('GET', `${vaultPath}?${VERSION}`, {
      headers: { 'x-ms-client-request-id': 'mine' },
    });
    expect(headers.get('cache-control')).toBe('no-cache');
    expect(headers.get('expires')).toBe('-1');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains');
    expect(headers.get('date')).toBe('Mon, 23 Nov 2026 12:00:00 GMT');
    expect(headers.get('x-ms-client-request-id')).toBe('mine');
    expect(headers.get('x-ms-request-id')).toBe(headers.get('x-ms-correlation-request-id'));
    expect(headers.get('x-ms-failure-cause')).toBeNull();
  });

  it('keeps request ids out of the sequence of the world', async () => {
    const sandbox = tinySandbox();
    await sandbox.send('GET', `${vaultPath}?${VERSION}`);
    expect(sandbox.state.ids.next).toBe(1);
  });
});

describe('front door', () => {
  it('knows its subscriptions and groups', async () => {
    const sandbox = tinySandbox();
    const elsewhere = vaultPath.replace(tiny.subscriptionId, tiny.tenantId);
    const unknown = await sandbox.send('GET', `${elsewhere}?${VERSION}`);
    expect([unknown.status, unknown.body.error.code]).toEqual([404, 'SubscriptionNotFound']);
    const group = await sandbox.send('GET', `${vaultPath.replace('rg-tiny', 'rg-no')}?${VERSION}`);
    expect(group.body.error).toEqual({
      code: 'ResourceGroupNotFound',
      message: "Resource group 'rg-no' could not be found.",
    });
    expect(group.headers.get('x-ms-failure-cause')).toBe('gateway');
  });

  it('names action and scope to who may not', async () => {
    const { status, body } = await tinySandbox().send('GET', `${vaultPath}?${VERSION}`, {
      as: tiny.strangerId,
    });
    expect([status, body.error.code]).toEqual([403, 'AuthorizationFailed']);
    expect(body.error.message).toBe(
      `The client 'bbbbbbbb-0000-4000-8000-000000000002' with object id '${tiny.strangerId}' does not have authorization to perform action 'Microsoft.KeyVault/vaults/read' over scope '${vaultPath}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
    );
  });

  it('wants providers registered before anything is made or listed', async () => {
    const sandbox = tinySandbox();
    sandbox.state.subscriptions[0]?.registeredProviders.splice(0);
    const body = { location: 'japaneast', properties: {} };
    const path = `${vaultId('kv-new')}?${VERSION}`;
    const refused = await sandbox.send('PUT', path, { body });
    expect([refused.status, refused.body.error.code]).toEqual([
      409,
      'MissingSubscriptionRegistration',
    ]);
    expect(refused.body.error.details[0].target).toBe('Microsoft.KeyVault');
    const list = `${tiny.group}/providers/Microsoft.KeyVault/vaults?${VERSION}`;
    expect((await sandbox.send('GET', list)).status).toBe(409);
    expect((await sandbox.send('GET', path)).status).toBe(404);
    const provider = `/subscriptions/${tiny.subscriptionId}/providers/Microsoft.KeyVault`;
    await sandbox.send('POST', `${provider}/register?api-version=2021-04-01`);
    const read = await sandbox.send('GET', `${provider}?api-version=2021-04-01`);
    expect(read.body.registrationState).toBe('Registered');
  });
});

describe('throttling', () => {
  it('counts writes down without refusing any', async () => {
    const sandbox = tinySandbox();
    const left = async (): Promise<string | null> => {
      const { headers } = await sandbox.send('PATCH', `${vaultPath}?${VERSION}`, { body: {} });
      return headers.get('x-ms-ratelimit-remaining-subscription-writes');
    };
    expect([await left(), await left()]).toEqual(['1199', '1198']);
    sandbox.clock.advanceTo(sandbox.clock.now() + 3_600_000);
    expect(await left()).toBe('1199');
  });
});

describe('exchanges', () => {
  it('tells who asked for what and what became of it', async () => {
    const sandbox = tinySandbox();
    await sandbox.send('GET', `${vaultPath}?${VERSION}`);
    await sandbox.send('GET', `${vaultPath}?${VERSION}`, { token: null });
    expect(sandbox.exchanges).toMatchObject([
      { method: 'GET', status: 200, operationId: 'Vaults_Get', caller: { objectId: tiny.ownerId } },
      { status: 401, operationId: 'Vaults_Get', caller: undefined },
    ]);
  });
});
