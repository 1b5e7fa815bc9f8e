// `azbackup disable`, `resume` and `undelete` beyond the order of things: what is said, asked and waited for.
import { describe, expect, it } from 'vitest';
import type { ItemChangeDocument } from '../../../src/commands/item-change/result.js';
import { findBackupVault } from '../../../src/sandbox/providers/backup/backup-vault.js';
import type { BackupVault } from '../../../src/sandbox/providers/backup/state.js';
import { removeResource } from '../../../src/sandbox/kernel/resource.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { worldClock } from '../../../src/sandbox/kernel/time/world-clock.js';
import { objectIds } from '../../../src/sandbox/estates/build/principals.js';
import { assignRole } from '../../../src/sandbox/estates/build/role-assignments.js';
import { defaultWorld, runCli, type RunOptions } from '../../support/run-cli.js';
import { itemOf, knownItem, recoveryVaultId, resource, vmId } from '../support/contoso.js';

const VAULT = recoveryVaultId('rsv-legacy', 'rg-legacy');
const GUARD =
  '/subscriptions/00000000-0000-0000-0000-000000000009/resourceGroups/rg-security/providers/Microsoft.DataProtection/resourceGuards/guard';
const DISABLE = ['disable', '--vm', 'VM010'];
const DELETE = [...DISABLE, '--delete-data', '--confirm', 'VM010'];
const PERSON: RunOptions = { tty: { in: true, err: true } };

/** Text as if it had not been wrapped. */
function flat(text: string): string {
  return text.replaceAll(/\s+/gu, ' ');
}

function backupVault(world: WorldState): BackupVault {
  const vault = findBackupVault(world, VAULT);
  if (vault === undefined) {
    throw new Error('the world has no rsv-legacy');
  }
  return vault;
}

function immutable(state: 'Unlocked' | 'Locked' = 'Unlocked'): WorldState {
  const world = defaultWorld();
  const { properties } = resource(world, VAULT);
  const settings = properties['settings'];
  properties['settings'] = { ...(settings as object), immutabilityState: state };
  return world;
}

function guarded(): WorldState {
  const world = defaultWorld();
  backupVault(world).resourceGuard = {
    proxyName: 'VaultProxy',
    resourceGuardId: GUARD,
    updatedMilliseconds: 0,
    unlocked: {},
  };
  return world;
}

/** As the guard's owner does when the security administrator approves. */
function approve(world: WorldState): void {
  assignRole(world, { principalId: objectIds.operator, role: 'contributor', scope: GUARD });
}

