// Recovery points as Azure tells of them, and what of it goes no further.
import { describe, expect, it } from 'vitest';
import { json, servicesUnderTest } from '../../../support/contract/services-under-test.js';

const SUB = '/subscriptions/00000000-0000-0000-0000-000000000000';
const VAULT_ID = `${SUB}/resourceGroups/rg/providers/Microsoft.RecoveryServices/vaults/v`;
const VM_ID = `${SUB}/resourceGroups/MyRG/providers/Microsoft.Compute/virtualMachines/MyVM`;
const KV_ID = `${SUB}/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/kv`;
const CANARY = 'canary-of-a-key-backup-0123456789';

const POINT = {
  objectType: 'IaasVMRecoveryPoint',
  recoveryPointType: 'AppConsistent',
  recoveryPointTime: '2023-05-20T13:03:06.277282Z',
  recoveryPointAdditionalInfo: '',
  isSourceVMEncrypted: false,
  recoveryPointTierDetails: [
    { type: 'InstantRP', status: 'Deleted' },
    { type: 'HardenedRP', status: 'Valid' },
    { type: 'Invalid', status: 'Invalid' },
  ],
};

const ENCRYPTED = {
  ...POINT,
  isSourceVMEncrypted: true,
  keyAndSecret: {
    encryptionMechanism: 'DoublePass',
    bekDetails: {
      secretUrl: 'https://kv.vault.azure.net/secrets/BEK/0123',
      secretVaultId: KV_ID,
      secretData: CANARY,
    },
    kekDetails: {
      keyUrl: 'https://kv.vault.azure.net/keys/kek/4567',
      keyVaultId: KV_ID,
      keyBackupData: CANARY,
    },
  },
};

function resource(name: string, properties: object): object {
  return { id: `${VAULT_ID}/x/recoveryPoints/${name}`, name, properties };
}

async function pointWith(properties: object) {
  const azure = servicesUnderTest(() => json(resource('7', properties)));
  return await (await azure.services.backup()).recoveryPoint(VAULT_ID, VM_ID, '7');
}

describe('a recovery point', () => {
  it('as recorded', async () => {
    expect(await pointWith(POINT)).toEqual({
      name: '7',
      time: '2023-05-20T13:03:06Z',
      consistency: 'AppConsistent',
      tiers: [
        { tier: 'snapshot', status: 'Deleted' },
        { tier: 'vault', status: 'Valid' },
      ],
      softDeleted: false,
      encrypted: false,
      zones: [],
    });
  });

  it('names key and secret, and never holds what the vault keeps of them', async () => {
    const point = await pointWith(ENCRYPTED);
    expect(point?.encryption).toEqual({
      mechanism: 'DoublePass',
      secret: {
        url: 'https://kv.vault.azure.net/secrets/BEK/0123',
        keyVaultId: KV_ID,
        name: 'BEK',
        version: '0123',
        backedUp: true,
      },
      key: {
        url: 'https://kv.vault.azure.net/keys/kek/4567',
        keyVaultId: KV_ID,
        name: 'kek',
        version: '4567',
        backedUp: true,
      },
    });
    expect(JSON.stringify(point)).not.toContain('canary');
  });

  it.each([null, undefined, {}, { keyUrl: null }, { keyUrl: '' }])(
    'without a KEK has the details %j of one',
    async (kekDetails) => {
      const point = await pointWith({
        ...ENCRYPTED,
        keyAndSecret: { ...ENCRYPTED.keyAndSecret, kekDetails },
      });
      expect(point?.encryption).not.toHaveProperty('key');
      expect(point?.encryption?.secret?.name).toBe('BEK');
    },
  );

  it('of which Azure keeps no backup says so', async () => {
    const { secretData: _, ...bekDetails } = ENCRYPTED.keyAndSecret.bekDetails;
    const url = 'https://kv.vault.azure.net/secrets/BEK';
    const keyAndSecret = { bekDetails: { ...bekDetails, secretUrl: url } };
    const point = await pointWith({ ...ENCRYPTED, keyAndSecret });
    expect(point?.encryption).toEqual({
      secret: { url, keyVaultId: KV_ID, name: 'BEK', backedUp: false },
    });
  });

  it('in a way that nobody knows is kept, with the word', async () => {
    const keyAndSecret = { ...ENCRYPTED.keyAndSecret, encryptionMechanism: 'TriplePass' };
    const point = await pointWith({ ...ENCRYPTED, keyAndSecret });
    expect(point?.encryption).toMatchObject({ mechanism: 'TriplePass', secret: { name: 'BEK' } });
  });

  it('of whose key vaults only the addresses are told is kept', async () => {
    const { secretVaultId: _, ...bekDetails } = ENCRYPTED.keyAndSecret.bekDetails;
    const keyAndSecret = { ...ENCRYPTED.keyAndSecret, bekDetails };
    const point = await pointWith({ ...ENCRYPTED, keyAndSecret });
    expect(point?.encryption?.secret?.name).toBe('BEK');
    expect(point?.encryption?.secret).not.toHaveProperty('keyVaultId');
  });

  it('with nulls in the place of what is missing is the same', async () => {
    const nulls = {
      keyAndSecret: null,
      recoveryPointDiskConfiguration: null,
      recoveryPointMoveReadinessInfo: null,
      recoveryPointProperties: null,
      zones: null,
      osType: null,
      virtualMachineSize: null,
      isManagedVirtualMachine: null,
      securityType: null,
    };
    expect(await pointWith({ ...POINT, ...nulls })).toEqual(await pointWith(POINT));
  });

  it('has keys only where the machine was encrypted', async () => {
    expect(await pointWith({ ...ENCRYPTED, isSourceVMEncrypted: false })).not.toHaveProperty(
      'encryption',
    );
  });

  it('says what else there is to say', async () => {
    const point = await pointWith({
      ...POINT,
      osType: 'Windows',
      virtualMachineSize: 'Standard_D1',
      isManagedVirtualMachine: true,
      securityType: 'TrustedLaunch',
      zones: ['1'],
      recoveryPointDiskConfiguration: {
        numberOfDisksIncludedInBackup: 2,
        numberOfDisksAttachedToVm: 3,
        includedDiskList: [
          { lun: -1, name: 'os' },
          { lun: 0, name: 'data' },
        ],
        excludedDiskList: [{ lun: 1, name: 'scratch' }],
      },
      recoveryPointMoveReadinessInfo: {
        ArchivedRP: { isReadyForMove: false, additionalInfo: 'No.' },
      },
      recoveryPointProperties: {
        expiryTime: '2023-06-19T00:00:00.0000000Z',
        ruleName: 'Daily',
        isSoftDeleted: true,
      },
    });
    expect(point).toMatchObject({
      osType: 'Windows',
      vmSize: 'Standard_D1',
      managedDisks: true,
      securityType: 'TrustedLaunch',
      zones: ['1'],
      disks: {
        included: [
          { lun: -1, name: 'os' },
          { lun: 0, name: 'data' },
        ],
        excluded: [{ lun: 1, name: 'scratch' }],
        includedCount: 2,
        attachedCount: 3,
      },
      archiveReadiness: { ready: false, reason: 'No.' },
      expiryTime: '2023-06-19T00:00:00Z',
      ruleName: 'Daily',
      softDeleted: true,
    });
  });

  it.each([
    ['2023-06-19T09:00:00+09:00', '2023-06-19T00:00:00Z'],
    ['2023-06-19T00:00:00', '2023-06-19T00:00:00Z'],
    ['6/19/2023 12:00:00 AM', undefined],
    ['', undefined],
  ])('which expires %s', async (expiryTime, instant) => {
    const point = await pointWith({ ...POINT, recoveryPointProperties: { expiryTime } });
    expect(point?.expiryTime).toBe(instant);
  });

  it.each([
    [{ recoveryPointTime: undefined }, 'recoveryPointTime'],
    [{ recoveryPointType: undefined }, 'recoveryPointType'],
  ])('with %j is not understood, and says why', async (properties, field) => {
    await expect(pointWith({ ...POINT, ...properties })).rejects.toMatchObject({
      fields: { code: 'AZB_UNEXPECTED_RESPONSE', kind: 'azure-failed' },
      message: expect.stringContaining(field),
    });
  });

  it('of something else is none', async () => {
    expect(await pointWith({ objectType: 'AzureFileShareRecoveryPoint' })).toBeUndefined();
  });
});

