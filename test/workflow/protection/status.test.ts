import { describe, expect, it } from 'vitest';
import type { StatusDocument } from '../../../src/commands/status/result.js';
import { removeResource } from '../../../src/sandbox/kernel/resource.js';
import { objectIds } from '../../../src/sandbox/estates/build/principals.js';
import type { ErrorEnvelope } from '../../../src/errors/error-envelope.js';
import { defaultWorld, runCli } from '../../support/run-cli.js';
import {
  keyVaultId,
  knownItem,
  principal,
  recoveryVaultId,
  resource,
  stopProtection,
  substance,
  vmId,
} from '../support/contoso.js';
import { enable, grantAccess, status, words } from './only-item.js';

const DAY = 86_400;

describe('status tells how each machine stands', () => {
  it.each([
    ['VM014', 'a key or secret that its disks use is gone'],
    ['VM008', 'a key or secret that its disks use is disabled'],
    ['VM005', 'the backup service can read the keys it needs'],
  ])('%s, access granted: %s', async (vm, text) => {
    const { stdout } = await runCli(['status', '--vm', vm]);
    const line = stdout.split('\n').find((each) => each.includes('key access'));
    expect(line).toContain(text);
    expect(line?.includes('can read')).toBe(vm === 'VM005');
  });

  it('does not say that the backup service can read keys behind a firewall', async () => {
    const world = defaultWorld();
    resource(world, keyVaultId('kv-prod-app')).properties['networkAcls'] = {
      bypass: 'None',
      defaultAction: 'Deny',
      ipRules: [{ value: '203.0.113.0/24' }],
      virtualNetworkRules: [],
    };
    // The last backup was taken before.
    const { run, item } = await status('--vm VM005', { world });
    expect([run.code, item.outcome, item.keyAccess]).toEqual([6, 'protected', 'granted']);
    const { stdout } = await runCli(['status', '--vm', 'VM005'], { world });
    expect(stdout).toContain('the network of a key vault keeps the backup service out');
    const backup = await runCli(
      words('backup-now', '--vm VM005 --ignore keyvault.lets-backup-through'),
      { world },
    );
    expect(backup.code).toBe(7);
    const failed = await status('--vm VM005', { world });
    expect(failed.item.lastError?.meaning).toContain('keeps it out');
    expect(failed.item.lastError?.fix.join(' ')).toContain('--bypass AzureServices');
    const stdin =
      'version: 1\nblocks:\n  - name: all\n    select: { vm: VM005 }\n    rules: { grant-in-place: true }\n';
    const gate = await runCli(['gate', '-f', '-'], { world, stdin });
    expect(gate.code).toBe(12);
    const metrics = await runCli(words('metrics', '--vm VM005'), { world });
    expect(metrics.json()).toMatchObject({ items: [{ keysUsable: false }] });
  });

  it('warns where Azure does not let it know whether a vault protects a machine', async () => {
    const { run, item } = await status('--vm VM001', {
      faults: [
        {
          match: 'POST **/backupStatus',
          then: { kind: 'status', status: 403, code: 'AuthorizationFailed' },
        },
      ],
    });
    expect(item.outcome).toBe('not-protected');
    expect(run.stderr).toContain('whether another vault protects VM001 could not be read');
    expect(run.code).toBe(6);
  });

  it('shows keys that are gone in the table too', async () => {
    const { stdout } = await runCli(['status', '--vm', 'VM014', '--vm', 'VM005', '--vm', 'VM008']);
    const [gone, granted, disabled] = ['VM014', 'VM005', 'VM008'].map((vm) =>
      stdout.split('\n').find((line) => line.startsWith(vm)),
    );
    expect(gone).toMatch(/ gone /u);
    expect(granted).toMatch(/ granted /u);
    expect(disabled).toMatch(/ disabled /u);
  });

  it.each([
    ['VM001', 'not-protected', 'lacking', 'in-place'],
    ['VM002', 'not-protected', 'lacking', 'in-place'],
    ['VM003', 'not-protected', null, null],
    ['VM005', 'protected', 'granted', 'in-place'],
    ['VM008', 'not-protected', 'granted', 'disabled'],
    ['VM010', 'protected', null, null],
    ['VM011', 'soft-deleted', 'granted', 'in-place'],
    ['VM012', 'not-protected', 'granted', 'in-place'],
    ['VM014', 'error', 'granted', 'gone'],
    ['VM016', 'error', 'lacking', 'in-place'],
  ])('%s is %s, access to its keys %s, they are %s', async (vm, outcome, keyAccess, keyHealth) => {
    const world = defaultWorld();
    const before = substance(world);
    const { run, item } = await status(`--vm ${vm}`, { world });
    expect(run.code).toBe(['VM008', 'VM014', 'VM016'].includes(vm) ? 6 : 0);
    expect(item).toMatchObject({ outcome, keyAccess, keyHealth, tooOld: false, error: null });
    expect(run.writes).toEqual([]);
    expect(substance(world)).toEqual(before);
  });

  it('VM005: policy, last backup, last point and its age', async () => {
    const { item } = await status('--vm VM005');
    expect(item).toMatchObject({
      vault: { name: 'rsv-prod' },
      policy: 'daily-90-days',
      protectionState: 'Protected',
      lastBackup: { status: 'Completed', time: '2026-11-22T18:00:00Z', ageSeconds: DAY },
      lastRecoveryPoint: { time: '2026-11-22T18:00:08Z', ageSeconds: DAY - 8 },
      lastError: null,
      softDelete: null,
      findings: [],
    });
  });

  it('VM010: names the vault that protects it, not the one nearest to it', async () => {
    const { item } = await status('--vm VM010');
    expect(item.vault?.id).toBe(recoveryVaultId('rsv-legacy', 'rg-legacy'));
    expect(item.lastRecoveryPoint).not.toBeNull();
  });

  it('VM011: since when it is deleted and how long it can be brought back', async () => {
    const { item } = await status('--vm VM011');
    expect(item.softDelete).toEqual({
      deletedAt: '2026-11-20T18:00:00Z',
      remainingSeconds: 11 * DAY,
    });
    const prose = await runCli(['status', '--vm', 'VM011']);
    expect(prose.stdout).toMatch(/soft-deleted 2026-11-20T18:00:00Z.*11 days/u);
  });

  it('VM016: what the last error means, and what mends it', async () => {
    const { item } = await status('--vm VM016');
    expect(item.lastBackup?.status).toBe('Failed');
    expect(item.lastError).toMatchObject({
      code: 'UserErrorKeyVaultPermissionsNotConfigured',
      jobId: expect.any(String),
      meaning: expect.stringMatching(/no access to the keys or secrets of VM016/u),
      fix: expect.arrayContaining(['azbackup grant-access --vm VM016']),
      time: '2026-11-22T18:01:35Z',
    });
    expect(item.findings.map(({ checkId }) => checkId)).toEqual([
      'access.secrets-granted',
      'access.keys-granted',
    ]);
  });

  it('VM016 after the grant: access is there, the error is still the last one', async () => {
    const world = defaultWorld();
    await grantAccess('--vm VM016', { world });
    const { item } = await status('--vm VM016', { world });
    expect(item.keyAccess).toBe('granted');
    expect(item.lastError?.code).toBe('UserErrorKeyVaultPermissionsNotConfigured');
    expect(item.lastError?.fix).toEqual(['azbackup backup-now --vm VM016']);
  });

  it('VM014: the keys that its disks name are gone, and only an audit knows from where they come', async () => {
    const { run, item } = await status('--vm VM014 --exit-zero');
    expect(run.code).toBe(0);
    expect(item.findings.flatMap(({ fix }) => fix)).not.toContainEqual(
      expect.stringMatching(/ recover | grant-access /u),
    );
    expect(item.findings[0]?.fix[0]).toBe('azbackup audit-keys --vm VM014');
    expect(item.lastError?.fix).toEqual([]);
    expect(item.findings.map(({ checkId, status: found }) => [checkId, found])).toEqual([
      ['ade.secret-current', 'fail'],
      ['ade.key-current', 'fail'],
    ]);
  });

  it('a machine that was just protected waits for its first backup', async () => {
    const world = defaultWorld();
    await enable('--vm VM003', { world });
    const { item } = await status('--vm VM003', { world });
    expect(item).toMatchObject({
      outcome: 'waiting-for-first-backup',
      protectionState: 'IRPending',
      lastBackup: null,
      lastRecoveryPoint: null,
    });
  });

  it('a machine whose protection was stopped', async () => {
    const world = defaultWorld();
    await stopProtection(world, 'VM005');
    const { item } = await status('--vm VM005', { world });
    expect(item).toMatchObject({ outcome: 'stopped', protectionState: 'ProtectionStopped' });
    expect(item.lastRecoveryPoint?.time).toBe('2026-11-22T18:00:08Z');
  });

  it.each([
    [503, 10, 'AZB_UNAVAILABLE'],
    [429, 10, 'AZB_THROTTLED'],
    [403, 4, 'AZB_NOT_ALLOWED'],
  ] as const)(
    'where the items of its vault answer %s the command ends with %s and says why',
    async (answer, exit, code) => {
      const run = await runCli(['status', '--vm', 'VM010', '-o', 'json'], {
        world: defaultWorld(),
        faults: [
          { match: 'GET **/backupProtectedItems', then: { kind: 'status', status: answer } },
        ],
      });
      const envelope: ErrorEnvelope = JSON.parse(run.stderr.trim().split('\n').at(-1) ?? '');
      expect([run.code, envelope.exitCode]).toEqual([exit, exit]);
      expect([envelope.code, envelope.message]).toEqual([
        code,
        'the items of rsv-legacy could not be read',
      ]);
    },
  );

  it('without Graph rights access to the keys is unknown, not granted', async () => {
    const world = defaultWorld();
    principal(world, objectIds.operator).graphPermissions = [];
    const { run, item } = await status('--vm VM005', { world });
    expect(run.code).toBe(0);
    expect(item.keyAccess).toBe('unknown');
    expect(item.findings.map(({ checkId, status: found }) => [checkId, found])).toContainEqual([
      'access.principal-known',
      'unknown',
    ]);
    const given = await status(`--vm VM005 --backup-principal-id ${objectIds.backupService}`, {
      world,
    });
    expect(given.item.keyAccess).toBe('granted');
  });
});

