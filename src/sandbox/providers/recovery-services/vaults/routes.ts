// Recovery Services vaults: list, get, create, change, delete, and asking after their operations.

import { entryOf } from '../../../kernel/entry-of.js';
import { resourceNotFound } from '../../../http/arm-error.js';
import {
  defineOperation,
  type OperationRequest,
  type OperationResponse,
  type SandboxOperation,
} from '../../../http/operation.js';
import { Refusal } from '../../../http/refusal.js';
import type { z } from 'zod';
import {
  findResource,
  listResources,
  putResource,
  removeResource,
  resourceKey,
  type OperationRecord,
} from '../../../kernel/resource.js';
import { backupError, VAULT_PATH, vaultIdOf } from '../../backup/response.js';
import { findBackupVault, machineNames } from '../../backup/backup-vault.js';
import { seedBackupVault } from '../../backup/seed-vault.js';
import {
  applyBackupSettings,
  changeIn,
  settingsIn,
  startVaultOperation,
  type VaultChange,
} from './change.js';
import { changeIdentity, isMadeAtOnce, removeSystemIdentity } from './identity.js';
import { DEFAULT_VAULT_SETTINGS } from './seed.js';
import {
  findRecoveryVault,
  RECOVERY_VAULT_TYPE,
  renderVault,
  vaultEtag,
  type RecoveryVault,
} from './vault.js';
import { listReplicationUsages, listUsages } from './usages.js';
import { vaultPatchSchema, vaultPutSchema } from './body.js';
import {
  invalidVaultName,
  vaultHasDeletedItems,
  vaultHasItems,
  vaultIsChanging,
  vaultOperationNotFound,
} from './errors.js';

/** SDK 6 sends 2024-04-01, SDK 7.2 2026-07-01, az of 2023 sends 2023-02-01. What came after 2024-04-01 is all optional. */
const VAULT_API_VERSIONS = [
  '2022-10-01',
  '2023-01-01',
  '2023-02-01',
  '2023-04-01',
  '2023-06-01',
  '2023-08-01',
  '2024-01-01',
  '2024-02-01',
  '2024-04-01',
  '2024-04-30-preview',
  '2024-09-30-preview',
  '2024-10-01',
  '2025-01-01',
  '2025-02-01',
  '2025-08-01',
  '2026-01-01',
  '2026-02-01',
  '2026-07-01',
];

const VAULT_ACTION = 'Microsoft.RecoveryServices/Vaults';

const VAULT_NAME = /^[a-z][a-z0-9-]{1,49}$/iu;

function getVault(request: OperationRequest): OperationResponse {
  const vault = vaultOf(request);
  return { status: 200, body: renderVault(request.state, vault, request.apiVersion) };
}

function listVaults(request: OperationRequest): OperationResponse {
  const { state, params, clock, apiVersion } = request;
  const group = params['resourceGroupName'];
  const subscription = `/subscriptions/${params['subscriptionId']}`;
  const below = group === undefined ? subscription : `${subscription}/resourceGroups/${group}`;
  const value = listResources(state, below, RECOVERY_VAULT_TYPE)
    .map(({ id }) => findRecoveryVault(state, id, clock.now()))
    .filter((vault) => vault !== undefined)
    .map((vault) => renderVault(state, vault, apiVersion));
  return { status: 200, body: { value } };
}

/** 201 for a new vault as for one that exists; the body of the latter still has the old values. */
function putVault(request: OperationRequest<z.infer<typeof vaultPutSchema>>): OperationResponse {
  const { state, body, params, clock, apiVersion } = request;
  const name = params['vaultName'] ?? '';
  if (!VAULT_NAME.test(name)) {
    return invalidVaultName(name);
  }
  const known = findRecoveryVault(state, vaultIdOf(request), clock.now());
  if (known?.properties.pending !== undefined) {
    return vaultIsChanging();
  }
  const vault = known ?? newVault(request);
  const change = changeOrRemove(request, vault, known === undefined);
  const refused = applyBackupSettings(request, vault, body.properties);
  if (refused !== undefined) {
    if (known === undefined) {
      removeVault(request);
    }
    return refused;
  }
  const kind = known === undefined ? 'vault-create' : 'vault-update';
  const operationId = startVaultOperation(request, vault, kind, change);
  return {
    status: 201,
    headers: {
      'azure-asyncoperation': asyncUrls(request, operationId).status,
      'retry-after': '60',
    },
    body: renderVault(state, vaultOf(request), apiVersion),
  };
}

