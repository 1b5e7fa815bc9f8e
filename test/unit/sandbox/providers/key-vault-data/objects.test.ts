import { describe, expect, it } from 'vitest';
import {
  backupKey,
  backupSecret,
} from '../../../../../src/sandbox/providers/key-vault-data/backup-blob.js';
import { unwrapWithKey } from '../../../../../src/sandbox/providers/key-vault-data/keys/unwrap.js';
import {
  readKey,
  readSecret,
} from '../../../../../src/sandbox/providers/key-vault-data/vault-objects.js';
import {
  addVault,
  tiny,
  tinySandbox,
  tinyWorld,
  vaultId,
} from '../../../../support/worlds/tiny-world.js';

const VERSION = 'api-version=7.4';
const root = `https://${tiny.policyVault}.vault.azure.net`;
const secretUrl = `${root}/secrets/bek?${VERSION}`;

describe('secrets', () => {
  it('look as recorded', async () => {
    const sandbox = tinySandbox();
    const { body } = await sandbox.send('PUT', secretUrl, {
      body: { value: 'v', tags: { a: 'b' } },
    });
    expect(body).toEqual({
      value: 'v',
      id: expect.stringMatching(
        /^https:\/\/kv-tiny-policy\.vault\.azure\.net\/secrets\/bek\/[\da-f]{32}$/u,
      ),
      attributes: {
        enabled: true,
        created: 1_795_435_200,
        updated: 1_795_435_200,
        recoveryLevel: 'Recoverable+Purgeable',
        recoverableDays: 90,
      },
      tags: { a: 'b' },
    });
    const { body: old } = await sandbox.send('GET', `${root}/secrets/bek?api-version=7.0`);
    expect(old.attributes.recoverableDays).toBeUndefined();
  });

  it('are listed in pages, without value or version', async () => {
    const sandbox = tinySandbox();
    for (const name of ['c', 'a', 'b']) {
      await sandbox.send('PUT', `${root}/secrets/${name}?${VERSION}`, { body: { value: 'v' } });
    }
    const first = await sandbox.send('GET', `${root}/secrets?${VERSION}&maxresults=2`);
    const idsOf = (body: { value: { id: string }[] }) => body.value.map(({ id }) => id);
    expect(idsOf(first.body)).toEqual([`${root}/secrets/a`, `${root}/secrets/b`]);
    expect(first.body.nextLink).toContain('.vault.azure.net:443/secrets?');
    const second = await sandbox.send('GET', first.body.nextLink);
    expect([idsOf(second.body), second.body.nextLink]).toEqual([[`${root}/secrets/c`], null]);
    expect(JSON.stringify(first.body)).not.toContain('value":"v"');
  });

  it('say what is not there, deleted or not deleted', async () => {
    const sandbox = tinySandbox();
    const missing = await sandbox.send('GET', secretUrl);
    expect([missing.status, missing.body.error.code]).toEqual([404, 'SecretNotFound']);
    await sandbox.send('PUT', secretUrl, { body: { value: 'v' } });
    const recover = `${root}/deletedsecrets/bek/recover?${VERSION}`;
    const early = await sandbox.send('POST', recover);
    expect(early.body.error).toMatchObject({
      code: 'MethodNotAllowed',
      message: 'Secret exists already: bek',
      innererror: { code: 'RequestNotAllowedOnNonDeletedObject' },
    });
    const deleted = await sandbox.send('DELETE', secretUrl);
    expect(deleted.body).toMatchObject({
      recoveryId: `${root}/deletedsecrets/bek`,
      deletedDate: 1_795_435_200,
      scheduledPurgeDate: 1_795_435_200 + 90 * 86_400,
    });
    expect(deleted.body.value).toBeUndefined();
    const again = await sandbox.send('PUT', secretUrl, { body: { value: 'w' } });
    expect(again.body.error.innererror.code).toBe('ObjectIsDeletedButRecoverable');
    expect((await sandbox.send('GET', secretUrl)).status).toBe(404);
    expect((await sandbox.send('POST', recover)).status).toBe(200);
    expect((await sandbox.send('GET', secretUrl)).body.value).toBe('v');
  });

  it('go when their retention is over', async () => {
    const sandbox = tinySandbox();
    await sandbox.send('PUT', secretUrl, { body: { value: 'v' } });
    await sandbox.send('DELETE', secretUrl);
    sandbox.clock.advanceTo(sandbox.clock.now() + 90 * 86_400_000);
    const { body } = await sandbox.send('GET', `${root}/deletedsecrets?${VERSION}`);
    expect(body.value).toEqual([]);
    expect((await sandbox.send('PUT', secretUrl, { body: { value: 'w' } })).status).toBe(200);
  });

  it('cannot be purged where that is forbidden', async () => {
    const state = tinyWorld();
    addVault(state, vaultId(tiny.policyVault), { enablePurgeProtection: true });
    const sandbox = tinySandbox(state);
    await sandbox.send('PUT', secretUrl, { body: { value: 'v' } });
    await sandbox.send('DELETE', secretUrl);
    const { status, body } = await sandbox.send('DELETE', `${root}/deletedsecrets/bek?${VERSION}`);
    expect([status, body.error.code]).toEqual([403, 'Forbidden']);
  });
});

