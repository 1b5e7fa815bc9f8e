// Verdicts on the keys of recovery points, and what is said to settle them.
import { describe, expect, it } from 'vitest';
import type { ObjectFacts } from '../../../../src/domain/keys/key-status.js';
import { findingsOfPair, type PairFacts } from '../../../../src/commands/keys/findings.js';
import { FORBIDDEN, keyVault, NOW, objectFacts, version } from '../../../support/key-facts.js';

const HELD = { secret: 'point', key: 'point' } as const;
const IN_FILE = { secret: 'info-file', key: 'info-file' } as const;
const NOWHERE = { secret: 'none', key: 'none' } as const;

function pair(more: Partial<PairFacts> = {}): PairFacts {
  return {
    secret: objectFacts('secret', [version()]),
    key: objectFacts('key', [version()]),
    copies: HELD,
    now: NOW,
    restorable: { vm: 'VM001', recoveryPoint: '7' },
    ...more,
  };
}

function bekOnly(secret: ObjectFacts, copies: PairFacts['copies'] = IN_FILE): PairFacts {
  const { key: _key, ...rest } = pair();
  return { ...rest, secret, copies };
}

function inVault(more: Parameters<typeof keyVault>[0]): PairFacts {
  const vault = { status: 'known', value: keyVault(more) } as const;
  return pair({
    secret: objectFacts('secret', [version()], { vault }),
    key: objectFacts('key', [version()], { vault }),
  });
}

const GONE_VAULT = { vault: { status: 'absent' } } as const;
const RESTORE = 'azbackup restore-keys --vm VM001 --recovery-point 7';
const RESTORE_DISKS = 'azbackup restore --vm VM001 --recovery-point 7';

