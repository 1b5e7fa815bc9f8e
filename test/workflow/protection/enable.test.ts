import { describe, expect, it } from 'vitest';
import type { EnableDocument, EnableItem } from '../../../src/commands/enable/result.js';
import { buildFleetWorld } from '../../../src/sandbox/estates/fleet-world.js';
import { addKey } from '../../../src/sandbox/estates/build/key-encryption-key.js';
import { objectIds } from '../../../src/sandbox/estates/build/principals.js';
import { addVirtualMachine } from '../../../src/sandbox/estates/build/virtual-machine.js';
import { defaultWorld, runCli, TEST_NOW, type CliRun } from '../../support/run-cli.js';
import {
  accessPolicies,
  backupAssignments,
  itemOf,
  keyVaultId,
  knownItem,
  PRODUCTION_VAULT,
  recoveryVaultId,
  resource,
  stopProtection,
  substance,
} from '../support/contoso.js';
import { enable, status, words } from './only-item.js';

const DATA_ACTIONS = [
  'Microsoft.KeyVault/vaults/keys/backup/action',
  'Microsoft.KeyVault/vaults/keys/read',
  'Microsoft.KeyVault/vaults/secrets/backup/action',
  'Microsoft.KeyVault/vaults/secrets/getSecret/action',
  'Microsoft.KeyVault/vaults/secrets/readMetadata/action',
];

function types(item: EnableItem): string[] {
  return item.changes.map(({ type }) => type);
}

function put(run: CliRun): number {
  return run.writes.filter(({ url }) => url.includes('/protectedItems/')).length;
}

describe('enable protects a machine that nothing stands in the way of', () => {
  it.each([
    ['VM003', 'DefaultPolicy'],
    ['VM004', 'DefaultPolicy'],
    ['VM012', 'DefaultPolicy'],
    ['VM013', 'EnhancedPolicy'],
    ['VM015', 'DefaultPolicy'],
  ])('%s with %s, in one request', async (vm, policy) => {
    const { run, item } = await enable(`--vm ${vm}`);
    expect(run.code).toBe(0);
    expect(item).toMatchObject({
      outcome: 'enabled',
      policy,
      vault: { id: PRODUCTION_VAULT, name: 'rsv-prod' },
      protectionState: 'IRPending',
      operationId: expect.any(String),
      jobId: expect.any(String),
      error: null,
    });
    expect(types(item)).toEqual(['protect']);
    expect(run.writes).toHaveLength(1);
    expect(knownItem(run.world, vm)).toMatchObject({ policyName: policy });
  });

  it.each([
    ['VM003', '--vm VM003'],
    ['VM001', '--vm VM001 --grant'],
  ])('%s: a second run sends nothing', async (_vm, argv) => {
    const world = defaultWorld();
    await enable(argv, { world });
    const before = substance(world);
    const { run, item } = await enable(argv, { world });
    expect(run.code).toBe(0);
    expect(item).toMatchObject({ outcome: 'already-enabled', changes: [] });
    expect(run.writes).toEqual([]);
    expect(substance(world)).toEqual(before);
  });

  it('VM005 is protected already: its policy stays, nothing is sent', async () => {
    const { run, item } = await enable('--vm VM005');
    expect(run.code).toBe(0);
    expect(item).toMatchObject({ outcome: 'already-enabled', policy: 'daily-90-days' });
    expect(run.writes).toEqual([]);
  });
});

describe('enable and another policy', () => {
  it('shows the change in the plan, makes it, and nothing else', async () => {
    const world = defaultWorld();
    const run = await runCli(
      words('enable', '--vm VM005 --policy DefaultPolicy --accept-retention-loss').slice(0, -2),
      { world },
    );
    expect(run.code).toBe(0);
    expect(run.stderr).toMatch(/Plan: 1 change\n.*VM005.*daily-90-days.*DefaultPolicy/su);
    expect(run.writes).toHaveLength(1);
    expect(knownItem(world, 'VM005').policyName).toBe('DefaultPolicy');
  });

  it('names both policies in the result', async () => {
    const { item } = await enable('--vm VM005 --policy DefaultPolicy --accept-retention-loss');
    expect(item).toMatchObject({ outcome: 'policy-changed', policy: 'DefaultPolicy' });
    expect(item.changes).toMatchObject([
      {
        type: 'change-policy',
        status: 'done',
        details: { policy: 'DefaultPolicy', previousPolicy: 'daily-90-days' },
      },
    ]);
  });

  it('takes the policy in use for the one asked for, whatever its casing', async () => {
    const { run, item } = await enable('--vm VM005 --policy DAILY-90-days');
    expect(item.outcome).toBe('already-enabled');
    expect(run.writes).toEqual([]);
  });

  it('is blocked by a policy that the vault does not have', async () => {
    const { run, item } = await enable('--vm VM003 --policy nightly');
    expect(run.code).toBe(5);
    expect(item.outcome).toBe('blocked');
    expect(item.findings.filter((each) => each.status === 'fail')).toMatchObject([
      { checkId: 'policy.found', summary: 'rsv-prod has no policy nightly' },
    ]);
    expect(run.writes).toEqual([]);
  });
});

