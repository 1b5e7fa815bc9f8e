// What Azure says it has done is read back, and compared with what the plan promised.
import { describe, expect, it } from 'vitest';
import type { SandboxFault } from '../../../src/sandbox/faults/request-faults.js';
import { defaultWorld, runCli, type CliRun } from '../../support/run-cli.js';
import { stopped } from '../contract/exit-row.js';
import { backupAssignments, itemOf, recoveryVaultId } from '../support/contoso.js';

/** An item of any command that changes something. */
interface ChangedItem {
  readonly outcome: string;
  readonly protectionState?: string;
  readonly changes: readonly { readonly type: string; readonly status: string }[];
  readonly error: { readonly code: string; readonly message: string } | null;
}

const LEGACY = recoveryVaultId('rsv-legacy', 'rg-legacy');

/** A success for which nothing is done. */
function nothingDone(match: string, status = 204): SandboxFault {
  return { match, then: { kind: 'success', status } };
}

async function changed(
  argv: string,
  faults: readonly SandboxFault[],
  world = defaultWorld(),
): Promise<{ readonly run: CliRun; readonly item: ChangedItem }> {
  const run = await runCli([...argv.split(' '), '-o', 'json'], { world, faults });
  const [item] = run.json<{ items: readonly ChangedItem[] }>().items;
  if (item === undefined) {
    throw new Error(run.stderr);
  }
  return { run, item };
}

const PUT_ITEM = 'PUT **/protectedItems/*';
const DELETE_ITEM = 'DELETE **/protectedItems/*';
const VAULT_CONFIG = 'PATCH **/backupconfig/vaultconfig';

describe('a success for which nothing was done', () => {
  it.each([
    ['enable --vm VM003', PUT_ITEM, 'rsv-prod does not list VM003'],
    [
      'disable --vm VM010 --yes',
      PUT_ITEM,
      'VM010 in rsv-legacy is Protected, with the backup policy',
    ],
    [
      'disable --vm VM010 --delete-data --confirm VM010',
      DELETE_ITEM,
      'rsv-legacy still has the backups of VM010',
    ],
    ['undelete --vm VM011', PUT_ITEM, 'VM011 is soft-deleted in rsv-prod'],
    [
      'policy create nightly --vault rsv-prod --daily 02:00',
      'PUT **/backupPolicies/*',
      'rsv-prod does not list the policy nightly',
    ],
    [
      'policy update daily-90-days --vault rsv-prod --daily 20:00 --yes',
      'PUT **/backupPolicies/*',
      'the policy daily-90-days of rsv-prod has another schedule',
    ],
    [
      'policy delete DefaultPolicy --vault rsv-prod --yes',
      'DELETE **/backupPolicies/*',
      'rsv-prod still has the policy DefaultPolicy',
    ],
    [
      'vault create rsv-legacy --soft-delete-days 30',
      VAULT_CONFIG,
      'the soft delete of rsv-legacy keeps deleted backups 14 days',
    ],
  ])('%s ends with 7 and says what is so instead', async (argv, match, mismatch) => {
    const { run, item } = await changed(argv, [nothingDone(match, 200)]);
    expect(run.code).toBe(7);
    expect(item).toMatchObject({
      outcome: 'failed',
      changes: [{ status: 'failed' }],
      error: { message: expect.stringContaining(mismatch) },
    });
  });

  it('never shows an outcome beside a state that denies it', async () => {
    const { item } = await changed('disable --vm VM010 --yes', [nothingDone(PUT_ITEM, 202)]);
    expect(item).toMatchObject({ outcome: 'failed', protectionState: 'Protected' });
  });

  it('resume: says that the item is stopped', async () => {
    const world = defaultWorld();
    stopped(world);
    const argv = 'resume --vm VM010 --policy DefaultPolicy --accept-retention-loss';
    const { run, item } = await changed(argv, [nothingDone(PUT_ITEM, 200)], world);
    expect(run.code).toBe(7);
    expect(item.error?.message).toContain('VM010 in rsv-legacy is ProtectionStopped');
  });

  it('grant-access --revoke: says that the grant is still there', async () => {
    const world = defaultWorld();
    await runCli('grant-access --vm VM001'.split(' '), { world });
    const faults = [nothingDone('DELETE **/roleAssignments/*', 200)];
    const { run, item } = await changed('grant-access --vm VM001 --revoke --yes', faults, world);
    expect(run.code).toBe(7);
    expect(item.error?.message).toMatch(/the grant is still there on kv-prod-rbac/u);
    expect(backupAssignments(world, 'kv-prod-rbac')).toHaveLength(1);
  });

  it('enable --grant: a grant that is not there ends it before anything is protected', async () => {
    const faults = [nothingDone('PUT **/roleAssignments/*', 201)];
    const { run, item } = await changed('enable --vm VM001 --grant', faults);
    expect(run.code).not.toBe(0);
    expect(item.changes.map(({ status }) => status)).toEqual(['done', 'failed', 'skipped']);
    expect(itemOf(run.world, 'VM001')).toBeUndefined();
  });

  it('takes no list of assignments without entries for an empty one', async () => {
    const world = defaultWorld();
    await runCli('grant-access --vm VM001'.split(' '), { world });
    const match = 'GET **/roleAssignments';
    const faults: SandboxFault[] = [
      { match, then: { kind: 'success', status: 200, succeeded: true } },
    ];
    const { run, item } = await changed('grant-access --vm VM001 --revoke --yes', faults, world);
    expect(run.code).not.toBe(0);
    expect(item.outcome).not.toBe('nothing-to-revoke');
  });
});

