// Storage accounts and blobs: what is asked, with whose right, and what of the answers is kept.
import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  armError,
  CANARY_TOKEN,
  empty,
  json,
  servicesUnderTest,
  type Answer,
  type SeenRequest,
} from '../../../support/contract/services-under-test.js';

const SUB = '/subscriptions/00000000-0000-0000-0000-000000000000';
const ACCOUNT_ID = `${SUB}/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/staging`;
const KEY = Buffer.from('canary-of-an-account-key').toString('base64');
const BLOB = {
  accountId: ACCOUNT_ID,
  endpoint: 'https://staging.blob.core.windows.net/',
  container: 'vm-0123',
  blob: 'config-vm-1.json',
};
const BLOB_HEADERS = {
  etag: '"0x1"',
  'last-modified': 'Mon, 23 Nov 2026 00:00:00 GMT',
  'x-ms-blob-type': 'PageBlob',
};

function refusedBlob(status: number, code: string): Response {
  const xml = `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>No.</Message></Error>`;
  return new Response(xml, {
    status,
    headers: { 'content-type': 'application/xml', 'x-ms-error-code': code },
  });
}

function content(
  bytes: Uint8Array<ArrayBuffer>,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return new Response(bytes, {
    headers: { ...BLOB_HEADERS, 'content-length': String(bytes.byteLength), ...headers },
  });
}

/** Refuses the token, hands out the key, and answers what the key has signed. */
function keyOnly(answer: (request: SeenRequest) => Response): Answer {
  return (request) => {
    if (request.url.pathname.endsWith('/listKeys')) {
      return json({ keys: [{ keyName: 'key1', value: KEY, permissions: 'FULL' }] });
    }
    return request.headers.get('authorization')?.startsWith('SharedKey ') === true
      ? answer(request)
      : refusedBlob(403, 'AuthorizationPermissionMismatch');
  };
}

async function storageOver(answer: Answer) {
  const azure = servicesUnderTest(answer);
  return { ...azure, storage: await azure.services.storage() };
}

const ACCOUNT = {
  id: ACCOUNT_ID,
  name: 'staging',
  location: 'japaneast',
  kind: 'StorageV2',
  sku: { name: 'Standard_LRS', tier: 'Standard' },
  properties: { primaryEndpoints: { blob: 'https://staging.blob.core.windows.net/' } },
};
const OURS = {
  id: ACCOUNT_ID,
  name: 'staging',
  location: 'japaneast',
  kind: 'StorageV2',
  sku: 'Standard_LRS',
  blobEndpoint: 'https://staging.blob.core.windows.net/',
  publicAccess: 'Enabled',
  defaultNetworkAction: 'Allow',
  letsTrustedServicesThrough: true,
  hierarchicalNamespace: false,
  sharedKeyAccess: true,
};

describe('a storage account', () => {
  it.each([
    [{}, {}],
    [{ isHnsEnabled: true, allowSharedKeyAccess: null }, { hierarchicalNamespace: true }],
    [{ isHnsEnabled: false, allowSharedKeyAccess: false }, { sharedKeyAccess: false }],
    [
      { networkAcls: { defaultAction: 'Deny', bypass: 'Logging, AzureServices' } },
      { defaultNetworkAction: 'Deny' },
    ],
    [
      { networkAcls: { defaultAction: 'Deny', bypass: 'None' } },
      { defaultNetworkAction: 'Deny', letsTrustedServicesThrough: false },
    ],
    [
      { publicNetworkAccess: 'Disabled' },
      { publicAccess: 'Disabled', defaultNetworkAction: 'Deny' },
    ],
    [
      { publicNetworkAccess: 'SecuredByPerimeter' },
      { publicAccess: 'SecuredByPerimeter', defaultNetworkAction: 'Deny' },
    ],
    [{ publicNetworkAccess: null, networkAcls: null }, {}],
  ])('with %j', async (properties, difference) => {
    const account = { ...ACCOUNT, properties: { ...ACCOUNT.properties, ...properties } };
    const { storage } = await storageOver(() => json(account));
    expect(await storage.account(ACCOUNT_ID)).toEqual({ ...OURS, ...difference });
  });

  it('is found in the subscription, page by page', async () => {
    const next = `https://management.azure.com${SUB}/next`;
    const { storage } = await storageOver(({ url }) =>
      json({ value: [ACCOUNT], ...(url.href === next ? {} : { nextLink: next }) }),
    );
    expect(await storage.accounts(SUB.split('/')[2] ?? '')).toEqual([OURS, OURS]);
  });

  it('that is not there is undefined, and one without a kind is no account', async () => {
    const gone = await storageOver(() => armError(404, 'ResourceNotFound', 'Gone.'));
    expect(await gone.storage.account(ACCOUNT_ID)).toBeUndefined();
    const odd = await storageOver(() => json({ ...ACCOUNT, kind: undefined }));
    await expect(odd.storage.account(ACCOUNT_ID)).rejects.toMatchObject({
      fields: { code: 'AZB_UNEXPECTED_RESPONSE' },
    });
  });
});