describe('enable and a machine that was protected before', () => {
  it('resumes a stopped one', async () => {
    const world = defaultWorld();
    await stopProtection(world, 'VM005');
    expect((await status('--vm VM005', { world })).item.outcome).toBe('stopped');
    const points = knownItem(world, 'VM005').recoveryPoints.length;
    const { run, item } = await enable('--vm VM005 --policy daily-90-days', { world });
    expect(run.code).toBe(0);
    expect(item).toMatchObject({ outcome: 'resumed', policy: 'daily-90-days' });
    expect(types(item)).toEqual(['resume']);
    expect(knownItem(world, 'VM005')).toMatchObject({ policyName: 'daily-90-days' });
    expect(knownItem(world, 'VM005').protectionState).not.toBe('ProtectionStopped');
    expect(knownItem(world, 'VM005').recoveryPoints).toHaveLength(points);
  });

  it('brings VM011 back from soft delete, then resumes it', async () => {
    const world = defaultWorld();
    const points = knownItem(world, 'VM011').recoveryPoints.length;
    const { run, item } = await enable('--vm VM011 --policy daily-90-days', { world });
    expect(run.code).toBe(0);
    expect(item.outcome).toBe('resumed');
    expect(types(item)).toEqual(['undelete', 'resume']);
    expect(put(run)).toBe(2);
    const after = knownItem(world, 'VM011');
    expect([after.deletion, after.policyName]).toEqual([undefined, 'daily-90-days']);
    expect(after.recoveryPoints).toHaveLength(points);
  });

  it('leaves VM010 where it is protected, names that vault, and sends nothing', async () => {
    const { run, item } = await enable('--vm VM010');
    const legacy = recoveryVaultId('rsv-legacy', 'rg-legacy');
    expect(run.code).toBe(7);
    expect(item).toMatchObject({
      outcome: 'elsewhere',
      vault: { id: legacy, name: 'rsv-legacy' },
      error: {
        code: 'AZB_PROTECTED_ELSEWHERE',
        message: 'VM010 is already protected by rsv-legacy (rg-legacy)',
        fix: [`azbackup enable --vm VM010 --vault ${legacy}`],
      },
    });
    expect(run.writes).toEqual([]);
  });

  it('VM016 is protected already and only granted', async () => {
    const world = defaultWorld();
    const { run, item } = await enable('--vm VM016 --grant', { world });
    expect(run.code).toBe(0);
    expect(item).toMatchObject({ outcome: 'granted', policy: 'daily-90-days' });
    expect(types(item)).toEqual(['put-role-definition', 'put-role-assignment']);
    expect(put(run)).toBe(0);
    expect(backupAssignments(world, 'kv-prod-new')).toHaveLength(1);
  });
});

