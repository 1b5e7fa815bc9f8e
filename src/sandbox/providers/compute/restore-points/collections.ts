// Restore point collections: where Azure Backup keeps its snapshots, in a resource group of its own. Documentation:
// Azure VM backup, restore point collections and their resource group.

import { idsNamed } from '../../../kernel/ids.js';
import { parseResourceId } from '../../../kernel/resource-id.js';
import { listResources, putResource, resourceKey } from '../../../kernel/resource.js';
import type { WorldState } from '../../../kernel/state.js';
import type { VirtualMachine } from '../virtual-machines/state.js';

/** ARM type of a restore point collection. */
export const COLLECTION_TYPE = 'Microsoft.Compute/restorePointCollections';

const NUMBER_LENGTH = 13;

/** Makes the collection of a machine that is backed up, and the group for it, unless they are there. */
export function keepCollection(state: WorldState, { resource }: VirtualMachine): void {
  const { subscriptionId } = parseResourceId(resource.id);
  const location = resource.location ?? '';
  const name = `AzureBackupRG_${location}_1`;
  const groupId = `/subscriptions/${subscriptionId}/resourceGroups/${name}`;
  state.resourceGroups[resourceKey(groupId)] ??= { id: groupId, name, location, tags: {} };
  const wanted = `AzureBackup_${resource.name}_`.toLowerCase();
  const known = listResources(state, groupId, COLLECTION_TYPE).some((each) =>
    each.name.toLowerCase().startsWith(wanted),
  );
  if (known) {
    return;
  }
  const number = idsNamed(state, `collection ${resource.id}`).decimal(NUMBER_LENGTH);
  const collection = `AzureBackup_${resource.name}_${number}`;
  putResource(state, {
    id: `${groupId}/providers/${COLLECTION_TYPE}/${collection}`,
    name: collection,
    type: COLLECTION_TYPE,
    location,
    tags: {},
    properties: {
      source: { id: resource.id, location },
      restorePointCollectionId: idsNamed(state, `collection id ${resource.id}`).guid(),
      provisioningState: 'Succeeded',
    },
  });
}
