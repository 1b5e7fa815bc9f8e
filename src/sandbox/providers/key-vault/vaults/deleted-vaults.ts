// Key vaults in soft delete: kept with all that is in them, found by place and name.

import {
  resourcesOfType,
  armResourceSchema,
  findResource,
  putResource,
  removeResource,
  type ArmResource,
} from '../../../kernel/resource.js';
import { z } from 'zod';
import { isoInstant } from '../../../kernel/time/instant.js';
import { parseResourceId } from '../../../kernel/resource-id.js';
import type { WorldState } from '../../../kernel/state.js';

/** ARM type of a deleted vault. */
export const DELETED_VAULT_TYPE = 'Microsoft.KeyVault/deletedVaults';

const DAY_MILLISECONDS = 86_400_000;

const deletedSchema = z.object({
  vault: armResourceSchema,
  deletedMilliseconds: z.number(),
  purgeMilliseconds: z.number(),
});

/** A vault in soft delete. */
export interface DeletedVault {
  readonly id: string;
  readonly vault: ArmResource;
  readonly deletedMilliseconds: number;
  /** When it goes for good. */
  readonly purgeMilliseconds: number;
}

/** Deletes a vault softly. */
export function deleteVaultSoftly(
  state: WorldState,
  vault: ArmResource,
  nowMilliseconds: number,
): void {
  const days = z.number().catch(90).parse(vault.properties['softDeleteRetentionInDays']);
  const { subscriptionId } = parseResourceId(vault.id);
  removeResource(state, vault.id);
  putResource(state, {
    id: `/subscriptions/${subscriptionId}/providers/Microsoft.KeyVault/locations/${vault.location}/deletedVaults/${vault.name}`,
    name: vault.name,
    type: DELETED_VAULT_TYPE,
    properties: {
      vault,
      deletedMilliseconds: nowMilliseconds,
      purgeMilliseconds: nowMilliseconds + days * DAY_MILLISECONDS,
    },
  });
}

/** The deleted vaults of the world; those whose time is over are purged first. */
export function deletedVaults(state: WorldState, nowMilliseconds: number): DeletedVault[] {
  const all = resourcesOfType(state, DELETED_VAULT_TYPE).map(({ id, properties }) => ({
    id,
    ...deletedSchema.parse(properties),
  }));
  for (const found of all.filter(({ purgeMilliseconds }) => purgeMilliseconds <= nowMilliseconds)) {
    purgeVault(state, found);
  }
  return all.filter(({ id }) => findResource(state, id) !== undefined);
}

/** Removes a deleted vault for good, with all that is in it. */
export function purgeVault(state: WorldState, { id, vault }: DeletedVault): void {
  removeResource(state, id);
  delete state.keyVaultData[vault.name.toLowerCase()];
}

/** Puts a deleted vault back where it was. */
export function recoverVault(state: WorldState, { id, vault }: DeletedVault): ArmResource {
  removeResource(state, id);
  putResource(state, vault);
  return vault;
}

/** A deleted vault on the wire. OpenAPI: DeletedVault. */
export function deletedVaultBody(deleted: DeletedVault): object {
  const { id, vault, deletedMilliseconds, purgeMilliseconds } = deleted;
  return {
    id,
    name: vault.name,
    type: DELETED_VAULT_TYPE,
    properties: {
      vaultId: vault.id,
      location: vault.location,
      tags: vault.tags ?? {},
      deletionDate: withoutFraction(deletedMilliseconds),
      scheduledPurgeDate: withoutFraction(purgeMilliseconds),
      ...(vault.properties['enablePurgeProtection'] === true
        ? { purgeProtectionEnabled: true }
        : {}),
    },
  };
}

function withoutFraction(milliseconds: number): string {
  return isoInstant(milliseconds).replace(/\.\d+Z$/u, 'Z');
}
