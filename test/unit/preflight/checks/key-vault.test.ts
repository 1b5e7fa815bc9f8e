import { describe, expect, it } from 'vitest';
import { known } from '../../../../src/domain/fact.js';
import type { GivenPrincipal } from '../../../../src/domain/roles.js';
import type { Check } from '../../../../src/preflight/check.js';
import { accessCallerCanGrant } from '../../../../src/preflight/checks/access/caller-can-grant.js';
import { accessKeysGranted } from '../../../../src/preflight/checks/access/keys-granted.js';
import { accessPrincipalKnown } from '../../../../src/preflight/checks/access/principal-known.js';
import { accessSecretsGranted } from '../../../../src/preflight/checks/access/secrets-granted.js';
import { keyvaultEnabledForDiskEncryption } from '../../../../src/preflight/checks/keyvault/enabled-for-disk-encryption.js';
import { keyvaultFound } from '../../../../src/preflight/checks/keyvault/found.js';
import { keyvaultLetsBackupThrough } from '../../../../src/preflight/checks/keyvault/lets-backup-through.js';
import { keyvaultPurgeProtectionOn } from '../../../../src/preflight/checks/keyvault/purge-protection-on.js';
import { keyvaultRegionAndSubscriptionMatch } from '../../../../src/preflight/checks/keyvault/region-and-subscription-match.js';
import { keyvaultSoftDeleteOn } from '../../../../src/preflight/checks/keyvault/soft-delete-on.js';
import { keyvaultUnlocked } from '../../../../src/preflight/checks/keyvault/unlocked.js';
import { testCheck, type CheckRow } from '../../../support/check-table.js';
import {
  ABSENT,
  ALL_DATA_ACTIONS,
  FORBIDDEN,
  KEY_VAULT_ID,
  PRINCIPAL_ID,
  SECRET_NAME,
  SUBSCRIPTION,
  TENANT_ID,
  UNAVAILABLE,
  aRole,
  aVault,
  aVm,
  factsFor,
} from '../../../support/facts-builder.js';

const plain = factsFor(aVm());
const bek = factsFor(aVm().encryptedWithBek());
const kek = factsFor(aVm().encryptedWithKek());
const announced = factsFor(aVm().withAdeExtension({ provisioningState: 'Updating' }));
const unreadable = kek.withKeyVaultFacts({ vault: FORBIDDEN });
const gone = kek.withKeyVaultFacts({ vault: ABSENT });

const network = (open: boolean, defaultAction: 'Allow' | 'Deny', bypass: boolean) =>
  kek.withKeyVault({
    network: {
      publicAccess: open ? 'Enabled' : 'Disabled',
      defaultAction,
      trustedServicesBypass: bypass,
    },
  });
const perimeter = kek.withKeyVault({
  network: {
    publicAccess: 'SecuredByPerimeter',
    defaultAction: 'Allow',
    trustedServicesBypass: true,
  },
});