describe('an operation that is called ended before it is', () => {
  it('is waited for: Azure shows the change within a minute', async () => {
    const then = { kind: 'success', status: 200, succeeded: true } as const;
    const { run, item } = await changed('disable --vm VM010 --yes', [
      { match: 'GET **/operationsStatus/*', then },
    ]);
    expect({ code: run.code, outcome: item.outcome }).toEqual({ code: 0, outcome: 'stopped' });
    expect(itemOf(run.world, 'VM010', LEGACY)?.protectionState).toBe('ProtectionStopped');
  });
});

describe('a change that Azure does not show at once', () => {
  const missing = (times: number): SandboxFault => ({
    match: 'GET **/protectedItems/*',
    times,
    then: { kind: 'status', status: 404, code: 'BMSUserErrorObjectNotFound' },
  });

  it('is looked for during a minute before it is said to be missing', async () => {
    const { run, item } = await changed('enable --vm VM003', [missing(10)]);
    expect({ code: run.code, outcome: item.outcome }).toEqual({ code: 0, outcome: 'enabled' });
  });

  it('is said to be missing after that', async () => {
    const { run, item } = await changed('enable --vm VM003', [missing(100)]);
    expect(run.code).toBe(7);
    expect(item.error?.message).toBe('Azure reported success, but rsv-prod does not list VM003');
  });
});

describe('a look that fails once something was changed', () => {
  it('grant-access: reports the grant, and ends with 6', async () => {
    const faults: SandboxFault[] = [
      {
        match: 'GET **/virtualMachines/VM001',
        nth: 2,
        then: { kind: 'status', status: 404, code: 'ResourceNotFound' },
      },
    ];
    const { run, item } = await changed('grant-access --vm VM001', faults);
    expect(run.code).toBe(6);
    expect(item.changes.map(({ status }) => status)).toEqual(['done', 'done']);
    expect(backupAssignments(run.world, 'kv-prod-rbac')).toHaveLength(1);
  });

  it('grant-access: a machine that fails in it keeps its changes in the report', async () => {
    const faults: SandboxFault[] = [
      {
        match: 'GET **/virtualMachines/VM001',
        nth: 2,
        times: 100,
        then: { kind: 'status', status: 400, code: 'BadRequest' },
      },
    ];
    const argv = 'grant-access --vm VM001 --vm VM002';
    const run = await runCli([...argv.split(' '), '-o', 'json'], { faults });
    const { items } = run.json<{ items: readonly ChangedItem[] }>();
    expect(run.code).toBe(6);
    expect(items.map(({ outcome, changes }) => [outcome, changes.length])).toEqual([
      ['failed', 2],
      ['granted', 1],
    ]);
  });

  it('an operation that can no longer be found does not end with 3', async () => {
    const match = 'GET **/operationsStatus/*';
    const faults: SandboxFault[] = [
      { match, then: { kind: 'status', status: 404, code: 'ResourceNotFound' } },
    ];
    const { run, item } = await changed('disable --vm VM010 --yes', faults);
    expect(run.code).toBe(6);
    expect(item.changes).toMatchObject([{ type: 'stop', status: 'failed' }]);
  });
});
