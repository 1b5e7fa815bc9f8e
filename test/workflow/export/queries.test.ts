// The exported queries in the sandbox's Resource Graph: what azbackup reads from Azure Resource Manager, machine by machine.
import { describe, expect, it } from 'vitest';
import type { QueryName } from '../../../src/domain/export/names.js';
import { queryFile } from '../../../src/domain/export/queries.js';
import type { StatusDocument } from '../../../src/commands/status/result.js';
import { worldNamed } from '../../../src/sandbox/estates/catalogue.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { graphRows } from '../../support/export/graph-rows.js';
import { runCli, TEST_NOW } from '../../support/run-cli.js';

const WORLDS = ['default', 'two-subscriptions', 'cross-subscription', 'fleet:300'];
const MAX_AGE = 26 * 3600;

const pristine = new Map<string, WorldState>();

/** Built once for each name: building a fleet takes seconds. */
function worldOf(name: string): WorldState {
  const found = pristine.get(name) ?? worldNamed(name)(TEST_NOW);
  pristine.set(name, found);
  return structuredClone(found);
}

const text = (name: QueryName): string => queryFile(name, MAX_AGE).text;

const statuses = new Map<string, Promise<StatusDocument>>();

/** Of all machines of a world, read once. */
function status(name: string): Promise<StatusDocument> {
  const found = statuses.get(name) ?? readStatus(worldOf(name));
  statuses.set(name, found);
  return found;
}

async function readStatus(world: WorldState): Promise<StatusDocument> {
  // Of another tenant nobody here can read anything.
  const places = world.subscriptions
    .filter(({ tenantId }) => tenantId === world.subscriptions[0]?.tenantId)
    .flatMap(({ subscriptionId }) => ['--subscription', subscriptionId]);
  const argv = ['status', '--all', ...places, '--max-age', '26h', '-o', 'json'];
  return (await runCli(argv, { world })).json<StatusDocument>();
}

const idOf = (id: unknown): string => String(id).toLowerCase();

/** Seconds, as the graph's digits below are not the list's. */
const secondOf = (time: unknown): string | null =>
  typeof time === 'string' && time !== '' ? time.slice(0, 19) : null;

describe.each(WORLDS)('in the world %s', (name) => {
  it('protection is what status --all is', async () => {
    const { items } = await status(name);
    const rows = await graphRows(worldOf(name), text('protection'));
    const fromStatus = items.map(
      ({ vm, outcome, encryption, vault, policy, lastRecoveryPoint }) => ({
        id: idOf(vm.id),
        state: outcome,
        encryption: encryption?.kind === 'ade' ? 'ade' : 'other',
        vault: vault?.name ?? null,
        policy: policy ?? null,
        lastRecoveryPoint: secondOf(lastRecoveryPoint?.time),
      }),
    );
    const fromGraph = rows.map(({ id, state, encryption, vault, policy, lastRecoveryPoint }) => ({
      id: idOf(id),
      state,
      encryption,
      vault: vault ?? null,
      policy: policy === '' ? null : policy,
      lastRecoveryPoint: secondOf(lastRecoveryPoint),
    }));
    expect(byId(fromGraph)).toEqual(byId(fromStatus));
    expect(rows.length).toBe(items.length);
  });

  it('old-points are those that status --max-age finds among the backed up', async () => {
    const { items } = await status(name);
    const old = items.filter(
      ({ tooOld, outcome }) =>
        tooOld && !['not-protected', 'stopped', 'soft-deleted'].includes(outcome),
    );
    const rows = await graphRows(worldOf(name), text('old-points'));
    expect(rows.map(({ id }) => idOf(id)).toSorted()).toEqual(
      old.map(({ vm }) => idOf(vm.id)).toSorted(),
    );
  });

  it('states add up to the summary', async () => {
    const { summary } = await status(name);
    const counts: Record<string, number> = {};
    for (const { state, machines } of await graphRows(worldOf(name), text('states'))) {
      counts[String(state)] = (counts[String(state)] ?? 0) + Number(machines);
    }
    expect(counts).toEqual(summary.outcomes);
  });
});

