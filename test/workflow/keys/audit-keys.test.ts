// Whether the keys of recovery points are there.
import { describe, expect, it } from 'vitest';
import type { AuditKeysDocument } from '../../../src/commands/audit-keys/result.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { objectIds } from '../../../src/sandbox/estates/build/principals.js';
import { defaultWorld, runCli, type CliRun, type RunOptions } from '../../support/run-cli.js';
import { keyVaultId, resource, substance, takeRoles } from '../support/contoso.js';
import { addLostBekOnly, contents, deleteSoftly, pointsOf } from '../support/key-world.js';

function audit(argv: string, world: WorldState, options: RunOptions = {}): Promise<CliRun> {
  return runCli(['audit-keys', ...argv.split(' '), '-o', 'json'], { world, ...options });
}

function documentOf(run: CliRun): AuditKeysDocument {
  return run.json<AuditKeysDocument>();
}

function worldWith(change: (world: WorldState) => void): WorldState {
  const world = defaultWorld();
  change(world);
  return world;
}

describe('the keys of recovery points', () => {
  it('of a whole vault, by machine, by pair and by point', async () => {
    const world = defaultWorld();
    const before = substance(world);
    const run = await audit('--vault rsv-prod', world);
    expect(run.code).toBe(6);
    const { machines, pairs, items, summary } = documentOf(run);
    expect(
      machines.map(({ vm, verdict, points, encrypted }) => [vm.name, verdict, points, encrypted]),
    ).toEqual([
      ['VM005', 'in-place', 40, 40],
      ['VM011', 'in-place', 11, 11],
      ['VM014', 'missing', 30, 30],
      ['VM016', null, 35, 0],
    ]);
    expect(pairs.map(({ id, vm, verdict, points }) => [id, vm.name, verdict, points])).toEqual([
      [1, 'VM014', 'missing', 30],
      [2, 'VM005', 'in-place', 40],
      [3, 'VM011', 'in-place', 11],
    ]);
    expect(items).toHaveLength(116);
    expect(items.find(({ vm }) => vm.name === 'VM014')).toMatchObject({
      outcome: 'missing',
      pair: 1,
      reason: null,
    });
    expect(summary).toEqual({
      total: 116,
      machines: 4,
      outcomes: { 'in-place': 51, missing: 30, 'not-encrypted': 35 },
      failing: 30,
      notLookedAt: 0,
    });
    expect(run.writes).toEqual([]);
    expect(substance(world)).toEqual(before);
  });

  it.each([
    ['lost', 0],
    ['unknown', 0],
    ['missing', 6],
    ['unusable', 6],
    ['at-risk', 6],
  ])('fail from %s on: %d', async (severity, code) => {
    expect((await audit(`--vm VM014 --fail-on ${severity}`, defaultWorld())).code).toBe(code);
  });

  it.each<[string, (world: WorldState) => void, string, number]>([
    [
      'disabled',
      (world) => {
        for (const version of contents(world, 'kv-prod-app').keys[0]?.versions ?? []) {
          version.enabled = false;
        }
      },
      'unusable',
      6,
    ],
    ['soft-deleted', (world) => deleteSoftly(world, 'kv-prod-app'), 'unusable', 6],
    [
      'without purge protection',
      (world) => {
        Reflect.deleteProperty(
          resource(world, keyVaultId('kv-prod-app')).properties,
          'enablePurgeProtection',
        );
      },
      'at-risk',
      0,
    ],
    [
      'in a key vault shut to disks',
      (world) => {
        resource(world, keyVaultId('kv-prod-app')).properties['enabledForDiskEncryption'] = false;
      },
      'unusable',
      6,
    ],
    [
      'that may not be looked at',
      (world) => {
        resource(world, keyVaultId('kv-prod-app')).properties['accessPolicies'] = [];
      },
      'unknown',
      6,
    ],
  ])('%s', async (_, change, verdict, code) => {
    const run = await audit('--vm VM005', worldWith(change));
    expect(documentOf(run).machines).toMatchObject([{ verdict }]);
    expect(run.code).toBe(code);
  });

  it('that may not be looked at name the right that is lacking', async () => {
    const world = worldWith((changed) => {
      resource(changed, keyVaultId('kv-prod-app')).properties['accessPolicies'] = [];
    });
    const [pair] = documentOf(await audit('--vm VM005', world)).pairs;
    const fixes = pair?.findings.flatMap(({ fix }) => fix).join('\n') ?? '';
    expect(fixes).toMatch(/keys list/u);
    expect(fixes).toMatch(/secrets list/u);
  });

  it('of BEK-only machines come back through a file', async () => {
    const run = await audit('--vm VM101', worldWith(addLostBekOnly));
    expect(run.code).toBe(6);
    expect(documentOf(run).pairs).toMatchObject([{ verdict: 'missing', key: null }]);
    expect(run.stdout).toContain('azbackup restore-keys --file FILE');
  });

  it('are told apart by version', async () => {
    const world = worldWith((changed) => {
      for (const point of pointsOf(changed, 'VM005').slice(0, 15)) {
        const copies = structuredClone(point.keyAndSecret);
        if (copies?.kekDetails !== undefined) {
          copies.kekDetails.keyUrl = copies.kekDetails.keyUrl.replace(/[^/]+$/u, 'a'.repeat(32));
          point.keyAndSecret = copies;
        }
      }
    });
    const run = await audit('--vm VM005', world);
    expect(documentOf(run).pairs.map(({ verdict, points }) => [verdict, points])).toEqual([
      ['missing', 15],
      ['in-place', 25],
    ]);
  });
});

