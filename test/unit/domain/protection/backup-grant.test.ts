import { describe, expect, it } from 'vitest';
import {
  isLackingAccess,
  isMendedByGrant,
  missingAccess,
  needsGrant,
  policiesThatMightReach,
} from '../../../../src/domain/protection/backup-grant.js';
import { known, type Fact } from '../../../../src/domain/fact.js';
import type { AccessPolicy } from '../../../../src/domain/keys/key-vault.js';
import type { BackupPrincipal } from '../../../../src/domain/roles.js';
import {
  ABSENT,
  ALL_DATA_ACTIONS,
  FORBIDDEN,
  KEY_NAME,
  KEY_VAULT_ID,
  PRINCIPAL_ID,
  SECRET_NAME,
  TENANT_ID,
  aRole,
  aVm,
  factsFor,
} from '../../../support/facts-builder.js';
import type { KeyVaultFacts, PreflightFacts } from '../../../../src/preflight/facts.js';
import type { FactsBuilder } from '../../../support/facts-builder.js';

const bek = factsFor(aVm().encryptedWithBek());
const kek = factsFor(aVm().encryptedWithKek());
const withRoles = (...roles: ReturnType<typeof aRole>[]) =>
  kek.withKeyVaultFacts({ roles: known(roles) });

/** The machine with a KEK, and these access policies of its key vault. */
function withPolicies(...policies: readonly Partial<AccessPolicy>[]): FactsBuilder {
  const accessPolicies = policies.map((policy) => ({
    objectId: PRINCIPAL_ID,
    tenantId: TENANT_ID,
    keys: [],
    secrets: [],
    ...policy,
  }));
  return kek.withKeyVault({ permissionModel: 'access-policies', accessPolicies });
}

function keyVaultOf({ keyVaults }: PreflightFacts): KeyVaultFacts {
  const [keyVault] = keyVaults;
  if (keyVault === undefined) {
    throw new Error('the machine has no key vault');
  }
  return keyVault;
}

function accessOf(
  { facts }: FactsBuilder,
  principal: Fact<BackupPrincipal> = facts.principal,
): ReturnType<typeof missingAccess> {
  return missingAccess(keyVaultOf(facts), principal);
}