describe('enable --grant gives the least that is needed', () => {
  it('VM001: one custom role of five data actions, assigned at the key vault', async () => {
    const world = defaultWorld();
    const { run, item } = await enable('--vm VM001 --grant', { world });
    expect(run.code).toBe(0);
    expect(item.outcome).toBe('enabled');
    expect(types(item)).toEqual(['put-role-definition', 'put-role-assignment', 'protect']);
    const [role, ...others] = world.authorization.customRoles;
    expect(others).toEqual([]);
    expect(role?.roleName).toBe('azbackup-backup-reader');
    expect(role?.permissions).toHaveLength(1);
    expect(role?.permissions[0]?.dataActions.toSorted()).toEqual(DATA_ACTIONS);
    expect(role?.permissions[0]).toMatchObject({ actions: [], notActions: [], notDataActions: [] });
    expect(role?.assignableScopes).toEqual(['/subscriptions/00000000-0000-0000-0000-000000000001']);
    expect(backupAssignments(world, 'kv-prod-rbac')).toMatchObject([
      { scope: keyVaultId('kv-prod-rbac'), roleDefinitionName: role?.name },
    ]);
  });

  it('VM002: get, list, backup on secrets, nothing on keys, nobody else touched', async () => {
    const world = defaultWorld();
    const others = structuredClone(accessPolicies(world, 'kv-prod-policy'));
    const { run, item } = await enable('--vm VM002 --grant', { world });
    expect(run.code).toBe(0);
    expect(types(item)).toEqual(['add-access-policy', 'protect']);
    const policies = accessPolicies(world, 'kv-prod-policy');
    const ours = policies.filter(({ objectId }) => objectId === objectIds.backupService);
    expect(ours).toHaveLength(1);
    expect(ours[0]?.permissions.secrets?.toSorted()).toEqual(['backup', 'get', 'list']);
    expect(ours[0]?.permissions.keys ?? []).toEqual([]);
    expect(policies.filter((policy) => policy !== ours[0])).toEqual(others);
    expect(world.authorization.customRoles).toEqual([]);
  });

  it('is blocked without --grant, and changes nothing', async () => {
    const world = defaultWorld();
    const before = substance(world);
    const { run, item } = await enable('--vm VM001', { world });
    expect(run.code).toBe(5);
    expect(item.outcome).toBe('blocked');
    expect(run.writes).toEqual([]);
    expect(substance(world)).toEqual(before);
  });

  it.each(['VM006', 'VM007', 'VM008', 'VM009', 'VM014'])(
    '%s: a grant does not mend what is wrong, so none is made',
    async (vm) => {
      const { run, item } = await enable(`--vm ${vm} --grant`);
      expect(run.code).toBe(5);
      expect(item).toMatchObject({ outcome: 'blocked', changes: [] });
      expect(run.writes).toEqual([]);
    },
  );

  it('two machines that share a key vault: granted once, by the wider need', async () => {
    const world = defaultWorld();
    addVirtualMachine(world, {
      name: 'VM101',
      resourceGroup: 'rg-prod',
      osType: 'Windows',
      ade: { keyVault: { id: keyVaultId('kv-prod-rbac'), name: 'kv-prod-rbac' } },
    });
    const run = await runCli(words('enable', '--vm VM101 --vm VM001 --grant'), { world });
    expect(run.code).toBe(0);
    expect(backupAssignments(world, 'kv-prod-rbac')).toHaveLength(1);
    expect(world.authorization.customRoles.map(({ roleName }) => roleName)).toEqual([
      'azbackup-backup-reader',
    ]);
    const grants = run.writes.filter(
      (exchange) => exchange.url.includes('Microsoft.Authorization') && exchange.status < 300,
    );
    expect(grants).toHaveLength(2);
  });

  it('two machines with access policies of one key vault: keys only because one needs them', async () => {
    const world = defaultWorld();
    const keyVault = { id: keyVaultId('kv-prod-policy'), name: 'kv-prod-policy' };
    addVirtualMachine(world, {
      name: 'VM102',
      resourceGroup: 'rg-prod',
      osType: 'Windows',
      ade: { keyVault, kek: addKey(world, keyVault, 'kek-vm102') },
    });
    const run = await runCli(words('enable', '--vm VM002 --vm VM102 --grant'), { world });
    expect(run.code).toBe(0);
    const grants = run.writes.filter(({ url }) => url.includes('/accessPolicies/'));
    expect(grants).toHaveLength(1);
    const ours = accessPolicies(world, 'kv-prod-policy').filter(
      ({ objectId }) => objectId === objectIds.backupService,
    );
    expect(ours[0]?.permissions.keys?.toSorted()).toEqual(['backup', 'get', 'list']);
  });

  it('waits for a grant that takes long to reach the key vault, and tries again', async () => {
    const world = defaultWorld();
    const run = await runCli(['enable', '--vm', 'VM001', '--grant'], {
      world,
      around: async (request, answer) => {
        const response = await answer();
        const assignment = Object.values(world.authorization.assignments).at(-1);
        if (request.method === 'PUT' && request.url.includes('/roleAssignments/') && assignment) {
          assignment.effectiveMilliseconds += 120_000;
        }
        return response;
      },
    });
    expect(run.code).toBe(0);
    expect(put(run)).toBeGreaterThan(1);
    expect(knownItem(world, 'VM001').policyName).toBe('DefaultPolicy');
    expect(run.stderr).toMatch(/take effect|effect|reach/u);
  });

  it('goes on where the first run stopped granting', async () => {
    const world = defaultWorld();
    expect((await runCli(['grant-access', '--vm', 'VM001'], { world })).code).toBe(0);
    world.nowMilliseconds += 120_000;
    const { run, item } = await enable('--vm VM001 --grant', { world });
    expect(run.code).toBe(0);
    expect(types(item)).toEqual(['protect']);
  });
});