/** What the body changes; a new vault is none where it asks for what cannot be. */
function changeOrRemove(
  request: OperationRequest<z.infer<typeof vaultPutSchema>>,
  vault: RecoveryVault,
  isNew: boolean,
): VaultChange {
  try {
    return changeIn(request, vault, request.body);
  } catch (error) {
    if (isNew) {
      removeVault(request);
    }
    throw error;
  }
}

/** A new vault has what it was asked for at once; only its state says that it is being made. */
function newVault(request: OperationRequest<z.infer<typeof vaultPutSchema>>): RecoveryVault {
  const { state, body, params, clock } = request;
  const id = vaultIdOf(request);
  const resource = {
    id,
    name: params['vaultName'] ?? '',
    type: RECOVERY_VAULT_TYPE,
    location: body.location.toLowerCase().replaceAll(' ', ''),
    tags: body.tags ?? {},
    extra: { etag: vaultEtag(clock.now()), sku: body.sku ?? { name: 'Standard' } },
    properties: { settings: { ...DEFAULT_VAULT_SETTINGS, ...settingsIn(body.properties) } },
  };
  putResource(state, resource);
  seedBackupVault(state, id, { createdMilliseconds: clock.now() });
  return vaultOf(request);
}

/** 200 at once where only the vault's own identity is concerned, otherwise 202. Recordings vault-identity-*. */
function patchVault(
  request: OperationRequest<z.infer<typeof vaultPatchSchema>>,
): OperationResponse {
  const { body } = request;
  const vault = vaultOf(request);
  if (vault.properties.pending !== undefined) {
    return vaultIsChanging();
  }
  const { identity, ...others } = body;
  const isOnlyIdentity = others.properties === undefined && others.tags === undefined;
  if (identity !== undefined && isOnlyIdentity && isMadeAtOnce(identity)) {
    const change = changeIdentity(request, vault.resource, identity);
    change.carryOut();
    vault.resource.extra = {
      ...vault.resource.extra,
      etag: vaultEtag(request.clock.now()),
      identity: change.identity,
    };
    return getVault(request);
  }
  const change = changeIn(request, vault, body);
  const refused = applyBackupSettings(request, vault, body.properties);
  if (refused !== undefined) {
    return refused;
  }
  const operationId = startVaultOperation(request, vault, 'vault-update', change);
  return { status: 202, headers: asyncHeaders(request, operationId) };
}

function deleteVault(request: OperationRequest): OperationResponse {
  const { state } = request;
  const id = vaultIdOf(request);
  if (findResource(state, id) === undefined) {
    return { status: 204 };
  }
  const items = Object.values(findBackupVault(state, id)?.items ?? {});
  const deleted = items.filter(({ deletion }) => deletion !== undefined);
  if (items.length > deleted.length) {
    return vaultHasItems(items.map(({ vmId }) => machineNames(vmId).friendlyName));
  }
  if (deleted.length > 0) {
    return vaultHasDeletedItems(deleted.map(({ vmId }) => machineNames(vmId).friendlyName));
  }
  removeVault(request);
  return { status: 200 };
}

function removeVault(request: OperationRequest): void {
  const { state } = request;
  const id = vaultIdOf(request);
  const vault = findResource(state, id);
  if (vault !== undefined) {
    removeSystemIdentity(state, vault);
  }
  removeResource(state, id);
  delete state.backup[resourceKey(id)];
}

