// The identities of a vault: its own, and those that are assigned to it. Recording vault-identity.full-flow.

import { z } from 'zod';
import { providerError } from '../../../http/arm-error.js';
import { requireLinkedAction, tenantOfPath } from '../../../http/gateway.js';
import type { OperationRequest, OperationResponse } from '../../../http/operation.js';
import { Refusal } from '../../../http/refusal.js';
import { parseResourceId } from '../../../kernel/resource-id.js';
import { resourceKey, type ArmResource } from '../../../kernel/resource.js';
import type { WorldState } from '../../../kernel/state.js';
import { addManagedIdentity, removeManagedIdentity } from '../../graph/managed-identities.js';
import { findIdentity, IDENTITY_TYPE } from '../../managed-identity/identities.js';
import type { VaultBodyIdentity } from './body.js';

const assignedSchema = z.record(
  z.string(),
  z.object({ clientId: z.string(), principalId: z.string() }),
);

/** The identities of a vault, with the members in the order in which they are shown. */
export const vaultIdentitySchema = z.object({
  tenantId: z.string().optional(),
  principalId: z.string().optional(),
  type: z.enum(['None', 'SystemAssigned', 'UserAssigned', 'SystemAssigned, UserAssigned']),
  userAssignedIdentities: assignedSchema.optional(),
});

export type VaultIdentity = z.infer<typeof vaultIdentitySchema>;

type Assigned = z.infer<typeof assignedSchema>;

const NO_IDENTITY: VaultIdentity = { type: 'None' };

/** The identities that a vault has now. */
export function identityOfVault({ extra }: ArmResource): VaultIdentity {
  return vaultIdentitySchema.safeParse(extra?.['identity']).data ?? NO_IDENTITY;
}

/** What a body asks for, of which the type is compared without case; throws the Refusal of what is no type. */
function wantedKinds({ type }: VaultBodyIdentity): {
  readonly system: boolean;
  readonly user: boolean;
} {
  const words = type.toLowerCase().split(',');
  const kinds = words.map((word) => word.trim());
  const known = ['systemassigned', 'userassigned'];
  const isNone = kinds.length === 1 && kinds[0] === 'none';
  if (
    !isNone &&
    (new Set(kinds).size < kinds.length || !kinds.every((kind) => known.includes(kind)))
  ) {
    throw new Refusal(
      badIdentity('InvalidIdentityType', `The identity type '${type}' is invalid.`),
    );
  }
  return { system: kinds.includes('systemassigned'), user: kinds.includes('userassigned') };
}

/** Whether a change is made at once: one that no assigned identity is asked for in. Recording vault-identity.full-flow. */
export function isMadeAtOnce(body: VaultBodyIdentity): boolean {
  return !wantedKinds(body).user;
}

/** Identities of a vault as they will be. */
export interface IdentityChange {
  readonly identity: VaultIdentity;
  /** Makes or takes away the principal of the vault's own identity. */
  readonly carryOut: () => void;
}

/**
 * The identities of a vault once a body has been carried out. Ids with an empty object are added, those with null taken away, and the others stay; without
 * UserAssigned in the type all of them go. Throws the Refusal of what cannot be.
 */
export function changeIdentity(
  request: OperationRequest,
  vault: ArmResource,
  body: VaultBodyIdentity,
): IdentityChange {
  const before = identityOfVault(vault);
  const { system, user } = wantedKinds(body);
  const assigned = user ? assignedAfter(request, before, body) : {};
  if (user && Object.keys(assigned).length === 0) {
    throw new Refusal(
      badIdentity(
        'MissingIdentityIds',
        "The identity ids must not be null or empty for 'UserAssigned' identity type.",
      ),
    );
  }
  if (!user && body.userAssignedIdentities !== undefined) {
    throw new Refusal(identityOperationFailed(vault.id, UNEXPECTED_IDS));
  }
  const own = changeSystemIdentity(request, vault, { before, system });
  const { principalId } = own;
  const tenantId = tenantOfPath(request.state, vault.id);
  const identity: VaultIdentity = {
    tenantId,
    ...(principalId === undefined ? {} : { principalId }),
    type: nameOf(system, user),
    ...(user ? { userAssignedIdentities: assigned } : {}),
  };
  return { identity: system || user ? identity : NO_IDENTITY, carryOut: own.carryOut };
}

