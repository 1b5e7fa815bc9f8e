import { describe, expect, it } from 'vitest';
import { buildDefaultWorld } from '../../../../../src/sandbox/estates/default-world.js';
import { listResources } from '../../../../../src/sandbox/kernel/resource.js';
import type { EntryStore } from '../../../../../src/sandbox/kernel/persistence/entry-store.js';
import {
  fillStore,
  keptWorld,
  type KeptWorld,
} from '../../../../../src/sandbox/kernel/persistence/kept-world.js';
import type { WorldState } from '../../../../../src/sandbox/kernel/state.js';
import { day, hour } from '../../../../../src/sandbox/kernel/time/durations.js';
import { vaultsOfMachine } from '../../../../../src/sandbox/providers/backup/backup-vault.js';
import { settleWorld } from '../../../../../src/sandbox/settle-world.js';

const NOW = Date.UTC(2026, 10, 23, 18);
const pristine = buildDefaultWorld(NOW);
const plainWorld = (): WorldState => structuredClone(pristine);

interface MemoryStore extends EntryStore {
  /** What was read and written since the last call. */
  used(): { readonly reads: number; readonly writes: readonly string[] };
}

function memoryStore(): MemoryStore {
  const entries = new Map<string, string>();
  let reads = 0;
  let writes: string[] = [];
  const keys = (from: string, to: string): string[] =>
    [...entries.keys()].filter((key) => from <= key && key < to).toSorted();
  return {
    refresh: () => undefined,
    read: (key) => {
      reads += 1;
      return entries.get(key);
    },
    keys,
    count: (from, to) => keys(from, to).length,
    write: (changes, how) => {
      if (how === 'in-place-of') {
        entries.clear();
      }
      for (const [key, text] of changes) {
        writes.push(key);
        if (text === undefined) {
          entries.delete(key);
        } else {
          entries.set(key, text);
        }
      }
    },
    used: () => {
      const found = { reads, writes };
      reads = 0;
      writes = [];
      return found;
    },
  };
}

function keptDefaultWorld(): { readonly store: MemoryStore; readonly world: KeptWorld } {
  const store = memoryStore();
  fillStore(store, plainWorld());
  store.used();
  return { store, world: keptWorld(store, 'memory') };
}

function begun(world: KeptWorld): WorldState {
  const state = world.begin();
  if (state === undefined) {
    throw new Error('there is no world');
  }
  return state;
}

/** Without the records that a plain world may lack; sealed backups of keys are never twice the same. */
function contentOf(state: WorldState): unknown {
  const { blobs, deployments, situations, ...rest }: WorldState = JSON.parse(
    JSON.stringify(state, (name, value: unknown) =>
      name.endsWith('BackupData') ? 'sealed' : value,
    ),
  );
  return {
    ...rest,
    blobs: blobs ?? {},
    deployments: deployments ?? {},
    situations: situations ?? {},
  };
}

function settledAt(state: WorldState, nowMilliseconds: number): void {
  state.nowMilliseconds = nowMilliseconds;
  settleWorld(state, nowMilliseconds);
}

describe('a world in a store', () => {
  it('is the world that was put there', () => {
    const { world } = keptDefaultWorld();
    expect(contentOf(begun(world))).toEqual(contentOf(plainWorld()));
  });

  it('becomes in time what a plain one becomes, though only what is due is looked at', () => {
    const { world } = keptDefaultWorld();
    const plain = plainWorld();
    for (let now = NOW; now <= NOW + 45 * day; now += 31 * hour) {
      settledAt(plain, now);
      settledAt(begun(world), now);
      world.save();
    }
    expect(contentOf(begun(world))).toEqual(contentOf(plain));
  }, 60_000);

  it('follows a changed policy, though its items stay what they are', () => {
    const { world } = keptDefaultWorld();
    const plain = plainWorld();
    for (const state of [plain, begun(world)]) {
      for (const { policies } of Object.values(state.backup)) {
        for (const policy of Object.values(policies)) {
          policy.changedMilliseconds = NOW + 5 * day;
        }
      }
    }
    world.save();
    for (const now of [NOW + 3 * day, NOW + 7 * day]) {
      settledAt(plain, now);
      settledAt(begun(world), now);
      world.save();
    }
    expect(contentOf(begun(world))).toEqual(contentOf(plain));
  });

  it('is found through by the same indexes', () => {
    const { world } = keptDefaultWorld();
    const plain = plainWorld();
    const kept = begun(world);
    for (const { id, type } of Object.values(plain.resources)) {
      const [, , subscription = ''] = id.split('/');
      const below = `/subscriptions/${subscription}`;
      expect(listResources(kept, below, type)).toEqual(listResources(plain, below, type));
      expect(vaultsOfMachine(kept, id)).toEqual(vaultsOfMachine(plain, id));
    }
  });

  it('writes nothing when it was only read', () => {
    const { store, world } = keptDefaultWorld();
    JSON.stringify(begun(world));
    world.save();
    expect(store.used().writes).toEqual([]);
  });

  it('reads and writes only what is touched', () => {
    const { store, world } = keptDefaultWorld();
    const state = begun(world);
    const [machine] = listResources(
      state,
      `/subscriptions/${state.subscriptions[0]?.subscriptionId}`,
      'Microsoft.Compute/diskEncryptionSets',
    );
    if (machine !== undefined) {
      machine.tags = { touched: 'yes' };
    }
    world.save();
    const { reads, writes } = store.used();
    expect(reads).toBeLessThanOrEqual(2);
    expect(writes.filter((key) => key.startsWith('e'))).toHaveLength(1);
  });

  it('takes over records that are put into it, and removes them with what they belong to', () => {
    const { world } = keptDefaultWorld();
    const objects = { keys: {}, secrets: {} };
    const state = begun(world);
    state.keyVaultData['kv-new'] = objects;
    Object.assign(objects.secrets, { one: { name: 'one', managed: false, versions: [] } });
    world.save();
    expect(Object.keys(begun(world).keyVaultData['kv-new']?.secrets ?? {})).toEqual(['one']);
    delete begun(world).keyVaultData['kv-new'];
    world.save();
    begun(world).keyVaultData['kv-new'] = { keys: {}, secrets: {} };
    expect(Object.keys(begun(world).keyVaultData['kv-new']?.secrets ?? {})).toEqual([]);
  });

  it('keeps long names and odd characters apart', () => {
    const { world } = keptDefaultWorld();
    const names = ['x'.repeat(3000), `${'x'.repeat(3000)}y`, 'a\u0001b', 'a\u0002b', '日本 é', ''];
    const state = begun(world);
    for (const [index, name] of names.entries()) {
      state.resourceGroups[name] = { id: name, name: `${index}`, location: '', tags: {} };
    }
    world.save();
    const kept = begun(world).resourceGroups;
    expect(names.map((name) => kept[name]?.name)).toEqual(names.map((_, index) => `${index}`));
    expect(Object.keys(kept)).toEqual(expect.arrayContaining(names));
  });
});
