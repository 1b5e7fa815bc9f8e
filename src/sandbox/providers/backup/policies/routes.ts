// Backup policies: list, get, put, delete.

import { entryOf } from '../../../kernel/entry-of.js';
import {
  defineOperation,
  type OperationRequest,
  type OperationResponse,
  type SandboxOperation,
} from '../../../http/operation.js';
import { Refusal } from '../../../http/refusal.js';
import { BACKUP_API_VERSIONS } from '../api-versions.js';
import { OBJECT_NOT_FOUND, POLICY_IN_USE, TOO_MANY_POLICIES } from '../assumed-errors.js';
import { POLICIES_PER_VAULT } from './assumed-retention.js';
import {
  accepted,
  backupError,
  VAULT_PATH,
  type AsyncPaths,
  type BackupFailure,
} from '../response.js';
import { INVALID_POLICY } from '../errors.js';
import { isWanted, readFilter } from '../list-filter.js';
import { acceptPolicyChange } from './modify.js';
import { itemsByPolicy, ofPolicy } from '../protected-items/indexes.js';
import { countEntries, countWith } from '../../../kernel/entry-index.js';
import { storedProperties, type PolicyBody } from './body.js';
import { anyBodySchema, readPolicyBody } from './read-body.js';
import { isValidPolicy } from './rules.js';
import { renderOperation } from '../operations/render.js';
import { refuseReduction } from './retention-reduction.js';
import type { BackupOperation } from '../operations/state.js';
import type { BackupPolicy } from './state.js';
import type { BackupVault } from '../state.js';
import { POLICY_COUNT_LAG_MILLISECONDS } from '../timings.js';
import { vaultOfRequest, type AddressedVault } from '../vault-of-request.js';

const POLICY_ACTION = 'Microsoft.RecoveryServices/Vaults/backupPolicies';

/** Policies for databases first, then by name. Recording policies-list.all. */
function listPolicies(request: OperationRequest): OperationResponse {
  const vault = vaultOfRequest(request);
  const { backupManagementType, workloadType } = readFilter(request, [
    'backupManagementType',
    'workloadType',
  ]);
  const value = Object.values(vault.backup.policies)
    .filter(({ properties }) =>
      isWanted(backupManagementType, String(properties['backupManagementType'])),
    )
    .filter(({ properties }) => isWanted(workloadType, workloadTypeOf(properties)))
    .toSorted((left, right) => (sortKey(left) < sortKey(right) ? -1 : 1))
    .map((policy) => renderPolicy(request, vault, policy));
  return { status: 200, body: { value } };
}

/** Policies of machines do not name their workload. */
function workloadTypeOf({ workLoadType }: BackupPolicy['properties']): string {
  return typeof workLoadType === 'string' ? workLoadType : 'VM';
}

function sortKey({ name, properties }: BackupPolicy): string {
  const last = properties['backupManagementType'] === 'AzureIaasVM';
  return `${last ? '1' : '0'}${name.toLowerCase()}`;
}

function getPolicy(request: OperationRequest): OperationResponse {
  const vault = vaultOfRequest(request);
  const policy = policyOfRequest(request, vault);
  return policy === undefined
    ? backupError(404, OBJECT_NOT_FOUND)
    : { status: 200, body: renderPolicy(request, vault, policy) };
}

function putPolicy(request: OperationRequest): OperationResponse {
  const vault = vaultOfRequest(request);
  const known = policyOfRequest(request, vault);
  const body = readPolicyBody(request.body);
  const refusal = checkPolicy(body, vault.backup, known);
  if (refusal !== undefined) {
    return backupError(400, refusal);
  }
  const name = known?.name ?? request.params['policyName'] ?? '';
  const properties = storedProperties(body, known?.properties);
  refuseReduction(request, vault, {
    before: known?.properties,
    after: properties,
    kind: 'updateProtectionPolicyRequests',
    requests: body.resourceGuardOperationRequests,
  });
  const policy = { name, properties };
  if (known !== undefined && isInUse(vault.backup, known)) {
    const operation = acceptPolicyChange(request, vault.backup, policy);
    return accepted(request, policyAsyncPaths(vault, name, operation.id));
  }
  vault.backup.policies[name.toLowerCase()] = policy;
  return { status: 200, body: renderPolicy(request, vault, policy) };
}

