// What lists tell of many machines, and where Azure is asked for each of them.
import { describe, expect, it } from 'vitest';
import { known, type Fact } from '../../../src/domain/fact.js';
import type {
  ProtectedItem,
  RecoveryServicesVault,
} from '../../../src/domain/vaults/recovery-services.js';
import type { ManagedDisk } from '../../../src/domain/virtual-machine.js';
import type { FactReader } from '../../../src/facts/fact-reader.js';
import { indexItems } from '../../../src/facts/item-index.js';
import {
  listedFacts,
  type ListedFacts,
  type ListedOptions,
} from '../../../src/facts/listed-facts.js';
import type { ListedItems } from '../../../src/services/services.js';
import { aDisk, anItem, aVault, aVm, FORBIDDEN } from '../../support/facts-builder.js';

const { vm } = aVm();
const [DISK] = [aDisk('os', 'os', 127)].flatMap(({ disk }) =>
  disk.status === 'known' ? [disk.value] : [],
);
const ASKED = { status: 'Protecting', policyName: 'as Azure says' } as const;

/** What can be read beside the machines. */
interface World {
  readonly vaults?: Fact<readonly RecoveryServicesVault[]>;
  readonly items?: Readonly<Record<string, Fact<readonly ProtectedItem[]>>>;
  readonly disks?: Fact<ReadonlyMap<string, ManagedDisk>>;
}

function vault(name: string, subscriptionId = vm.subscriptionId): RecoveryServicesVault {
  const id = `/subscriptions/${subscriptionId}/resourceGroups/rg/providers/Microsoft.RecoveryServices/vaults/${name}`;
  return aVault({ id, name, subscriptionId });
}

function item(changes: Partial<ProtectedItem> = {}): ProtectedItem {
  const sourceResourceId = vm.id.toUpperCase();
  return anItem(vm, {
    vaultId: vault('rsv').id,
    sourceResourceId,
    policyName: 'daily',
    ...changes,
  });
}

function listed(items: Fact<readonly ProtectedItem[]>): Fact<ListedItems> {
  return items.status === 'known' ? known({ items: items.value, odd: [] }) : items;
}

const OTHER = 'ffffffff-0000-4000-8000-000000000000';

/** The facts over a world; `asked` counts what was asked for one machine or disk. */
function factsOver(
  world: World,
  { machines = 10, ...options }: Partial<ListedOptions> & { readonly machines?: number } = {},
): { readonly lists: ListedFacts | undefined; readonly asked: string[] } {
  const asked: string[] = [];
  const vaults = world.vaults ?? known([vault('rsv')]);
  const allOf = (id: string) => (id === OTHER ? known([vault('rsv-csb', OTHER)]) : vaults);
  const reader: Partial<FactReader> = {
    subscriptions: () => Promise.resolve(known([vm.subscriptionId, OTHER])),
    allVaults: (id) => Promise.resolve(allOf(id)),
    // Who may not list all of them sees some.
    vaults: (id) =>
      Promise.resolve(allOf(id).status === 'known' ? allOf(id) : known([vault('rsv')])),
    itemIndex: (id) =>
      Promise.resolve(indexItems(listed(world.items?.[id.split('/').at(-1) ?? ''] ?? known([])))),
    listedDisks: () => Promise.resolve(world.disks ?? FORBIDDEN),
    disk: (id) => {
      asked.push(id);
      return Promise.resolve({ status: 'absent' });
    },
    protection: (id) => {
      asked.push(id);
      return Promise.resolve(known(ASKED));
    },
  };
  const targets = Array.from({ length: machines }, (_, at) => ({ ...vm, name: `vm-${at}` }));
  // Nothing else is asked for.
  const lists = listedFacts(reader as FactReader, targets, { unseen: 'ask', ...options });
  return { lists, asked };
}

async function protectionIn(
  world: World,
  { isAde = false, ...options }: Partial<ListedOptions> & { readonly isAde?: boolean } = {},
): Promise<unknown> {
  const { lists, asked } = factsOver(world, options);
  const fact = await lists?.protection(vm, () => Promise.resolve(isAde));
  return asked.length > 0 ? 'asked' : fact?.status === 'known' ? fact.value : fact?.status;
}

