// The exported queries in the sandbox's Resource Graph: what azbackup reads from Azure Resource Manager, machine by machine.
import { describe, expect, it } from 'vitest';
import { QUERY_NAMES } from '../../../src/domain/export/names.js';
import { queryFile } from '../../../src/domain/export/queries.js';
import type { StatusDocument } from '../../../src/commands/status/result.js';
import { worldNamed } from '../../../src/sandbox/estates/catalogue.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { graphRows } from '../../support/export/graph-rows.js';
import { runCli, TEST_NOW } from '../../support/run-cli.js';

const WORLDS = ['default', 'two-subscriptions', 'fleet:300'];
const MAX_AGE = 26 * 3600;

const pristine = new Map<string, WorldState>();

/** Built once for each name: building a fleet takes seconds. */
function worldOf(name: string): WorldState {
  const found = pristine.get(name) ?? worldNamed(name)(TEST_NOW);
  pristine.set(name, found);
  return structuredClone(found);
}

const text = (name: (typeof QUERY_NAMES)[number]): string => queryFile(name, MAX_AGE).text;

async function status(world: WorldState, ...words: string[]): Promise<StatusDocument> {
  const places = world.subscriptions.flatMap(({ subscriptionId }) => [
    '--subscription',
    subscriptionId,
  ]);
  const argv = ['status', '--all', ...places, ...words, '-o', 'json'];
  return (await runCli(argv, { world })).json<StatusDocument>();
}

const idOf = (id: unknown): string => String(id).toLowerCase();

/** Seconds, as the graph's digits below are not the list's. */
const secondOf = (time: unknown): string | null =>
  typeof time === 'string' && time !== '' ? time.slice(0, 19) : null;

describe.each(WORLDS)('in the world %s', (name) => {
  it('protection is what status --all is', async () => {
    const { items } = await status(worldOf(name), '--exit-zero');
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
    const { items } = await status(worldOf(name), '--max-age', '26h');
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
    const { summary } = await status(worldOf(name), '--exit-zero');
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
