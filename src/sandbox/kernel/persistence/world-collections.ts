// What a kept world is made of: its kinds of entries, how each is indexed, and which records lie in which.

import { z } from 'zod';
import { roleAssignmentSchema } from '../../providers/authorization/state.js';
import {
  assignmentsByPrincipal,
  assignmentsByRole,
  assignmentsByScope,
} from '../../providers/authorization/role-assignments/indexes.js';
import { endingsByDue } from '../../providers/compute/settle.js';
import { machinesByBlob } from '../../providers/compute/virtual-machines/attachable-disks.js';
import { deploymentsByState } from '../../providers/deployments/run.js';
import { machinesByInterface } from '../../providers/network/interfaces/network-interface.js';
import { groupsByNextRound } from '../../providers/resources/group-deletion/state.js';
import { resourcesByHostName, resourcesByType } from '../resource.js';
import { worldStateSchema } from '../state.js';
import type { EntryIndex } from '../entry-index.js';
import type { EntryStore } from './entry-store.js';
import { backupCollections } from './backup-collections.js';
import { keptCollection, type KeptCollection } from './kept-collection.js';
import { withinRecord } from './kept-index.js';
import { moveInto, keptRecord } from './kept-record.js';
import { objectsByPurge } from '../../providers/key-vault-data/vault-objects.js';

const { shape } = worldStateSchema;

/** Opens the collections of a world. */
export function worldCollections(store: EntryStore) {
  const plain = <Entry>(
    name: string,
    schema: z.ZodType<Entry>,
    ...indexes: EntryIndex<Entry>[]
  ): KeptCollection<Entry> =>
    keptCollection(store, {
      name,
      indexes: indexes.map((index) => withinRecord(index)),
      read: (json) => schema.parse(json),
      write: (entry) => entry,
    });
  return {
    resourceGroups: plain('groups', shape.resourceGroups.valueType, groupsByNextRound),
    resources: plain(
      'resources',
      shape.resources.valueType,
      resourcesByType,
      resourcesByHostName,
      machinesByBlob,
      machinesByInterface,
    ),
    asyncOperations: plain('operations', shape.operations.valueType, endingsByDue),
    deployments: plain('deployments', shape.deployments.unwrap().valueType, deploymentsByState),
    throttling: plain('throttling', shape.throttling.valueType),
    situations: plain('situations', z.string()),
    assignments: plain(
      'assignments',
      roleAssignmentSchema,
      assignmentsByScope,
      assignmentsByPrincipal,
      assignmentsByRole,
    ),
    ...keyVaultCollections(store, plain),
    ...blobCollections(store, plain),
    ...backupCollections(store),
  };
}

/** Makes a collection of entries that hold no records of their own. */
type OpenPlain = <Entry>(
  name: string,
  schema: z.ZodType<Entry>,
  ...indexes: EntryIndex<Entry>[]
) => KeptCollection<Entry>;

function keyVaultCollections(store: EntryStore, plain: OpenPlain) {
  const vaultSchema = shape.keyVaultData.valueType;
  const keys = plain('keys', vaultSchema.shape.keys.valueType, objectsByPurge);
  const secrets = plain('secrets', vaultSchema.shape.secrets.valueType, objectsByPurge);
  const keyVaults = keptCollection<z.infer<typeof vaultSchema>>(store, {
    name: 'key-vaults',
    indexes: [],
    read: (_json, { key }) => ({ keys: keptRecord(keys, key), secrets: keptRecord(secrets, key) }),
    write: () => ({}),
    adopt: (vault, { key }) => {
      vault.keys = moveInto(keys, key, vault.keys);
      vault.secrets = moveInto(secrets, key, vault.secrets);
    },
    discard: ({ key }) => {
      moveInto(keys, key, {});
      moveInto(secrets, key, {});
    },
  });
  return { keys, secrets, keyVaults };
}

function blobCollections(store: EntryStore, plain: OpenPlain) {
  const containerSchema = shape.blobs.unwrap().valueType;
  const headSchema = containerSchema.omit({ blobs: true });
  const blobs = plain('blobs', containerSchema.shape.blobs.valueType);
  const containers = keptCollection<z.infer<typeof containerSchema>>(store, {
    name: 'containers',
    indexes: [],
    read: (json, { key }) => ({ ...headSchema.parse(json), blobs: keptRecord(blobs, key) }),
    write: ({ blobs: _blobs, ...head }) => head,
    adopt: (container, { key }) => {
      container.blobs = moveInto(blobs, key, container.blobs);
    },
    discard: ({ key }) => {
      moveInto(blobs, key, {});
    },
  });
  return { blobs, containers };
}
