// What a restore is refused for; its validation names the same.
import { describe, expect, it } from 'vitest';
import { findResource } from '../../../../../../src/sandbox/kernel/resource.js';
import {
  backupWorldIds,
  itemPath,
  machineId,
  type BackupSandbox,
  type Json,
} from '../../../../../support/worlds/backup-world.js';
import {
  accountId,
  addAccount,
  ofVault,
  pointId,
  restoreBody,
  restorePlaces,
  restoreSandbox,
  type RestoreSandbox,
} from '../../../../../support/worlds/restore-jobs.js';
import { assign, tiny } from '../../../../../support/worlds/tiny-world.js';

type RequestedMembers = Readonly<Record<string, unknown>>;

const BACKUP_OPERATOR = '00c29273-979b-4161-815c-10b084fb9324';
const otherGroup = `/subscriptions/${tiny.otherSubscriptionId}/resourceGroups/rg-tiny`;
const vmId = machineId('Ade-VM');

/** Accounts that exist and will not do, by name. */
const ACCOUNTS: Readonly<Record<string, Parameters<typeof addAccount>[2]>> = {
  west: { location: 'japanwest' },
  other: { id: accountId('other', otherGroup) },
  lake: { properties: { isHnsEnabled: true } },
  keyless: { properties: { allowSharedKeyAccess: false } },
  gzrs: { sku: 'Standard_RAGZRS' },
  blobs: { kind: 'BlobStorage' },
  blocks: { kind: 'BlockBlobStorage', sku: 'Premium_LRS' },
  ruled: {
    sku: 'Premium_LRS',
    properties: { networkAcls: { defaultAction: 'Deny', bypass: 'AzureServices' } },
  },
  closed: { properties: { networkAcls: { defaultAction: 'Deny', bypass: 'None' } } },
};

function addAccounts({ state }: BackupSandbox): void {
  for (const [name, seed] of Object.entries(ACCOUNTS)) {
    addAccount(state, name, seed);
  }
}

function staged(name: string): RequestedMembers {
  return { storageAccountId: accountId(name) };
}

async function validate(sandbox: RestoreSandbox, requested: RequestedMembers): Promise<Json> {
  const properties = {
    objectType: 'ValidateIaasVMRestoreOperationRequest',
    restoreRequest: restoreBody(sandbox.vm, sandbox.point, requested),
  };
  const id = pointId(sandbox);
  return await sandbox.call('POST', ofVault('backupValidateOperation'), { id, properties });
}

const REFUSED: readonly (readonly [what: string, requested: RequestedMembers, code: string])[] = [
  [
    'replacing disks',
    { recoveryType: 'OriginalLocation' },
    'UserErrorEncryptedVmRestoreNotSupported',
  ],
  [
    'a new machine',
    { recoveryType: 'AlternateLocation', targetVirtualMachineId: machineId('New-VM') },
    'UserErrorEncryptedVmRestoreNotSupported',
  ],
  ['no kind of restore', { recoveryType: 'Invalid' }, 'BMSUserErrorInvalidInput'],
  ['another point than the URL', { recoveryPointId: '1' }, 'BMSUserErrorInvalidInput'],
  ['another machine', { sourceResourceId: machineId('Other-VM') }, 'BMSUserErrorInvalidInput'],
  ['another region', { region: 'japanwest' }, 'BMSUserErrorInvalidInput'],
  ['the original account', { originalStorageAccountOption: true }, 'BMSUserErrorInvalidInput'],
  ['a LUN that is not there', { restoreDiskLunList: [0, 7] }, 'BMSUserErrorInvalidInput'],
  ['the OS disk as a data disk', { restoreDiskLunList: [-1] }, 'BMSUserErrorInvalidInput'],
  ['managing managed disks', { restoreWithManagedDisks: true }, 'BMSUserErrorInvalidInput'],
  [
    'a group in another subscription',
    { targetResourceGroupId: otherGroup },
    'UserErrorEncryptedVmCrossSubscriptionRestoreNotSupported',
  ],
  ['a zone', { zones: ['1'] }, 'UserErrorEncryptedVmCrossZonalRestoreNotSupported'],
  [
    'a disk encryption set',
    { diskEncryptionSetId: `${tiny.group}/providers/Microsoft.Compute/diskEncryptionSets/des` },
    'UserErrorEncryptedVmDiskEncryptionSetNotSupported',
  ],
  [
    'a group that is not there',
    { targetResourceGroupId: `${restorePlaces.group}-no` },
    'UserErrorTargetResourceGroupNotFound',
  ],
  ['no account', { storageAccountId: undefined }, 'BMSUserErrorInvalidInput'],
  ['no account, said so', { storageAccountId: '' }, 'BMSUserErrorInvalidInput'],
  ['an account that is not there', staged('none'), 'UserErrorStorageAccountNotFound'],
  [
    'another resource as account',
    { storageAccountId: backupWorldIds.policyKeyVault },
    'UserErrorStorageAccountNotFound',
  ],
  ['an account elsewhere', staged('west'), 'UserErrorTargetStorageAccountInDifferentRegion'],
  [
    'an account in another subscription',
    { storageAccountId: accountId('other', otherGroup) },
    'UserErrorEncryptedVmCrossSubscriptionRestoreNotSupported',
  ],
  ['a hierarchical account', staged('lake'), 'UserErrorStorageAccountTypeNotSupported'],
  ['an account without keys', staged('keyless'), 'UserErrorStorageAccountSharedKeyAccessDisabled'],
  [
    'an identity that the vault does not have',
    {
      identityInfo: { isSystemAssignedIdentity: true },
      identityBasedRestoreDetails: { targetStorageAccountId: accountId('keyless') },
      storageAccountId: undefined,
    },
    'UserErrorVaultIdentityNotFound',
  ],
  [
    'days of rehydration that Azure does not take',
    {
      objectType: 'IaasVMRestoreWithRehydrationRequest',
      recoveryPointRehydrationInfo: {
        rehydrationRetentionDuration: 'P7D',
        rehydrationPriority: 'High',
      },
    },
    'BMSUserErrorInvalidInput',
  ],
  ['a geo-zone-redundant account', staged('gzrs'), 'UserErrorStorageAccountTypeNotSupported'],
  ['an account for blobs', staged('blobs'), 'UserErrorStorageAccountTypeNotSupported'],
  ['an account for block blobs', staged('blocks'), 'UserErrorStorageAccountTypeNotSupported'],
  [
    'a premium account with rules',
    staged('ruled'),
    'UserErrorPremiumStorageAccountWithNetworkRulesNotSupported',
  ],
  ['a closed account', staged('closed'), 'UserErrorStorageAccountNotAccessible'],
];

