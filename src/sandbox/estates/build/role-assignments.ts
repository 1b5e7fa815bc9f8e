// Role assignments of the worlds.

import { day } from '../../kernel/time/durations.js';
import { isoInstant } from '../../kernel/time/instant.js';
import type { WorldState } from '../../kernel/state.js';
import { worldIds } from '../../kernel/ids.js';

/** Names of Azure's built-in roles that the worlds assign. Documentation: Azure built-in roles. */
export const builtInRoles = {
  contributor: 'b24988ac-6180-42a0-ab88-20f7382dd24c',
  reader: 'acdd72a7-3385-48ef-bd42-f606fba81ae7',
  userAccessAdministrator: '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9',
  backupOperator: '00c29273-979b-4161-815c-10b084fb9324',
  virtualMachineContributor: '9980e02c-c2be-4d73-94e8-173b1dc7cf3c',
  keyVaultAdministrator: '00482a5a-887f-4fb3-b363-3b7fe8e74483',
  keyVaultReader: '21090545-7ca7-4776-b22c-e363652d74d2',
  storageBlobDataContributor: 'ba92f5b4-2d11-453d-a403-e96b0029c9fe',
  keyVaultCryptoServiceEncryptionUser: 'e147488a-f6f5-4113-8e2d-b22465e65bf6',
} as const;

/** How old the assignments of a world are; they have long reached every data plane. */
const age = 200 * day;

/** Gives a principal a role at a scope, as of long ago. */
export function assignRole(
  state: WorldState,
  assignment: {
    readonly principalId: string;
    readonly role: keyof typeof builtInRoles;
    readonly scope: string;
  },
): void {
  const madeMilliseconds = state.nowMilliseconds - age;
  const principal = state.directory.principals.find(
    ({ objectId }) => objectId === assignment.principalId,
  );
  const name = worldIds(state).guid();
  state.authorization.assignments[name] = {
    name,
    scope: assignment.scope,
    roleDefinitionName: builtInRoles[assignment.role],
    principalId: assignment.principalId,
    principalType: principal?.type ?? 'ServicePrincipal',
    condition: null,
    createdOn: isoInstant(madeMilliseconds),
    updatedOn: isoInstant(madeMilliseconds),
    createdBy: null,
    effectiveMilliseconds: madeMilliseconds,
  };
}