/** An enhanced policy stays one (Documentation: Back up an Azure VM using Enhanced policy). */
function checkPolicy(
  body: PolicyBody,
  vault: BackupVault,
  known: BackupPolicy | undefined,
): BackupFailure | undefined {
  const full = countEntries(vault.policies) >= POLICIES_PER_VAULT;
  if (known === undefined && full) {
    return TOO_MANY_POLICIES;
  }
  const becomesStandard = known?.properties['policyType'] === 'V2' && body.policyType !== 'V2';
  return becomesStandard || !isValidPolicy(body) ? INVALID_POLICY : undefined;
}

/** OpenAPI ProtectionPolicyOperationStatuses_Get and ProtectionPolicyOperationResults_Get. */
function policyAsyncPaths({ id }: AddressedVault, name: string, operationId: string): AsyncPaths {
  const path = `${id}/backupPolicies/${name}`;
  return {
    status: `${path}/operations/${operationId}`,
    result: `${path}/operationResults/${operationId}`,
  };
}

function getChangeStatus(request: OperationRequest): OperationResponse {
  const { backup } = vaultOfRequest(request);
  return { status: 200, body: renderOperation(backup, changeOfRequest(request, backup)) };
}

/** 202 while the change goes on, as at items; then the policy. */
function getChangeResult(request: OperationRequest): OperationResponse {
  const vault = vaultOfRequest(request);
  const { id, result } = changeOfRequest(request, vault.backup);
  const policy = policyOfRequest(request, vault);
  if (policy === undefined) {
    return backupError(404, OBJECT_NOT_FOUND);
  }
  return result === undefined
    ? accepted(request, policyAsyncPaths(vault, policy.name, id))
    : { status: 200, body: renderPolicy(request, vault, policy) };
}

function changeOfRequest({ params }: OperationRequest, vault: BackupVault): BackupOperation {
  const operation = entryOf(vault.operations, params['operationId']);
  const name = params['policyName']?.toLowerCase();
  const { change } = operation ?? {};
  if (
    operation === undefined ||
    change?.kind !== 'modify-policy' ||
    change.policyName.toLowerCase() !== name
  ) {
    throw new Refusal(backupError(404, OBJECT_NOT_FOUND));
  }
  return operation;
}

/** 204 for a policy that is not there: OpenAPI ProtectionPolicies_Delete. */
function deletePolicy(request: OperationRequest): OperationResponse {
  const vault = vaultOfRequest(request);
  const policy = policyOfRequest(request, vault);
  if (policy === undefined) {
    return { status: 204 };
  }
  if (isInUse(vault.backup, policy)) {
    return backupError(400, POLICY_IN_USE);
  }
  delete vault.backup.policies[policy.name.toLowerCase()];
  return { status: 200 };
}

function policyOfRequest(
  { params }: OperationRequest,
  { backup }: AddressedVault,
): BackupPolicy | undefined {
  return entryOf(backup.policies, params['policyName']?.toLowerCase());
}

function isInUse(vault: BackupVault, policy: BackupPolicy): boolean {
  return countWith(vault.items, itemsByPolicy, ofPolicy(policy.name)) > 0;
}

function renderPolicy(
  { clock }: OperationRequest,
  { id, backup }: AddressedVault,
  { name, properties }: BackupPolicy,
): Record<string, unknown> {
  return {
    id: `${id}/backupPolicies/${name}`,
    name,
    type: 'Microsoft.RecoveryServices/vaults/backupPolicies',
    properties: { ...properties, protectedItemsCount: countItems(backup, name, clock.now()) },
  };
}

/** The count lags behind the items. */
function countItems(vault: BackupVault, policyName: string, nowMilliseconds: number): number {
  const settledBefore = nowMilliseconds - POLICY_COUNT_LAG_MILLISECONDS;
  return countWith(vault.items, itemsByPolicy, ofPolicy(policyName, settledBefore));
}

