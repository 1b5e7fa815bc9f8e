// Which subscriptions lie beneath a management group, as Resource Manager lists them.

import { z } from 'zod';
import { callAzure } from '../arm/errors.js';
import { armRawClient } from '../arm/transport/raw-client.js';
import { readPages } from '../arm/transport/raw-pages.js';
import type { Transport } from '../arm/transport/transport.js';
import type { SubscriptionService } from '../services.js';

/** ManagementGroups_GetDescendants. */
const API_VERSION = '2020-05-01';

const entrySchema = z.object({ id: z.string() });

/** Reads the list, at whatever depth; groups are in it, too. */
export function descendantReader(transport: Transport): SubscriptionService['beneath'] {
  const client = armRawClient(transport);
  return async (managementGroup) => {
    const id = `/providers/Microsoft.Management/managementGroups/${encodeURIComponent(managementGroup)}`;
    const url = `${transport.cloud.armEndpoint}${id}/descendants?api-version=${API_VERSION}`;
    const what = `the subscriptions of management group ${managementGroup}`;
    const entries = await callAzure({ doing: `list ${what}`, target: id }, () =>
      readPages(client, url, entrySchema, what),
    );
    return entries
      .map((entry) => /^\/subscriptions\/(?<id>[^/]+)$/iu.exec(entry.id)?.groups?.['id'])
      .filter((found) => found !== undefined);
  };
}
