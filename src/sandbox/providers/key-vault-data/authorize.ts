// The guard before every operation on keys and secrets.

import type { Caller, OperationRequest, OperationResponse } from '../../http/operation.js';
import { Refusal } from '../../http/refusal.js';
import type { ArmResource } from '../../kernel/resource.js';
import type { WorldState } from '../../kernel/state.js';
import { dataActionDenial, identitiesOf } from '../authorization/evaluate.js';
import { findVaultByName } from '../key-vault/vaults/find-vault.js';
import { objectScope, vaultAccess, type VaultAccess, type VaultAccessQuestion } from './access.js';
import {
  forbiddenByConnection,
  forbiddenByFirewall,
  forbiddenByPolicy,
  forbiddenByRbac,
} from './errors.js';
import { dataActionOf, policyEntryOf, type VaultPermission } from './vault-permissions.js';

/** Throws Key Vault's own 403 unless the caller may do this; returns the vault. */
export function authorizeData(
  request: OperationRequest,
  permission: VaultPermission,
  objectName?: string,
): ArmResource {
  const { state, caller, clock, params } = request;
  const vault = findVaultByName(state, params['vaultName'] ?? '');
  if (vault === undefined || caller === undefined) {
    throw new Error('a data request without vault or caller reached its handler');
  }
  const question = {
    vaultId: vault.id,
    permission,
    ...(objectName === undefined ? {} : { objectName }),
  };
  const access = vaultAccess(state, {
    ...question,
    principalObjectId: caller.objectId,
    trustedService: false,
    nowMilliseconds: clock.now(),
  });
  if (!access.allowed) {
    throw new Refusal(refusalTo(state, { vault, caller }, access.reason, question));
  }
  return vault;
}

/** Key Vault's 403 to a caller, for a reason that `vaultAccess` gave. */
export function refusalTo(
  state: WorldState,
  { vault, caller }: { readonly vault: ArmResource; readonly caller: Caller },
  reason: RefusalReason,
  question: Pick<VaultAccessQuestion, 'vaultId' | 'permission' | 'objectName'>,
): OperationResponse {
  const { permission } = question;
  return refusalOf(reason, vault, caller, {
    ...policyEntryOf(permission),
    dataAction: dataActionOf(permission),
    scope: objectScope(question),
    ...denialIn(state, caller, permission, objectScope(question)),
    groups: groupsOf(state, caller),
  });
}

type RefusalReason = Extract<VaultAccess, { readonly allowed: false }>['reason'];

interface Wanted {
  readonly category: string;
  readonly word: string;
  readonly dataAction: string;
  readonly scope: string;
  readonly denial?: string;
  readonly groups: { readonly groups?: number };
}

function refusalOf(
  reason: RefusalReason,
  vault: ArmResource,
  caller: Caller,
  wanted: Wanted,
): OperationResponse {
  switch (reason) {
    case 'firewall':
      return forbiddenByFirewall(vault, caller);
    case 'connection':
    case 'no-such-vault':
      return forbiddenByConnection(vault, caller);
    case 'rbac':
      return forbiddenByRbac(vault, caller, wanted);
    case 'policy':
      return forbiddenByPolicy(vault, caller, {
        category: wanted.category,
        word: wanted.word,
        ...wanted.groups,
      });
  }
}

function denialIn(
  state: WorldState,
  { objectId: principalObjectId }: Caller,
  permission: VaultPermission,
  scope: string,
): { readonly denial?: string } {
  const dataAction = dataActionOf(permission);
  const denial = dataActionDenial(state, { principalObjectId, dataAction, scope });
  return denial === undefined ? {} : { denial: denial.id };
}

/** Users' tokens carry their groups, so that the message counts them; applications' do not. */
function groupsOf(state: WorldState, { objectId }: Caller): { readonly groups?: number } {
  const principal = state.directory.principals.find((found) => found.objectId === objectId);
  return principal?.type === 'User' ? { groups: identitiesOf(state, objectId).length - 1 } : {};
}
