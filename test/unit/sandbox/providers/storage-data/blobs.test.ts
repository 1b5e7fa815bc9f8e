import { describe, expect, it } from 'vitest';
import { builtInRoles } from '../../../../../src/sandbox/providers/authorization/role-definitions/built-in-roles.js';
import { findBlob, writeBlob } from '../../../../../src/sandbox/providers/storage-data/blobs.js';
import { sasText } from '../../../../../src/sandbox/providers/storage-data/shared-access-signature.js';
import {
  isSignedBy,
  sharedKeyText,
} from '../../../../../src/sandbox/providers/storage-data/shared-key.js';
import {
  accountKeys,
  seedStorageAccount,
} from '../../../../../src/sandbox/providers/storage/storage-account.js';
import { createHmac } from 'node:crypto';
import {
  assign,
  tiny,
  tinySandbox,
  tinyWorld,
  TINY_START,
  type TinySandbox,
} from '../../../../support/worlds/tiny-world.js';

const accountId = `${tiny.group}/providers/Microsoft.Storage/storageAccounts/stx`;
const ROOT = 'https://stx.blob.core.windows.net';
const STORAGE = 'https://storage.azure.com';
const config = { account: 'stx', container: 'vm1-0f', name: 'config-vm1.json' };

interface BlobSandbox extends TinySandbox {
  readonly keys: readonly string[];
  get(path: string, headers?: Readonly<Record<string, string>>, method?: string): Promise<Response>;
}

function blobSandbox(properties: Readonly<Record<string, unknown>> = {}): BlobSandbox {
  const state = tinyWorld();
  const account = seedStorageAccount(state, {
    id: accountId,
    location: 'japaneast',
    kind: 'StorageV2',
    sku: 'Standard_LRS',
    createdMilliseconds: TINY_START,
    properties,
  });
  const content = new TextEncoder().encode('{"a":1}');
  const metadata = { configblobsize: '7' };
  writeBlob(state, { ...config, type: 'PageBlob', content, metadata }, TINY_START);
  writeBlob(state, { ...config, name: 'dir/b&c', type: 'BlockBlob', content }, TINY_START);
  const sandbox = tinySandbox(state);
  return {
    ...sandbox,
    keys: accountKeys(state, account).map(({ value }) => value),
    get: async (path, headers = {}, method = 'GET') =>
      await sandbox.fetch(new Request(`${ROOT}${path}`, { method, headers })),
  };
}

function sign(key: string, text: string): string {
  return createHmac('sha256', Buffer.from(key, 'base64')).update(text).digest('base64');
}

/** Headers of a request signed with an account's key. */
function signed(key: string, path: string, method = 'GET', extra: Record<string, string> = {}) {
  const sent = {
    'x-ms-version': '2023-11-03',
    'x-ms-date': 'Mon, 23 Nov 2026 12:00:00 GMT',
    ...extra,
  };
  const request = { method, url: new URL(`${ROOT}${path}`), headers: new Headers(sent) };
  return { ...sent, authorization: `SharedKey stx:${sign(key, sharedKeyText(request, 'stx'))}` };
}

function bearer(sandbox: TinySandbox, objectId: string, audience = STORAGE) {
  return { authorization: `Bearer ${sandbox.token(objectId, audience)}` };
}

function sas(key: string, overrides: Readonly<Record<string, string>> = {}): string {
  const query = {
    sv: '2021-12-02',
    sr: 'b',
    sp: 'r',
    se: '2026-11-24T00:00:00Z',
    spr: 'https',
    ...overrides,
  };
  const text = sasText(query, { account: 'stx', container: config.container, blob: config.name });
  return new URLSearchParams({ ...query, sig: sign(key, text) }).toString();
}

const PATH = `/${config.container}/${config.name}`;
const LIST = `/${config.container}?restype=container&comp=list`;

function roleNamed(name: string): string {
  return builtInRoles.find(({ roleName }) => roleName === name)?.name ?? '';
}