function byId<Row extends { readonly id: string }>(rows: readonly Row[]): Record<string, Row> {
  return Object.fromEntries(rows.map((row) => [row.id, row]));
}

describe('the other queries', () => {
  it('items-without-machine are those that status --vault calls machine-gone', async () => {
    const world = worldOf('default');
    for (const name of ['vm005', 'vm011']) {
      const machine = Object.keys(world.resources).find((id) =>
        id.endsWith(`/virtualmachines/${name}`),
      );
      delete world.resources[machine ?? ''];
    }
    const items = (
      await runCli(['status', '--vault', 'rsv-prod', '--exit-zero', '-o', 'json'], {
        world: structuredClone(world),
      })
    ).json<StatusDocument>().items;
    const rows = await graphRows(world, text('items-without-machine'));
    const states = rows.map(
      ({ vmId, state }) => `${idOf(vmId).split('/').at(-1)} ${String(state)}`,
    );
    expect(states.toSorted()).toEqual(['vm005 protected', 'vm011 soft-deleted']);
    expect(rows.map(({ vmId }) => idOf(vmId)).toSorted()).toEqual(
      items
        .filter(({ machineGone }) => machineGone)
        .map(({ vm }) => idOf(vm.id))
        .toSorted(),
    );
  });

  it('failed-jobs are those of jobs list', async () => {
    const listed = (
      await runCli(
        [
          'jobs',
          'list',
          '--vault',
          'rsv-prod',
          '--status',
          'failed',
          '--since',
          '1d',
          '-o',
          'json',
        ],
        {
          world: worldOf('default'),
        },
      )
    ).json<{ items: { jobId: string; operation: string }[] }>();
    const rows = await graphRows(worldOf('default'), text('failed-jobs'));
    const backups = listed.items.filter(({ operation }) => operation === 'Backup');
    expect(
      rows
        .filter(({ vault }) => vault === 'rsv-prod')
        .map(({ id }) => idOf(id).split('/').at(-1) ?? '')
        .toSorted(),
    ).toEqual(backups.map(({ jobId }) => jobId).toSorted());
    expect(rows.length).toBeGreaterThan(0);
  });

  it('ade-extensions and ade-disks name machines that are encrypted', async () => {
    const { items } = await status('default');
    const ade = items
      .filter(({ encryption }) => encryption?.kind === 'ade')
      .map(({ vm }) => idOf(vm.id));
    const disks = await graphRows(worldOf('default'), text('ade-disks'));
    const extensions = await graphRows(worldOf('default'), text('ade-extensions'));
    expect(disks.map(({ vmId }) => idOf(vmId)).filter((id) => !ade.includes(id))).toEqual([]);
    expect(new Set(extensions.map(({ vmId }) => idOf(vmId)))).toEqual(new Set(ade));
    expect(new Set(extensions.map(({ operation }) => operation))).toEqual(
      new Set(['EnableEncryption']),
    );
  });

  it('lag: a VM that has just been protected is not in the graph yet, and status has it', async () => {
    const world = worldOf('default');
    expect((await runCli(['enable', '--vm', 'VM003'], { world })).code).toBe(0);
    const stateOf = async (seen: WorldState): Promise<unknown> =>
      (await graphRows(seen, text('protection'))).find(({ name }) => name === 'VM003')?.['state'];
    expect(await stateOf(structuredClone(world))).toBe('not-protected');
    expect(await stateOf({ ...structuredClone(world), resourceGraphLagSeconds: 0 })).toBe(
      'waiting-for-first-backup',
    );
    expect(
      (await runCli(['status', '--vm', 'VM003', '-o', 'json'], { world })).json(),
    ).toMatchObject({
      items: [{ outcome: 'waiting-for-first-backup' }],
    });
  });
});