describe('a restore of an encrypted machine', () => {
  it.each(REFUSED)('is refused with %s, and its validation says so', async (_, requested, code) => {
    const sandbox = await restoreSandbox();
    addAccounts(sandbox);
    const refused = await sandbox.restore(requested);
    expect(refused).toMatchObject({ status: 400, body: { error: { code } } });
    const { status, body } = await validate(sandbox, requested);
    expect(status).toBe(200);
    expect(body.validateOperationResponse.validationResults[0]).toEqual({
      code,
      message: refused.body.error.message,
      recommendations: [expect.any(String)],
    });
    const jobs = await sandbox.call('GET', ofVault("backupJobs?$filter=operation eq 'Restore'"));
    expect(jobs.body.value).toEqual([]);
  });

  it('is refused of a point that is not there, or has expired', async () => {
    const sandbox = await restoreSandbox();
    const body = { properties: restoreBody('Ade-VM', '123') };
    const unknown = await sandbox.call(
      'POST',
      `${itemPath('Ade-VM')}/recoveryPoints/123/restore`,
      body,
    );
    expect(unknown).toMatchObject({ status: 404, body: { error: { code: expect.any(String) } } });
    const none = await sandbox.call(
      'POST',
      `${itemPath('No-VM')}/recoveryPoints/123/restore`,
      body,
    );
    expect(none.status).toBe(404);
    for (const item of Object.values(
      sandbox.state.backup[backupWorldIds.vault.toLowerCase()]?.items ?? {},
    )) {
      item.recoveryPoints = [];
    }
    expect((await sandbox.restore()).status).toBe(404);
  });

  it('is refused of a deleted item until that is brought back', async () => {
    const sandbox = await restoreSandbox();
    await sandbox.call('DELETE', itemPath('Ade-VM'));
    sandbox.pass(300);
    expect(await sandbox.restore()).toMatchObject({
      status: 400,
      body: { error: { message: expect.stringContaining('soft deleted') } },
    });
  });

  it('is refused of a point that only the archive has', async () => {
    const sandbox = await restoreSandbox();
    for (const item of Object.values(
      sandbox.state.backup[backupWorldIds.vault.toLowerCase()]?.items ?? {},
    )) {
      for (const point of item.recoveryPoints) {
        point.tiers = [{ type: 'ArchivedRP', status: 'Valid' }];
      }
    }
    expect(await sandbox.restore()).toMatchObject({
      status: 400,
      body: { error: { code: 'UserErrorRecoveryPointInArchiveTier' } },
    });
  });

  it('is refused the eleventh time in a day', async () => {
    const sandbox = await restoreSandbox();
    for (let count = 0; count < 10; count += 1) {
      expect((await sandbox.restore()).status).toBe(202);
      sandbox.pass(120);
    }
    expect(await sandbox.restore()).toMatchObject({
      status: 400,
      body: { error: { code: 'UserErrorMaxRestoresReached' } },
    });
    sandbox.pass(86_400);
    expect((await sandbox.restore()).status).toBe(202);
  });

  it('needs rights at the vault, at the account and at the group', async () => {
    const sandbox = await restoreSandbox();
    const ask = async (): Promise<Json> => {
      const path = `${pointId(sandbox)}/restore?api-version=2023-06-01`;
      const body = { properties: restoreBody('Ade-VM', sandbox.point) };
      return await sandbox.send('POST', path, { as: tiny.strangerId, body });
    };
    expect((await ask()).body.error.code).toBe('AuthorizationFailed');
    assign(sandbox.state, tiny.strangerId, BACKUP_OPERATOR, backupWorldIds.vault);
    expect((await ask()).body.error).toMatchObject({
      code: 'LinkedAuthorizationFailed',
      message: expect.stringContaining(restorePlaces.account),
    });
    assign(sandbox.state, tiny.strangerId, tiny.ownerRole, restorePlaces.account);
    expect((await ask()).body.error).toMatchObject({
      code: 'LinkedAuthorizationFailed',
      message: expect.stringContaining(restorePlaces.group),
    });
    assign(sandbox.state, tiny.strangerId, tiny.ownerRole, restorePlaces.group);
    expect((await ask()).status).toBe(202);
  });
});