describe('enable --create-vault', () => {
  it("makes the vault in the machine's group and region, then protects", async () => {
    const world = defaultWorld();
    const { run, item } = await enable('--vm VM003 --create-vault rsv-new', { world });
    const id = recoveryVaultId('rsv-new');
    expect(run.code).toBe(0);
    expect(types(item)).toEqual(['create-vault', 'protect']);
    expect(item.vault?.id).toBe(id);
    expect(resource(world, id).location).toBe('japaneast');
    expect(itemOf(world, 'VM003', id)?.policyName).toBe('DefaultPolicy');
    expect(itemOf(world, 'VM003')).toBeUndefined();
  });

  it('uses a vault of that name that is there', async () => {
    const world = defaultWorld();
    await enable('--vm VM003 --create-vault rsv-new', { world });
    const { run, item } = await enable('--vm VM003 --create-vault rsv-new', { world });
    expect(run.code).toBe(0);
    expect(item.outcome).toBe('already-enabled');
    expect(run.writes).toEqual([]);
  });

  it('makes one vault for several machines', async () => {
    const world = defaultWorld();
    const run = await runCli(words('enable', '--vm VM003 --vm VM015 --create-vault rsv-new'), {
      world,
    });
    expect(run.code).toBe(0);
    expect(run.writes.map(({ method }) => method)).toHaveLength(3);
    const items = ['VM003', 'VM015'].map((vm) => itemOf(world, vm, recoveryVaultId('rsv-new')));
    expect(items).not.toContain(undefined);
  });
});

describe('enable tells what Azure makes of it', () => {
  it('VM001 with both checks overridden: Azure fails it, same diagnosis, same fix', async () => {
    const world = defaultWorld();
    const evaluated = await enable('--vm VM001', { world });
    const { run, item } = await enable(
      '--vm VM001 --ignore access.secrets-granted --ignore access.keys-granted',
      { world },
    );
    expect(run.code).toBe(7);
    expect(item).toMatchObject({
      outcome: 'failed',
      error: {
        code: 'AZB_OPERATION_FAILED',
        azureCode: 'UserErrorKeyVaultPermissionsNotConfigured',
      },
    });
    const [fix] = evaluated.item.findings.find(({ status: found }) => found === 'fail')?.fix ?? [];
    expect(fix).toBe('azbackup grant-access --vm VM001');
    expect(item.error?.fix[0]).toBe(fix);
    expect(item.changes).toMatchObject([{ type: 'protect', status: 'failed' }]);
  });

  it('VM003 with a policy that is not there: to override the check makes no policy', async () => {
    const { run, item } = await enable('--vm VM003 --policy nope --ignore policy.found', {
      world: defaultWorld(),
    });
    expect(run.code).toBe(3);
    expect(item).toMatchObject({ outcome: 'failed', error: { code: 'AZB_POLICY_NOT_FOUND' } });
    expect(put(run)).toBe(0);
  });

  it('--no-wait: accepted, with the operation to ask for, exit 0', async () => {
    const world = defaultWorld();
    const { run, item } = await enable('--vm VM003 --no-wait', { world });
    expect(run.code).toBe(0);
    expect(item).toMatchObject({
      outcome: 'accepted',
      operationId: expect.stringMatching(/^[\da-f-]{36}$/u),
      jobId: null,
      changes: [{ type: 'protect', status: 'running' }],
    });
    expect(put(run)).toBe(1);
    expect(itemOf(world, 'VM003')).toBeUndefined();
    world.nowMilliseconds += 60_000;
    expect((await status('--vm VM003', { world })).item.outcome).toBe('waiting-for-first-backup');
  });

  it('--no-wait still waits for a step that another one needs', async () => {
    const world = defaultWorld();
    const { run, item } = await enable('--vm VM011 --policy daily-90-days --no-wait', { world });
    expect(run.code).toBe(0);
    expect(item).toMatchObject({
      outcome: 'accepted',
      changes: [
        { type: 'undelete', status: 'done' },
        { type: 'resume', status: 'running' },
      ],
    });
    world.nowMilliseconds += 60_000;
    expect((await status('--vm VM011', { world })).item.outcome).toBe('protected');
  });

  it('--timeout: still running when the wait ended, exit 8', async () => {
    const world = defaultWorld();
    const started = world.nowMilliseconds;
    const { run, item } = await enable('--vm VM003 --timeout 5s', { world });
    expect(run.code).toBe(8);
    expect(item).toMatchObject({ outcome: 'accepted', operationId: expect.any(String) });
    expect(world.nowMilliseconds - started).toBe(5000);
  });

  it('--timeout that is long enough changes nothing about the end', async () => {
    const { run, item } = await enable('--vm VM003 --timeout 10m');
    expect(run.code).toBe(0);
    expect(item.outcome).toBe('enabled');
  });
});