describe('checks of the key vault', () => {
  testCheck(keyvaultFound, [
    ['a vault that exists', kek, 'pass'],
    ['a vault that does not', gone, 'fail', ['az keyvault recover --name kv-prod']],
    ['a vault that may not be read', unreadable, 'unknown', ['Microsoft.KeyVault/vaults/read']],
    ['a vault that nothing names yet', announced, 'unknown'],
    ['no ADE', plain, 'skip'],
  ]);

  testCheck(keyvaultRegionAndSubscriptionMatch, [
    ['the same region and subscription', kek, 'pass'],
    ['another region', kek.withKeyVault({ location: 'westeurope' }), 'fail', ['westeurope']],
    ['another subscription', kek.withKeyVault({ subscriptionId: 'x' }), 'fail', ['subscription x']],
    ['no such vault', gone, 'skip'],
    ['a vault that may not be read', unreadable, 'unknown'],
  ]);

  testCheck(keyvaultEnabledForDiskEncryption, [
    ['enabled', kek, 'pass'],
    [
      'not enabled',
      kek.withKeyVault({ enabledForDiskEncryption: false }),
      'fail',
      ['--enabled-for-disk-encryption true'],
    ],
    ['a vault that may not be read', unreadable, 'unknown'],
    ['no ADE', plain, 'skip'],
  ]);

  testCheck(keyvaultSoftDeleteOn, [
    ['on', kek, 'pass'],
    ['off', kek.withKeyVault({ softDelete: false }), 'fail', ['properties.enableSoftDelete=true']],
    ['a vault that may not be read', unreadable, 'unknown'],
    ['no ADE', plain, 'skip'],
  ]);

  testCheck(keyvaultPurgeProtectionOn, [
    ['on', kek, 'pass'],
    ['off', kek.withKeyVault({ purgeProtection: false }), 'fail', ['--enable-purge-protection']],
    ['a vault that may not be read', unreadable, 'unknown'],
    ['no ADE', plain, 'skip'],
  ]);

  const lacking = kek.withKeyVaultFacts({ roles: known([]) });
  const lockOn = (scope: string, level = 'ReadOnly') => ({
    locks: known([{ name: 'keep', scope, level }]),
  });
  const granting = { intent: { grant: true } };
  const GROUP = KEY_VAULT_ID.replace(/\/providers\/.*/u, '');

  testCheck(keyvaultUnlocked, [
    ['no lock', lacking, 'pass'],
    ...[KEY_VAULT_ID, GROUP, `/subscriptions/${SUBSCRIPTION}`].map((scope): CheckRow => [
      `a grant under a read-only lock on ${scope}`,
      lacking.withKeyVaultFacts(lockOn(scope)).with(granting),
      'fail',
      [`ReadOnly on ${scope}`, `az lock delete --ids ${scope}/`],
      'block',
    ]),
    [
      'nothing to be granted by this command',
      lacking.withKeyVaultFacts(lockOn(KEY_VAULT_ID)),
      'fail',
      [],
      'warn',
    ],
    ['a delete lock', lacking.withKeyVaultFacts(lockOn(GROUP, 'CanNotDelete')), 'pass'],
    ['a lock elsewhere', lacking.withKeyVaultFacts(lockOn(`${KEY_VAULT_ID}2`)), 'pass'],
    ['what is granted already', kek.withKeyVaultFacts(lockOn(GROUP)).with(granting), 'skip'],
    ['locks that may not be read', lacking.withKeyVaultFacts({ locks: FORBIDDEN }), 'unknown'],
    ['a vault that may not be read', unreadable, 'skip'],
    ['no ADE', plain, 'skip'],
  ]);

  testCheck(keyvaultLetsBackupThrough, [
    ['open to all', network(true, 'Allow', false), 'pass'],
    ['a firewall that trusts Azure', network(true, 'Deny', true), 'pass'],
    ['private, trusting Azure', network(false, 'Deny', true), 'pass'],
    [
      'a firewall that does not trust Azure',
      network(true, 'Deny', false),
      'fail',
      [
        'blocks Azure Backup',
        `az keyvault update --name kv-prod --subscription ${SUBSCRIPTION} --bypass AzureServices`,
      ],
    ],
    ['private, trusting nobody', network(false, 'Allow', false), 'fail'],
    [
      'secured by a perimeter, whatever its firewall says',
      perimeter,
      'fail',
      ['perimeter', 'not read here', 'transition mode'],
    ],
    ['a vault that may not be read', unreadable, 'unknown'],
    ['no ADE', plain, 'skip'],
  ]);
});

const entry = (keys: readonly string[], secrets: readonly string[]) => ({
  tenantId: TENANT_ID,
  objectId: PRINCIPAL_ID.toUpperCase(),
  keys,
  secrets,
});
const policies = (...accessPolicies: ReturnType<typeof entry>[]) =>
  kek.withKeyVault({ permissionModel: 'access-policies', accessPolicies });
const roles = (...granted: ReturnType<typeof aRole>[]) =>
  kek.withKeyVaultFacts({ roles: known(granted) });
const service = { objectId: PRINCIPAL_ID, displayName: 'Backup Management Service' };
const given = (directory: GivenPrincipal['directory']) =>
  kek.with({ givenPrincipal: { objectId: PRINCIPAL_ID, directory } });
const unreadRole = { ...aRole([]), definition: FORBIDDEN };