describe('a blob', () => {
  it.each([{ container: '' }, { blob: '' }, { endpoint: 'text' }])(
    'that Azure names by no name is an unexpected response: %j',
    async (named) => {
      const { storage, requests } = await storageOver(() => content(new Uint8Array()));
      await expect(storage.read({ ...BLOB, ...named })).rejects.toMatchObject({
        fields: { code: 'AZB_UNEXPECTED_RESPONSE' },
      });
      expect(requests).toEqual([]);
    },
  );

  it("is read with the caller's token, byte for byte", async () => {
    const bytes = new Uint8Array([0xff, 0xfe, 0x7b, 0x00, 0x80, 0x00]);
    const { storage, requests, tokensFetched, traces } = await storageOver(() => content(bytes));
    expect(await storage.read({ ...BLOB, blob: 'a folder/b.json' })).toEqual(bytes);
    expect(requests.map(({ url }) => url.href)).toEqual([
      'https://staging.blob.core.windows.net/vm-0123/a%20folder/b.json',
    ]);
    expect(requests[0]?.headers.get('authorization')).toBe(`Bearer ${CANARY_TOKEN}`);
    expect(tokensFetched).toEqual(['https://storage.azure.com/.default']);
    expect(traces).toMatchObject([{ method: 'GET', status: 200 }]);
  });

  it('is read without its padding where the metadata say how long it is', async () => {
    const padded = new Uint8Array(512);
    padded.set([1, 2, 3]);
    const { storage } = await storageOver(() =>
      content(padded, { 'x-ms-meta-configblobsize': '3' }),
    );
    expect(await storage.read(BLOB)).toEqual(new Uint8Array([1, 2, 3]));
  });

  it.each(['BlobNotFound', 'ContainerNotFound'])('that is not there (%s)', async (code) => {
    const { storage } = await storageOver(() => refusedBlob(404, code));
    expect(await storage.read(BLOB)).toBeUndefined();
    expect(await storage.metadata(BLOB)).toBeUndefined();
    expect(await storage.names(BLOB)).toBeUndefined();
    await expect(storage.delete(BLOB)).resolves.toBeUndefined();
  });

  it("is read with the account's key where the token may not", async () => {
    const { storage, requests, traces } = await storageOver(
      keyOnly(() => content(new Uint8Array([7]))),
    );
    expect(await storage.read(BLOB)).toEqual(new Uint8Array([7]));
    expect(requests.map(({ method }) => method)).toEqual(['GET', 'POST', 'GET']);
    const signed = requests[2];
    const version = signed?.headers.get('x-ms-version') ?? '';
    expect(signed?.headers.get('authorization')).toBe(
      `SharedKey staging:${signature(signed, version)}`,
    );
    expect(JSON.stringify(traces)).not.toMatch(/SharedKey|canary|Y2FuYXJ5/u);
  });

  it("is looked at with the account's key too, though a HEAD is refused without words", async () => {
    const { storage, requests } = await storageOver((request, count) =>
      count === 1
        ? empty(403, { 'x-ms-error-code': 'AuthorizationPermissionMismatch' })
        : keyOnly(() => empty(200, { 'x-ms-meta-a': 'b' }))(request, count),
    );
    expect(await storage.metadata(BLOB)).toEqual({ a: 'b' });
    expect(requests.map(({ method }) => method)).toEqual(['HEAD', 'POST', 'HEAD']);
  });

  it('asks for the key once', async () => {
    const { storage, requests } = await storageOver(keyOnly(() => empty(202)));
    await storage.delete(BLOB);
    await storage.delete({ ...BLOB, blob: 'other' });
    expect(requests.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });

  it('that neither may read says what is lacking', async () => {
    const { storage } = await storageOver(({ url }) =>
      url.pathname.endsWith('/listKeys')
        ? armError(403, 'AuthorizationFailed', 'No.')
        : refusedBlob(403, 'AuthorizationPermissionMismatch'),
    );
    await expect(storage.read(BLOB)).rejects.toMatchObject({
      message: expect.stringContaining('Storage Blob Data Contributor'),
      fields: { kind: 'not-allowed', azureCode: 'AuthorizationFailed', target: ACCOUNT_ID },
    });
  });

  it('behind a firewall is not tried with the key', async () => {
    const { storage, requests } = await storageOver(() => refusedBlob(403, 'AuthorizationFailure'));
    await expect(storage.read(BLOB)).rejects.toMatchObject({
      fields: { kind: 'not-allowed', azureCode: 'AuthorizationFailure' },
    });
    expect(requests).toHaveLength(1);
  });

  it('shows no key and no signature when the key is refused', async () => {
    const { storage } = await storageOver(keyOnly(() => refusedBlob(403, 'AuthenticationFailed')));
    const error: unknown = await storage.read(BLOB).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ fields: { azureCode: 'AuthenticationFailed' } });
    const shown = JSON.stringify(error, Object.getOwnPropertyNames(error));
    expect(shown).not.toMatch(/canary|Y2FuYXJ5|SharedKey/u);
  });

  it('is asked for again on our clock, not on the library’s', async () => {
    const { storage, retries, requests } = await storageOver((_, count) =>
      count < 3 ? refusedBlob(503, 'ServerBusy') : content(new Uint8Array([1])),
    );
    expect(await storage.read(BLOB)).toEqual(new Uint8Array([1]));
    expect([requests.length, retries.map(({ reason }) => reason)]).toEqual([
      3,
      ['server-error', 'server-error'],
    ]);
  });

  it('has metadata, names in lower case', async () => {
    const { storage } = await storageOver(() => empty(200, { 'X-Ms-Meta-ConfigBlobSize': '3' }));
    expect(await storage.metadata(BLOB)).toEqual({ configblobsize: '3' });
  });

  it('is listed with all others of its container, page by page', async () => {
    const page = (name: string, next: string): Response => {
      const xml = `<?xml version="1.0" encoding="utf-8"?><EnumerationResults ServiceEndpoint="https://staging.blob.core.windows.net/" ContainerName="vm-0123"><Blobs><Blob><Name>${name}</Name><Properties><Etag>0x1</Etag></Properties></Blob></Blobs><NextMarker>${next}</NextMarker></EnumerationResults>`;
      return new Response(xml, { headers: { 'content-type': 'application/xml' } });
    };
    const { storage, requests } = await storageOver(
      keyOnly(({ url }) => (url.searchParams.has('marker') ? page('b', '') : page('a', 'm'))),
    );
    expect(await storage.names(BLOB)).toEqual(['a', 'b']);
    expect(requests[0]?.url.pathname).toBe('/vm-0123');
  });

  it('keeps its metadata when some are added', async () => {
    const { storage, requests } = await storageOver(({ method }) =>
      method === 'HEAD'
        ? empty(200, {
            ...BLOB_HEADERS,
            'x-ms-meta-kept': '1',
            'x-ms-meta-diskencryptionsettings': 'old',
          })
        : empty(200, BLOB_HEADERS),
    );
    await storage.addMetadata(BLOB, { DiskEncryptionSettings: '{}' });
    const [, put] = requests;
    expect([put?.method, put?.url.search]).toEqual(['PUT', '?comp=metadata']);
    expect(put?.headers.get('x-ms-meta-kept')).toBe('1');
    expect(put?.headers.get('x-ms-meta-diskencryptionsettings')).toBe('{}');
    expect(put?.headers.get('if-match')).toBe('"0x1"');
  });
});

/** Authorize with Shared Key, for a GET without query. */
function signature(request: SeenRequest | undefined, version: string): string {
  const named = [...(request?.headers ?? [])]
    .filter(([name]) => name.startsWith('x-ms-'))
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, value]) => `${name}:${value}`);
  expect(named).toContain(`x-ms-version:${version}`);
  const text = ['GET', ...Array.from({ length: 11 }, () => ''), ...named];
  return createHmac('sha256', Buffer.from(KEY, 'base64'))
    .update([...text, `/staging${request?.url.pathname}`].join('\n'))
    .digest('base64');
}
