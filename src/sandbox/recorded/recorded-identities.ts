// The identities that a recording speaks of, what its vaults begin with, and the key vaults of the keys that encrypt them.

import { z } from 'zod';
import { addIdentity, findIdentity } from '../providers/managed-identity/identities.js';
import { addManagedIdentity } from '../providers/graph/managed-identities.js';
import { vaultIdentitySchema } from '../providers/recovery-services/vaults/identity.js';
import { findByHostName, findResource } from '../kernel/resource.js';
import { addKeyVault, type BaseWorld } from './base-world.js';
import { seedKeyUrl } from './recorded-objects.js';
import type { Recording } from './recording.js';
import { shownResources } from './shown-resources.js';

const identitySchema = z.looseObject({ identity: vaultIdentitySchema });

const keySchema = z.looseObject({
  properties: z.looseObject({
    encryption: z.looseObject({ keyVaultProperties: z.object({ keyUri: z.string() }) }),
  }),
});

/** Seeds what vaults are shown to have, but for what the recording itself makes. */
export function seedRecordedIdentities(
  base: BaseWorld,
  recording: Recording,
  isMade: (id: string) => boolean,
): void {
  const { state, asker } = base;
  const { tenantId } = asker;
  for (const [id, { clientId, principalId }] of assignedIdentities(recording)) {
    if (!isMade(id) && findIdentity(state, id) === undefined) {
      const properties = { tenantId, clientId, principalId };
      addIdentity(state, { id, location: 'eastus2euap', tags: {}, properties }, 0);
    }
  }
  for (const shown of shownResources(recording).values()) {
    const identity = identitySchema.safeParse(shown).data?.identity;
    const vault = findResource(state, shown.id);
    if (identity === undefined || vault === undefined) {
      continue;
    }
    vault.extra = { ...vault.extra, identity };
    if (identity.principalId !== undefined) {
      const { principalId } = identity;
      const made = { principalId, clientId: principalId, tenantId, displayName: vault.name };
      addManagedIdentity(state, { ...made, resourceId: vault.id, isExplicit: false }, 0);
    }
  }
  seedKeys(base, recording);
}

/** Everybody in the directory may use the keys: that they worked is all that the recording says. */
function seedKeys(base: BaseWorld, { exchanges }: Recording): void {
  const { state, asker } = base;
  const bodies = exchanges.map(({ request }) => keySchema.safeParse(request.body).data);
  for (const body of bodies.filter((each) => each !== undefined)) {
    const url = body.properties.encryption.keyVaultProperties.keyUri;
    const name = new URL(url).hostname.split('.')[0] ?? '';
    if (findByHostName(state, 'Microsoft.KeyVault/vaults', name) === undefined) {
      const [group] = Object.values(state.resourceGroups);
      const { tenantId } = asker;
      const permissions = { keys: ['all'], secrets: ['all'] };
      const accessPolicies = state.directory.principals.map(({ objectId }) => ({
        tenantId,
        objectId,
        permissions,
      }));
      addKeyVault(
        base,
        `${group?.id}/providers/Microsoft.KeyVault/vaults/${name}`,
        { enablePurgeProtection: true, accessPolicies },
        locationOfVaults(base),
      );
    }
    seedKeyUrl(state, url);
  }
}

function locationOfVaults({ state }: BaseWorld): string {
  const vault = Object.values(state.resources).find(
    ({ type }) => type === 'Microsoft.RecoveryServices/vaults',
  );
  return vault?.location ?? '';
}

function assignedIdentities({
  exchanges,
}: Recording): Map<string, { readonly clientId: string; readonly principalId: string }> {
  const found = exchanges.flatMap(({ response }) =>
    Object.entries(
      identitySchema.safeParse(response.body).data?.identity.userAssignedIdentities ?? {},
    ),
  );
  return new Map(found);
}
