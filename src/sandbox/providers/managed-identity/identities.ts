// User-assigned identities: resources of their own, each with a service principal in the directory.

import { z } from 'zod';
import { findResource, putResource, type ArmResource } from '../../kernel/resource.js';
import { parseResourceId } from '../../kernel/resource-id.js';
import type { WorldState } from '../../kernel/state.js';
import { addManagedIdentity } from '../graph/managed-identities.js';

/** ARM type of a user-assigned identity. */
export const IDENTITY_TYPE = 'Microsoft.ManagedIdentity/userAssignedIdentities';

const propertiesSchema = z.object({
  tenantId: z.string(),
  principalId: z.string(),
  clientId: z.string(),
});

/** Who a user-assigned identity is in the directory. */
export type IdentityProperties = z.infer<typeof propertiesSchema>;

/** The user-assigned identity with this ARM id; undefined when there is none. */
export function findIdentity(state: WorldState, id: string): IdentityProperties | undefined {
  const found = findResource(state, id);
  return found?.type.toLowerCase() === IDENTITY_TYPE.toLowerCase()
    ? propertiesSchema.parse(found.properties)
    : undefined;
}

/** Makes a user-assigned identity and its service principal. */
export function addIdentity(
  state: WorldState,
  identity: Pick<ArmResource, 'id' | 'location' | 'tags'> & {
    readonly properties: IdentityProperties;
  },
  madeMilliseconds: number,
): void {
  const { id, properties } = identity;
  const name = parseResourceId(id).names[0] ?? '';
  putResource(state, { ...identity, name, type: IDENTITY_TYPE });
  addManagedIdentity(
    state,
    { ...properties, displayName: name, resourceId: id, isExplicit: true },
    madeMilliseconds,
  );
}
