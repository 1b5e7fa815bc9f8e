// What holds of every deletion of a resource group, whatever uses what across groups.
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { listResourcesBelow, resourceKey } from '../../../../../src/sandbox/kernel/resource.js';
import {
  backupSandbox,
  backupWorld,
  type BackupSandbox,
  type Json,
} from '../../../../support/worlds/backup-world.js';
import { tiny } from '../../../../support/worlds/tiny-world.js';

const network = '2024-05-01';
const groups = ['rg-a', 'rg-b'].map(
  (name) => `/subscriptions/${tiny.subscriptionId}/resourceGroups/${name}`,
);
const groupAt = (index: number): string => groups[index] ?? '';

const place = fc.nat({ max: 1 });
const estate = fc.record({
  guards: fc.array(place, { minLength: 1, maxLength: 3 }),
  networks: fc.array(fc.record({ at: place, guard: fc.option(fc.nat()) }), {
    minLength: 1,
    maxLength: 3,
  }),
  interfaces: fc.array(fc.record({ at: place, network: fc.nat(), guard: fc.option(fc.nat()) }), {
    maxLength: 5,
  }),
});

type Estate = typeof estate extends fc.Arbitrary<infer Value> ? Value : never;

function idsOf({ guards, networks }: Estate) {
  const type = (at: number): string => `${groupAt(at)}/providers/Microsoft.Network`;
  return {
    guards: guards.map((at, index) => `${type(at)}/networkSecurityGroups/nsg-${index}`),
    networks: networks.map(({ at }, index) => `${type(at)}/virtualNetworks/vnet-${index}`),
    type,
  };
}

function chosen(ids: readonly string[], index: number | null): object {
  const id = index === null ? undefined : ids[index % ids.length];
  return id === undefined ? {} : { networkSecurityGroup: { id } };
}

async function put(sandbox: BackupSandbox, id: string, properties: object): Promise<void> {
  const { status } = await sandbox.call('PUT', id, { location: 'japaneast', properties }, network);
  expect(status).toBe(201);
}

async function build(wanted: Estate): Promise<BackupSandbox> {
  const state = backupWorld();
  state.subscriptions[0]?.registeredProviders.push('microsoft.network');
  const sandbox = backupSandbox(state);
  for (const group of groups) {
    await sandbox.call('PUT', group, { location: 'japaneast' }, '2021-04-01');
  }
  const ids = idsOf(wanted);
  for (const id of ids.guards) {
    await put(sandbox, id, {});
  }
  for (const [index, { guard }] of wanted.networks.entries()) {
    const properties = { addressPrefix: '10.0.0.0/25', ...chosen(ids.guards, guard) };
    await put(sandbox, ids.networks[index] ?? '', {
      addressSpace: { addressPrefixes: ['10.0.0.0/24'] },
      subnets: [{ name: 's', properties }],
    });
  }
  for (const [index, each] of wanted.interfaces.entries()) {
    const subnet = { id: `${ids.networks[each.network % ids.networks.length]}/subnets/s` };
    await put(sandbox, `${ids.type(each.at)}/networkInterfaces/nic-${index}`, {
      ipConfigurations: [{ name: 'ip', properties: { subnet } }],
      ...chosen(ids.guards, each.guard),
    });
  }
  return sandbox;
}

const inGroup = (sandbox: BackupSandbox, index: number): string[] =>
  listResourcesBelow(sandbox.state, groupAt(index)).map(({ id }) => resourceKey(id));

describe('a deletion of a resource group', () => {
  it('touches nothing outside, names all that is left, and succeeds when nothing is', async () => {
    await fc.assert(
      fc.asyncProperty(estate, async (wanted) => {
        const sandbox = await build(wanted);
        const outside = () =>
          structuredClone(
            Object.fromEntries(
              Object.entries(sandbox.state.resources).filter(
                ([key]) => !key.startsWith(`${resourceKey(groupAt(0))}/`),
              ),
            ),
          );
        const before = outside();
        const answer = await sandbox.call('DELETE', groupAt(0), undefined, '2021-04-01');
        sandbox.pass(3600);
        const ended = await sandbox.send('GET', answer.headers.get('location') ?? '');
        expect(outside()).toEqual(before);
        const left = inGroup(sandbox, 0);
        const told = (ended.body?.error.details ?? []).map(({ target }: Json) =>
          resourceKey(target),
        );
        expect(told.toSorted()).toEqual(left.toSorted());
        expect(ended.status).toBe(left.length === 0 ? 200 : 409);
        // What holds it up is in the other group: with that gone, a second attempt succeeds.
        await sandbox.call('DELETE', groupAt(1), undefined, '2021-04-01');
        sandbox.pass(3600);
        await sandbox.call('DELETE', groupAt(0), undefined, '2021-04-01');
        sandbox.pass(3600);
        await sandbox.call('DELETE', groupAt(1), undefined, '2021-04-01');
        sandbox.pass(3600);
        await sandbox.send('GET', answer.headers.get('location') ?? '');
        expect([...inGroup(sandbox, 0), ...inGroup(sandbox, 1)]).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});