describe('disable', () => {
  it('keeps the recovery points by default, and says how to go on', async () => {
    const world = defaultWorld();
    const run = await runCli(DISABLE, { world });
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/29 recovery points are kept until you delete them/u);
    expect(run.stderr).toMatch(/azbackup resume --vm VM010 --policy NAME/u);
    expect(knownItem(world, 'VM010', VAULT).recoveryPoints).toHaveLength(29);
  });

  it('changes nothing in a dry run, and shows the very plan', async () => {
    const run = await runCli([...DELETE, '--dry-run', '-o', 'json'], {});
    const document = run.json<ItemChangeDocument>();
    expect(run.writes).toEqual([]);
    expect(document.items[0]).toMatchObject({ outcome: 'planned', recoveryPoints: 29 });
    expect(document.items[0]?.changes[0]).toMatchObject({
      type: 'delete-data',
      status: 'planned',
      details: { recoveryPoints: 29, keptDays: 14 },
    });
  });

  it('deletes only what was named: --confirm, or the name typed', async () => {
    const world = defaultWorld();
    const deleting = [...DISABLE, '--delete-data'];
    const unasked = await runCli(deleting, { world });
    expect(unasked.code).toBe(2);
    expect(unasked.stderr).toMatch(
      /29 recovery points of VM010 in rsv-legacy[\s\S]*--confirm VM010/u,
    );
    expect(flat(unasked.stderr)).toMatch(/keeps them 14 days, until 2026-12-07T18:00/u);
    const yes = await runCli([...deleting, '--yes'], { world });
    expect(yes.code).toBe(2);
    const wrong = await runCli(deleting, { world, ...PERSON, typed: 'VM001' });
    expect(wrong.code).toBe(2);
    expect(wrong.stdout).toMatch(/Declined: nothing was changed/u);
    const turnedAway = await runCli(deleting, { world, ...PERSON });
    expect(turnedAway.code).toBe(2);
    expect(turnedAway.stdout).toMatch(/Declined: nothing was changed/u);
    const other = await runCli([...deleting, '--confirm', 'VM001'], { world });
    expect(other.code).toBe(2);
    for (const run of [unasked, yes, wrong, turnedAway, other]) {
      expect(run.writes).toEqual([]);
    }
    const typed = await runCli(deleting, { world, ...PERSON, typed: ' vm010 ' });
    expect(typed.code).toBe(0);
    expect(knownItem(world, 'VM010', VAULT).deletion).toBeDefined();
  });

  it('says until when soft delete keeps the data, and that it is gone where that is off', async () => {
    const kept = await runCli([...DELETE, '-o', 'json']);
    expect(kept.json<ItemChangeDocument>().items[0]).toMatchObject({
      outcome: 'soft-deleted',
      softDelete: { deletedAt: '2026-11-23T18:00:00Z', purgedAt: '2026-12-07T18:00:00Z' },
    });
    const world = defaultWorld();
    backupVault(world).softDelete.state = 'Disabled';
    const asked = await runCli([...DISABLE, '--delete-data'], { world });
    expect(flat(asked.stderr)).toMatch(
      /permanently deleted at once; soft delete of the vault is off/u,
    );
    const gone = await runCli(DELETE, { world });
    expect(gone.stdout).toMatch(/permanently deleted/u);
    expect(itemOf(world, 'VM010', VAULT)).toBeUndefined();
  });

  it('deletes nothing while it is not known whether soft delete keeps it', async () => {
    const world = defaultWorld();
    const faults = [
      { match: 'GET **/backupconfig/vaultconfig', then: { kind: 'status', status: 403 } },
      { match: 'GET **/vaults', then: { kind: 'status', status: 403 } },
    ] as const;
    const run = await runCli(DELETE, { world, faults });
    expect(run.code).toBe(4);
    expect(run.writes).toEqual([]);
  });

  it('does not delete while a backup runs, and names its job', async () => {
    const world = defaultWorld();
    const started = await runCli(['backup-now', '--vm', 'VM010', '--no-wait'], { world });
    expect(started.code).toBe(0);
    worldClock(world).advanceTo(worldClock(world).now() + 60_000);
    const run = await runCli(DELETE, { world });
    expect(run.code).toBe(5);
    expect(run.stdout).toMatch(/is being backed up[\s\S]*azbackup jobs watch [\da-f-]{36}/u);
    expect(run.writes).toEqual([]);
  });

  it('leaves several machines to their own fate', async () => {
    const world = defaultWorld();
    const run = await runCli(['disable', '--vm', 'VM010', '--vm', 'VM011', '-o', 'json'], {
      world,
    });
    expect(run.code).toBe(6);
    expect(run.json<ItemChangeDocument>().summary.outcomes).toEqual({ stopped: 1, refused: 1 });
  });

  it('finds the backups of a machine that is gone; they can be deleted and not resumed', async () => {
    const world = defaultWorld();
    removeResource(world, vmId('VM010'));
    expect((await runCli(DISABLE, { world })).code).toBe(0);
    const resumed = await runCli(['resume', '--vm', 'VM010', '--policy', 'DefaultPolicy'], {
      world,
    });
    expect(resumed.code).toBe(5);
    expect(resumed.stdout).toMatch(/no longer exists/u);
    expect(resumed.writes).toEqual([]);
    expect((await runCli(DELETE, { world })).code).toBe(0);
    expect((await runCli(['undelete', '--vm', 'VM010'], { world })).code).toBe(0);
  });
});

describe('waiting', () => {
  it('--no-wait, --timeout and Ctrl-C leave the change to Azure and say so', async () => {
    const accepted = await runCli([...DISABLE, '--no-wait', '-o', 'json']);
    expect(accepted.code).toBe(0);
    expect(accepted.json<ItemChangeDocument>().items[0]).toMatchObject({ outcome: 'accepted' });
    const late = await runCli([...DISABLE, '--timeout', '5s']);
    expect(late.code).toBe(8);
    expect(flat(late.stdout)).toMatch(/is working on it, operation [\da-f-]{36}/u);
    const whole = await runCli(DISABLE);
    const sent = whole.exchanges.findIndex(({ method }) => method === 'PUT') + 1;
    const world = defaultWorld();
    const stopped = await runCli(DISABLE, {
      world,
      signalAfter: { requests: sent, signal: 'SIGINT' },
    });
    expect(stopped.code).toBe(130);
    expect(stopped.stdout).toMatch(/Stopped watching\. Azure continues/u);
    const again = await runCli(DISABLE, { world });
    expect(again.code).toBe(0);
    expect(knownItem(world, 'VM010', VAULT).protectionState).toBe('ProtectionStopped');
  });
});

describe('resume', () => {
  it('needs a policy, which stopping took away', async () => {
    const world = defaultWorld();
    await runCli(DISABLE, { world });
    const run = await runCli(['resume', '--vm', 'VM010'], { world });
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(/AZB_POLICY_NEEDED/u);
    expect(run.stderr).toMatch(/policies of rsv-legacy: DefaultPolicy, EnhancedPolicy/u);
    const unknown = await runCli(['resume', '--vm', 'VM010', '--policy', 'Default'], { world });
    expect(unknown.code).toBe(3);
    expect(unknown.stderr).toMatch(/AZB_POLICY_NOT_FOUND/u);
    expect([...run.writes, ...unknown.writes]).toEqual([]);
  });

  it('leaves another policy of a running protection to enable', async () => {
    const run = await runCli(['resume', '--vm', 'VM010', '--policy', 'EnhancedPolicy']);
    expect(run.code).toBe(5);
    expect(run.stdout).toMatch(/azbackup enable --vm VM010 --policy EnhancedPolicy/u);
    expect(run.writes).toEqual([]);
  });
});