/** Takes the principal of a vault's own identity out of the directory. */
export function removeSystemIdentity(state: WorldState, vault: ArmResource): void {
  removeManagedIdentity(state, identityOfVault(vault).principalId);
}

function nameOf(system: boolean, user: boolean): VaultIdentity['type'] {
  if (system && user) {
    return 'SystemAssigned, UserAssigned';
  }
  return system ? 'SystemAssigned' : 'UserAssigned';
}

/** The system's identity is a new principal each time that it is switched on. */
function changeSystemIdentity(
  { state, ids, clock }: OperationRequest,
  vault: ArmResource,
  { before, system }: { readonly before: VaultIdentity; readonly system: boolean },
): { readonly principalId: string | undefined; readonly carryOut: () => void } {
  if (!system) {
    return {
      principalId: undefined,
      carryOut: () => removeManagedIdentity(state, before.principalId),
    };
  }
  if (before.principalId !== undefined) {
    return { principalId: before.principalId, carryOut: () => undefined };
  }
  const made = {
    principalId: ids.guid(),
    clientId: ids.guid(),
    tenantId: tenantOfPath(state, vault.id) ?? '',
    displayName: vault.name,
    resourceId: vault.id,
    isExplicit: false,
  };
  return {
    principalId: made.principalId,
    carryOut: () => addManagedIdentity(state, made, clock.now()),
  };
}

function assignedAfter(
  request: OperationRequest,
  { userAssignedIdentities: before = {} }: VaultIdentity,
  { userAssignedIdentities: wanted = {} }: VaultBodyIdentity,
): Assigned {
  const asked = new Map(Object.entries(wanted).map(([id, each]) => [resourceKey(id), each]));
  const kept = Object.entries(before).filter(([id]) => asked.get(resourceKey(id)) !== null);
  const known = new Set(kept.map(([id]) => resourceKey(id)));
  const added = Object.entries(wanted)
    .filter(([id, each]) => each !== null && !known.has(resourceKey(id)))
    .map(([id]) => [id, assignable(request, id)] as const);
  return Object.fromEntries([...kept, ...added]);
}

/** The identity with an id: it must be one, the caller must be allowed to assign it, and it must exist. */
function assignable(request: OperationRequest, id: string): Assigned[string] {
  const { state, params } = request;
  if (parseResourceId(id).type?.toLowerCase() !== IDENTITY_TYPE.toLowerCase()) {
    throw new Refusal(
      badIdentity(
        'LinkedInvalidPropertyId',
        `Property id '${id}' at path 'identity.userAssignedIdentities' is invalid. Expect fully qualified resource Id that start with '/subscriptions/{subscriptionId}' or '/providers/{resourceProviderNamespace}/'.`,
      ),
    );
  }
  const scope = `/subscriptions/${params['subscriptionId']}/resourceGroups/${params['resourceGroupName']}/providers/Microsoft.RecoveryServices/vaults/${params['vaultName']}`;
  requireLinkedAction(request, {
    own: { action: 'Microsoft.RecoveryServices/vaults/write', scope },
    linked: { action: `${IDENTITY_TYPE}/assign/action`, scope: id },
  });
  const found = findIdentity(state, id);
  if (found === undefined) {
    throw new Refusal(identityOperationFailed(scope, `Resource '${id}' was not found.`));
  }
  return { clientId: found.clientId, principalId: found.principalId };
}

/** Public report: azure-rest-api-specs, issue 17650. */
const UNEXPECTED_IDS =
  'The request format was unexpected, a non-UserAssigned identity type should not contain: userAssignedIdentities';

/** Public reports: azure-cli, issue 31837. What it says of an identity that is not there is an assumption. */
function identityOperationFailed(vaultId: string, message: string): OperationResponse {
  const inner = JSON.stringify({ error: { code: 'BadRequest', message } });
  return badIdentity(
    'FailedIdentityOperation',
    `Identity operation for resource '${vaultId}' failed with error 'Failed to perform resource identity operation. Status: 'BadRequest'. Response: '${inner}'.'.`,
  );
}

function badIdentity(code: string, message: string): OperationResponse {
  return providerError(400, code, message);
}