describe('missingAccess', () => {
  it('lists the five data actions that the documentation names', () => {
    const { secrets, keys } = accessOf(withRoles());
    expect(
      [secrets, keys].flatMap((access) => ('missing' in access ? access.missing : [])),
    ).toEqual([
      'Microsoft.KeyVault/vaults/secrets/getSecret/action',
      'Microsoft.KeyVault/vaults/secrets/readMetadata/action',
      'Microsoft.KeyVault/vaults/secrets/backup/action',
      'Microsoft.KeyVault/vaults/keys/read',
      'Microsoft.KeyVault/vaults/keys/backup/action',
    ]);
  });

  it('needs no keys for a BEK-only machine', () => {
    expect(accessOf(bek).keys).toEqual({ status: 'not-needed' });
  });

  it('adds up what several roles give at several scopes', () => {
    const access = accessOf(
      withRoles(
        aRole(ALL_DATA_ACTIONS.slice(0, 1), { scope: '/' }),
        aRole(ALL_DATA_ACTIONS.slice(1), { scope: KEY_VAULT_ID }),
      ),
    );
    expect(access).toMatchObject({
      secrets: { status: 'granted', at: 'vault' },
      keys: { status: 'granted', at: 'vault' },
    });
  });

  it('takes grants on the single objects, and says so', () => {
    const access = accessOf(
      withRoles(
        aRole(ALL_DATA_ACTIONS, { scope: `${KEY_VAULT_ID}/secrets/${SECRET_NAME}` }),
        aRole(ALL_DATA_ACTIONS, { scope: `${KEY_VAULT_ID}/keys/${KEY_NAME}` }),
      ),
    );
    expect(access).toMatchObject({ secrets: { at: 'objects' }, keys: { at: 'objects' } });
  });

  it('takes grants on single objects only where each of them has one', () => {
    const [secret] = keyVaultOf(kek.facts).secrets;
    const other = secret && { ...secret, ref: { ...secret.ref, name: 'other' } };
    const secrets = secret === undefined || other === undefined ? [] : [secret, other];
    const at = (name: string) =>
      aRole(ALL_DATA_ACTIONS, { scope: `${KEY_VAULT_ID}/secrets/${name}` });
    const statusWith = (...roles: ReturnType<typeof aRole>[]) =>
      accessOf(withRoles(...roles).withKeyVaultFacts({ secrets })).secrets.status;
    expect(secrets).toHaveLength(2);
    expect(statusWith(at(SECRET_NAME))).toBe('missing');
    expect(statusWith(at(SECRET_NAME), at('other'))).toBe('granted');
  });

  it('keeps why a role could not be read', () => {
    const { secrets } = accessOf(withRoles({ ...aRole([]), definition: FORBIDDEN }));
    expect(secrets).toEqual({
      status: 'unknown',
      reason: 'a role assigned to the service could not be read',
      cause: FORBIDDEN,
    });
  });

  it.each([
    ['RBAC vault; no assignment of the service', () => withRoles()],
    ['RBAC vault; 1 assignment checked, none grants them', () => withRoles(aRole([]))],
    [
      'RBAC vault; 2 assignments checked, granted by some role',
      () => withRoles(aRole(ALL_DATA_ACTIONS), aRole([])),
    ],
    [
      'access policies: 1 entry checked, none is for the service',
      () => withPolicies({ objectId: 'another' }),
    ],
    [
      'access policies: 2 entries checked, the service has get, list',
      () => withPolicies({ objectId: 'another' }, { secrets: ['Get', 'List'] }),
    ],
    [
      'access policies: 1 entry checked, the service has nothing',
      () => withPolicies({ secrets: [] }),
    ],
  ])('says what it looked at: %s', (words, facts) => {
    const { secrets } = accessOf(facts());
    expect('looked' in secrets ? secrets.looked : []).toEqual([words]);
  });

  it('says which assignment does not count', () => {
    const { keys } = accessOf(
      withRoles(
        aRole(ALL_DATA_ACTIONS.slice(1), { condition: "@Resource[name] StringEquals 'x'" }),
      ),
    );
    expect(keys).toMatchObject({
      status: 'missing',
      looked: [
        'RBAC vault; 1 assignment checked, none grants them',
        'assignment of some role has a condition, which is not evaluated, so it is not counted',
      ],
    });
  });

  it('does not know what an assignment gives whose condition it cannot evaluate', () => {
    const { facts } = withRoles(aRole(ALL_DATA_ACTIONS, { condition: 'x' }));
    const { secrets, keys } = missingAccess(keyVaultOf(facts), facts.principal);
    expect([secrets.status, keys.status]).toEqual(['unknown', 'unknown']);
    expect(needsGrant(keyVaultOf(facts), facts.principal)).toBe(true);
  });

  it('names only what the vault and the objects lack together', () => {
    const access = accessOf(
      withRoles(
        aRole(ALL_DATA_ACTIONS.slice(2, 4)),
        aRole(ALL_DATA_ACTIONS, { scope: `${KEY_VAULT_ID}/secrets/other` }),
      ),
    );
    expect(access.secrets).toMatchObject({
      missing: ['Microsoft.KeyVault/vaults/secrets/backup/action'],
    });
  });

  it.each([
    ['the principal', accessOf(kek, FORBIDDEN)],
    ['a principal in the tenant', accessOf(kek, ABSENT)],
    ['the vault', accessOf(kek.withKeyVaultFacts({ vault: FORBIDDEN }))],
    ['the assignments', accessOf(kek.withKeyVaultFacts({ roles: FORBIDDEN }))],
    ['a definition', accessOf(withRoles({ ...aRole([]), definition: FORBIDDEN }))],
  ])('does not know without %s', (_, { secrets, keys }) => {
    expect([secrets.status, keys.status]).toEqual(['unknown', 'unknown']);
  });

  it('passes over compound access policies, which are for an application acting for it', () => {
    const { secrets, keys } = accessOf(
      withPolicies({ applicationId: 'app', keys: ['all'], secrets: ['all'] }),
    );
    expect([secrets.status, keys.status]).toEqual(['missing', 'missing']);
  });

  it('passes over access policies of another tenant', () => {
    const policy = { objectId: PRINCIPAL_ID, keys: ['all'], secrets: ['all'] };
    const inTenant = (tenantId: string) =>
      accessOf(
        kek.withKeyVault({
          permissionModel: 'access-policies',
          accessPolicies: [{ ...policy, tenantId }],
        }),
      ).keys.status;
    expect([inTenant(TENANT_ID), inTenant('another')]).toEqual(['granted', 'missing']);
  });
});

