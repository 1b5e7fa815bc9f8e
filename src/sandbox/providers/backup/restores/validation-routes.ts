// What a restore would be refused for, asked without beginning it: at once, or by an operation.

import { entryOf } from '../../../kernel/entry-of.js';
import type { z } from 'zod';
import {
  defineOperation,
  type OperationRequest,
  type OperationResponse,
  type SandboxOperation,
} from '../../../http/operation.js';
import { Refusal } from '../../../http/refusal.js';
import { parseResourceId } from '../../../kernel/resource-id.js';
import { resourceKey } from '../../../kernel/resource.js';
import { acceptChange } from '../operations/accept-change.js';
import { BACKUP_API_VERSIONS } from '../api-versions.js';
import { OBJECT_NOT_FOUND } from '../assumed-errors.js';
import { asyncHeaders, backupError, VAULT_PATH, vaultIdOf, type AsyncPaths } from '../response.js';
import { findItem } from '../backup-vault.js';
import { INVALID_INPUT, ITEM_NOT_FOUND } from '../errors.js';
import { checkRestore } from './rules.js';
import { renderOperation } from '../operations/render.js';
import { validateRestoreBodySchema } from './body.js';
import { restoreSubject } from './routes.js';
import type { RestoreObjection } from './state.js';
import type { BackupOperation } from '../operations/state.js';
import { VALIDATE_MILLISECONDS } from '../timings.js';
import { vaultOfRequest } from '../vault-of-request.js';

type ValidateRequest = OperationRequest<z.infer<typeof validateRestoreBodySchema>>;

/** OpenAPI example ValidateOperation_RestoreDisk; an empty list means that nothing speaks against it. */
function validate(request: ValidateRequest): OperationResponse {
  return { status: 200, body: responseOf(objections(request)) };
}

/** OpenAPI example TriggerValidateOperation_RestoreDisk. */
function triggerValidation(request: ValidateRequest): OperationResponse {
  const vault = vaultOfRequest(request);
  const change = { kind: 'validate', objections: objections(request) } as const;
  const milliseconds = VALIDATE_MILLISECONDS;
  const operation = acceptChange(request, vault.backup, change, { milliseconds });
  return { status: 202, headers: headersOf(request, operation.id) };
}

function objections(request: ValidateRequest): RestoreObjection[] {
  const vault = vaultOfRequest(request);
  const { id, properties } = request.body;
  const { names } = parseResourceId(id);
  const ofVault = resourceKey(id).startsWith(`${resourceKey(vault.id)}/`);
  const item = findItem(vault.backup, names.at(-2) ?? '');
  if (!ofVault || parseResourceId(id).type?.toLowerCase().endsWith('/recoverypoints') !== true) {
    throw new Refusal(backupError(400, INVALID_INPUT));
  }
  if (item === undefined) {
    throw new Refusal(backupError(404, ITEM_NOT_FOUND));
  }
  const subject = restoreSubject(request, { vault, item, pointName: names.at(-1) ?? '' });
  return checkRestore(subject, properties.restoreRequest).map(
    ({ code, message, recommendations }) => ({
      code,
      message,
      recommendations: [...recommendations],
    }),
  );
}

function responseOf(validationResults: readonly RestoreObjection[]) {
  return { validateOperationResponse: { validationResults } };
}

/** OpenAPI example ValidateOperationStatus. */
function statusResponse(request: OperationRequest): OperationResponse {
  const { backup } = vaultOfRequest(request);
  const { operation, found } = validationOfRequest(request);
  const status = renderOperation(backup, operation);
  return {
    status: 200,
    body:
      operation.result === undefined
        ? status
        : {
            ...status,
            properties: {
              objectType: 'OperationStatusValidateOperationExtendedInfo',
              ...responseOf(found),
            },
          },
  };
}

/** OpenAPI example ValidateOperationResults. */
function resultResponse(request: OperationRequest): OperationResponse {
  const { operation, found } = validationOfRequest(request);
  return operation.result === undefined
    ? { status: 202, headers: headersOf(request, operation.id) }
    : { status: 200, body: responseOf(found) };
}

function validationOfRequest(request: OperationRequest): {
  readonly operation: BackupOperation;
  readonly found: readonly RestoreObjection[];
} {
  const { backup } = vaultOfRequest(request);
  const operation = entryOf(backup.operations, request.params['operationId']);
  if (operation?.change.kind !== 'validate') {
    throw new Refusal(backupError(404, OBJECT_NOT_FOUND));
  }
  return { operation, found: operation.change.objections };
}

/** Retry-After of the OpenAPI examples. */
function headersOf(request: OperationRequest, operationId: string): Record<string, string> {
  const path = vaultIdOf(request);
  const paths: AsyncPaths = {
    status: `${path}/backupValidateOperationsStatuses/${operationId}`,
    result: `${path}/backupValidateOperationResults/${operationId}`,
  };
  return { ...asyncHeaders(request, paths), 'retry-after': '10' };
}

const VAULT_ACTION = 'Microsoft.RecoveryServices/Vaults';

/** What all operations of validation have in common. */
const common = {
  provider: 'backup',
  host: 'arm',
  apiVersions: BACKUP_API_VERSIONS,
  fidelity: 'simplified',
  simplification: 'finds what the sandbox would refuse the restore for, and nothing of quotas',
} as const;

/** The operations of validation. */
export const validateRestoreRoutes: readonly SandboxOperation[] = [
  defineOperation({
    ...common,
    id: 'Operation_Validate',
    method: 'POST',
    path: `${VAULT_PATH}/backupValidateOperation`,
    body: validateRestoreBodySchema,
    action: `${VAULT_ACTION}/backupValidateOperation/action`,
    evidence: [
      { kind: 'openapi', operationId: 'Operation_Validate' },
      { kind: 'assumption', note: 'an empty list where nothing speaks against the restore' },
    ],
    handle: validate,
  }),
  defineOperation({
    ...common,
    id: 'ValidateOperation_Trigger',
    method: 'POST',
    path: `${VAULT_PATH}/backupTriggerValidateOperation`,
    body: validateRestoreBodySchema,
    action: `${VAULT_ACTION}/backupTriggerValidateOperation/action`,
    evidence: [{ kind: 'openapi', operationId: 'ValidateOperation_Trigger' }],
    handle: triggerValidation,
  }),
  defineOperation({
    ...common,
    id: 'ValidateOperationStatuses_Get',
    method: 'GET',
    path: `${VAULT_PATH}/backupValidateOperationsStatuses/{operationId}`,
    action: `${VAULT_ACTION}/backupValidateOperationsStatuses/read`,
    evidence: [{ kind: 'openapi', operationId: 'ValidateOperationStatuses_Get' }],
    handle: statusResponse,
  }),
  defineOperation({
    ...common,
    id: 'ValidateOperationResults_Get',
    method: 'GET',
    path: `${VAULT_PATH}/backupValidateOperationResults/{operationId}`,
    action: `${VAULT_ACTION}/backupValidateOperationResults/read`,
    evidence: [{ kind: 'openapi', operationId: 'ValidateOperationResults_Get' }],
    handle: resultResponse,
  }),
];
