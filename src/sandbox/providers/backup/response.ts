// Responses that all operations of Azure Backup share: accepted requests and errors.

import type { OperationRequest, OperationResponse } from '../../http/operation.js';

/** Path of a vault; every operation below it starts so. */
export const VAULT_PATH =
  '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.RecoveryServices/vaults/{vaultName}';

/** Path of a protected item. */
export const ITEM_PATH = `${VAULT_PATH}/backupFabrics/{fabricName}/protectionContainers/{containerName}/protectedItems/{protectedItemName}`;

/** The vault's ARM id in the casing of the request. */
export function vaultIdOf({ params }: OperationRequest): string {
  return `/subscriptions/${params['subscriptionId']}/resourceGroups/${params['resourceGroupName']}/providers/Microsoft.RecoveryServices/vaults/${params['vaultName']}`;
}

/** The item's path in the casing of the request, semicolons as they are. Recording: all PUTs of items. */
export function itemPathOf(request: OperationRequest): string {
  const { params } = request;
  return `${vaultIdOf(request)}/backupFabrics/${params['fabricName']}/protectionContainers/${params['containerName']}/protectedItems/${params['protectedItemName']}`;
}

/** Where an accepted request can be asked after. */
export interface AsyncPaths {
  /** Path that goes into Azure-AsyncOperation. */
  readonly status: string;
  /** Path that goes into Location. */
  readonly result: string;
  /** Some status URLs carry a version of their own whatever the caller's is. */
  readonly statusApiVersion?: string;
}

/** 202 with an empty body; Retry-After as in the recordings that kept it. */
export function accepted(request: OperationRequest, paths: AsyncPaths): OperationResponse {
  return { status: 202, headers: asyncHeaders(request, paths) };
}

/** The headers by which a client asks after an accepted request; URLs take the caller's version. */
export function asyncHeaders(
  { url, apiVersion }: OperationRequest,
  { status, result, statusApiVersion = apiVersion }: AsyncPaths,
): Record<string, string> {
  return {
    'azure-asyncoperation': `${url.origin}${status}?api-version=${statusApiVersion}`,
    location: `${url.origin}${result}?api-version=${apiVersion}`,
    'retry-after': '60',
  };
}

/** A failure as Azure Backup words it; lines are separated by CR LF. */
export interface BackupFailure {
  readonly code: string;
  readonly message: string;
}

/** An error of Azure Backup: nulls as in the recorded error of the vault provider. */
export function backupError(status: number, failure: BackupFailure): OperationResponse {
  const { code, message } = failure;
  return {
    status,
    body: { error: { code, message, target: null, details: null, innerError: null } },
  };
}