const PROTECTED = { status: 'Protected', vaultId: vault('rsv').id, policyName: 'daily' };

describe('facts of many machines', () => {
  it('are read by list from ten machines of a subscription on', () => {
    expect(factsOver({}, { machines: 9 }).lists).toBeUndefined();
    expect(factsOver({}, { machines: 10 }).lists).toBeDefined();
  });

  it('take a disk from the list, and ask for one that is not in it', async () => {
    const id = DISK?.id ?? '';
    const disks = new Map(DISK === undefined ? [] : [[id.toLowerCase(), DISK]]);
    const { lists, asked } = factsOver({ disks: known(disks) });
    expect(await lists?.disk(id.toUpperCase())).toEqual(known(DISK));
    expect(asked).toEqual([]);
    const other = id.replace(/[^/]+$/u, 'other');
    expect(await lists?.disk(other)).toEqual({ status: 'absent' });
    expect(asked).toEqual([other]);
  });

  it('ask for each disk where they may not be listed', async () => {
    const { lists, asked } = factsOver({});
    await lists?.disk(DISK?.id ?? '');
    expect(asked).toHaveLength(1);
  });
});

describe('where a machine is protected', () => {
  it.each([{ state: 'Protected' as const }, { state: 'IRPending' as const }])(
    'is told by its item in state $state',
    async ({ state }) => {
      const items = { rsv: known([item({ protectionState: state })]) };
      expect(await protectionIn({ items })).toEqual(PROTECTED);
    },
  );

  it.each([
    { what: 'a stopped item', items: known([item({ protectionState: 'ProtectionStopped' })]) },
    { what: 'an item that failed', items: known([item({ protectionState: 'ProtectionError' })]) },
    { what: 'no item', items: known([]) },
  ])('is asked of Azure with $what', async ({ items }) => {
    expect(await protectionIn({ items: { rsv: items } })).toBe('asked');
  });

  it('is nowhere for a machine with ADE that no vault of its subscription has', async () => {
    expect(await protectionIn({}, { isAde: true })).toEqual({ status: 'NotProtected' });
  });

  it.each([
    { what: 'the vaults may not be listed', world: { vaults: FORBIDDEN } },
    { what: 'the items of a vault may not be read', world: { items: { rsv: FORBIDDEN } } },
    {
      what: 'the region has more vaults than machines are asked for',
      world: { vaults: known(Array.from({ length: 11 }, (_, at) => vault(`rsv-${at}`))) },
    },
    {
      what: 'its item is stopped',
      world: { items: { rsv: known([item({ protectionState: 'ProtectionStopped' })]) } },
    },
  ])('is asked of Azure even with ADE where $what', async ({ world }) => {
    expect(await protectionIn(world, { isAde: true })).toBe('asked');
  });

  it('is found in a vault of another subscription that was asked for', async () => {
    const there = vault('rsv-there', OTHER);
    const items = { 'rsv-there': known([item({ vaultId: there.id })]) };
    expect(await protectionIn({ items }, { vault: there })).toMatchObject({ vaultId: there.id });
  });
});

describe('where Azure is not asked for each machine', () => {
  it('vaults of other subscriptions are looked into', async () => {
    const there = vault('rsv-csb', OTHER).id;
    const items = { 'rsv-csb': known([item({ vaultId: there })]) };
    expect(await protectionIn({ items }, { unseen: 'leave' })).toMatchObject({ vaultId: there });
  });

  it('a stopped item still names its vault', async () => {
    const items = { rsv: known([item({ protectionState: 'ProtectionStopped' })]) };
    expect(await protectionIn({ items }, { unseen: 'leave' })).toEqual(PROTECTED);
  });

  it('a machine that no vault has stays unknown', async () => {
    const { lists, asked } = factsOver({}, { unseen: 'leave' });
    expect(await lists?.protection(vm, () => Promise.resolve(false))).toEqual({ status: 'absent' });
    expect(asked).toEqual([]);
  });
});
