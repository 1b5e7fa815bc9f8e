// Items of a list that cannot be read: one of another form says nothing of the VM that it is of, and takes nothing from
// the others.

import { z } from 'zod';
import { parseResourceId } from '../../domain/resource-id.js';
import { AzbackupError } from '../../errors/azbackup-error.js';
import { isOdd } from '../arm/whole-list.js';
import type { OddItem } from '../services.js';
import { resourceGroupInContainer, vmNameInContainer } from './item-names.js';

const namesSchema = z.object({
  id: z.string().optional().catch(undefined),
  name: z.string().optional().catch(undefined),
  properties: z
    .object({ sourceResourceId: z.string().optional().catch(undefined) })
    .optional()
    .catch(undefined),
});

/**
 * Whose item could not be read: by the VM's id that it has, or else by its own name, which has the VM's group and name in it.
 * @throws the error where it is about something else, and where it cannot be told which VM lost its item: then the list
 * does not prove of any VM that it has none
 */
export function oddItemFrom(resource: unknown, error: unknown): OddItem {
  if (!isOdd(error) || !(error instanceof AzbackupError)) {
    throw error;
  }
  const { id, name, properties } = namesSchema.parse(resource);
  const sourceResourceId = properties?.sourceResourceId;
  const source = sourceResourceId === undefined ? undefined : parseResourceId(sourceResourceId);
  if (sourceResourceId !== undefined && source !== undefined) {
    const { resourceGroup, name: vmName } = source;
    return { sourceResourceId, resourceGroup, name: vmName, error };
  }
  const own = name ?? id?.split('/').at(-1);
  const [resourceGroup, vmName] = [resourceGroupInContainer(own), vmNameInContainer(own)];
  if (resourceGroup === undefined || vmName === undefined) {
    throw error;
  }
  return { resourceGroup, name: vmName, error };
}