describe('keys', () => {
  const create = async (body: object = {}) => {
    const sandbox = tinySandbox();
    const made = await sandbox.send('POST', `${root}/keys/kek/create?${VERSION}`, {
      body: { kty: 'RSA', key_size: 2048, ...body },
    });
    return { sandbox, kid: String(made.body.key.kid), made };
  };
  const use = (value: string) => ({ body: { alg: 'RSA-OAEP', value } });

  it('do only what they may', async () => {
    const { sandbox, kid } = await create({ key_ops: ['unwrapKey'] });
    const wrap = await sandbox.send('POST', `${kid}/wrapkey?${VERSION}`, use('AAAA'));
    expect(wrap.body.error.message).toBe('Operation wrapKey is not permitted on this key.');
    const garbage = await sandbox.send('POST', `${kid}/unwrapkey?${VERSION}`, use('AAAA'));
    expect([garbage.status, garbage.body.error.code]).toEqual([400, 'BadParameter']);
    await sandbox.send('PATCH', `${root}/keys/kek?${VERSION}`, {
      body: { attributes: { enabled: false } },
    });
    const disabled = await sandbox.send('POST', `${kid}/unwrapkey?${VERSION}`, use('AAAA'));
    expect(disabled.body.error.innererror.code).toBe('KeyDisabled');
  });

  it('still open, but no longer close, once they expired', async () => {
    const { sandbox, kid } = await create();
    const wrapped = await sandbox.send('POST', `${kid}/wrapkey?${VERSION}`, use('c2VjcmV0'));
    await sandbox.send('PATCH', `${root}/keys/kek?${VERSION}`, {
      body: { attributes: { exp: 1 } },
    });
    const closed = await sandbox.send('POST', `${kid}/wrapkey?${VERSION}`, use('c2VjcmV0'));
    expect(closed.status).toBe(403);
    const opened = await sandbox.send(
      'POST',
      `${kid}/unwrapkey?${VERSION}`,
      use(wrapped.body.value),
    );
    expect(opened.body.value).toBe('c2VjcmV0');
  });

  it('keep their material', async () => {
    const { sandbox, made } = await create();
    const read = await sandbox.send('GET', `${root}/keys/kek/?${VERSION}`);
    expect(read.body).toEqual(made.body);
    expect(Buffer.from(read.body.key.n, 'base64url')).toHaveLength(256);
  });

  it('serve other providers', async () => {
    const { sandbox, kid } = await create();
    const { body } = await sandbox.send('POST', `${kid}/wrapkey?${VERSION}`, use('c2VjcmV0'));
    const name = { vaultName: tiny.policyVault, name: 'KEK', version: kid.split('/').at(-1) };
    const wrapped = { algorithm: 'RSA-OAEP', value: String(body.value) } as const;
    expect(unwrapWithKey(sandbox.state, name, wrapped)?.toString()).toBe('secret');
    expect(readKey(sandbox.state, name)?.kty).toBe('RSA');
    await sandbox.send('DELETE', `${root}/keys/kek?${VERSION}`);
    expect(unwrapWithKey(sandbox.state, name, wrapped)).toBeUndefined();
    expect(readKey(sandbox.state, name)).toBeUndefined();
    expect(backupKey(sandbox.state, name)).toBeUndefined();
    expect(readSecret(sandbox.state, name)).toBeUndefined();
  });
});

