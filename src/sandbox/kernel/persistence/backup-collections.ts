// What Azure Backup keeps in its vaults, as entries of a store.

import { itemDueMilliseconds, ITEMS_BY_DUE } from '../../providers/backup/settling/due-items.js';
import { backupsInProgress, eventsByDue } from '../../providers/backup/settling/vault-events.js';
import {
  backupJobsByMachine,
  jobsByEnd,
  jobsByStart,
} from '../../providers/backup/jobs/indexes.js';
import {
  operationsById,
  operationsByMachine,
  unfinishedByMachine,
} from '../../providers/backup/operations/indexes.js';
import { readStoredPolicy } from '../../providers/backup/policies/body.js';
import {
  itemsByKey,
  itemsByPolicy,
  ofPolicy,
} from '../../providers/backup/protected-items/indexes.js';
import { zoneClocks } from '../../providers/backup/schedules/time-zone.js';
import type { BackupPolicy } from '../../providers/backup/policies/state.js';
import type { ProtectedItem } from '../../providers/backup/protected-items/state.js';
import { backupVaultSchema, type BackupVault } from '../../providers/backup/state.js';
import type { EntryStore } from './entry-store.js';
import { keptCollection, type KeptCollection, type KeptIndex } from './kept-collection.js';
import { keptRecord, moveInto } from './kept-record.js';
import { overParents, withinRecord } from './kept-index.js';

const { shape } = backupVaultSchema;
const headSchema = backupVaultSchema.omit({
  policies: true,
  items: true,
  jobs: true,
  operations: true,
  events: true,
});

/** Opens the collections of Azure Backup. */
export function backupCollections(store: EntryStore) {
  const policies = keptCollection<BackupPolicy>(store, {
    name: 'policies',
    indexes: [],
    read: (json) => shape.policies.valueType.parse(json),
    write: (policy) => policy,
  });
  const items = keptCollection<ProtectedItem>(store, {
    name: 'items',
    indexes: [withinRecord(itemsByPolicy), overParents(itemsByKey), itemsByDue(policies)],
    read: (json) => shape.items.valueType.parse(json),
    write: (item) => item,
  });
  const jobs = keptCollection<BackupVault['jobs'][string]>(store, {
    name: 'jobs',
    indexes: [withinRecord(backupJobsByMachine), withinRecord(jobsByStart), overParents(jobsByEnd)],
    read: (json) => shape.jobs.valueType.parse(json),
    write: (job) => job,
  });
  const operations = keptCollection<BackupVault['operations'][string]>(store, {
    name: 'backup-operations',
    indexes: [
      withinRecord(unfinishedByMachine),
      withinRecord(operationsByMachine),
      overParents(operationsById),
    ],
    read: (json) => shape.operations.valueType.parse(json),
    write: (operation) => operation,
  });
  const events = keptCollection<BackupVault['events'][string]>(store, {
    name: 'events',
    indexes: [overParents(eventsByDue), withinRecord(backupsInProgress)],
    read: (json) => shape.events.valueType.parse(json),
    write: (event) => event,
  });
  const parts = { policies, items, jobs, operations, events };
  return { ...parts, backup: vaultCollection(store, parts) };
}

interface Parts {
  readonly policies: KeptCollection<BackupPolicy>;
  readonly items: KeptCollection<ProtectedItem>;
  readonly jobs: KeptCollection<BackupVault['jobs'][string]>;
  readonly operations: KeptCollection<BackupVault['operations'][string]>;
  readonly events: KeptCollection<BackupVault['events'][string]>;
}

function vaultCollection(store: EntryStore, parts: Parts): KeptCollection<BackupVault> {
  return keptCollection<BackupVault>(store, {
    name: 'vaults',
    indexes: [],
    read: (json, { key }) => ({
      ...headSchema.parse(json),
      policies: keptRecord(parts.policies, key),
      items: keptRecord(parts.items, key),
      jobs: keptRecord(parts.jobs, key),
      operations: keptRecord(parts.operations, key),
      events: keptRecord(parts.events, key),
    }),
    write: ({ policies: _p, items: _i, jobs: _j, operations: _o, events: _e, ...head }) => head,
    adopt: (vault, { key }) => {
      vault.policies = moveInto(parts.policies, key, vault.policies);
      vault.items = moveInto(parts.items, key, vault.items);
      vault.jobs = moveInto(parts.jobs, key, vault.jobs);
      vault.operations = moveInto(parts.operations, key, vault.operations);
      vault.events = moveInto(parts.events, key, vault.events);
    },
    discard: ({ key }) => {
      moveInto(parts.policies, key, {});
      moveInto(parts.items, key, {});
      moveInto(parts.jobs, key, {});
      moveInto(parts.operations, key, {});
      moveInto(parts.events, key, {});
    },
  });
}

/**
 * The items of a changed policy are due at other times, though they are what they were. To be called
 * before what changed is written.
 */
export function reindexItemsOfChangedPolicies({
  policies,
  items,
}: Pick<Parts, 'policies' | 'items'>): void {
  for (const { place, entry } of policies.changed()) {
    const range = ofPolicy(entry?.name ?? place.key);
    for (const key of items.keysOf(place.parent, itemsByPolicy.name, range)) {
      items.reindex({ parent: place.parent, key });
    }
  }
}

function itemsByDue(policies: KeptCollection<BackupPolicy>): KeptIndex<ProtectedItem> {
  const reader = { read: readStoredPolicy, clocks: zoneClocks() };
  return {
    name: ITEMS_BY_DUE,
    over: 'parents',
    valuesOf: (item, { parent }) => {
      const vault = { policies: keptRecord(policies, parent) };
      const due = itemDueMilliseconds(reader, vault, item);
      return due === undefined ? [] : [due];
    },
  };
}