/** The operations of policies. */
export const policyRoutes: readonly SandboxOperation[] = [
  defineOperation({
    id: 'BackupPolicies_List',
    provider: 'backup',
    host: 'arm',
    method: 'GET',
    path: `${VAULT_PATH}/backupPolicies`,
    apiVersions: BACKUP_API_VERSIONS,
    query: ['$filter'],
    action: `${POLICY_ACTION}/read`,
    evidence: [{ kind: 'recording', file: 'policies-list.all.json' }],
    fidelity: 'modelled',
    handle: listPolicies,
  }),
  defineOperation({
    id: 'ProtectionPolicies_Get',
    provider: 'backup',
    host: 'arm',
    method: 'GET',
    path: `${VAULT_PATH}/backupPolicies/{policyName}`,
    apiVersions: BACKUP_API_VERSIONS,
    action: `${POLICY_ACTION}/read`,
    evidence: [
      { kind: 'recording', file: 'policy-get.default.json' },
      { kind: 'recording', file: 'policy-get.enhanced.json' },
    ],
    fidelity: 'modelled',
    handle: getPolicy,
  }),
  defineOperation({
    id: 'ProtectionPolicies_CreateOrUpdate',
    provider: 'backup',
    host: 'arm',
    method: 'PUT',
    path: `${VAULT_PATH}/backupPolicies/{policyName}`,
    apiVersions: BACKUP_API_VERSIONS,
    body: anyBodySchema,
    action: `${POLICY_ACTION}/write`,
    evidence: [
      { kind: 'recording', file: 'policy-create.simple.json' },
      { kind: 'recording', file: 'policy-create.enhanced-v2.json' },
      { kind: 'recording', file: 'policy-create.monthly-tiering-rg-prefix.json' },
      { kind: 'openapi', operationId: 'ProtectionPolicies_CreateOrUpdate' },
      { kind: 'assumption', note: 'how long items take to follow, and that each has a job of it' },
      { kind: 'assumption', note: 'how the two hundred and first policy is refused' },
      { kind: 'assumption', note: 'which of two codes a body gets that is not a valid policy' },
    ],
    fidelity: 'simplified',
    simplification: 'for virtual machines only; changes are not limited to 50 a day',
    handle: putPolicy,
  }),
  defineOperation({
    id: 'ProtectionPolicyOperationStatuses_Get',
    provider: 'backup',
    host: 'arm',
    method: 'GET',
    path: `${VAULT_PATH}/backupPolicies/{policyName}/operations/{operationId}`,
    apiVersions: BACKUP_API_VERSIONS,
    action: `${POLICY_ACTION}/operations/read`,
    evidence: [{ kind: 'openapi', operationId: 'ProtectionPolicyOperationStatuses_Get' }],
    fidelity: 'modelled',
    handle: getChangeStatus,
  }),
  defineOperation({
    id: 'ProtectionPolicyOperationResults_Get',
    provider: 'backup',
    host: 'arm',
    method: 'GET',
    path: `${VAULT_PATH}/backupPolicies/{policyName}/operationResults/{operationId}`,
    apiVersions: BACKUP_API_VERSIONS,
    action: `${POLICY_ACTION}/operationResults/read`,
    evidence: [
      { kind: 'openapi', operationId: 'ProtectionPolicyOperationResults_Get' },
      { kind: 'assumption', note: '202 while the change goes on' },
    ],
    fidelity: 'modelled',
    handle: getChangeResult,
  }),
  defineOperation({
    id: 'ProtectionPolicies_Delete',
    provider: 'backup',
    host: 'arm',
    method: 'DELETE',
    path: `${VAULT_PATH}/backupPolicies/{policyName}`,
    apiVersions: BACKUP_API_VERSIONS,
    action: `${POLICY_ACTION}/delete`,
    evidence: [
      { kind: 'recording', file: 'policy-delete.200.json' },
      { kind: 'assumption', note: 'the wording of the refusal of a policy in use' },
    ],
    fidelity: 'modelled',
    handle: deletePolicy,
  }),
];
