// What the caller itself may do at a scope (Permissions_ListForResource). Sent without the SDK, whose
// path for a resource without a parent has an empty segment.

import { z } from 'zod';
import type { ResourceId } from '../../domain/resource-id.js';
import type { Permission } from '../../domain/roles.js';
import type { Cloud } from './clouds.js';
import { callAzure } from './errors.js';
import type { RawClient } from './transport/raw-client.js';
import { readPages } from './transport/raw-pages.js';

const API_VERSION = '2022-04-01';

const actions = z
  .array(z.string())
  .nullish()
  .transform((list) => list ?? []);

/** A permission block; what Azure leaves out is empty. */
export const permissionSchema = z.object({
  actions,
  notActions: actions,
  dataActions: actions,
  notDataActions: actions,
});

/** The caller's permission blocks at a scope, inherited ones included. */
export function readCallerPermissions(
  client: RawClient,
  cloud: Cloud,
  scope: ResourceId,
): Promise<readonly Permission[]> {
  const url = `${cloud.armEndpoint}${scope}/providers/Microsoft.Authorization/permissions?api-version=${API_VERSION}`;
  return callAzure({ doing: 'read what you are allowed to do', target: scope }, () =>
    readPages(client, url, permissionSchema, `your permissions at ${scope}`),
  );
}
