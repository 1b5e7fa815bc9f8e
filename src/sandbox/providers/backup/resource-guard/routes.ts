// The association of a vault with a Resource Guard: list, get, make, take away, and the unlocking of
// deletions. No recording has one; shapes are those of OpenAPI ResourceGuardProxy and of what az prints.

import { z } from 'zod';
import {
  defineOperation,
  type OperationRequest,
  type OperationResponse,
  type SandboxOperation,
} from '../../../http/operation.js';
import { Refusal } from '../../../http/refusal.js';
import { parseResourceId } from '../../../kernel/resource-id.js';
import { ticksInstant } from '../../../kernel/time/instant.js';
import { resourceKey } from '../../../kernel/resource.js';
import { BACKUP_API_VERSIONS } from '../api-versions.js';
import { OBJECT_NOT_FOUND } from '../assumed-errors.js';
import { backupError, VAULT_PATH } from '../response.js';
import { INVALID_INPUT } from '../errors.js';
import {
  guardedOperations,
  passGuard,
  passGuardedDeletion,
  unlockDeletion,
  type GuardRequestKind,
} from './guarded-operations.js';
import type { VaultResourceGuard } from './state.js';
import { vaultOfRequest, type AddressedVault } from '../vault-of-request.js';

const PROXIES_PATH = `${VAULT_PATH}/backupResourceGuardProxies`;
const PROXY_PATH = `${PROXIES_PATH}/{resourceGuardProxyName}`;
const PROXY_ACTION = 'Microsoft.RecoveryServices/Vaults/backupResourceGuardProxies';

/** Azure's own members are sent back by clients that change what they read. */
const proxyBodySchema = z.strictObject({
  properties: z.strictObject({
    resourceGuardResourceId: z.string(),
    resourceGuardOperationDetails: z.array(z.unknown()).optional(),
    lastUpdatedTime: z.string().optional(),
    description: z.string().optional(),
  }),
});

const unlockBodySchema = z.strictObject({
  resourceGuardOperationRequests: z.array(z.string()).optional(),
  /** az leaves it out where the association itself is to go. */
  resourceToBeDeleted: z.string().optional(),
});

function listProxies(request: OperationRequest): OperationResponse {
  const vault = vaultOfRequest(request);
  const { resourceGuard } = vault.backup;
  const value = resourceGuard === undefined ? [] : [renderProxy(vault, resourceGuard)];
  return { status: 200, body: { value } };
}

function getProxy(request: OperationRequest): OperationResponse {
  const vault = vaultOfRequest(request);
  return { status: 200, body: renderProxy(vault, guardOfRequest(request, vault)) };
}

/** A vault has one guard; that taking another needs what taking it away needs is an assumption. */
function putProxy(request: OperationRequest<z.infer<typeof proxyBodySchema>>): OperationResponse {
  const vault = vaultOfRequest(request);
  const { resourceGuardResourceId: resourceGuardId } = request.body.properties;
  const { type } = parseResourceId(resourceGuardId);
  if (type?.toLowerCase() !== 'microsoft.dataprotection/resourceguards') {
    return backupError(400, INVALID_INPUT);
  }
  const before = vault.backup.resourceGuard;
  if (
    before !== undefined &&
    resourceKey(before.resourceGuardId) !== resourceKey(resourceGuardId)
  ) {
    passGuardedDeletion(request, vault.backup, proxyId(vault, before));
  }
  const resourceGuard: VaultResourceGuard = {
    proxyName: request.params['resourceGuardProxyName'] ?? '',
    resourceGuardId,
    updatedMilliseconds: request.clock.now(),
    unlocked: {},
  };
  vault.backup.resourceGuard = resourceGuard;
  return { status: 200, body: renderProxy(vault, resourceGuard) };
}

/** 204 without one: OpenAPI ResourceGuardProxy_Delete. */
function deleteProxy(request: OperationRequest): OperationResponse {
  const vault = vaultOfRequest(request);
  const guard = vault.backup.resourceGuard;
  if (guard === undefined || !isNamed(request, guard)) {
    return { status: 204 };
  }
  passGuardedDeletion(request, vault.backup, proxyId(vault, guard));
  delete vault.backup.resourceGuard;
  return { status: 200, body: {} };
}