describe('enable on several machines', () => {
  it('tells the end of each; a mixture is partial', async () => {
    const world = defaultWorld();
    const argv = '--vm VM001 --vm VM003 --vm VM006 --vm VM010 --grant';
    const run = await runCli(words('enable', argv), { world });
    const { items, summary } = run.json<EnableDocument>();
    expect(run.code).toBe(6);
    expect(items.map(({ vm, outcome }) => [vm.name, outcome])).toEqual([
      ['VM001', 'enabled'],
      ['VM003', 'enabled'],
      ['VM006', 'blocked'],
      ['VM010', 'elsewhere'],
    ]);
    expect(summary).toEqual({
      total: 4,
      outcomes: { enabled: 2, blocked: 1, elsewhere: 1 },
      changes: 4,
    });
    expect(itemOf(world, 'VM006')).toBeUndefined();
    expect(itemOf(world, 'VM010')).toBeUndefined();
  });

  it('shows one line each and a summary', async () => {
    const machines = ['VM001', 'VM003', 'VM006', 'VM010'].flatMap((vm) => ['--vm', vm]);
    const run = await runCli(['enable', ...machines, '--grant']);
    const lines = run.stdout.trimEnd().split('\n');
    expect(lines.map((line) => line.split(/ +/u).slice(0, 2).join(' ')).slice(0, 4)).toEqual([
      'protected VM001',
      'protected VM003',
      'blocked VM006',
      'elsewhere VM010',
    ]);
    expect(lines.at(-1)).toMatch(/^2 protected, 1 blocked, 1 elsewhere\./u);
  });

  it.each([
    ['--vm VM006 --vm VM007', 5],
    ['--vm VM003 --vm VM005', 0],
    ['--vm VM003 --vm VM001', 6],
  ])('%s exits %i', async (argv, code) => {
    expect((await runCli(words('enable', argv))).code).toBe(code);
  });

  it('a fleet of forty: every machine ends protected or says why not', async () => {
    const world = buildFleetWorld({ virtualMachines: 40, seed: '1', nowMilliseconds: TEST_NOW });
    const names = Object.values(world.resources)
      .filter(({ type }) => type === 'Microsoft.Compute/virtualMachines')
      .map(({ name }) => name);
    expect(names).toHaveLength(40);
    const argv = `${names.map((name) => `--vm ${name}`).join(' ')} --grant`;
    const run = await runCli(words('enable', argv), { world });
    const { items } = run.json<EnableDocument>();
    expect(items).toHaveLength(40);
    const [vault] = Object.values(world.backup);
    const covered = new Set(
      Object.values(vault?.items ?? {})
        .filter(({ protectionState }) => protectionState !== 'ProtectionStopped')
        .map(({ vmId }) => vmId.toLowerCase()),
    );
    const good = new Set<string>(['enabled', 'already-enabled', 'granted']);
    for (const { vm, outcome, findings, error } of items) {
      expect([vm.name, covered.has(vm.id.toLowerCase())]).toEqual([vm.name, good.has(outcome)]);
      const reasons = findings.filter(({ status: found }) => found === 'fail').length;
      expect(good.has(outcome) || reasons > 0 || error !== null).toBe(true);
    }
    const bad = items.filter(({ outcome }) => !good.has(outcome));
    expect(run.code).toBe(bad.length === 0 ? 0 : 6);
    const again = await runCli(words('enable', argv), { world });
    expect(again.writes).toEqual([]);
  });
});
