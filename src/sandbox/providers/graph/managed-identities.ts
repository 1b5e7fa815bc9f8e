// Managed identities in the directory: service principals that resources make and take away.

import type { WorldState } from '../../kernel/state.js';
import type { Principal } from './state.js';

/**
 * How long a new principal takes until the directory shows it everywhere. That it takes a while is documented
 * (Troubleshoot Azure RBAC, new managed identities); how long is an assumption.
 */
const REPLICATION_MILLISECONDS = 20_000;

/** A managed identity that comes into being. */
export interface NewManagedIdentity {
  readonly principalId: string;
  readonly clientId: string;
  readonly tenantId: string;
  readonly displayName: string;
  readonly resourceId: string;
  /** Whether it is a resource of its own, and not part of another. */
  readonly isExplicit: boolean;
}

/** Adds the service principal of a managed identity that is made at an instant. */
export function addManagedIdentity(
  state: WorldState,
  made: NewManagedIdentity,
  madeMilliseconds: number,
): void {
  state.directory.principals.push({
    objectId: made.principalId,
    tenantId: made.tenantId,
    type: 'ServicePrincipal',
    displayName: made.displayName,
    appId: made.clientId,
    graphPermissions: [],
    accountEnabled: true,
    managedIdentity: { resourceId: made.resourceId, isExplicit: made.isExplicit },
    shownMilliseconds: madeMilliseconds + REPLICATION_MILLISECONDS,
  });
}

/** Takes the service principal of a managed identity away; what was granted to it stays behind. */
export function removeManagedIdentity(state: WorldState, principalId: string | undefined): void {
  const { directory } = state;
  directory.principals = directory.principals.filter(({ objectId }) => objectId !== principalId);
}

/** Whether the directory shows a principal by now. */
export function isShown({ shownMilliseconds = 0 }: Principal, nowMilliseconds: number): boolean {
  return shownMilliseconds <= nowMilliseconds;
}