/** What is to be deleted says of which kind the request must be. */
function unlockDelete(
  request: OperationRequest<z.infer<typeof unlockBodySchema>>,
): OperationResponse {
  const vault = vaultOfRequest(request);
  const guard = guardOfRequest(request, vault);
  const { resourceToBeDeleted = proxyId(vault, guard), resourceGuardOperationRequests } =
    request.body;
  const kind: GuardRequestKind = /\/backupResourceGuardProxies\//iu.test(resourceToBeDeleted)
    ? 'deleteResourceGuardProxyRequests'
    : 'deleteProtectedItemRequests';
  passGuard(request, vault.backup, kind, resourceGuardOperationRequests);
  const until = unlockDeletion(guard, resourceToBeDeleted, request.clock.now());
  return { status: 200, body: { unlockDeleteExpiryTime: ticksInstant(until) } };
}

function guardOfRequest(request: OperationRequest, { backup }: AddressedVault): VaultResourceGuard {
  const guard = backup.resourceGuard;
  if (guard === undefined || !isNamed(request, guard)) {
    throw new Refusal(backupError(404, OBJECT_NOT_FOUND));
  }
  return guard;
}

function isNamed({ params }: OperationRequest, { proxyName }: VaultResourceGuard): boolean {
  return params['resourceGuardProxyName']?.toLowerCase() === proxyName.toLowerCase();
}

function proxyId({ id }: AddressedVault, { proxyName }: VaultResourceGuard): string {
  return `${id}/backupResourceGuardProxies/${proxyName}`;
}

function renderProxy(vault: AddressedVault, guard: VaultResourceGuard): Record<string, unknown> {
  return {
    id: proxyId(vault, guard),
    name: guard.proxyName,
    type: 'Microsoft.RecoveryServices/vaults/backupResourceGuardProxies',
    properties: {
      resourceGuardResourceId: guard.resourceGuardId,
      resourceGuardOperationDetails: guardedOperations(guard.resourceGuardId),
      lastUpdatedTime: ticksInstant(guard.updatedMilliseconds),
    },
  };
}

/** What all operations of this file have in common. */
const common = { provider: 'backup', host: 'arm', apiVersions: BACKUP_API_VERSIONS } as const;

const SHAPE = {
  kind: 'documentation',
  page: 'Azure/azure-cli pull request 33749, where an association is printed',
} as const;

/** The operations of Resource Guards. */
export const resourceGuardRoutes: readonly SandboxOperation[] = [
  defineOperation({
    ...common,
    id: 'ResourceGuardProxies_Get',
    method: 'GET',
    path: PROXIES_PATH,
    action: `${PROXY_ACTION}/read`,
    evidence: [{ kind: 'recording', file: 'vault-softdelete-disable.sequence.json' }, SHAPE],
    fidelity: 'modelled',
    handle: listProxies,
  }),
  defineOperation({
    ...common,
    id: 'ResourceGuardProxy_Get',
    method: 'GET',
    path: PROXY_PATH,
    action: `${PROXY_ACTION}/read`,
    evidence: [{ kind: 'openapi', operationId: 'ResourceGuardProxy_Get' }, SHAPE],
    fidelity: 'modelled',
    handle: getProxy,
  }),
  defineOperation({
    ...common,
    id: 'ResourceGuardProxy_Put',
    method: 'PUT',
    path: PROXY_PATH,
    body: proxyBodySchema,
    action: `${PROXY_ACTION}/write`,
    evidence: [{ kind: 'openapi', operationId: 'ResourceGuardProxy_Put' }, SHAPE],
    fidelity: 'simplified',
    simplification: 'the guard itself is no resource of the world and excludes no operation',
    handle: putProxy,
  }),
  defineOperation({
    ...common,
    id: 'ResourceGuardProxy_Delete',
    method: 'DELETE',
    path: PROXY_PATH,
    action: `${PROXY_ACTION}/delete`,
    evidence: [
      { kind: 'openapi', operationId: 'ResourceGuardProxy_Delete' },
      { kind: 'assumption', note: 'the code of the refusal of what was not unlocked' },
    ],
    fidelity: 'modelled',
    handle: deleteProxy,
  }),
  defineOperation({
    ...common,
    id: 'ResourceGuardProxy_UnlockDelete',
    method: 'POST',
    path: `${PROXY_PATH}/unlockDelete`,
    body: unlockBodySchema,
    action: `${PROXY_ACTION}/unlockDelete/action`,
    evidence: [
      { kind: 'openapi', operationId: 'ResourceGuardProxy_UnlockDelete' },
      { kind: 'assumption', note: 'which rights at the guard let a caller pass, and the refusals' },
    ],
    fidelity: 'modelled',
    handle: unlockDelete,
  }),
];