describe('a restore of a machine without encryption', () => {
  it.each([
    ['replacing disks in a group', { recoveryType: 'OriginalLocation' }],
    ['another subscription', { targetResourceGroupId: otherGroup }],
    ['a zone', { zones: ['1'] }],
    ['a disk encryption set', { diskEncryptionSetId: `${tiny.group}/des` }],
  ])('with %s is named as not modelled', async (_, requested) => {
    const sandbox = await restoreSandbox({ encrypted: false });
    expect((await sandbox.restore(requested)).status).toBe(501);
  });

  it('is refused a premium account for standard disks, and one in another subscription', async () => {
    const sandbox = await restoreSandbox({ encrypted: false });
    addAccount(sandbox.state, 'premium', { sku: 'Premium_LRS' });
    addAccounts(sandbox);
    expect((await sandbox.restore(staged('premium'))).status).toBe(202);
    for (const item of Object.values(
      sandbox.state.backup[backupWorldIds.vault.toLowerCase()]?.items ?? {},
    )) {
      for (const disk of item.recoveryPoints.flatMap(({ machine }) => machine?.disks ?? [])) {
        disk.sku = { name: 'Standard_LRS', tier: 'Standard' };
      }
    }
    expect((await sandbox.restore(staged('premium'))).body.error.code).toBe(
      'UserErrorPremiumStorageAccountNotSupported',
    );
    const elsewhere = { storageAccountId: accountId('other', otherGroup) };
    expect((await sandbox.restore(elsewhere)).body.error.code).toBe(
      'UserErrorTargetStorageAccountInDifferentSubscription',
    );
  });
});

/** OpenAPI examples ValidateOperation_RestoreDisk, TriggerValidateOperation_RestoreDisk. */
describe('a validation', () => {
  it('finds nothing where nothing speaks against it, and begins nothing', async () => {
    const sandbox = await restoreSandbox();
    expect(await validate(sandbox, {})).toMatchObject({
      status: 200,
      body: { validateOperationResponse: { validationResults: [] } },
    });
    expect(findResource(sandbox.state, vmId)).toBeDefined();
    expect(sandbox.state.blobs).toBeUndefined();
  });

  it('is carried out by an operation as well', async () => {
    const sandbox = await restoreSandbox();
    const found = (await validate(sandbox, staged('none'))).body;
    const { vm, point } = sandbox;
    const answer = await sandbox.call('POST', ofVault('backupTriggerValidateOperation'), {
      id: pointId(sandbox),
      properties: {
        objectType: 'ValidateIaasVMRestoreOperationRequest',
        restoreRequest: restoreBody(vm, point, staged('none')),
      },
    });
    expect(answer.status).toBe(202);
    expect(answer.headers.get('retry-after')).toBe('10');
    const status = answer.headers.get('azure-asyncoperation') ?? '';
    const result = answer.headers.get('location') ?? '';
    expect((await sandbox.send('GET', status)).body.status).toBe('InProgress');
    expect((await sandbox.send('GET', result)).status).toBe(202);
    sandbox.pass(10);
    const { body } = await sandbox.send('GET', status);
    expect(body).toMatchObject({
      status: 'Succeeded',
      properties: { objectType: 'OperationStatusValidateOperationExtendedInfo', ...found },
    });
    expect(await sandbox.send('GET', result)).toMatchObject({ status: 200, body: found });
    const other = result.replace(/[\w-]{36}(?=\?)/u, tiny.tenantId);
    expect((await sandbox.send('GET', other)).status).toBe(404);
  });

  it.each([
    ['no recovery point', backupWorldIds.vault, 400],
    [
      'a point of another vault',
      pointId({ vm: 'Ade-VM', point: '1' }).replace('rsv-tiny', 'rsv-other'),
      400,
    ],
    ['a machine that is not protected', pointId({ vm: 'Plain-VM', point: '1' }), 404],
    ['a point that is not there', pointId({ vm: 'Ade-VM', point: '1' }), 404],
  ])('is refused of %s', async (_, id, status) => {
    const sandbox = await restoreSandbox();
    const properties = {
      objectType: 'ValidateIaasVMRestoreOperationRequest',
      restoreRequest: restoreBody('Ade-VM', '1'),
    };
    const answer = await sandbox.call('POST', ofVault('backupValidateOperation'), {
      id,
      properties,
    });
    expect(answer.status).toBe(status);
  });
});