describe('status --vault', () => {
  it('tells of every item of the vault, the soft-deleted one too', async () => {
    const run = await runCli(words('status', '--vault rsv-prod'));
    const { items, summary } = run.json<StatusDocument>();
    expect(run.code).toBe(6);
    expect(items.map(({ vm, outcome }) => [vm.name, outcome])).toEqual([
      ['VM005', 'protected'],
      ['VM011', 'soft-deleted'],
      ['VM014', 'error'],
      ['VM016', 'error'],
    ]);
    expect(summary).toEqual({
      total: 4,
      outcomes: { protected: 1, 'soft-deleted': 1, error: 2 },
      tooOld: 0,
    });
  });

  it('tells of an item whose machine is gone', async () => {
    const world = defaultWorld();
    removeResource(world, vmId('VM005'));
    const run = await runCli(words('status', '--vault rsv-prod'), { world });
    const item = run.json<StatusDocument>().items.find(({ vm }) => vm.name === 'VM005');
    expect(run.code).toBe(6);
    expect(item).toMatchObject({
      outcome: 'machine-gone',
      machineGone: true,
      protectionState: 'Protected',
      encryption: null,
      keyAccess: null,
    });
    expect(item?.lastRecoveryPoint?.time).toBe('2026-11-22T18:00:08Z');
  });

  it.each([
    ['by id', `--vault ${recoveryVaultId('rsv-legacy', 'rg-legacy')}`],
    ['by name', '--vault RSV-LEGACY'],
  ])('finds the vault %s', async (_how, argv) => {
    const { item } = await status(argv);
    expect(item.vm.name).toBe('VM010');
  });
});

describe('status --max-age', () => {
  it.each([
    ['--vm VM005 --max-age 26h', 0, 0],
    ['--vm VM005 --max-age 20h', 6, 1],
    ['--vm VM016 --max-age 2d', 6, 1],
    ['--vm VM003 --max-age 26h', 6, 1],
    ['--vault rsv-legacy --max-age 26h', 0, 0],
    ['--vault rsv-prod --max-age 26h', 6, 3],
  ])('%s exits %i', async (argv, code, tooOld) => {
    const run = await runCli(words('status', argv));
    expect(run.code).toBe(code);
    expect(run.json<StatusDocument>().summary.tooOld).toBe(tooOld);
  });

  it('counts from the last point, not from the last backup that was tried', async () => {
    const world = defaultWorld();
    knownItem(world, 'VM005').recoveryPoints.splice(-2);
    const { run, item } = await status('--vm VM005 --max-age 26h', { world });
    expect(run.code).toBe(6);
    expect(item.lastBackup?.status).toBe('Completed');
    expect(item.tooOld).toBe(true);
  });
});
