import { beforeAll, describe, expect, it } from 'vitest';
import type { EnableDocument } from '../../../src/commands/enable/result.js';
import type { Exchange } from '../../../src/sandbox/http/exchange.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { worldClock } from '../../../src/sandbox/kernel/time/world-clock.js';
import { defaultWorld, runCli, type CliRun } from '../../support/run-cli.js';
import {
  accessPolicies,
  backupAssignments,
  itemOf,
  recoveryVaultId,
  resource,
} from '../support/contoso.js';

const ENABLE = ['enable', '--vm', 'VM001', '--grant'];

/** What the command is to bring about, without times and ids of operations. */
function outcome(world: WorldState): unknown {
  const item = itemOf(world, 'VM001');
  return {
    roles: world.authorization.customRoles.map(({ name, permissions, assignableScopes }) => ({
      name,
      permissions,
      assignableScopes,
    })),
    assignments: backupAssignments(world, 'kv-prod-rbac').map(
      ({ name, scope, roleDefinitionName }) => ({ name, scope, roleDefinitionName }),
    ),
    item: item && { policyName: item.policyName, protectionState: item.protectionState },
  };
}

function interrupted(
  argv: readonly string[],
  requests: number,
  world: WorldState,
  signal: 'SIGINT' | 'SIGTERM' = 'SIGINT',
): Promise<CliRun> {
  return runCli(argv, { world, signalAfter: { requests, signal } });
}

/** The first request of a kind in a run, counted from 1. */
function numberOf(exchanges: readonly Exchange[], method: string, part: string): number {
  const index = exchanges.findIndex((each) => each.method === method && each.url.includes(part));
  if (index < 0) {
    throw new Error(`no ${method} of …${part} was sent`);
  }
  return index + 1;
}

/** Accepted requests that make or change something. */
function made(...runs: readonly CliRun[]): string[] {
  return runs
    .flatMap(({ writes }) => writes)
    .filter(({ status }) => status < 300)
    .map(
      ({ url }) => /(?<type>roleDefinitions|roleAssignments|protectedItems)/u.exec(url)?.[0] ?? url,
    );
}

let whole: CliRun;

beforeAll(async () => {
  whole = await runCli(ENABLE);
  if (whole.code !== 0) {
    throw new Error(whole.stderr);
  }
});

/** Milestones of the command, as numbers of requests. */
const MOMENTS: readonly (readonly [when: string, at: (run: CliRun) => number])[] = [
  ['at the first answer', () => 1],
  ['while the machine is read', () => 5],
  [
    'while its keys are read',
    ({ exchanges }) => numberOf(exchanges, 'GET', 'vault.azure.net/keys'),
  ],
  ['before anything is written', ({ exchanges }) => numberOf(exchanges, 'PUT', '/role') - 1],
  ['when the role is made', ({ exchanges }) => numberOf(exchanges, 'PUT', '/roleDefinitions/')],
  ['when it is assigned', ({ exchanges }) => numberOf(exchanges, 'PUT', '/roleAssignments/')],
  ['when the item is accepted', ({ exchanges }) => numberOf(exchanges, 'PUT', '/protectedItems/')],
  ['at the first poll', ({ exchanges }) => numberOf(exchanges, 'GET', '/operationsStatus/')],
  ['at a later poll', ({ exchanges }) => numberOf(exchanges, 'GET', '/operationsStatus/') + 3],
  ['when only the result is to be read', ({ exchanges }) => exchanges.length - 1],
];

