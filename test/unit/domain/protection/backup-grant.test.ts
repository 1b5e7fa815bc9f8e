import { describe, expect, it } from 'vitest';
import { isLackingAccess, missingAccess } from '../../../../src/domain/protection/backup-grant.js';
import { known, type Fact } from '../../../../src/domain/fact.js';
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

describe('isLackingAccess', () => {
  it.each([
    ['nothing lacks', kek, false],
    ['a kind lacks', withRoles(aRole(ALL_DATA_ACTIONS.slice(2))), true],
    ['it is unknown', kek.withKeyVaultFacts({ roles: FORBIDDEN }), false],
  ])('%s', (_, { facts }, expected) => {
    expect(isLackingAccess(keyVaultOf(facts), facts.principal)).toBe(expected);
  });
});
