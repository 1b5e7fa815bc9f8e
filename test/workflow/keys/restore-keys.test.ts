// Key and secret of a recovery point, brought back into a key vault.
import { describe, expect, it } from 'vitest';
import type { RestoreKeysItem } from '../../../src/commands/restore-keys/result.js';
import { unwrapWithKey } from '../../../src/sandbox/providers/key-vault-data/keys/unwrap.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { defaultWorld, runCli, type CliRun, type RunOptions } from '../../support/run-cli.js';
import { resource, keyVaultId, substance } from '../support/contoso.js';
import {
  addLostBekOnly,
  allowOperator,
  contents,
  copiesOf,
  deleteSoftly,
  encryptionInfo,
} from '../support/key-world.js';

const RESTORING = { keys: ['restore'], secrets: ['set', 'restore'] };

function run(argv: string, world: WorldState, options: RunOptions = {}): Promise<CliRun> {
  return runCli(['restore-keys', ...argv.split(' '), '-o', 'json'], { world, ...options });
}

function itemOf(result: CliRun): RestoreKeysItem {
  const [item] = result.json<{ items: RestoreKeysItem[] }>().items;
  if (item === undefined) {
    throw new Error(result.stderr);
  }
  return item;
}

function lastPart(url: string | null | undefined): string {
  return url?.split('/').at(-1) ?? '';
}

