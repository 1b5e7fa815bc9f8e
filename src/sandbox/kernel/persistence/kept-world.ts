// A world in a store. It looks like the plain state of a world, so nothing that answers requests knows the
// difference; but only what is asked for is read, and only what changed is written.

import type { z } from 'zod';
import { worldStateSchema, type WorldState } from '../state.js';
import { reindexItemsOfChangedPolicies } from './backup-collections.js';
import type { EntryStore } from './entry-store.js';
import { keptRecord } from './kept-record.js';
import { StateFileError, whatIsWrong } from './saved-world.js';
import { worldCollections } from './world-collections.js';

/** What is no collection: it is small, and read and written as one. */
const headSchema = worldStateSchema
  .omit({
    authorization: true,
    resourceGroups: true,
    resources: true,
    operations: true,
    keyVaultData: true,
    backup: true,
    blobs: true,
    deployments: true,
    throttling: true,
    situations: true,
  })
  .extend({ customRoles: worldStateSchema.shape.authorization.shape.customRoles });

type Head = z.infer<typeof headSchema>;

const HEAD_KEY = 'head';

/** A world in a store. */
export interface KeptWorld {
  /**
   * Begins anew with what the store holds; undefined when it holds no world. The state is the same
   * object each time.
   */
  begin(): WorldState | undefined;
  /** Writes what changed since `begin`; nothing when nothing did. */
  save(): void;
}

/** Opens the world of a store; `path` is only for messages. */
export function keptWorld(store: EntryStore, path: string): KeptWorld {
  const collections = worldCollections(store);
  let state: WorldState | undefined;
  let headText: string | undefined;
  return {
    begin: () => {
      store.refresh();
      forgetAll(collections);
      headText = store.read(HEAD_KEY);
      if (headText === undefined) {
        return undefined;
      }
      const head = parseHead(path, headText);
      state ??= stateOver(collections, head);
      takeHead(state, head);
      return state;
    },
    save: () => {
      if (state === undefined) {
        return;
      }
      reindexItemsOfChangedPolicies(collections);
      const changes = changesOf(collections);
      const text = headTextOf(state);
      if (text !== headText) {
        changes.set(HEAD_KEY, text);
      }
      if (changes.size > 0) {
        store.write(changes, 'beside');
      }
      forgetAll(collections);
    },
  };
}

function parseHead(path: string, text: string): Head {
  const json: unknown = JSON.parse(text);
  const parsed = headSchema.safeParse(json);
  if (!parsed.success) {
    throw new StateFileError(path, whatIsWrong(json, parsed.error), { cause: parsed.error });
  }
  return parsed.data;
}

/** Puts a world into a store, whatever the store held. */
export function fillStore(store: EntryStore, world: WorldState): void {
  const collections = worldCollections(EMPTY_STORE);
  const state = stateOver(collections, headSchema.parse({ ...world, ...world.authorization }));
  takeHead(state, headOf(world));
  Object.assign(state.resourceGroups, world.resourceGroups);
  Object.assign(state.resources, world.resources);
  Object.assign(state.operations, world.operations);
  Object.assign(state.throttling, world.throttling);
  Object.assign(state.deployments ?? {}, world.deployments);
  Object.assign(state.situations ?? {}, world.situations);
  Object.assign(state.authorization.assignments, world.authorization.assignments);
  // These take over the records in what they are given: so they are given copies.
  Object.assign(state.keyVaultData, copies(world.keyVaultData));
  Object.assign(state.blobs ?? {}, copies(world.blobs ?? {}));
  Object.assign(state.backup, copies(world.backup));
  const changes = changesOf(collections);
  changes.set(HEAD_KEY, headTextOf(world));
  store.write(changes, 'in-place-of');
}

const EMPTY_STORE: EntryStore = {
  refresh: () => undefined,
  read: () => undefined,
  keys: () => [],
  count: () => 0,
  write: () => undefined,
};

function copies<Entry extends object>(record: Readonly<Record<string, Entry>>) {
  return Object.fromEntries(Object.entries(record).map(([key, entry]) => [key, { ...entry }]));
}

type Collections = ReturnType<typeof worldCollections>;

function stateOver(collections: Collections, { customRoles, ...head }: Head): WorldState {
  const { items, jobs, operations, events, ...top } = collections;
  return {
    ...head,
    authorization: { customRoles, assignments: keptRecord(top.assignments, '') },
    resourceGroups: keptRecord(top.resourceGroups, ''),
    resources: keptRecord(top.resources, ''),
    operations: keptRecord(top.asyncOperations, ''),
    deployments: keptRecord(top.deployments, ''),
    throttling: keptRecord(top.throttling, ''),
    situations: keptRecord(top.situations, ''),
    keyVaultData: keptRecord(top.keyVaults, ''),
    blobs: keptRecord(top.containers, ''),
    backup: keptRecord(top.backup, '', [items, jobs, operations, events]),
  };
}

/** In the order in which it will be read. */
function headTextOf(state: WorldState): string {
  return JSON.stringify(headSchema.parse(headOf(state)));
}

/** Gives a state the members that are no collection. */
function takeHead(state: WorldState, { customRoles, ...head }: Head): void {
  delete state.clock;
  delete state.faults;
  delete state.restoreFiles;
  delete state.replicationSeconds;
  delete state.jobListing;
  delete state.pointKeys;
  delete state.sizeRestrictions;
  delete state.scripts;
  delete state.quotas;
  delete state.guests;
  delete state.snapshotCollections;
  delete state.restoredDisks;
  Object.assign(state, head);
  state.authorization.customRoles = customRoles;
}

function headOf({
  authorization: { customRoles },
  resourceGroups: _groups,
  resources: _resources,
  operations: _operations,
  keyVaultData: _keyVaults,
  backup: _backup,
  blobs: _blobs,
  deployments: _deployments,
  throttling: _throttling,
  situations: _situations,
  ...head
}: WorldState): Head {
  return { ...head, customRoles };
}

function forgetAll(collections: Collections): void {
  for (const collection of Object.values(collections)) {
    collection.forget();
  }
}

function changesOf(collections: Collections): Map<string, string | undefined> {
  return new Map(Object.values(collections).flatMap((each) => [...each.changes()]));
}