describe('checks of access', () => {
  testCheck(accessPrincipalKnown, [
    ['a known principal', kek, 'pass', [PRINCIPAL_ID]],
    ['none in the tenant', kek.with({ principal: ABSENT }), 'fail', ['Microsoft.RecoveryServices']],
    [
      'a directory that may not be read',
      kek.with({ principal: FORBIDDEN }),
      'unknown',
      ['Application.Read.All', '--backup-principal-id'],
    ],
    ['an id that the directory has too', given(known(service)), 'pass', [PRINCIPAL_ID]],
    [
      'an id that is not that of the directory',
      given(known({ ...service, objectId: 'e1' })),
      'fail',
      ['Microsoft Graph has it as e1', '--backup-principal-id e1'],
    ],
    [
      'an id beside a directory without the service',
      given(ABSENT).with({ principal: ABSENT }),
      'fail',
    ],
    [
      'an id that nothing confirms',
      given(FORBIDDEN),
      'unknown',
      ['nothing confirms', FORBIDDEN.message],
      'warn',
    ],
    [
      'an id in a cloud whose application is not known',
      given({ status: 'not-asked' }),
      'unknown',
      [],
      'warn',
    ],
    [
      "the vault's own identity",
      given(FORBIDDEN).with({ vault: known(aVault({ identityPrincipalIds: [PRINCIPAL_ID] })) }),
      'fail',
      ['the managed identity of rsv-prod'],
    ],
    ['no ADE', plain, 'skip'],
  ]);

  testCheck(accessSecretsGranted, [
    ['the custom role', kek, 'pass', ['granted by some role']],
    [
      'no assignment',
      roles(),
      'fail',
      [
        "Backup Management Service can't read secrets of kv-prod",
        'lacks getSecret, readMetadata, backup   (RBAC vault; no assignment of the service)',
        'missing data action Microsoft.KeyVault/vaults/secrets/readMetadata/action',
        'azbackup grant-access --vm VM001',
      ],
    ],
    [
      'a role that lacks backup',
      roles(aRole(ALL_DATA_ACTIONS.filter((action) => !action.endsWith('backup/action')))),
      'fail',
      ['lacks backup   (RBAC vault; 1 assignment checked'],
    ],
    [
      'an exclusion in the role',
      roles(aRole(['*'], {}, { notDataActions: ['Microsoft.KeyVault/vaults/secrets/*'] })),
      'fail',
    ],
    [
      'a role under a condition',
      roles(aRole(ALL_DATA_ACTIONS, { condition: 'x' })),
      'unknown',
      ['has a condition', 'azbackup grant-access --vm VM001'],
    ],
    [
      'a role under a condition that would not be enough',
      roles(aRole(ALL_DATA_ACTIONS.slice(0, 1), { condition: 'x' })),
      'fail',
      ['has a condition'],
    ],
    [
      'a role at a management group',
      roles(
        aRole(['Microsoft.KeyVault/*'], {
          scope: '/providers/Microsoft.Management/managementGroups/corp',
        }),
      ),
      'pass',
    ],
    [
      'a role on the single secret',
      roles(aRole(ALL_DATA_ACTIONS, { scope: `${KEY_VAULT_ID}/secrets/${SECRET_NAME}` })),
      'pass',
      ['only on single objects'],
    ],
    [
      'a role on another secret',
      roles(aRole(ALL_DATA_ACTIONS, { scope: `${KEY_VAULT_ID}/secrets/other` })),
      'fail',
    ],
    ['a role that could not be read', roles(unreadRole), 'unknown', ['could not be read']],
    [
      'assignments that may not be read',
      kek.withKeyVaultFacts({ roles: FORBIDDEN }),
      'unknown',
      ['Microsoft.Authorization/roleAssignments/read'],
    ],
    ['a vault that may not be read', unreadable, 'unknown', ['Microsoft.KeyVault/vaults/read']],
    [
      'a principal that may not be read',
      kek.with({ principal: FORBIDDEN }),
      'unknown',
      ['Application.Read.All'],
    ],
    ['no principal', kek.with({ principal: ABSENT }), 'unknown'],
    ['no access policy', policies(), 'fail', ['lacks get, list, backup']],
    ['full access policies', policies(entry([], ['Get', 'List', 'Backup'])), 'pass'],
    ['the word all', policies(entry([], ['All'])), 'pass'],
    [
      'a policy that lacks backup',
      policies(entry([], ['get', 'list'])),
      'fail',
      ['missing secrets permission backup'],
    ],
    [
      'a policy for another principal',
      policies({ ...entry([], ['all']), objectId: 'another' }),
      'fail',
    ],
    ['a secret that nothing names yet', announced, 'unknown'],
    ['no ADE', plain, 'skip'],
  ]);

  testCheck(accessKeysGranted, [
    ['the custom role', kek, 'pass'],
    ['no assignment', roles(), 'fail', ['lacks keys/read, keys/backup']],
    ['a role for secrets alone', roles(aRole(ALL_DATA_ACTIONS.slice(2))), 'fail'],
    ['access policies for secrets alone', policies(entry([], ['all'])), 'fail'],
    ['full access policies', policies(entry(['get', 'list', 'backup'], [])), 'pass'],
    ['a role that could not be read', roles(unreadRole), 'unknown'],
    ['BEK-only without a grant', bek.withKeyVaultFacts({ roles: known([]) }), 'skip'],
    ['no ADE', plain, 'skip'],
  ]);

  const asked = (builder: typeof kek, actions: readonly string[]) =>
    builder.with({ intent: { grant: true } }).withKeyVaultFacts({
      callerPermissions: known([{ actions, notActions: [], dataActions: [], notDataActions: [] }]),
    });
  const ASSIGN = ['Microsoft.Authorization/roleAssignments/*'];
  const holding = (...assigned: readonly ReturnType<typeof aRole>[]) =>
    asked(roles(), ASSIGN).withKeyVaultFacts({ callerRoles: known(assigned) });
  const assigner = (condition?: string, scope = KEY_VAULT_ID) =>
    aRole([], { scope, ...(condition === undefined ? {} : { condition }) }, { actions: ASSIGN });
  const CONDITION = "@Request[x] ForAnyOfAnyValues:GuidEquals\n {'1'}";
  testCheck(accessCallerCanGrant, [
    ['a right without a condition', holding(assigner()), 'pass'],
    ['one with and one without', holding(assigner(CONDITION), assigner()), 'pass'],
    [
      'a right under a condition alone',
      holding(assigner(CONDITION)),
      'unknown',
      ["condition: @Request[x] ForAnyOfAnyValues:GuidEquals {'1'}", 'Key Vault Crypto User'],
      'warn',
    ],
    [
      'one without a condition elsewhere',
      holding(assigner(CONDITION), assigner(undefined, `${KEY_VAULT_ID}2`)),
      'unknown',
      ['under the condition of an assignment'],
      'warn',
    ],
    ['a right that no assignment shows', holding(aRole([])), 'pass'],
    [
      'assignments of the caller that may not be read',
      asked(roles(), ASSIGN).withKeyVaultFacts({ callerRoles: FORBIDDEN }),
      'unknown',
      ['whether under a condition could not be read'],
      'warn',
    ],
    [
      'access policies under a condition',
      asked(policies(), ['Microsoft.KeyVault/*']).withKeyVaultFacts({
        callerRoles: known([aRole([], { condition: 'x' }, { actions: ['Microsoft.KeyVault/*'] })]),
      }),
      'unknown',
      ['accessPolicies/write'],
      'warn',
    ],
    ['an owner', asked(roles(), ['*']), 'pass'],
    [
      'one who may assign roles but not define them',
      asked(roles(), ['Microsoft.Authorization/roleAssignments/*']),
      'pass',
      ['the custom role must already exist'],
    ],
    [
      'one who may not assign roles',
      asked(roles(), ['*/read']),
      'fail',
      [
        `lacks Microsoft.Authorization/roleAssignments/write at ${KEY_VAULT_ID}`,
        'Owner, User Access Administrator',
        'azbackup grant-access --vm VM001',
        `az role assignment create --assignee-object-id ${PRINCIPAL_ID} --assignee-principal-type ServicePrincipal --role 'Key Vault Secrets Officer' --scope ${KEY_VAULT_ID}`,
        "--role 'Key Vault Crypto User'",
      ],
    ],
    [
      'one who may not change access policies',
      asked(policies(entry(['all'], ['set'])), ['*/read']),
      'fail',
      [
        'Microsoft.KeyVault/vaults/accessPolicies/write',
        `--object-id ${PRINCIPAL_ID} --secret-permissions set get list backup`,
      ],
    ],
    ['one who may change access policies', asked(policies(), ['Microsoft.KeyVault/*']), 'pass'],
    [
      'rights that may not be read',
      roles()
        .with({ intent: { grant: true } })
        .withKeyVaultFacts({ callerPermissions: UNAVAILABLE }),
      'unknown',
    ],
    ['rights that were not asked', roles().with({ intent: { grant: true } }), 'unknown'],
    ['nothing lacking', asked(kek, []), 'skip', ['needs no grant']],
    [
      'a need that is unknown',
      asked(kek, []).withKeyVaultFacts({ roles: FORBIDDEN }),
      'skip',
      ['unknown whether'],
    ],
    ['no grant asked for', roles(), 'skip', ['no grant requested']],
  ]);

  it('judges each key vault by what lies in it', () => {
    const split = kek.withKeyVaultFacts({ keys: [] }).facts;
    const other = `${KEY_VAULT_ID}-kek`;
    const ofKeys = kek.withKeyVaultFacts({ vaultId: other, secrets: [], roles: known([]) }).facts;
    const facts = { ...split, keyVaults: [...split.keyVaults, ...ofKeys.keyVaults] };
    const outcomes = (check: Check) =>
      check.evaluate(facts).map(({ status, subject }) => [status, subject]);
    expect(outcomes(accessSecretsGranted)).toEqual([['pass', KEY_VAULT_ID]]);
    expect(outcomes(accessKeysGranted)).toEqual([['fail', other]]);
  });
});