describe('an immutable vault', () => {
  it.each(['Unlocked', 'Locked'] as const)('%s: deletes nothing', async (state) => {
    const run = await runCli(DELETE, { world: immutable(state) });
    expect(run.code).toBe(5);
    expect(run.stdout).toMatch(/immutable vault[\s\S]*--retain-as-policy/u);
    expect(run.writes).toEqual([]);
  });

  it('is the only one where the policy goes on after the backups', async () => {
    const suspend = [...DISABLE, '--retain-as-policy'];
    const elsewhere = await runCli(suspend);
    expect(elsewhere.code).toBe(5);
    expect(elsewhere.writes).toEqual([]);
    const world = immutable();
    const run = await runCli([...suspend, '-o', 'json'], { world });
    expect(run.code).toBe(0);
    expect(run.json<ItemChangeDocument>().items[0]).toMatchObject({
      outcome: 'suspended',
      protectionState: 'BackupsSuspended',
    });
    const again = await runCli(suspend, { world });
    expect(again.code).toBe(0);
    expect(again.writes).toEqual([]);
    const resumed = await runCli(['resume', '--vm', 'VM010', '--policy', 'DefaultPolicy'], {
      world,
    });
    expect(resumed.code).toBe(0);
    expect(knownItem(world, 'VM010', VAULT).protectionState).toBe('Protected');
  });
});

describe('a vault under a Resource Guard', () => {
  const STOP_REQUEST = `${GUARD}/updateProtectedItemRequests/default`;
  const DELETE_REQUEST = `${GUARD}/deleteProtectedItemRequests/default`;

  it('is recognised: nothing is sent, and it is said who approves and what then to type', async () => {
    for (const [argv, request] of [
      [DISABLE, STOP_REQUEST],
      [DELETE, DELETE_REQUEST],
    ] as const) {
      const run = await runCli(argv, { world: guarded() });
      expect(run.code).toBe(4);
      expect(run.writes).toEqual([]);
      expect(run.stdout).toMatch(/Resource Guard guard[\s\S]*security administrator/u);
      expect(flat(run.stdout)).toContain(`--resource-guard-request ${request}`);
    }
  });

  it('takes the approved request in the PUT, and unlocks a deletion first', async () => {
    const world = guarded();
    approve(world);
    const stopped = await runCli([...DISABLE, '--resource-guard-request', STOP_REQUEST], { world });
    expect(stopped.code).toBe(0);
    const deleted = await runCli([...DELETE, '--resource-guard-request', DELETE_REQUEST], {
      world,
    });
    expect(deleted.code).toBe(0);
    expect(deleted.writes.map(({ method }) => method)).toEqual(['POST', 'DELETE']);
    expect(deleted.writes[0]?.url).toMatch(/VaultProxy\/unlockDelete/u);
  });

  it('refuses who is not approved, and that is told as it is', async () => {
    const argv = [...DISABLE, '--resource-guard-request', STOP_REQUEST];
    const run = await runCli(argv, { world: guarded() });
    expect(run.code).toBe(4);
    expect(run.stdout).toMatch(/error: not allowed to start the end of the backups of VM010/u);
  });

  it('lets enable give a machine a policy that keeps less, once that is approved', async () => {
    const world = guarded();
    const create = 'policy create short --vault rsv-legacy --daily 22:30 --keep daily=7';
    expect((await runCli(create.split(' '), { world })).code).toBe(0);
    const enable =
      'enable --vm VM010 --vault rsv-legacy --policy short --accept-retention-loss'.split(' ');
    const refused = await runCli(enable, { world });
    expect(refused.code).toBe(7);
    expect(refused.stdout).toContain('UserErrorResourceGuardOperationRequestMissing');
    expect(knownItem(world, 'VM010', VAULT).policyName).toBe('DefaultPolicy');
    approve(world);
    const approved = [...enable, '--resource-guard-request', STOP_REQUEST];
    const planned = await runCli([...approved, '--dry-run', '-o', 'json'], { world });
    expect(planned.stdout).toContain(STOP_REQUEST);
    expect((await runCli(approved, { world })).code).toBe(0);
    expect(knownItem(world, 'VM010', VAULT).policyName).toBe('short');
  });

  it('has no say in resuming and undeleting', async () => {
    const world = guarded();
    const item = knownItem(world, 'VM010', VAULT);
    item.protectionState = 'ProtectionStopped';
    item.policyName = '';
    const run = await runCli(['resume', '--vm', 'VM010', '--policy', 'DefaultPolicy'], { world });
    expect(run.code).toBe(0);
  });
});

describe('status', () => {
  it('names the command that brings backups back', async () => {
    const world = defaultWorld();
    await runCli(DISABLE, { world });
    const stopped = await runCli(['status', '--vm', 'VM010'], { world });
    expect(stopped.stderr).toMatch(/azbackup resume --vm VM010 --policy NAME/u);
    await runCli(DELETE, { world });
    const deleted = await runCli(['status', '--vm', 'VM011'], { world });
    expect(deleted.stderr).toMatch(/azbackup undelete --vm VM011/u);
  });
});
