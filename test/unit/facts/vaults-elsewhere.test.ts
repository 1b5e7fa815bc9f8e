// Vaults of other subscriptions: what is looked into, what is not, and that the two are told apart.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { known } from '../../../src/domain/fact.js';
import { indexItems } from '../../../src/facts/item-index.js';
import {
  vaultsElsewhere,
  withOtherSubscriptions,
  type ElsewhereReader,
} from '../../../src/facts/vaults-elsewhere.js';
import { aVault, aVm, anItem, FORBIDDEN } from '../../support/facts-builder.js';

const { vm } = aVm();
const NOT_PROTECTED = known({ status: 'NotProtected' } as const);

/** A subscription that the caller sees: whether its vaults can be listed, and whether their items can. */
interface Seen {
  readonly vaults: 'all' | 'some' | 'none' | 'unregistered';
  readonly items: 'readable' | 'unreadable';
  readonly item: 'none' | 'living' | 'soft-deleted';
}

const seen = fc.record<Seen>({
  vaults: fc.constantFrom('all', 'some', 'none', 'unregistered'),
  items: fc.constantFrom('readable', 'unreadable'),
  item: fc.constantFrom('none', 'living', 'soft-deleted'),
});
/** A subscription without the resource provider: there is no vault in it. */
const UNREGISTERED = {
  status: 'unreadable',
  reason: 'refused',
  code: 'AZB_PROVIDER_NOT_REGISTERED',
  message: 'The subscription is not registered.',
} as const;
const idOf = (at: number): string => `other-${at}`;
const vaultOf = (subscriptionId: string) =>
  aVault({
    id: `/subscriptions/${subscriptionId}/resourceGroups/g/providers/Microsoft.RecoveryServices/vaults/v`,
    subscriptionId,
    location: vm.location,
  });

function readerOver(world: readonly Seen[]): ElsewhereReader {
  const at = (id: string): Seen | undefined =>
    world[Number(id.replace(/^.*other-(\d+).*$/u, '$1'))];
  const refusal = (id: string) => (at(id)?.vaults === 'unregistered' ? UNREGISTERED : FORBIDDEN);
  return {
    subscriptions: () =>
      Promise.resolve(known([vm.subscriptionId, ...world.map((_, n) => idOf(n))])),
    allVaults: (id) =>
      Promise.resolve(at(id)?.vaults === 'all' ? known([vaultOf(id)]) : refusal(id)),
    vaults: (id) =>
      Promise.resolve(
        ['all', 'some'].includes(at(id)?.vaults ?? '') ? known([vaultOf(id)]) : refusal(id),
      ),
    itemIndex: (vaultId) => {
      const { items, item } = at(vaultId) ?? { items: 'unreadable', item: 'none' };
      if (items === 'unreadable') {
        return Promise.resolve(FORBIDDEN);
      }
      const softDelete = { deletedAt: '2026-11-20T00:00:00Z', remainingSeconds: 5 } as const;
      const own = anItem(vm, { vaultId, ...(item === 'living' ? {} : { softDelete }) });
      return Promise.resolve(indexItems(known({ items: item === 'none' ? [] : [own], odd: [] })));
    },
  };
}

describe('what vaults of other subscriptions tell of a machine', () => {
  it('finds an item that can be read, and else names each subscription that was not looked into', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(seen, { maxLength: 6 }), async (world) => {
        const told = await withOtherSubscriptions(readerOver(world), NOT_PROTECTED, vm);
        const visible = world.filter(
          ({ vaults, items }) => ['all', 'some'].includes(vaults) && items === 'readable',
        );
        const blind = world.flatMap(({ vaults, items }, n) =>
          vaults === 'unregistered' || (vaults === 'all' && items === 'readable') ? [] : [idOf(n)],
        );
        const { status, unseenSubscriptions } = told.status === 'known' ? told.value : {};
        const isFound = visible.some(({ item }) => item === 'living');
        expect(status).toBe(isFound ? 'Protected' : 'NotProtected');
        expect(new Set(unseenSubscriptions)).toEqual(new Set(isFound ? [] : blind));
      }),
    );
  });

  it('outweighs nothing that Azure says itself', async () => {
    const world: Seen[] = [{ vaults: 'all', items: 'readable', item: 'living' }];
    const own = known({ status: 'Protected', vaultId: 'own' } as const);
    for (const told of [own, FORBIDDEN, { status: 'absent' } as const]) {
      expect(await withOtherSubscriptions(readerOver(world), told, vm)).toBe(told);
    }
  });

  it('leaves more than 20 subscriptions alone, and says so', async () => {
    const world = Array.from({ length: 21 }, (): Seen => ({
      vaults: 'all',
      items: 'readable',
      item: 'living',
    }));
    const { vaults, unread } = await vaultsElsewhere(readerOver(world), [vm.subscriptionId]);
    expect([vaults.length, unread.length]).toEqual([0, 21]);
  });

  it('passes over vaults of other regions', async () => {
    const world: Seen[] = [{ vaults: 'all', items: 'readable', item: 'living' }];
    const far = { ...vm, location: 'westeurope' };
    const told = await withOtherSubscriptions(readerOver(world), NOT_PROTECTED, far);
    expect(told).toEqual(NOT_PROTECTED);
  });
});