describe('a key and a secret that are purged', () => {
  it('are planned, and nothing is touched', async () => {
    const world = defaultWorld('copies');
    const before = substance(world);
    const result = await run('--vm VM014 --dry-run --detailed-exitcode', world);
    expect(result.code).toBe(11);
    expect(itemOf(result)).toMatchObject({
      outcome: 'planned',
      key: { state: 'gone', url: null },
      secret: { state: 'gone', url: null },
      diskSettings: null,
      changes: [
        { type: 'restore-key', status: 'planned' },
        { type: 'set-secret', status: 'planned' },
      ],
    });
    expect(substance(world)).toEqual(before);
  });

  it('come back: the key in its version, the secret in a new one that the key still unwraps', async () => {
    const world = defaultWorld('copies');
    const { bekDetails, kekDetails } = copiesOf(world, 'VM014');
    const result = await run('--vm VM014 --recovery-point latest', world);
    expect(result.code).toBe(0);
    const item = itemOf(result);
    expect(item).toMatchObject({
      outcome: 'restored',
      key: { state: 'in-place', url: kekDetails?.keyUrl },
      secret: { state: 'replaced', wantedUrl: bekDetails.secretUrl },
      diskSettings: { differs: true, keyUrl: kekDetails?.keyUrl },
    });
    const { keys, secrets } = contents(world, 'kv-prod-lost');
    expect(keys.map(({ name }) => name)).toEqual(['kek-vm014']);
    const [version] = secrets[0]?.versions ?? [];
    expect(version).toMatchObject({
      version: lastPart(item.secret.url),
      value: bekDetails.secretData,
      contentType: 'Wrapped BEK',
      tags: {
        DiskEncryptionKeyEncryptionAlgorithm: 'RSA-OAEP',
        DiskEncryptionKeyFileName: 'LinuxPassPhraseFileName',
        DiskEncryptionKeyEncryptionKeyURL: kekDetails?.keyUrl,
        MachineName: 'VM014',
        'azbackup-replaces': lastPart(bekDetails.secretUrl),
      },
    });
    const kek = { vaultName: 'kv-prod-lost', name: 'kek-vm014', version: lastPart(item.key?.url) };
    const wrapped = { algorithm: 'RSA-OAEP', value: version?.value ?? '' } as const;
    expect(unwrapWithKey(world, kek, wrapped)).toHaveLength(64);
  });

  it('are left alone by a second run, from any point that needs the same', async () => {
    const world = defaultWorld('copies');
    await run('--vm VM014', world);
    const before = substance(world);
    for (const point of ['latest', '20d']) {
      const again = await run(`--vm VM014 --recovery-point ${point}`, world);
      expect(again.code).toBe(0);
      expect(itemOf(again)).toMatchObject({ outcome: 'unchanged', changes: [] });
      expect(again.writes).toEqual([]);
    }
    expect(substance(world)).toEqual(before);
  });

  it('are seen by an audit: missing before, replaced after', async () => {
    const world = defaultWorld('copies');
    const audit = (): Promise<CliRun> =>
      runCli(['audit-keys', '--vm', 'VM014', '-o', 'json'], { world });
    const before = await audit();
    expect([before.code, before.json()['summary']]).toMatchObject([
      6,
      { outcomes: { missing: 30 } },
    ]);
    const { url } = itemOf(await run('--vm VM014', world)).secret;
    const after = await audit();
    expect([after.code, after.json()['summary']]).toMatchObject([
      0,
      { outcomes: { replaced: 30 } },
    ]);
    expect(after.json<{ pairs: object[] }>().pairs).toMatchObject([{ replacedBy: url }]);
  });

  it('come back after an answer was lost', async () => {
    const world = defaultWorld('copies');
    const faults = [
      { match: 'POST **/keys/restore', nth: 2, then: { kind: 'reset', afterwards: true } } as const,
    ];
    const result = await run('--vm VM014', world, { faults });
    expect([result.code, itemOf(result).outcome]).toEqual([0, 'restored']);
  });

  it.each([
    ['reset', { kind: 'reset', afterwards: true }],
    ['odd', { kind: 'malformed' }],
  ] as const)('have one new version though the answer about it was lost: %s', async (_, then) => {
    const world = defaultWorld('copies');
    const faults = [{ match: 'PUT **/secrets/*', nth: 1, then }];
    const result = await run('--vm VM014', world, { faults });
    const versions = contents(world, 'kv-prod-lost').secrets.flatMap((each) => each.versions);
    expect([result.code, itemOf(result).outcome, versions.length]).toEqual([0, 'restored', 1]);
  });

  it('set the secret again where the request never came through', async () => {
    const world = defaultWorld('copies');
    const faults = [{ match: 'PUT **/secrets/*', nth: 1, then: { kind: 'reset' } } as const];
    const result = await run('--vm VM014', world, { faults });
    const versions = contents(world, 'kv-prod-lost').secrets.flatMap((each) => each.versions);
    expect([result.code, versions.length]).toEqual([0, 1]);
  });

  it('come back in two runs when the first is stopped in between', async () => {
    const { exchanges } = await run('--vm VM014', defaultWorld('copies'));
    const restored = exchanges.findLastIndex(({ url }) => url.includes('/keys/restore'));
    const world = defaultWorld('copies');
    const signalAfter = { requests: restored + 1, signal: 'SIGINT' } as const;
    const stopped = await run('--vm VM014', world, { signalAfter });
    expect(stopped.code).toBe(130);
    expect(itemOf(stopped)).toMatchObject({
      outcome: 'interrupted',
      changes: [{ status: 'done' }, { status: 'skipped' }],
    });
    const rest = await run('--vm VM014', world);
    expect(itemOf(rest)).toMatchObject({ outcome: 'restored', changes: [{ type: 'set-secret' }] });
  });

  it('go into another key vault where one is named', async () => {
    const world = defaultWorld('copies');
    allowOperator(world, 'kv-prod-app', RESTORING);
    const result = await run('--vm VM014 --key-vault kv-prod-app', world);
    expect(result.code).toBe(0);
    const { diskSettings, key } = itemOf(result);
    expect(diskSettings).toMatchObject({
      differs: true,
      keyVaultId: keyVaultId('kv-prod-app'),
      secretVaultId: keyVaultId('kv-prod-app'),
    });
    expect(key?.url).toMatch(/^https:\/\/kv-prod-app\.vault\.azure\.net\/keys\/kek-vm014\//u);
    const tags = contents(world, 'kv-prod-app').secrets.flatMap(({ versions }) =>
      versions.map((version) => version.tags['DiskEncryptionKeyEncryptionKeyURL']),
    );
    expect(tags).toContain(key?.url);
    const again = await run(`--vm VM014 --key-vault ${keyVaultId('kv-prod-app')}`, world);
    expect(itemOf(again).outcome).toBe('unchanged');
  });

  it('name the right that is lacking', async () => {
    const world = defaultWorld('copies');
    const refused = await run('--vm VM014 --key-vault kv-prod-app', world);
    expect(refused.code).toBe(4);
    expect(itemOf(refused)).toMatchObject({
      outcome: 'failed',
      error: { code: 'AZB_NOT_ALLOWED' },
      changes: [{ status: 'failed' }, { status: 'skipped' }],
    });
    expect(itemOf(refused).error?.fix[0]).toContain(
      'Microsoft.KeyVault/vaults/keys/restore/action',
    );
    allowOperator(world, 'kv-prod-app', { keys: ['restore'] });
    const half = await run('--vm VM014 --key-vault kv-prod-app', world);
    expect(half.code).toBe(6);
    expect(itemOf(half).error?.fix[0]).toMatch(
      /secrets\/setSecret\/action .*secret permission set/u,
    );
  });
});

describe('a name that is taken', () => {
  it('keeps a key out, and another key vault is proposed', async () => {
    const world = defaultWorld('copies');
    await run('--vm VM014', world);
    for (const { versions } of contents(world, 'kv-prod-lost').keys) {
      for (const version of versions) {
        version.version = 'f'.repeat(32);
      }
    }
    const result = await run('--vm VM014', world);
    expect(result.code).toBe(5);
    expect(JSON.parse(result.stderr)).toMatchObject({ code: 'AZB_KEY_NAME_TAKEN' });
    expect(result.stderr).toContain('--key-vault NAME');
    expect(result.writes).toEqual([]);
  });

  it('is no hindrance to a secret; one of the same text is known again where it may be read', async () => {
    const world = defaultWorld('copies');
    await run('--vm VM014', world);
    const [secret] = contents(world, 'kv-prod-lost').secrets;
    for (const version of secret?.versions ?? []) {
      version.tags = {};
    }
    const unread = await run('--vm VM014 --dry-run', world);
    expect(itemOf(unread)).toMatchObject({ outcome: 'planned', changes: [{ type: 'set-secret' }] });
    allowOperator(world, 'kv-prod-lost', { secrets: ['get'] });
    expect(itemOf(await run('--vm VM014', world)).outcome).toBe('unchanged');
  });
});

describe('what is deleted softly', () => {
  it('is recovered, exactly as it was', async () => {
    const world = defaultWorld();
    const before = structuredClone(contents(world, 'kv-prod-app'));
    deleteSoftly(world, 'kv-prod-app');
    allowOperator(world, 'kv-prod-app', { keys: ['recover'], secrets: ['recover'] });
    const result = await run('--vm VM005', world);
    expect(result.code).toBe(0);
    const item = itemOf(result);
    expect(item).toMatchObject({
      outcome: 'restored',
      diskSettings: { differs: false },
      changes: [{ type: 'recover-key' }, { type: 'recover-secret' }],
    });
    const { keys, secrets } = contents(world, 'kv-prod-app');
    expect(keys).toEqual(before.keys);
    // That of the data disk stays deleted: the point does not name it, which is said.
    const recovered = secrets.filter(({ deletion }) => deletion === undefined);
    expect(recovered.map(({ name }) => name)).toEqual([item.secret.name]);
    expect(before.secrets).toEqual(expect.arrayContaining(recovered));
    expect(item.notes.join()).toContain('BEK secrets of Windows data volumes are not checked');
  });

  it('names the right that is lacking', async () => {
    const world = defaultWorld();
    deleteSoftly(world, 'kv-prod-app');
    const result = await run('--vm VM005', world);
    expect(result.code).toBe(4);
    expect(itemOf(result).error?.fix[0]).toContain('keys/recover/action');
  });
});

describe('a BEK-only machine', () => {
  function lost(): WorldState {
    const world = defaultWorld();
    addLostBekOnly(world);
    return world;
  }

  it('cannot be helped by the point alone, and is told what can', async () => {
    const world = lost();
    const result = await run('--vm VM101', world);
    expect(result.code).toBe(5);
    const error = JSON.parse(result.stderr);
    expect(error.code).toBe('AZB_KEY_COPY_MISSING');
    expect(error.fix).toContain('azbackup restore-keys --file FILE');
    expect(result.writes).toEqual([]);
  });

  it.each<[string, BufferEncoding]>([
    ['UTF-8', 'utf8'],
    ['UTF-16', 'utf16le'],
  ])('gets its secret back in its version from the file in %s', async (_, encoding) => {
    const world = lost();
    const copies = copiesOf(world, 'VM101');
    const stdin = Buffer.from(`\uFEFF${encryptionInfo(copies)}`, encoding);
    const result = await run('--file -', world, { stdin });
    expect(result.code).toBe(0);
    expect(itemOf(result)).toMatchObject({
      vm: null,
      outcome: 'restored',
      source: { file: '-', recoveryPoint: null },
      key: null,
      secret: { state: 'in-place', url: copies.bekDetails.secretUrl },
      diskSettings: { differs: false, keyUrl: null },
      changes: [{ type: 'restore-secret' }],
    });
    expect(itemOf(await run('--file -', world, { stdin })).outcome).toBe('unchanged');
  });
});

describe('an encryption info file of a machine with a KEK', () => {
  it('needs the system, then does what a point does', async () => {
    const world = defaultWorld();
    const stdin = encryptionInfo(copiesOf(world, 'VM014'));
    const unsaid = await run('--file -', world, { stdin });
    expect([unsaid.code, JSON.parse(unsaid.stderr).code]).toEqual([2, 'AZB_OS_TYPE_NEEDED']);
    const result = await run('--file - --os-type linux --vm VM014', world, { stdin });
    expect([result.code, itemOf(result).outcome]).toEqual([0, 'restored']);
    const [secret] = contents(world, 'kv-prod-lost').secrets;
    expect(secret?.versions[0]?.tags['MachineName']).toBe('VM014');
    expect(itemOf(await run('--vm VM014', world)).outcome).toBe('unchanged');
  });
});

describe('a point of today, which holds no copies', () => {
  it.each([
    ['addresses', 'AZB_KEY_COPY_MISSING'],
    ['none', 'AZB_POINT_WITHOUT_KEYS'],
  ] as const)('%s: is refused with the command that brings the file', async (pointKeys, code) => {
    const world = defaultWorld(pointKeys);
    const refused = await run('--vm VM014', world);
    expect([refused.code, JSON.parse(refused.stderr).code]).toEqual([5, code]);
    expect(refused.writes).toEqual([]);
    const [fix = ''] = JSON.parse(refused.stderr).fix;
    expect(fix).toMatch(/^azbackup restore --vm VM014 --recovery-point \d+$/u);
    const restored = await runCli(fix.replace('azbackup ', '').split(' '), { world });
    expect(restored.code).toBe(0);
    expect(contents(world, 'kv-prod-lost').keys.map(({ name }) => name)).toEqual(['kek-vm014']);
  });

  it('names the same key vault in it', async () => {
    const refused = await run('--vm VM014 --key-vault kv-prod-app', defaultWorld());
    expect(JSON.parse(refused.stderr).fix[0]).toMatch(/ --key-vault kv-prod-app$/u);
  });

  it.each([['addresses'], ['none']] as const)(
    '%s: comes back from the file that a restore of its disks has left',
    async (pointKeys) => {
      const world = defaultWorld(pointKeys);
      const disks = 'restore --vm VM014 --keys never --ignore keys'.split(' ');
      expect((await runCli(disks, { world })).code).toBe(6);
      const result = await run('--vm VM014', world);
      expect([result.code, itemOf(result).outcome]).toEqual([0, 'restored']);
      expect(itemOf(result).changes.map(({ type }) => type)).toEqual(['restore-key', 'set-secret']);
      expect(itemOf(await run('--vm VM014', world)).outcome).toBe('unchanged');
      const other = await run('--vm VM014 --recovery-point 20d', world);
      expect(other.code).toBe(pointKeys === 'none' ? 5 : 0);
    },
  );

  it('of a BEK-only machine comes back from such a file as well', async () => {
    const world = defaultWorld();
    addLostBekOnly(world);
    const disks = 'restore --vm VM101 --keys never --ignore keys'.split(' ');
    expect((await runCli(disks, { world })).code).toBe(6);
    const result = await run('--vm VM101', world);
    expect([result.code, itemOf(result)]).toMatchObject([0, { secret: { state: 'in-place' } }]);
  });

  it('is refused where the staging account may not be read, which is said', async () => {
    const world = defaultWorld();
    await runCli('restore --vm VM014 --keys never --ignore keys'.split(' '), { world });
    const then = { kind: 'status', status: 403, code: 'AuthorizationFailed' } as const;
    const faults = [{ match: 'GET **/storageAccounts', then }];
    const refused = await run('--vm VM014', world, { faults });
    expect(refused.code).toBe(5);
    expect(refused.stderr).toContain('staging accounts of earlier restores could not be read');
  });
});

describe('what cannot be done', () => {
  it.each([
    ['--vm VM010', 5, 'AZB_POINT_WITHOUT_KEYS'],
    ['--vm VM016', 5, 'AZB_POINT_WITHOUT_KEYS'],
    ['--vm VM014 --recovery-point 1', 3, 'AZB_RECOVERY_POINT_NOT_FOUND'],
    ['--vm VM014 --key-vault kv-none', 3, 'AZB_KEY_VAULT_NOT_FOUND'],
    ['--file /nowhere/info.json', 2, 'AZB_FILE_UNREADABLE'],
    ['--file -', 2, 'AZB_ENCRYPTION_INFO'],
  ])('%s is refused', async (argv, code, error) => {
    const result = await run(argv, defaultWorld());
    expect([result.code, JSON.parse(result.stderr).code]).toEqual([code, error]);
    expect(result.writes).toEqual([]);
  });

  it('in another geography is refused before anything is sent', async () => {
    const world = defaultWorld('copies');
    resource(world, keyVaultId('kv-prod-app')).location = 'westeurope';
    const result = await run('--vm VM014 --key-vault kv-prod-app', world);
    expect([result.code, JSON.parse(result.stderr).code]).toEqual([5, 'AZB_KEY_VAULT_ELSEWHERE']);
    expect(result.writes).toEqual([]);
  });
});

describe('in prose', () => {
  it('what disks must name is said, and what there is to do', async () => {
    const world = defaultWorld('copies');
    const { stdout, stderr } = await runCli(['restore-keys', '--vm', 'VM014'], { world });
    expect(stdout).toContain('are back.');
    expect(stdout).toMatch(/next: .*\n/u);
    expect(stderr).toContain('azbackup audit-keys --vm VM014');
    const again = await runCli(['restore-keys', '--vm', 'VM014'], { world });
    expect(again.stdout).toMatch(/Nothing to\s+restore/u);
  });
});