describe('Ctrl-C during enable VM001 --grant', () => {
  it.each(MOMENTS)(
    '%s: exit 130, and the same command ends as an undisturbed one',
    async (_when, at) => {
      const world = defaultWorld();
      const first = await interrupted(ENABLE, at(whole), world);
      expect(first.code).toBe(130);
      const second = await runCli(ENABLE, { world });
      expect(second.code).toBe(0);
      expect(outcome(world)).toEqual(outcome(whole.world));
      expect(made(first, second).toSorted()).toEqual([
        'protectedItems',
        'roleAssignments',
        'roleDefinitions',
      ]);
    },
  );

  it.each(MOMENTS)('%s, and long after: nothing is made twice', async (_when, at) => {
    const world = defaultWorld();
    const first = await interrupted(ENABLE, at(whole), world);
    const clock = worldClock(world);
    clock.advanceTo(clock.now() + 600_000);
    const second = await runCli(ENABLE, { world });
    expect(second.code).toBe(0);
    expect(outcome(world)).toEqual(outcome(whole.world));
    expect(made(first, second)).toHaveLength(3);
  });

  it('before anything is written: says that nothing was changed', async () => {
    const run = await interrupted(ENABLE, 5, defaultWorld());
    expect(run.stdout).toBe('');
    expect(run.stderr).toMatch(/error: stopped before anything was changed/u);
    expect(run.stderr).toMatch(/code AZB_INTERRUPTED.*exit 130/u);
    expect(run.writes).toEqual([]);
  });

  it('between two steps: says how far it came and that a second run goes on', async () => {
    const at = numberOf(whole.exchanges, 'PUT', '/roleDefinitions/');
    const run = await interrupted(ENABLE, at, defaultWorld());
    expect(run.stdout).toMatch(/1 of 3 changes made; run the command again to continue/u);
    expect(run.stderr).not.toMatch(/step interrupted/u);
    expect(`${run.stdout}${run.stderr}`).not.toMatch(/nothing|before anything was changed/u);
  });

  it('while Azure works: names the operation and how to see its end', async () => {
    const at = numberOf(whole.exchanges, 'GET', '/operationsStatus/') + 2;
    const run = await interrupted([...ENABLE, '-o', 'json'], at, defaultWorld());
    const { items } = run.json<EnableDocument>();
    expect(run.code).toBe(130);
    expect(items).toMatchObject([{ outcome: 'interrupted', operationId: expect.any(String) }]);
    expect(items[0]?.changes.map(({ status }) => status)).toEqual(['done', 'done', 'running']);
    const prose = await interrupted(ENABLE, at, defaultWorld());
    expect(prose.stdout.replaceAll(/\s+/gu, ' ')).toContain(
      `Azure continues the accepted changes to VM001, operation ${items[0]?.operationId}`,
    );
    expect(prose.stderr).toContain('azbackup status --vm VM001');
  });

  it('while a grant is awaited to take effect: says what was made', async () => {
    const world = defaultWorld();
    let polls = 0;
    const run = await runCli(ENABLE, {
      world,
      // The operation's end is the last thing seen before the pause.
      signalAfter: { requests: whole.exchanges.length - 1, signal: 'SIGINT' },
      around: async (request, answer) => {
        const response = await answer();
        const assignment = Object.values(world.authorization.assignments).at(-1);
        if (request.method === 'PUT' && request.url.includes('/roleAssignments/') && assignment) {
          assignment.effectiveMilliseconds += 400_000;
        }
        polls += request.url.includes('/operationsStatus/') ? 1 : 0;
        return response;
      },
    });
    expect(polls).toBeGreaterThan(1);
    expect(run.code).toBe(130);
    expect(`${run.stdout}${run.stderr}`).not.toContain('before anything was changed');
    expect(run.stdout).toContain('VM001');
  });

  it('several machines: each says where it stands', async () => {
    const argv = ['enable', '--vm', 'VM003', '--vm', 'VM015', '--vm', 'VM006', '-o', 'json'];
    const undisturbed = await runCli(argv);
    const at = numberOf(undisturbed.exchanges, 'GET', '/operationsStatus/') + 1;
    const run = await interrupted(argv, at, defaultWorld());
    const outcomes = run.json<EnableDocument>().items.map(({ outcome: each }) => each);
    expect(run.code).toBe(130);
    expect(outcomes).toEqual(['interrupted', 'interrupted', 'blocked']);
  });
});

describe('SIGTERM', () => {
  it.each(MOMENTS.filter((_moment, index) => index % 3 === 0))(
    '%s: exit 143',
    async (_when, at) => {
      const run = await interrupted(ENABLE, at(whole), defaultWorld(), 'SIGTERM');
      expect(run.code).toBe(143);
    },
  );
});

describe('Ctrl-C during other commands', () => {
  it.each([
    ['grant-access --vm VM001', '/roleDefinitions/', 0],
    ['grant-access --vm VM001', '/roleAssignments/', 0],
    ['grant-access --vm VM001', '/roleAssignments/', 4],
    ['grant-access --vm VM002', '/accessPolicies/', 0],
    ['grant-access --vm VM002', '/accessPolicies/', 3],
  ])(
    '%s after PUT …%s and %i more: never says that nothing was changed',
    async (argv, part, more) => {
      const words = argv.split(' ');
      const at = numberOf((await runCli(words)).exchanges, 'PUT', part) + more;
      const world = defaultWorld();
      const run = await interrupted(words, at, world);
      expect(run.code).toBe(130);
      expect(run.stderr).not.toContain('before anything was changed');
      expect(run.stdout).toMatch(/\d of \d changes? made; run the command again to continue/u);
      expect((await runCli(words, { world })).code).toBe(0);
      expect(backupAssignments(world, 'kv-prod-rbac').length).toBeLessThanOrEqual(1);
      expect(
        accessPolicies(world, 'kv-prod-policy').filter(({ objectId }) => objectId.endsWith('04')),
      ).toHaveLength(argv.includes('VM002') ? 1 : 0);
    },
  );

  it.each([0, 1, 2])(
    'enable --create-vault, %i answers after the vault was asked for',
    async (more) => {
      const words = ['enable', '--vm', 'VM003', '--create-vault', 'rsv-new'];
      const at = numberOf((await runCli(words)).exchanges, 'PUT', '/vaults/rsv-new') + more;
      const world = defaultWorld();
      const run = await interrupted(words, at, world);
      expect(run.code).toBe(130);
      expect(run.stderr).not.toContain('before anything was changed');
      const clock = worldClock(world);
      clock.advanceTo(clock.now() + 120_000);
      expect((await runCli(words, { world })).code).toBe(0);
      expect(resource(world, recoveryVaultId('rsv-new')).location).toBe('japaneast');
      expect(itemOf(world, 'VM003', recoveryVaultId('rsv-new'))).toBeDefined();
    },
  );

  it.each(['preflight --vm VM001', 'status --vm VM005', 'status --vault rsv-prod'])(
    '%s: exit 130 at once',
    async (argv) => {
      const run = await interrupted(argv.split(' '), 3, defaultWorld());
      expect(run.code).toBe(130);
      expect(run.stdout).toBe('');
    },
  );

  it('undelete of VM011: resumed by the second run', async () => {
    const words = ['enable', '--vm', 'VM011', '--policy', 'daily-90-days'];
    const at = numberOf((await runCli(words)).exchanges, 'PUT', '/protectedItems/') + 1;
    const world = defaultWorld();
    const first = await interrupted(words, at, world);
    expect(first.code).toBe(130);
    const second = await runCli(words, { world });
    expect(second.code).toBe(0);
    expect(itemOf(world, 'VM011')).toMatchObject({ policyName: 'daily-90-days' });
    expect(itemOf(world, 'VM011')?.deletion).toBeUndefined();
  });
});
