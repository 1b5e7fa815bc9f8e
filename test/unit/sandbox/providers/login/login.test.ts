import { describe, expect, it } from 'vitest';
import { ASSERTION_TYPE } from '../../../../../src/sandbox/providers/login/federated.js';
import { tiny, tinySandbox, tinyWorld } from '../../../../support/worlds/tiny-world.js';

/** A token answer or a sign-in error; a member that is missing fails its test. */
interface TokenResponse {
  readonly token_type: string;
  readonly expires_in: number;
  readonly expires_on: string;
  readonly resource: string;
  readonly access_token: string;
  readonly error: string;
  readonly error_description?: string;
  readonly error_codes: readonly number[];
}

const LOGIN = 'https://login.microsoftonline.com';

async function post(path: string, fields: Readonly<Record<string, string>>, world = tinyWorld()) {
  const sandbox = tinySandbox(world);
  const request = new Request(`${LOGIN}${path}`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: tiny.ownerAppId,
      client_secret: tiny.ownerSecret,
      ...fields,
    }),
  });
  const response = await sandbox.fetch(request);
  return { status: response.status, body: (await response.json()) as TokenResponse };
}

const scope = 'https://vault.azure.net/.default';
const tokenPath = `/${tiny.tenantId}/oauth2/v2.0/token`;

describe('the token endpoints', () => {
  it('issue a token whose claims fit the application', async () => {
    const { status, body } = await post(tokenPath, { scope });
    expect([status, body.token_type, body.expires_in]).toEqual([200, 'Bearer', 3599]);
    const claims = JSON.parse(
      Buffer.from(body.access_token.split('.')[1] ?? '', 'base64url').toString(),
    );
    expect(claims).toMatchObject({
      aud: 'https://vault.azure.net',
      iss: `https://sts.windows.net/${tiny.tenantId}/`,
      appid: tiny.ownerAppId,
      oid: tiny.ownerId,
      tid: tiny.tenantId,
      idtyp: 'app',
      exp: 1_795_438_800,
    });
  });

  it('speak version 1 too, and know tenants by their domain', async () => {
    const { status, body } = await post('/tiny.onmicrosoft.com/oauth2/token', {
      resource: 'https://management.core.windows.net/',
    });
    expect([status, body.expires_on, body.resource]).toEqual([
      200,
      '1795438800',
      'https://management.core.windows.net/',
    ]);
  });

  it.each([
    ['AADSTS7000215', [401, 'invalid_client'], tokenPath, { scope, client_secret: 'wrong' }],
    ['AADSTS700016', [400, 'unauthorized_client'], tokenPath, { scope, client_id: 'nobody' }],
    ['AADSTS90002', [400, 'invalid_request'], '/nowhere/oauth2/v2.0/token', { scope }],
    ['AADSTS500011', [400, 'invalid_resource'], tokenPath, { scope: 'https://a.example/.default' }],
  ] as const)('answer %s', async (code, expected, path, fields) => {
    const { status, body } = await post(path, fields);
    expect([status, body.error]).toEqual(expected);
    expect(body.error_description?.startsWith(`${code}: `)).toBe(true);
    expect(body.error_codes).toEqual([Number(code.replace('AADSTS', ''))]);
  });

  it.each([
    ['AADSTS700024', [401, 'invalid_client'], { exp: -60 }],
    ['AADSTS700213', [401, 'invalid_client'], { sub: 'another branch' }],
    ['AADSTS7002138', [401, 'invalid_client'], { sub: 'Main' }],
    ['AADSTS700212', [401, 'invalid_client'], { aud: 'another audience' }],
    ['AADSTS700211', [401, 'invalid_client'], { iss: 'https://another.example' }],
    ['AADSTS50027', [400, 'invalid_request'], { iss: 1 }],
    [undefined, [200, undefined], {}],
  ] as const)('answer %s to a federated token', async (code, expected, change) => {
    const world = tinyWorld();
    const trust = { issuer: 'https://ci.example', subject: 'main', audience: 'exchange' };
    const owner = world.directory.principals.find(({ appId }) => appId === tiny.ownerAppId);
    Object.assign(owner ?? {}, { federatedCredentials: [trust] });
    const now = world.nowMilliseconds / 1000;
    const claims = {
      iss: trust.issuer,
      sub: trust.subject,
      aud: trust.audience,
      nbf: now - 300,
      ...change,
      exp: now + ('exp' in change ? change.exp : 300),
    };
    const assertion = `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.x`;
    const { status, body } = await post(
      tokenPath,
      { scope, client_assertion: assertion, client_assertion_type: ASSERTION_TYPE },
      world,
    );
    expect([status, body.error]).toEqual(expected);
    expect(body.error_description?.split(':')[0]).toBe(code);
  });

  it('refuse grants that are not modelled by name', async () => {
    const { status, body } = await post(tokenPath, { scope, grant_type: 'password' });
    expect(status).toBe(501);
    expect(body.error).toMatchObject({ message: expect.stringContaining("field 'grant_type'") });
  });
});

describe('discovery', () => {
  it('describes tenants and the public cloud', async () => {
    const sandbox = tinySandbox();
    const get = async (path: string) =>
      (await sandbox.fetch(new Request(`${LOGIN}${path}`))).json();
    const openId = await get(`/${tiny.tenantId}/v2.0/.well-known/openid-configuration`);
    expect(openId).toMatchObject({ token_endpoint: `${LOGIN}${tokenPath}` });
    const endpoint = encodeURIComponent(`${LOGIN}/${tiny.tenantId}/oauth2/v2.0/authorize`);
    const instance = await get(
      `/common/discovery/instance?api-version=1.1&authorization_endpoint=${endpoint}`,
    );
    expect(instance).toMatchObject({
      tenant_discovery_endpoint: `${LOGIN}/${tiny.tenantId}/v2.0/.well-known/openid-configuration`,
    });
  });
});