describe('the keys of recovery points', () => {
  it.each<[string, PairFacts, string, readonly RegExp[]]>([
    ['in place', pair(), 'in-place', []],
    ['in place, BEK only', bekOnly(objectFacts('secret', [version()])), 'in-place', []],
    [
      'disabled',
      pair({ key: objectFacts('key', [version({ enabled: false })]) }),
      'unusable',
      [/^az keyvault key set-attributes .*--version v1 --enabled true$/u],
    ],
    [
      'soft-deleted',
      pair({
        key: objectFacts('key', [], { deleted: { status: 'known', value: { name: 'kek' } } }),
      }),
      'unusable',
      [/^az keyvault key recover --vault-name kv --name kek$/u],
    ],
    [
      'set again',
      pair({ secret: objectFacts('secret', [version({ version: 'v2' })], { equalVersion: 'v2' }) }),
      'replaced',
      [],
    ],
    ['gone', pair({ key: objectFacts('key', []) }), 'missing', [new RegExp(`^${RESTORE}$`, 'u')]],
    [
      'gone, and the points have no copy: it comes with their disks',
      pair({ key: objectFacts('key', []), copies: IN_FILE }),
      'missing',
      [new RegExp(`^${RESTORE_DISKS}$`, 'u'), /azbackup restore-keys --file FILE$/u],
    ],
    [
      'gone with their key vault, and the points have no copy',
      pair({ key: objectFacts('key', [], GONE_VAULT), copies: IN_FILE }),
      'missing',
      [new RegExp(`^${RESTORE_DISKS} --key-vault NAME$`, 'u')],
    ],
    [
      'gone, and the disks of the points are deleted',
      pair({ key: objectFacts('key', []), copies: NOWHERE }),
      'lost',
      [/az keyvault key restore/u],
    ],
    [
      'gone, the name in other hands',
      pair({ key: objectFacts('key', [version({ version: 'v2' })]) }),
      'missing',
      [new RegExp(`^${RESTORE} --key-vault NAME$`, 'u')],
    ],
    [
      'a secret gone, its name in other hands',
      pair({ secret: objectFacts('secret', [version({ version: 'v2' })]) }),
      'missing',
      [new RegExp(`^${RESTORE}$`, 'u')],
    ],
    [
      'gone with their key vault',
      pair({
        secret: objectFacts('secret', [], GONE_VAULT),
        key: objectFacts('key', [], GONE_VAULT),
      }),
      'missing',
      [/^az keyvault recover --name kv$/u, new RegExp(`^${RESTORE} --key-vault NAME$`, 'u')],
    ],
    [
      'a BEK-only secret gone',
      bekOnly(objectFacts('secret', [])),
      'missing',
      [new RegExp(`^${RESTORE_DISKS}$`, 'u'), /azbackup restore-keys --file FILE$/u],
    ],
    ['a BEK-only secret lost', bekOnly(objectFacts('secret', []), NOWHERE), 'lost', []],
    [
      'not to be read',
      pair({ key: objectFacts('key', [], { object: FORBIDDEN }) }),
      'unknown',
      [/^get the role Key Vault Reader on kv from its administrator$/u],
    ],
    [
      'not to be read in a key vault with access policies',
      pair({
        key: objectFacts('key', [], {
          vault: { status: 'known', value: keyVault({ permissionModel: 'access-policies' }) },
          object: { ...FORBIDDEN, action: 'keys list', scope: 'kv', caller: 'caller-id' },
        }),
      }),
      'unknown',
      [
        /^get keys list on kv: its administrator can run az keyvault set-policy .*--object-id caller-id --key-permissions list$/u,
      ],
    ],
    [
      'in a key vault that may not be read',
      pair({
        secret: objectFacts('secret', [version()], { vault: FORBIDDEN }),
        key: objectFacts('key', [version()], { vault: FORBIDDEN }),
      }),
      'unknown',
      [/vaults\/read/u],
    ],
    [
      'in a key vault that is shut to disks',
      inVault({ enabledForDiskEncryption: false }),
      'unusable',
      [/--enabled-for-disk-encryption true$/u],
    ],
    [
      'without purge protection',
      inVault({ purgeProtection: false }),
      'at-risk',
      [/--enable-purge-protection true$/u],
    ],
    [
      'behind a firewall',
      inVault({
        network: { publicAccess: 'Enabled', defaultAction: 'Deny', trustedServicesBypass: false },
      }),
      'unusable',
      [/--bypass AzureServices$/u],
    ],
    [
      'secured by a perimeter',
      inVault({
        network: {
          publicAccess: 'SecuredByPerimeter',
          defaultAction: 'Allow',
          trustedServicesBypass: true,
        },
      }),
      'at-risk',
      [],
    ],
    [
      'expired, which Key Vault gives out all the same',
      pair({ secret: objectFacts('secret', [version({ expires: '2026-11-01T00:00:00Z' })]) }),
      'at-risk',
      [/^az keyvault secret set-attributes .*--expires /u],
    ],
    [
      'not valid yet',
      pair({ key: objectFacts('key', [version({ notBefore: '2030-01-01T00:00:00Z' })]) }),
      'at-risk',
      [/^az keyvault key set-attributes .*--not-before /u],
    ],
    [
      'expiring soon',
      pair({ secret: objectFacts('secret', [version({ expires: '2026-12-01T00:00:00Z' })]) }),
      'at-risk',
      [/^az keyvault secret set-attributes .*--expires /u],
    ],
    [
      'expiring before the points do',
      pair({
        secret: objectFacts('secret', [version({ expires: '2027-06-01T00:00:00Z' })]),
        neededUntil: '2027-06-02T00:00:00Z',
      }),
      'at-risk',
      [],
    ],
    [
      'expiring after the points do',
      pair({
        secret: objectFacts('secret', [version({ expires: '2027-06-01T00:00:00Z' })]),
        neededUntil: '2027-05-31T00:00:00Z',
      }),
      'in-place',
      [],
    ],
  ])('%s', (_, facts, verdict, fixes) => {
    const evaluated = findingsOfPair(facts);
    expect(evaluated.verdict).toBe(verdict);
    const all = evaluated.findings.flatMap(({ fix }) => fix);
    expect(fixes.filter((fix) => !all.some((each) => fix.test(each)))).toEqual([]);
  });

  it('say where a secret stands that was set again', () => {
    const secret = objectFacts('secret', [version({ version: 'v2' })], { equalVersion: 'v2' });
    expect(findingsOfPair(pair({ secret })).replacedBy).toBe(
      'https://kv.vault.azure.net/secrets/bek/v2',
    );
    expect(findingsOfPair(pair()).replacedBy).toBeUndefined();
  });

  it('are judged once for each key vault', () => {
    expect(findingsOfPair(inVault({ purgeProtection: false })).findings).toHaveLength(1);
  });
});