describe('what groups have', () => {
  const ALL = { keys: ['Get', 'List', 'Backup'], secrets: ['all'] };
  const withGroups = (groups: KeyVaultFacts['principalGroups'], ...more: Partial<AccessPolicy>[]) =>
    withPolicies({ objectId: 'g1', ...ALL }, ...more).withKeyVaultFacts(
      groups === undefined ? {} : { principalGroups: groups },
    );

  it('counts by role, and is named', () => {
    const { secrets, keys } = accessOf(withRoles(aRole(ALL_DATA_ACTIONS, { principalId: 'g1' })));
    expect([secrets.status, keys.status]).toEqual(['granted', 'granted']);
    expect(JSON.stringify(keys)).toContain('some role (through the group g1)');
  });

  it.each([
    ['a group that it is in', known(['G1']), 'unknown'],
    ['anybody else', known(['g2']), 'missing'],
    ['what the directory does not tell', FORBIDDEN, 'unknown'],
  ])('by access policy, of %s', (_, groups, expected) => {
    const access = accessOf(withGroups(groups));
    expect([access.secrets.status, access.keys.status]).toEqual([expected, expected]);
    expect(isMendedByGrant(access.keys)).toBe(true);
  });

  it('is missing where groups have only a part of what is lacking', () => {
    const groups = withPolicies({ objectId: 'g1', secrets: ['get'], keys: ['get', 'list'] });
    const { secrets, keys } = accessOf(
      groups.withKeyVaultFacts({ principalGroups: known(['g1']) }),
    );
    expect([secrets.status, keys.status]).toEqual(['missing', 'missing']);
  });

  it('does not matter where the service has all by itself', () => {
    const { facts } = withPolicies({ objectId: 'g1', ...ALL }, ALL);
    expect(policiesThatMightReach(keyVaultOf(facts), facts.principal)).toEqual([]);
    expect(needsGrant(keyVaultOf(facts), facts.principal)).toBe(false);
  });

  it('is asked about only where it might matter', () => {
    const { facts } = withPolicies(
      { objectId: 'g1', ...ALL },
      { objectId: 'sign', keys: ['sign'] },
      { objectId: 'g2', tenantId: 'other', keys: ['list'] },
    );
    const ids = policiesThatMightReach(keyVaultOf(facts), facts.principal).map(
      ({ objectId }) => objectId,
    );
    expect(ids).toEqual(['g1']);
  });
});

describe('isLackingAccess', () => {
  it.each([
    ['nothing lacks', kek, false],
    ['a kind lacks', withRoles(aRole(ALL_DATA_ACTIONS.slice(2))), true],
    ['it is unknown', kek.withKeyVaultFacts({ roles: FORBIDDEN }), false],
  ])('%s', (_, { facts }, expected) => {
    expect(isLackingAccess(keyVaultOf(facts), facts.principal)).toBe(expected);
  });
});