describe('backups', () => {
  const backup = async () => {
    const sandbox = tinySandbox();
    await sandbox.send('PUT', secretUrl, { body: { value: 'canary' } });
    const blob = backupSecret(sandbox.state, { vaultName: tiny.policyVault, name: 'bek' }) ?? '';
    return { sandbox, blob };
  };
  const restoreInto = (sandbox: ReturnType<typeof tinySandbox>, vaultName: string, value: string) =>
    sandbox.send('POST', `https://${vaultName}.vault.azure.net/secrets/restore?${VERSION}`, {
      body: { value },
    });

  it('have the outer form of the real ones and hide what is inside', async () => {
    const { blob } = await backup();
    const bytes = Buffer.from(blob, 'base64url');
    expect(bytes.subarray(0, 42).toString()).toBe(')AzureKeyVaultSecretBackupV1.microsoft.com');
    expect(bytes.toString('latin1')).not.toContain('canary');
    expect(bytes.subarray(42).toString().split('.')).toHaveLength(5);
  });

  it('are restored into a vault of the same subscription and geography', async () => {
    const { sandbox, blob } = await backup();
    addVault(sandbox.state, vaultId('kv-west'), {}, 'japanwest');
    const { status, body } = await restoreInto(sandbox, 'kv-west', blob);
    expect([status, body.value]).toEqual([200, undefined]);
    expect(readSecret(sandbox.state, { vaultName: 'kv-west', name: 'bek' })?.value).toBe('canary');
    expect((await restoreInto(sandbox, 'kv-west', blob)).body.error.code).toBe('Conflict');
  });

  it('are of no use anywhere else', async () => {
    const { sandbox, blob } = await backup();
    addVault(sandbox.state, vaultId('kv-us'), {}, 'eastus');
    const other = vaultId('kv-other').replace(tiny.subscriptionId, tiny.otherSubscriptionId);
    addVault(sandbox.state, other, {});
    const broken = `${blob.slice(0, -4)}AAAA`;
    for (const [vault, value] of [
      ['kv-us', blob],
      ['kv-other', blob],
      [tiny.policyVault, broken],
      [tiny.policyVault, 'AAAA'],
    ] as const) {
      const { status, body } = await restoreInto(sandbox, vault, value);
      expect([status, body.error.message]).toEqual([400, 'Cannot decrypt backup blob.']);
    }
  });

  it('keep material that nobody has asked for yet', () => {
    const state = tinyWorld();
    state.keyVaultData[tiny.policyVault] = {
      keys: {
        kek: {
          name: 'kek',
          managed: false,
          versions: [
            {
              version: 'a'.repeat(32),
              kty: 'RSA',
              sizeBits: 2048,
              keyOps: [],
              tags: {},
              enabled: true,
              createdSeconds: 0,
              updatedSeconds: 0,
            },
          ],
        },
      },
      secrets: {},
    };
    backupKey(state, { vaultName: tiny.policyVault, name: 'kek' });
    const key = readKey(state, { vaultName: tiny.policyVault, name: 'kek' });
    expect(key?.privateKeyPem).toContain('BEGIN PRIVATE KEY');
  });
});
