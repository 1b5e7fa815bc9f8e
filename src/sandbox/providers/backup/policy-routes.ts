// Backup policies: list, get, put, delete.

import { notModelled } from '../../http/not-modelled.js';
import {
  defineOperation,
  type OperationRequest,
  type OperationResponse,
  type SandboxOperation,
} from '../../http/operation.js';
import type { z } from 'zod';
import { BACKUP_API_VERSIONS } from './api-versions.js';
import { OBJECT_NOT_FOUND, POLICY_IN_USE } from './assumed-failures.js';
import { backupError, VAULT_PATH } from './backup-response.js';
import { INVALID_POLICY } from './failures.js';
import { isWanted, readFilter } from './list-filter.js';
import { isValidPolicy, policyBodySchema, storedProperties } from './policy-body.js';
import type { BackupPolicy, BackupVault } from './state.js';
import { POLICY_COUNT_LAG_MILLISECONDS } from './timings.js';
import { vaultOfRequest, type AddressedVault } from './vault-of-request.js';

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

function putPolicy(request: OperationRequest<z.infer<typeof policyBodySchema>>): OperationResponse {
  const vault = vaultOfRequest(request);
  const known = policyOfRequest(request, vault);
  if (known !== undefined && isInUse(vault.backup, known)) {
    return notModelled(`changing policy ${known.name}, which protects items`);
  }
  if (!isValidPolicy(request.body.properties)) {
    return backupError(400, INVALID_POLICY);
  }
  const name = known?.name ?? request.params['policyName'] ?? '';
  const policy = { name, properties: storedProperties(request.body.properties) };
  vault.backup.policies[name.toLowerCase()] = policy;
  return { status: 200, body: renderPolicy(request, vault, policy) };
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
  return backup.policies[params['policyName']?.toLowerCase() ?? ''];
}

function isInUse(vault: BackupVault, policy: BackupPolicy): boolean {
  return Object.values(vault.items).some(({ policyName }) => policyName === policy.name);
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
  return Object.values(vault.items).filter(
    (item) =>
      item.policyName === policyName && (item.policySinceMilliseconds ?? 0) <= settledBefore,
  ).length;
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
    body: policyBodySchema,
    action: `${POLICY_ACTION}/write`,
    evidence: [
      { kind: 'recording', file: 'policy-create.simple.json' },
      { kind: 'recording', file: 'policy-create.enhanced-v2.json' },
      { kind: 'recording', file: 'policy-create.monthly-tiering-rg-prefix.json' },
    ],
    fidelity: 'simplified',
    simplification: 'for virtual machines only; a policy in use cannot be changed',
    handle: putPolicy,
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