/** The headers repeat while it goes on. Recording vault-create.poll-sequence; of a failure: OpenAPI OperationResource. */
function getOperationStatus(request: OperationRequest): OperationResponse {
  const { operation, running } = operationOf(request);
  const { status } = asyncUrls(request, operation.id);
  const id = new URL(status).pathname;
  const { outcome } = operation;
  const error =
    running || outcome.status === 'Succeeded'
      ? {}
      : { error: { code: outcome.code, message: outcome.message } };
  return {
    status: 200,
    headers: running ? asyncHeaders(request, operation.id) : {},
    body: { id, name: operation.id, status: running ? 'InProgress' : outcome.status, ...error },
  };
}

/** SDKs read the vault here after a change; az reads the vault itself. That a failure is told as a 400 is an assumption. */
function getOperationResult(request: OperationRequest): OperationResponse {
  const { operation, running } = operationOf(request);
  if (running) {
    return { status: 202, headers: asyncHeaders(request, operation.id) };
  }
  const { outcome } = operation;
  return outcome.status === 'Failed' ? backupError(400, outcome) : getVault(request);
}

function operationOf(request: OperationRequest): {
  operation: OperationRecord;
  running: boolean;
} {
  const { state, clock, params } = request;
  const found = entryOf(state.operations, params['operationId']);
  if (found === undefined || resourceKey(found.resourceId) !== resourceKey(vaultIdOf(request))) {
    throw new Refusal(vaultOperationNotFound());
  }
  return { operation: found, running: clock.now() < found.endsMilliseconds };
}

function vaultOf(request: OperationRequest): RecoveryVault {
  const { state, clock } = request;
  const id = vaultIdOf(request);
  const vault = findRecoveryVault(state, id, clock.now());
  if (vault === undefined) {
    throw new Refusal(resourceNotFound(id));
  }
  return vault;
}

function asyncUrls(request: OperationRequest, operationId: string) {
  const { url, apiVersion } = request;
  const vaultUrl = `${url.origin}${vaultIdOf(request)}`;
  return {
    status: `${vaultUrl}/operationStatus/${operationId}?api-version=${apiVersion}`,
    result: `${vaultUrl}/operationResults/${operationId}?api-version=${apiVersion}`,
  };
}

function asyncHeaders(request: OperationRequest, operationId: string): Record<string, string> {
  const { status, result } = asyncUrls(request, operationId);
  return { 'azure-asyncoperation': status, location: result, 'retry-after': '60' };
}

/** What all operations of this provider have in common. */
const common = {
  provider: 'recovery-services',
  host: 'arm',
  apiVersions: VAULT_API_VERSIONS,
} as const;