describe('a list of recovery points', () => {
  const times = ['2026-11-20T18:00:08.5Z', '2026-11-22T18:00:08Z', '2026-11-21T18:00:08Z'];
  const pages = times.map((recoveryPointTime, index) =>
    resource(String(index), { ...POINT, recoveryPointTime }),
  );

  function azure() {
    return servicesUnderTest(({ url }) =>
      url.searchParams.has('page')
        ? json({ value: pages.slice(1) })
        : json({ value: pages.slice(0, 1), nextLink: `${url.origin}${url.pathname}?page=2` }),
    );
  }

  async function listed(window?: { since?: string; until?: string }) {
    const { services, requests } = azure();
    const points = await (await services.backup()).recoveryPoints(VAULT_ID, VM_ID, window);
    return {
      days: points.map(({ time }) => time.slice(0, 10)),
      filter: requests[0]?.url.searchParams.get('$filter'),
    };
  }

  it('has all pages, newest first, and no window that nobody asked for', async () => {
    expect(await listed()).toEqual({
      days: ['2026-11-22', '2026-11-21', '2026-11-20'],
      filter: null,
    });
  });

  it('asks Azure in its own notation, a second wider, and keeps to what was asked', async () => {
    const window = { since: '2026-11-20T18:00:08Z', until: '2026-11-21T12:00:00Z' };
    expect(await listed(window)).toEqual({
      days: ['2026-11-20'],
      filter: "startDate eq '2026-11-20 06:00:07 PM' and endDate eq '2026-11-21 12:00:01 PM'",
    });
  });

  it('always names both ends to Azure', async () => {
    const { days, filter } = await listed({ until: '2026-11-21T18:00:07Z' });
    expect(days).toEqual(['2026-11-20']);
    expect(filter).toMatch(/^startDate eq '2013-12-31 11:59:59 PM' and endDate eq '/u);
    const since = await listed({ since: '2026-11-21T18:00:08Z' });
    expect(since.days).toEqual(['2026-11-22', '2026-11-21']);
    expect(since.filter).toMatch(/ and endDate eq '/u);
  });
});
