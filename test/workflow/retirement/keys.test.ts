// Until when recovery points need each version of a secret or key.
import { describe, expect, it } from 'vitest';
import type {
  RetirementKeysDocument,
  RetirementKeysItem,
} from '../../../src/commands/retirement/keys/result.js';
import { removeResource } from '../../../src/sandbox/kernel/resource.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { defaultWorld, runCli } from '../../support/run-cli.js';
import { unavailable } from '../contract/exit-row.js';
import { vmId } from '../support/contoso.js';

const ALL = ['retirement', 'keys', '--all', '-o', 'json'];

/** The default world, in which VM011 lies in soft delete, without the machine. */
function withoutMachine(): WorldState {
  const world = defaultWorld();
  removeResource(world, vmId('VM011'));
  return world;
}

function ofVm(document: RetirementKeysDocument, vm: string, object: string): RetirementKeysItem {
  const found = document.items.find(
    (item) => item.object === object && item.lastPoint?.vm.name.toUpperCase() === vm,
  );
  if (found === undefined) {
    throw new Error(`no ${object} of ${vm}`);
  }
  return found;
}

describe('retirement keys', () => {
  it('clears a secret after the last point, and keeps what others may need', async () => {
    const run = await runCli(ALL, { world: withoutMachine() });
    expect(run.code).toBe(0);
    const document = run.json<RetirementKeysDocument>();
    expect(document.gaps).toEqual([]);
    const secret = ofVm(document, 'VM011', 'secret');
    const purge = secret.lastPoint?.expiry ?? '';
    // The day after the end of the soft delete.
    const day = new Date(Date.parse(`${purge.slice(0, 10)}T00:00:00Z`) + 86_400_000);
    expect(secret).toMatchObject({
      outcome: 'from',
      notBefore: purge,
      deleteFrom: day.toISOString().slice(0, 10),
      usedBy: [],
    });
    const key = ofVm(document, 'VM011', 'key');
    expect(key).toMatchObject({ outcome: 'unknown', notBefore: purge, deleteFrom: null });
    expect(key.reasons.join(' ')).toMatch(/only the key of the OS volume/u);
    expect(ofVm(document, 'VM005', 'key')).toMatchObject({ outcome: 'in-use', deleteFrom: null });
  });

  it.each([
    ['one VM', ['--vm', 'VM011']],
    ['a vault', ['--vault', 'rsv-prod']],
    ['all but one', ['--all', '--exclude', 'VM001']],
    ['those with a tag', ['--all', '--location', 'japaneast']],
  ])('gives no day for deletion where only %s is looked at', async (_, words) => {
    const argv = ['retirement', 'keys', ...words, '-o', 'json'];
    const { items } = (await runCli(argv)).json<RetirementKeysDocument>();
    expect(items.length).toBeGreaterThan(0);
    expect(items.filter(({ deleteFrom }) => deleteFrom !== null)).toEqual([]);
  });

  it('gives no day for deletion where a query selects', async () => {
    const stdin =
      "resources | where name =~ 'VM001' | where type =~ 'microsoft.compute/virtualmachines' | project id";
    const argv = ['retirement', 'keys', '--all', '--graph-query', '-', '-o', 'json'];
    const run = await runCli(argv, { world: withoutMachine(), stdin });
    const { items, gaps } = run.json<RetirementKeysDocument>();
    expect(gaps).toContain('only part of the subscription was looked at: use --all');
    expect(items.filter(({ deleteFrom }) => deleteFrom !== null)).toEqual([]);
    expect(items.filter(({ lastPoint }) => lastPoint?.vm.name.toUpperCase() === 'VM011')).toEqual(
      [],
    );
  });

  it.each(['none', 'addresses'] as const)(
    'ends with 6 only if keys are not named: %s',
    async (told) => {
      const world = { ...withoutMachine(), pointKeys: told };
      const run = await runCli(ALL, { world });
      expect(run.code).toBe(told === 'none' ? 6 : 0);
      const days = run
        .json<RetirementKeysDocument>()
        .items.flatMap((item) => item.deleteFrom ?? []);
      expect(days.length > 0).toBe(told === 'addresses');
    },
  );

  it('gives no day where the points of a machine cannot be listed', async () => {
    const refused = unavailable('GET **vm005/recoveryPoints');
    const run = await runCli(ALL, { ...refused, world: withoutMachine() });
    expect(run.code).toBe(6);
    const { items, gaps, failed } = run.json<RetirementKeysDocument>();
    expect(gaps).toEqual(['the recovery points of 1 VM could not be listed']);
    expect(failed.map(({ vm }) => vm.name.toUpperCase())).toEqual(['VM005']);
    expect(items.filter(({ deleteFrom }) => deleteFrom !== null)).toEqual([]);
  });
});