/** The route table of Recovery Services vaults. */
export const recoveryServicesOperations: readonly SandboxOperation[] = [
  defineOperation({
    ...common,
    id: 'Vaults_Get',
    method: 'GET',
    path: VAULT_PATH,
    action: `${VAULT_ACTION}/read`,
    evidence: [
      { kind: 'recording', file: 'vault-create.poll-sequence.json' },
      { kind: 'recording', file: 'vault-get.after-redundancy-known.json' },
    ],
    fidelity: 'modelled',
    handle: getVault,
  }),
  defineOperation({
    ...common,
    id: 'Vaults_ListBySubscriptionId',
    method: 'GET',
    path: '/subscriptions/{subscriptionId}/providers/Microsoft.RecoveryServices/vaults',
    action: `${VAULT_ACTION}/read`,
    evidence: [{ kind: 'openapi', operationId: 'Vaults_ListBySubscriptionId' }],
    fidelity: 'simplified',
    simplification: 'one page, however many vaults there are',
    handle: listVaults,
  }),
  defineOperation({
    ...common,
    id: 'Vaults_ListByResourceGroup',
    method: 'GET',
    path: '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.RecoveryServices/vaults',
    action: `${VAULT_ACTION}/read`,
    evidence: [{ kind: 'openapi', operationId: 'Vaults_ListByResourceGroup' }],
    fidelity: 'modelled',
    handle: listVaults,
  }),
  defineOperation({
    ...common,
    id: 'Vaults_CreateOrUpdate',
    method: 'PUT',
    path: VAULT_PATH,
    body: vaultPutSchema,
    action: `${VAULT_ACTION}/write`,
    evidence: [
      { kind: 'recording', file: 'vault-create.poll-sequence.json' },
      { kind: 'assumption', note: 'the refusal of a bad name and of a second change at once' },
    ],
    fidelity: 'modelled',
    handle: putVault,
  }),
  defineOperation({
    ...common,
    id: 'Vaults_Update',
    method: 'PATCH',
    path: VAULT_PATH,
    body: vaultPatchSchema,
    action: `${VAULT_ACTION}/write`,
    evidence: [
      { kind: 'recording', file: 'vault-identity-assign.system-only-200.json' },
      { kind: 'recording', file: 'vault-identity-remove.none-200.json' },
      { kind: 'recording', file: 'vault-identity-assign.user-assigned-202.json' },
      { kind: 'recording', file: 'vault-identity.full-flow.json' },
      { kind: 'recording', file: 'vault-cmk.full-flow.json' },
      {
        kind: 'documentation',
        page: 'Encrypt backup data by using customer-managed keys',
      },
      {
        kind: 'assumption',
        note: 'the refusals of identities and keys, but for missing rights, missing ids and a wrong cmkIdentity',
      },
    ],
    fidelity: 'modelled',
    handle: patchVault,
  }),
  defineOperation({
    ...common,
    id: 'Vaults_Delete',
    method: 'DELETE',
    path: VAULT_PATH,
    action: `${VAULT_ACTION}/delete`,
    evidence: [
      { kind: 'recording', file: 'vault-delete.200.json' },
      { kind: 'recording', file: 'reference.error-catalogue.json' },
    ],
    fidelity: 'simplified',
    simplification: 'a deleted vault cannot be undeleted, in versions of 2025 either',
    handle: deleteVault,
  }),
  defineOperation({
    ...common,
    id: 'Usages_ListByVaults',
    method: 'GET',
    path: `${VAULT_PATH}/usages`,
    action: `${VAULT_ACTION}/usages/read`,
    evidence: [
      { kind: 'openapi', operationId: 'Usages_ListByVaults' },
      { kind: 'assumption', note: 'which items and jobs count' },
    ],
    fidelity: 'simplified',
    simplification: 'what backups take of the storage is not counted',
    handle: listUsages,
  }),
  defineOperation({
    ...common,
    id: 'ReplicationUsages_List',
    method: 'GET',
    path: `${VAULT_PATH}/replicationUsages`,
    action: `${VAULT_ACTION}/replicationUsages/read`,
    evidence: [
      { kind: 'openapi', operationId: 'ReplicationUsages_List' },
      { kind: 'assumption', note: 'a vault without Site Recovery has zeros there' },
    ],
    fidelity: 'simplified',
    simplification: 'nothing is replicated',
    handle: listReplicationUsages,
  }),
  // Whoever may create a vault may watch it being made: the documented least role for creating one
  // (Backup Contributor) has no action of its own for these two, so reading the vault is asked for.
  defineOperation({
    ...common,
    id: 'Vaults_GetOperationStatus',
    method: 'GET',
    path: `${VAULT_PATH}/operationStatus/{operationId}`,
    action: `${VAULT_ACTION}/read`,
    evidence: [{ kind: 'recording', file: 'vault-create.poll-sequence.json' }],
    fidelity: 'modelled',
    handle: getOperationStatus,
  }),
  defineOperation({
    ...common,
    id: 'Vaults_GetOperationResult',
    method: 'GET',
    path: `${VAULT_PATH}/operationResults/{operationId}`,
    action: `${VAULT_ACTION}/read`,
    evidence: [{ kind: 'openapi', operationId: 'GetOperationResult' }],
    fidelity: 'modelled',
    handle: getOperationResult,
  }),
];