describe('signatures', () => {
  // Made by azure-storage-blob 12.15 for Python.
  const key = Buffer.from(Array.from({ length: 64 }, (_, index) => index)).toString('base64');
  const headers = new Headers({
    'x-ms-version': '2023-11-03',
    'x-ms-date': 'Mon, 23 Nov 2026 12:00:00 GMT',
  });

  it("agree with the SDK's on lists and ranges", () => {
    const list = new URL(`${ROOT}/c?restype=container&comp=list&prefix=a%2Fb`);
    const listText = sharedKeyText({ method: 'GET', url: list, headers }, 'stx');
    expect(isSignedBy([key], listText, 'xX8wmi4ALZzSSygJL7oQ+nlU2/4DZD92Sm4/rRetp7M=')).toBe(true);
    const ranged = new Headers([...headers, ['x-ms-range', 'bytes=0-10']]);
    const url = new URL(`${ROOT}/c/a/b%20c.json`);
    const rangeText = sharedKeyText({ method: 'GET', url, headers: ranged }, 'stx');
    expect(isSignedBy([key], rangeText, 'lw7pxVJjSgkd7+u6Dv3c/ppJSVBd8gjGySrTyx2rD+w=')).toBe(true);
  });

  it("agree with the SDK's on shared access", () => {
    const blob = {
      st: '2026-11-22T00:00:00Z',
      se: '2026-11-24T00:00:00Z',
      sp: 'r',
      sv: '2021-12-02',
      sr: 'b',
    };
    const blobText = sasText(blob, { account: 'stx', container: 'c', blob: 'a/b c.json' });
    expect(isSignedBy([key], blobText, 'wsvOnoA3tM76f7hzJJPBe83g5k09FyXbXPVKHGP+h1o=')).toBe(true);
    const container = {
      se: '2026-11-24T00:00:00Z',
      sp: 'rl',
      spr: 'https',
      sv: '2021-12-02',
      sr: 'c',
    };
    const text = sasText(container, { account: 'stx', container: 'c', blob: 'd' });
    expect(isSignedBy([key], text, 'LobhxEx4U3n3151PpaGlw1q7O/RNuMBFId2U2CPt5Ws=')).toBe(true);
  });
});

describe('reading with an account key', () => {
  it('answers a page blob in whole pages, its length in the metadata', async () => {
    const sandbox = blobSandbox();
    const response = await sandbox.get(PATH, signed(sandbox.keys[1] ?? '', PATH));
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-length': '512',
      'x-ms-blob-type': 'PageBlob',
      'x-ms-meta-configblobsize': '7',
      'x-ms-server-encrypted': 'true',
      'x-ms-version': '2023-11-03',
      'last-modified': 'Mon, 23 Nov 2026 12:00:00 GMT',
    });
    const bytes = new Uint8Array(await response.arrayBuffer());
    expect(bytes).toHaveLength(512);
    expect(new TextDecoder().decode(bytes.subarray(0, 7))).toBe('{"a":1}');
  });

  it('answers only the headers to HEAD', async () => {
    const sandbox = blobSandbox();
    const headers = signed(sandbox.keys[0] ?? '', PATH, 'HEAD');
    const response = await sandbox.get(PATH, headers, 'HEAD');
    expect(response.headers.get('content-length')).toBe('512');
    expect(await response.text()).toBe('');
  });

  it('answers a range', async () => {
    const sandbox = blobSandbox();
    const range = { 'x-ms-range': 'bytes=1-3' };
    const headers = signed(sandbox.keys[0] ?? '', PATH, 'GET', range);
    const response = await sandbox.get(PATH, headers);
    expect(response.status).toBe(206);
    expect(response.headers.get('content-range')).toBe('bytes 1-3/512');
    expect(await response.text()).toBe('"a"');
  });

  it.each([
    ['BlobNotFound', `/${config.container}/none`],
    ['ContainerNotFound', '/none/none'],
  ])('answers %s', async (code, path) => {
    const sandbox = blobSandbox();
    const response = await sandbox.get(path, signed(sandbox.keys[0] ?? '', path));
    expect(response.status).toBe(404);
    expect(response.headers.get('x-ms-error-code')).toBe(code);
    const text = await response.text();
    expect(text).toContain(`<Code>${code}</Code>`);
    expect(text).toContain(`RequestId:${response.headers.get('x-ms-request-id')}`);
  });

  it('refuses a signature of another request', async () => {
    const sandbox = blobSandbox();
    const response = await sandbox.get(PATH, signed(sandbox.keys[0] ?? '', LIST));
    expect(response.status).toBe(403);
    const text = await response.text();
    expect(text).toContain('<Code>AuthenticationFailed</Code>');
    expect(text).toContain('The MAC signature found in the HTTP request');
  });

  it('is refused where the account does not permit keys', async () => {
    const sandbox = blobSandbox({ allowSharedKeyAccess: false });
    const response = await sandbox.get(PATH, signed(sandbox.keys[0] ?? '', PATH));
    expect(response.headers.get('x-ms-error-code')).toBe('KeyBasedAuthenticationNotPermitted');
  });
});

