// What Azure does not allow, each with its rule and page.
import { describe, expect, it } from 'vitest';
import type { StorageAccount } from '../../../../src/domain/storage-account.js';
import {
  forbiddenGoal,
  forbiddenPlace,
  groupOf,
  prefersVaultTier,
  stagingProblem,
} from '../../../../src/commands/restore/rules.js';
import { RESTORE_GOALS } from '../../../../src/commands/restore/options.js';

const SUBSCRIPTION = '00000000-0000-0000-0000-000000000001';
const OTHER = '00000000-0000-0000-0000-000000000002';
const SUBJECT = {
  vmId: `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/VM005`,
  encrypted: true,
  zones: ['2'],
};

describe('goals', () => {
  it.each(RESTORE_GOALS.slice(2))('%s is refused with rule, page and a way out', (goal) => {
    const refusal = forbiddenGoal(goal, 'VM005');
    expect(refusal?.rule).toMatch(/^"Restore encrypted Azure virtual machines": /u);
    expect(refusal?.docs).toMatch(/^https:\/\/learn\.microsoft\.com\//u);
    expect(refusal?.fix.join(' ')).toContain('azbackup restore --vm VM005 --to vm --name NEW');
  });

  it.each(RESTORE_GOALS.slice(0, 2))('%s is not', (goal) => {
    expect(forbiddenGoal(goal, 'VM005')).toBeUndefined();
  });
});

describe('places', () => {
  it.each([
    [{ targetSubscription: OTHER }, /subscription .*0002/u],
    [{ targetResourceGroup: `/subscriptions/${OTHER}/resourceGroups/rg` }, /subscription .*0002/u],
    [{ zone: '1' }, /zone 1/u],
  ])('%o is refused', (request, summary) => {
    const refusal = forbiddenPlace({ vm: 'VM005', ...request }, SUBJECT);
    expect(refusal?.summary).toMatch(summary);
    expect(refusal?.rule).toMatch(/^"Support matrix for Azure VM backups": /u);
  });

  it.each([
    {},
    { zone: '2' },
    { targetSubscription: SUBSCRIPTION },
    { targetResourceGroup: 'rg-other' },
    { targetResourceGroup: `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-other` },
  ])('%o is not', (request) => {
    expect(forbiddenPlace({ vm: 'VM005', ...request }, SUBJECT)).toBeUndefined();
  });

  it.each([
    [['1', '3'], /which was 1, 3$/u],
    [[], /and it was in no zone$/u],
  ])('says in which zones it was: %j', (zones, was) => {
    const refusal = forbiddenPlace({ vm: 'VM005', zone: '2' }, { ...SUBJECT, zones });
    expect(refusal?.rule).toMatch(was);
    expect(refusal?.fix).toEqual(['azbackup restore --vm VM005 --to disks']);
  });

  it('calls a limit of its own by its name', () => {
    const refusal = forbiddenPlace({ vm: 'VM005', zone: '1' }, { ...SUBJECT, encrypted: false });
    expect(refusal?.rule).toMatch(/^azbackup restores/u);
  });

  it('tells the id of a group from a name', () => {
    expect(groupOf('/subscriptions/s/resourceGroups/G')).toEqual({
      subscriptionId: 's',
      name: 'G',
    });
    expect(groupOf('G')).toBeUndefined();
  });
});

describe('a staging account', () => {
  const ACCOUNT: StorageAccount = {
    id: 'id',
    name: 'st',
    location: 'Japan East',
    kind: 'StorageV2',
    sku: 'Standard_GRS',
    blobEndpoint: 'https://st.blob.core.windows.net/',
    publicAccess: 'Enabled',
    defaultNetworkAction: 'Allow',
    letsTrustedServicesThrough: false,
    hierarchicalNamespace: false,
    sharedKeyAccess: true,
  };

  const NEEDS = { location: 'japaneast', byIdentity: false };

  it.each([
    [{ location: 'japanwest' }, /japanwest, not in japaneast/u],
    [{ kind: 'BlobStorage' }, /BlobStorage/u],
    [{ kind: 'BlockBlobStorage' }, /BlockBlobStorage/u],
    [{ hierarchicalNamespace: true }, /hierarchical namespace/u],
    [{ sharedKeyAccess: false }, /managed identity of the vault/u],
    [{ defaultNetworkAction: 'Deny' }, /firewall/u],
    [{ publicAccess: 'SecuredByPerimeter', letsTrustedServicesThrough: true }, /perimeter/u],
  ] as const)('%o will not do', (more, reason) => {
    expect(stagingProblem({ ...ACCOUNT, ...more }, NEEDS)).toMatch(reason);
  });

  it.each([
    {},
    { kind: 'Storage' },
    { sku: 'Standard_ZRS' },
    { defaultNetworkAction: 'Deny', letsTrustedServicesThrough: true },
  ])('%o will do', (more) => {
    expect(stagingProblem({ ...ACCOUNT, ...more }, NEEDS)).toBeUndefined();
  });

  it('without access by key will do where an identity writes to it', () => {
    const account = { ...ACCOUNT, sharedKeyAccess: false };
    expect(stagingProblem(account, { ...NEEDS, byIdentity: true })).toBeUndefined();
  });
});

describe('a rotated key', () => {
  const POINT = { singlePass: true, from: 'snapshot', rotated: true } as const;

  it('speaks for the vault tier where the snapshot would be read', () => {
    expect(prefersVaultTier(POINT)).toBe(true);
    expect(prefersVaultTier({ ...POINT, from: 'vault' })).toBe(false);
    expect(prefersVaultTier({ ...POINT, singlePass: false })).toBe(false);
    expect(prefersVaultTier({ ...POINT, rotated: false })).toBe(false);
  });
});
