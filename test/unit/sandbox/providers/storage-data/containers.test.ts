// Containers of an account, as a restore leaves them: listed and deleted, by those who may.
import { describe, expect, it } from 'vitest';
import { findBlob, writeBlob } from '../../../../../src/sandbox/providers/storage-data/blobs.js';
import { seedStorageAccount } from '../../../../../src/sandbox/providers/storage/storage-account.js';
import { builtInRoles } from '../../../../../src/sandbox/providers/authorization/role-definitions/built-in-roles.js';
import { restoreSandbox } from '../../../../support/worlds/restore-jobs.js';
import {
  assign,
  tiny,
  tinySandbox,
  tinyWorld,
  TINY_START,
  type TinySandbox,
} from '../../../../support/worlds/tiny-world.js';

const ACCOUNT = `${tiny.group}/providers/Microsoft.Storage/storageAccounts/stx`;
const names = ['a-1', 'a-2', 'b-1'];

function containerSandbox(): TinySandbox {
  const state = tinyWorld();
  seedStorageAccount(state, {
    id: ACCOUNT,
    location: 'japaneast',
    kind: 'StorageV2',
    sku: 'Standard_LRS',
    createdMilliseconds: TINY_START,
  });
  for (const container of names) {
    const blob = { account: 'stx', container, name: 'x', content: new Uint8Array() };
    writeBlob(state, { ...blob, type: 'BlockBlob' }, TINY_START);
  }
  return tinySandbox(state);
}

async function send(sandbox: TinySandbox, method: string, path: string, account = 'stx') {
  const authorization = `Bearer ${sandbox.token(tiny.strangerId, 'https://storage.azure.com')}`;
  const url = `https://${account}.blob.core.windows.net${path}`;
  const response = await sandbox.fetch(
    new Request(url, { method, headers: { authorization, 'x-ms-version': '2023-11-03' } }),
  );
  const text = await response.text();
  return {
    status: response.status,
    code: response.headers.get('x-ms-error-code'),
    names: [...text.matchAll(/<Name>(.*?)<\/Name>/gu)].map(([, name]) => name),
    next: /<NextMarker>(.*?)<\/NextMarker>/u.exec(text)?.[1],
  };
}

const roleNamed = (wanted: string): string => {
  const found = builtInRoles.find(({ roleName }) => roleName === wanted);
  if (found === undefined) {
    throw new Error(`there is no role ${wanted}`);
  }
  return found.name;
};

const CONTRIBUTOR = roleNamed('Storage Blob Data Contributor');
const READER = roleNamed('Storage Blob Data Reader');

describe('containers', () => {
  it('are listed by name, on pages', async () => {
    const sandbox = containerSandbox();
    assign(sandbox.state, tiny.strangerId, READER, ACCOUNT);
    expect((await send(sandbox, 'GET', '/?comp=list')).names).toEqual(names);
    expect((await send(sandbox, 'GET', '/?comp=list&prefix=a-')).names).toEqual(['a-1', 'a-2']);
    const first = await send(sandbox, 'GET', '/?comp=list&maxresults=2');
    expect([first.names, first.next]).toEqual([['a-1', 'a-2'], 'b-1']);
    const second = await send(sandbox, 'GET', `/?comp=list&marker=${first.next}`);
    expect(second.names).toEqual(['b-1']);
  });

  it('are deleted with all that is in them', async () => {
    const sandbox = containerSandbox();
    assign(sandbox.state, tiny.strangerId, CONTRIBUTOR, ACCOUNT);
    const remove = async () => await send(sandbox, 'DELETE', '/a-1?restype=container');
    expect((await remove()).status).toBe(202);
    expect(
      findBlob(sandbox.state, { account: 'stx', container: 'a-1', name: 'x' }),
    ).toBeUndefined();
    expect((await send(sandbox, 'GET', '/?comp=list')).names).toEqual(['a-2', 'b-1']);
    const again = await remove();
    expect([again.status, again.code]).toEqual([404, 'ContainerNotFound']);
    expect((await send(sandbox, 'DELETE', '/a-2')).status).toBe(501);
  });

  it('are not deleted by those who only read, nor with a signature for a container', async () => {
    const sandbox = containerSandbox();
    assign(sandbox.state, tiny.strangerId, READER, ACCOUNT);
    const read = await send(sandbox, 'DELETE', '/a-1?restype=container');
    expect([read.status, read.code]).toEqual([403, 'AuthorizationPermissionMismatch']);
    const url =
      'https://stx.blob.core.windows.net/a-1?restype=container&sv=2021-12-02&sr=c&sp=rdl&sig=x';
    const signed = await sandbox.fetch(new Request(url, { method: 'DELETE' }));
    expect([signed.status, signed.headers.get('x-ms-error-code')]).toEqual([
      403,
      'AuthorizationResourceTypeMismatch',
    ]);
    expect(Object.keys(sandbox.state.blobs ?? {})).toHaveLength(3);
  });

  it('of restores stay in the staging account until somebody deletes them', async () => {
    const sandbox = await restoreSandbox();
    const account = `${tiny.group}/providers/Microsoft.Storage/storageAccounts/sttiny`;
    assign(sandbox.state, tiny.strangerId, CONTRIBUTOR, account);
    await sandbox.restored();
    const list = async () => (await send(sandbox, 'GET', '/?comp=list', 'sttiny')).names;
    const [container, ...others] = await list();
    expect([container?.startsWith('adevm-'), others]).toEqual([true, []]);
    await send(sandbox, 'DELETE', `/${container}?restype=container`, 'sttiny');
    expect(await list()).toEqual([]);
  });
});
