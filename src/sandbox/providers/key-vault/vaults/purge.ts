// Operations on deleted key vaults. Recording: keyvault-mgmt.create-update-policy-delete-purge.

import { entryOf } from '../../../kernel/entry-of.js';
import { resourceNotFound } from '../../../http/arm-error.js';
import type { OperationRequest, OperationResponse } from '../../../http/operation.js';
import { isoInstant } from '../../../kernel/time/instant.js';
import { isWithinScope } from '../../../kernel/resource-id.js';
import {
  deletedVaultBody,
  deletedVaults,
  purgeVault,
  type DeletedVault,
} from './deleted-vaults.js';
import { deletedVaultNotFound, vaultPurgeNotAllowed } from './errors.js';
import { VAULT_HEADERS } from './headers.js';

/** How long a purge takes, as recorded. */
const PURGE_MILLISECONDS = 14_000;

/** The deleted vaults of a subscription. */
export function listDeletedVaults(request: OperationRequest): OperationResponse {
  const subscription = `/subscriptions/${request.params['subscriptionId']}`;
  const value = deletedVaults(request.state, request.clock.now())
    .filter(({ id }) => isWithinScope(id, subscription))
    .map((deleted) => deletedVaultBody(deleted));
  return { status: 200, body: { value } };
}

/** One deleted vault. */
export function getDeletedVault(request: OperationRequest): OperationResponse {
  const found = findDeletedVault(request);
  return found === undefined
    ? deletedVaultNotFound(request.params['vaultName'] ?? '')
    : { status: 200, body: deletedVaultBody(found) };
}

/** Purges a deleted vault; its end is told at the Location that the response gives. */
export function purgeDeletedVault(request: OperationRequest): OperationResponse {
  const found = findDeletedVault(request);
  if (found === undefined) {
    return deletedVaultNotFound(request.params['vaultName'] ?? '');
  }
  if (found.vault.properties['enablePurgeProtection'] === true) {
    return vaultPurgeNotAllowed();
  }
  purgeVault(request.state, found);
  const id = newOperationId(request);
  const startedMilliseconds = request.clock.now();
  request.state.operations[id] = {
    id,
    kind: 'key-vault-purge',
    resourceId: found.vault.id,
    startedMilliseconds,
    endsMilliseconds: startedMilliseconds + PURGE_MILLISECONDS,
    outcome: { status: 'Succeeded' },
  };
  return { status: 202, headers: { ...VAULT_HEADERS, location: resultsUrl(request, id) } };
}

/** 202 while a purge runs, 200 when it is done. */
export function getOperationResult(request: OperationRequest): OperationResponse {
  const operation = entryOf(request.state.operations, request.params['operationId']);
  if (operation?.kind !== 'key-vault-purge') {
    return resourceNotFound(request.url.pathname);
  }
  const createdDateTime = spaced(operation.startedMilliseconds);
  if (request.clock.now() < operation.endsMilliseconds) {
    const headers = { ...VAULT_HEADERS, location: resultsUrl(request, operation.id) };
    return { status: 202, headers, body: { createdDateTime, status: 'NotStarted' } };
  }
  const lastActionDateTime = spaced(operation.endsMilliseconds);
  return {
    status: 200,
    headers: VAULT_HEADERS,
    body: { createdDateTime, lastActionDateTime, status: 'Succeeded' },
  };
}

/** Base64url of `UT|<ticks in 19 digits>|<32 hexadecimal digits>`, as recorded. */
function newOperationId({ clock, ids }: OperationRequest): string {
  const ticks = (BigInt(clock.now()) + UNIX_EPOCH_MILLISECONDS) * TICKS_PER_MILLISECOND;
  const text = `UT|${String(ticks).padStart(19, '0')}|${ids.hex(32).toUpperCase()}`;
  return Buffer.from(text).toString('base64url');
}

/** From year 1, where .NET's ticks of 100 ns begin, to 1970. */
const UNIX_EPOCH_MILLISECONDS = 62_135_596_800_000n;
const TICKS_PER_MILLISECOND = 10_000n;

function findDeletedVault({ state, params, clock }: OperationRequest): DeletedVault | undefined {
  const { subscriptionId, vaultName = '' } = params;
  return deletedVaults(state, clock.now()).find(
    ({ id, vault }) =>
      isWithinScope(id, `/subscriptions/${subscriptionId}`) &&
      vault.name.toLowerCase() === vaultName.toLowerCase(),
  );
}

function resultsUrl({ params, apiVersion }: OperationRequest, operationId: string): string {
  const { subscriptionId, location } = params;
  return `https://management.azure.com/subscriptions/${subscriptionId}/providers/Microsoft.KeyVault/locations/${location}/operationResults/${operationId}?api-version=${apiVersion}`;
}

/** Written as 2020-11-12 05:08:44Z. */
function spaced(milliseconds: number): string {
  return isoInstant(milliseconds)
    .replace('T', ' ')
    .replace(/\.\d+Z$/u, 'Z');
}