describe('reading with a token', () => {
  it('is refused to the owner, whose role has no data actions', async () => {
    const sandbox = blobSandbox();
    const response = await sandbox.get(PATH, bearer(sandbox, tiny.ownerId));
    expect(response.status).toBe(403);
    expect(response.headers.get('x-ms-error-code')).toBe('AuthorizationPermissionMismatch');
  });

  it('is what a reader of blob data may, who may not delete', async () => {
    const sandbox = blobSandbox();
    const scope = `${accountId}/blobServices/default/containers/${config.container}`;
    assign(sandbox.state, tiny.strangerId, roleNamed('Storage Blob Data Reader'), scope);
    const headers = bearer(sandbox, tiny.strangerId);
    expect((await sandbox.get(PATH, headers)).status).toBe(200);
    expect((await sandbox.get(PATH, headers, 'DELETE')).status).toBe(403);
  });

  it('is answered with a challenge without a token, or with one for another service', async () => {
    const sandbox = blobSandbox();
    const none = await sandbox.get(PATH);
    expect(none.status).toBe(401);
    expect(none.headers.get('x-ms-error-code')).toBe('NoAuthenticationInformation');
    expect(none.headers.get('www-authenticate')).toBe(
      `Bearer authorization_uri=https://login.microsoftonline.com/${tiny.tenantId}/oauth2/authorize resource_id=https://storage.azure.com`,
    );
    const foreign = bearer(sandbox, tiny.ownerId, 'https://vault.azure.net');
    const other = await sandbox.get(PATH, foreign);
    expect(other.status).toBe(401);
    expect(other.headers.get('x-ms-error-code')).toBe('InvalidAuthenticationInfo');
  });
});

describe('shared access signatures', () => {
  it('open the one blob that they name', async () => {
    const sandbox = blobSandbox();
    const token = sas(sandbox.keys[0] ?? '');
    expect((await sandbox.get(`${PATH}?${token}`)).status).toBe(200);
    const other = await sandbox.get(`/${config.container}/dir/b%26c?${token}`);
    expect(other.status).toBe(403);
    expect(await other.text()).toContain('Signature did not match.');
  });

  it.each([
    ['AuthenticationFailed', { se: '2026-11-23T12:00:00Z' }],
    ['AuthenticationFailed', { st: '2026-11-23T12:00:01Z' }],
    ['AuthorizationPermissionMismatch', { sp: 'd' }],
  ])('answer %s for %o', async (code, overrides) => {
    const sandbox = blobSandbox();
    const response = await sandbox.get(`${PATH}?${sas(sandbox.keys[0] ?? '', overrides)}`);
    expect(response.status).toBe(403);
    expect(response.headers.get('x-ms-error-code')).toBe(code);
  });

  it('of a container open its list where they say so', async () => {
    const sandbox = blobSandbox();
    const allowed = sas(sandbox.keys[0] ?? '', { sr: 'c', sp: 'rl' });
    expect((await sandbox.get(`${LIST}&${allowed}`)).status).toBe(200);
    const blobOnly = await sandbox.get(`${LIST}&${sas(sandbox.keys[0] ?? '', { sr: 'c' })}`);
    expect(blobOnly.headers.get('x-ms-error-code')).toBe('AuthorizationPermissionMismatch');
  });
});

describe('network rules', () => {
  it.each([
    [403, []],
    [200, [{ value: '203.0.113.0/24', action: 'Allow' }]],
  ])('answer %i under default action Deny and the rules %o', async (status, ipRules) => {
    const networkAcls = { bypass: 'AzureServices', defaultAction: 'Deny', ipRules };
    const sandbox = blobSandbox({ networkAcls });
    const response = await sandbox.get(PATH, signed(sandbox.keys[0] ?? '', PATH));
    expect(response.status).toBe(status);
    expect(response.headers.get('x-ms-error-code')).toBe(
      status === 403 ? 'AuthorizationFailure' : null,
    );
  });
});

describe('listing and deleting', () => {
  it('lists by name, page by page', async () => {
    const sandbox = blobSandbox();
    const first = `${LIST}&maxresults=1&include=metadata`;
    const page = await (await sandbox.get(first, signed(sandbox.keys[0] ?? '', first))).text();
    expect(page).toContain('<Name>config-vm1.json</Name>');
    expect(page).toContain('<Metadata><configblobsize>7</configblobsize></Metadata>');
    expect(page).toContain('<NextMarker>dir/b&amp;c</NextMarker>');
    const second = `${LIST}&marker=dir%2Fb%26c`;
    const last = await (await sandbox.get(second, signed(sandbox.keys[0] ?? '', second))).text();
    expect(last).not.toContain('config-vm1.json');
    expect(last).toContain('<Name>dir/b&amp;c</Name>');
    expect(last).toContain('<NextMarker />');
  });

  it('deletes once', async () => {
    const sandbox = blobSandbox();
    const headers = signed(sandbox.keys[0] ?? '', PATH, 'DELETE');
    const response = await sandbox.get(PATH, headers, 'DELETE');
    expect(response.status).toBe(202);
    expect(response.headers.get('x-ms-delete-type-permanent')).toBe('true');
    expect(findBlob(sandbox.state, config)).toBeUndefined();
    expect((await sandbox.get(PATH, headers, 'DELETE')).status).toBe(404);
  });
});
