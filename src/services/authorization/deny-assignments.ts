// Deny assignments (DenyAssignments_ListForScope). Sent as the caller's permissions are, without the SDK.

import { z } from 'zod';
import type { ResourceId } from '../../domain/resource-id.js';
import type { DenyAssignment } from '../../domain/roles.js';
import { permissionSchema } from '../arm/caller-permissions.js';
import type { Cloud } from '../arm/clouds.js';
import { callAzure } from '../arm/errors.js';
import type { RawClient } from '../arm/transport/raw-client.js';
import { readPages } from '../arm/transport/raw-pages.js';

const API_VERSION = '2022-04-01';

const principalsSchema = z
  .array(z.object({ id: z.string(), type: z.string().nullish() }))
  .nullish()
  .transform((list) => (list ?? []).map(({ id, type }) => ({ id, type: type ?? '' })));

const denySchema = z.object({
  id: z.string(),
  name: z.string(),
  properties: z.object({
    denyAssignmentName: z.string().nullish(),
    permissions: z.array(permissionSchema),
    scope: z.string(),
    doNotApplyToChildScopes: z.boolean().nullish(),
    principals: principalsSchema,
    excludePrincipals: principalsSchema,
  }),
});

/** The deny assignments at a scope and above it, whomever they are about. */
export function readDenyAssignments(
  client: RawClient,
  cloud: Cloud,
  scope: ResourceId,
): Promise<readonly DenyAssignment[]> {
  const filter = encodeURIComponent('atScope()');
  const url = `${cloud.armEndpoint}${scope}/providers/Microsoft.Authorization/denyAssignments?api-version=${API_VERSION}&$filter=${filter}`;
  return callAzure({ doing: `list the deny assignments of ${scope}`, target: scope }, async () => {
    const found = await readPages(client, url, denySchema, `the deny assignments of ${scope}`);
    return found.map((deny) => denyAssignmentFrom(deny));
  });
}

function denyAssignmentFrom({ id, name, properties }: z.infer<typeof denySchema>): DenyAssignment {
  const { denyAssignmentName, permissions, scope, principals, excludePrincipals } = properties;
  return {
    id,
    name: denyAssignmentName ?? name,
    scope,
    appliesBelow: properties.doNotApplyToChildScopes !== true,
    permissions,
    principals,
    excluded: excludePrincipals,
  };
}
