// Copies of keys and secrets on their way from a recovery point into a key vault, as they go over the wire.
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { KeyMaterial } from '../../../../src/domain/keys/key-material.js';
import { json, servicesUnderTest } from '../../../support/contract/services-under-test.js';

const SUB = '/subscriptions/00000000-0000-0000-0000-000000000000';
const VAULT_ID = `${SUB}/resourceGroups/rg/providers/Microsoft.RecoveryServices/vaults/v`;
const VM_ID = `${SUB}/resourceGroups/MyRG/providers/Microsoft.Compute/virtualMachines/MyVM`;
const KV_ID = `${SUB}/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/kv`;
const KV = 'https://kv.vault.azure.net';
/** In plain base64 it has both of the characters in which the two alphabets differ, and padding. */
const BYTES = Buffer.from([0xfb, 0xff, 0xfe, 0x3e, 0x3f, 0xfb, 0xef]);
const BACKUP = new KeyMaterial(BYTES.toString('base64'));
const CANARY = 'canary-of-a-wrapped-secret-0123456789';

const POINT = {
  objectType: 'IaasVMRecoveryPoint',
  recoveryPointType: 'AppConsistent',
  recoveryPointTime: '2023-05-20T13:03:06.277282Z',
  isSourceVMEncrypted: true,
  osType: 'linux',
  keyAndSecret: {
    encryptionMechanism: 'SinglePass',
    bekDetails: { secretUrl: `${KV}/secrets/BEK/0123`, secretVaultId: KV_ID, secretData: CANARY },
    kekDetails: { keyUrl: `${KV}/keys/kek/4567`, keyVaultId: KV_ID, keyBackupData: CANARY },
  },
};

async function copiesOf(properties: object) {
  const id = `${VAULT_ID}/x/recoveryPoints/7`;
  const azure = servicesUnderTest(() => json({ id, name: '7', properties }));
  return (await azure.services.backup()).recoveryPointKeys(VAULT_ID, VM_ID, '7');
}

const BUNDLE = { kid: `${KV}/keys/kek/4567`, kty: 'RSA', n: 'AQAB', e: 'AQAB' };
const SECRET = { id: `${KV}/secrets/bek/0123`, attributes: { enabled: true } };

describe('the copies in a recovery point', () => {
  it('are told with their addresses, and printed by nothing', async () => {
    const copies = await copiesOf(POINT);
    expect(copies?.secret.value?.reveal()).toBe(CANARY);
    expect(copies?.key?.backup?.reveal()).toBe(CANARY);
    expect(copies).toMatchObject({
      osType: 'Linux',
      secret: { url: `${KV}/secrets/BEK/0123`, keyVaultId: KV_ID },
      key: { url: `${KV}/keys/kek/4567`, keyVaultId: KV_ID },
    });
    expect(JSON.stringify(copies) + inspect(copies, { depth: 9 })).not.toContain(CANARY);
  });

  it.each<[string, object | null]>([
    ['absent', {}],
    ['null', { kekDetails: null }],
    ['empty', { kekDetails: { keyUrl: '', keyVaultId: '', keyBackupData: '' } }],
  ])('of a BEK-only machine have no key where its details are %s', async (_, details) => {
    const { kekDetails: _kek, ...keyAndSecret } = POINT.keyAndSecret;
    const copies = await copiesOf({ ...POINT, keyAndSecret: { ...keyAndSecret, ...details } });
    expect(Object.keys(copies ?? {})).toEqual(['secret', 'osType']);
  });

  it.each<[string, object]>([
    ['without ADE', { isSourceVMEncrypted: false }],
    ['without details', { keyAndSecret: null }],
    ['without a secret', { keyAndSecret: { encryptionMechanism: 'None', bekDetails: null } }],
    ['of something else', { objectType: 'GenericRecoveryPoint' }],
  ])('are none in a point %s', async (_, change) => {
    expect(await copiesOf({ ...POINT, ...change })).toBeUndefined();
  });
});

describe('a key vault', () => {
  it.each<['keys' | 'secrets', object]>([
    ['keys', { key: BUNDLE, attributes: { enabled: true } }],
    ['secrets', SECRET],
  ])('takes a backup of %s in its own alphabet', async (kind, answer) => {
    const azure = servicesUnderTest(() => json(answer));
    await (await azure.services[kind]()).restore(KV, 'x', BACKUP);
    const [request] = azure.requests;
    expect(request?.url.pathname).toBe(`/${kind}/restore`);
    expect(request?.body).toEqual({ value: BYTES.toString('base64url') });
  });

  it('takes a secret with its type and tags', async () => {
    const azure = servicesUnderTest(() => json(SECRET));
    const tags = { MachineName: 'VM001' };
    await (
      await azure.services.secrets()
    ).set(KV, 'bek', { value: new KeyMaterial(CANARY), contentType: 'Wrapped BEK', tags });
    expect(azure.requests[0]).toMatchObject({
      method: 'PUT',
      body: { value: CANARY, contentType: 'Wrapped BEK', tags },
    });
    expect(JSON.stringify(azure.traces)).not.toContain(CANARY);
  });

  it.each([
    [CANARY, true],
    ['something else', false],
  ])('tells whether a version holds a text, and not which', async (value, expected) => {
    const azure = servicesUnderTest(() => json({ ...SECRET, value }));
    const secrets = await azure.services.secrets();
    expect(await secrets.holds(KV, 'bek', '0123', new KeyMaterial(CANARY))).toBe(expected);
  });

  it('lists what lies in soft delete', async () => {
    const deleted = { deletedDate: 1_700_000_000, scheduledPurgeDate: 1_700_086_400 };
    const azure = servicesUnderTest(({ url }) =>
      json({
        value: [
          url.pathname.includes('keys')
            ? { kid: `${KV}/keys/kek`, recoveryId: `${KV}/deletedkeys/kek`, ...deleted }
            : { id: `${KV}/secrets/kek`, recoveryId: `${KV}/deletedsecrets/kek`, ...deleted },
        ],
        nextLink: null,
      }),
    );
    const { services } = azure;
    const expected = [
      { name: 'kek', deletedAt: '2023-11-14T22:13:20Z', purgedAt: '2023-11-15T22:13:20Z' },
    ];
    expect(await (await services.keys()).deleted(KV)).toEqual(expected);
    expect(await (await services.secrets()).deleted(KV)).toEqual(expected);
  });
});