describe('points that cannot be looked at', () => {
  /** A machine with very many points, as years of retention make them. */
  const many = worldWith((world) => {
    const points = pointsOf(world, 'VM005');
    const older = points.slice(0, 1).flatMap((first) =>
      Array.from({ length: 360 }, (_, index) => ({
        ...structuredClone(first),
        name: String(700_000_000_000_000 + index),
      })),
    );
    points.unshift(...older);
  });

  it('because Azure allows no more are unknown, and said to be', async () => {
    const run = await audit('--vm VM005', structuredClone(many));
    const { machines, items, summary } = documentOf(run);
    expect(run.code).toBe(6);
    expect(machines).toMatchObject([{ verdict: 'unknown', points: 400, notLookedAt: 141 }]);
    expect(summary.outcomes).toEqual({ 'in-place': 259, unknown: 141 });
    const unknown = items.filter(({ outcome }) => outcome === 'unknown');
    expect(
      unknown.every(
        ({ pair, likelyPair, reason }) => pair === null && likelyPair === 1 && reason !== null,
      ),
    ).toBe(true);
    expect(run.stderr).toContain('141 of 400 recovery points were skipped');
    const reads = run.exchanges.filter(({ url }) => url.includes('/recoveryPoints'));
    expect(reads.length).toBeLessThanOrEqual(260);
  });

  it('because Azure throttles are unknown, and no more are tried', async () => {
    const world = defaultWorld();
    const faults = [
      {
        match: 'GET **/recoveryPoints/*',
        then: { kind: 'status', status: 429, retryAfterSeconds: 3000 },
      } as const,
    ];
    const run = await audit('--vm VM005', world, { faults });
    expect(documentOf(run).summary.outcomes).toEqual({ unknown: 40 });
    expect(run.code).toBe(6);
    const tried = run.exchanges.filter(({ url }) => /\/recoveryPoints\/\d/u.test(url));
    expect(tried.length).toBeLessThanOrEqual(6);
  });

  it('leave the others known', async () => {
    const faults = [
      {
        match: 'GET **/recoveryPoints/*',
        nth: 5,
        then: { kind: 'status', status: 403, code: 'AuthorizationFailed' },
      } as const,
    ];
    const run = await audit('--vm VM005', defaultWorld(), { faults });
    expect(documentOf(run).summary.outcomes).toEqual({ 'in-place': 39, unknown: 1 });
  });

  it('of one machine of several leave the others', async () => {
    const faults = [
      {
        match: 'GET **vm014/recoveryPoints',
        then: { kind: 'status', status: 403, code: 'AuthorizationFailed' },
      } as const,
    ];
    const run = await audit('--vm VM005 --vm VM014', defaultWorld(), { faults });
    expect(run.code).toBe(6);
    expect(documentOf(run).machines.map(({ outcome }) => outcome)).toEqual(['audited', 'failed']);
  });

  it('because nothing may be read end the command', async () => {
    const world = worldWith((changed) =>
      takeRoles(
        changed,
        objectIds.operator,
        'contributor',
        'userAccessAdministrator',
        'keyVaultReader',
      ),
    );
    const subscription = '--subscription 00000000-0000-0000-0000-000000000001';
    expect((await audit(`--vm VM005 ${subscription}`, world)).code).toBe(4);
  });
});

describe('in prose', () => {
  it('each fix is said once', async () => {
    const copied = await runCli(['audit-keys', '--vm', 'VM014'], { world: defaultWorld('copies') });
    expect(copied.stdout.match(/azbackup restore-keys/gu)).toHaveLength(1);
    const { stdout } = await runCli(['audit-keys', '--vm', 'VM014']);
    expect(stdout.match(/azbackup restore --vm VM014/gu)).toHaveLength(1);
    expect(stdout).toMatch(/encryption info file/u);
    expect(stdout).toContain(
      '30 missing. 30 points fail (--fail-on unusable: unusable, missing, unknown or lost).',
    );
  });
});
