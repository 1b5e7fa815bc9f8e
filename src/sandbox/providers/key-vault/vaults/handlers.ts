// Operations on key vaults. Recordings: keyvault-mgmt.create-update-policy-delete-purge,
// keyvault-put.access-policies, keyvault-get.enabled-for-disk-encryption.

import { resourceNotFound } from '../../../http/arm-error.js';
import { notModelled } from '../../../http/not-modelled.js';
import type { OperationRequest, OperationResponse } from '../../../http/operation.js';
import { Refusal } from '../../../http/refusal.js';
import { isoInstant } from '../../../kernel/time/instant.js';
import {
  listResources,
  putResource,
  resourceKey,
  type ArmResource,
} from '../../../kernel/resource.js';
import type { WorldState } from '../../../kernel/state.js';
import { changePolicies, storedPolicies, type AccessPolicyChange } from './access-policies.js';
import { deletedVaults, deleteVaultSoftly, recoverVault } from './deleted-vaults.js';
import { findVaultById, findVaultByName, VAULT_TYPE } from './find-vault.js';
import type { AccessPoliciesBody, PatchVaultBody, PutVaultBody } from './body.js';
import {
  purgeProtectionIsIrreversible,
  retentionIsFixed,
  vaultIsDeleted,
  vaultNameInUse,
} from './errors.js';
import { VAULT_HEADERS } from './headers.js';
import { patchProperties, putProperties, storedLocation } from './properties.js';

/** One vault. */
export function getVault(request: OperationRequest): OperationResponse {
  return respond(request, existingVault(request));
}

/** The vaults of a subscription or resource group; the last page is empty, as recorded. */
export function listVaults(request: OperationRequest): OperationResponse {
  const { state, params, query, url, apiVersion } = request;
  if (query['$skiptoken'] !== undefined) {
    return { status: 200, headers: VAULT_HEADERS, body: { value: [] } };
  }
  const group = params['resourceGroupName'];
  const subscription = `/subscriptions/${params['subscriptionId']}`;
  const below = group === undefined ? subscription : `${subscription}/resourceGroups/${group}`;
  const value = listResources(state, below, VAULT_TYPE).map((vault) => vaultBody(request, vault));
  const nextLink = `https://management.azure.com${url.pathname}?api-version=${apiVersion}&$skiptoken=${LAST_PAGE}`;
  return {
    status: 200,
    headers: VAULT_HEADERS,
    body: value.length === 0 ? { value } : { value, nextLink },
  };
}

const LAST_PAGE = Buffer.from('None').toString('base64url');

/** Makes or replaces a vault; 200 in both cases. A new one is still registering its name. */
export function putVault(request: OperationRequest<PutVaultBody>): OperationResponse {
  const { state, body, params, apiVersion } = request;
  if (body.properties.createMode === 'recover') {
    return recover(request);
  }
  const existing = findVaultById(state, vaultId(request));
  refuseName(request, existing);
  refuseIrreversible(existing, body.properties);
  const name = existing?.name ?? params['vaultName'] ?? '';
  const vault: ArmResource = {
    id: existing?.id ?? vaultId(request),
    name,
    type: VAULT_TYPE,
    location: existing?.location ?? storedLocation(body.location),
    tags: { ...body.tags },
    extra: { systemData: systemData(request, existing) },
    properties: putProperties(body, existing, { name, apiVersion }),
  };
  putResource(state, vault);
  return existing === undefined
    ? respond(request, { ...vault, properties: registering(vault.properties) })
    : respond(request, vault);
}

/** Changes what was sent of a vault. Known from the OpenAPI files only. */
export function patchVault(request: OperationRequest<PatchVaultBody>): OperationResponse {
  const existing = existingVault(request);
  refuseIrreversible(existing, request.body.properties ?? {});
  const vault: ArmResource = {
    ...existing,
    tags: { ...(request.body.tags ?? existing.tags) },
    extra: { ...existing.extra, systemData: systemData(request, existing) },
    properties: patchProperties(existing, request.body),
  };
  putResource(request.state, vault);
  return respond(request, vault);
}

/** Deletes a vault softly; 204 when it is not there. */
export function deleteVault({ state, params, clock }: OperationRequest): OperationResponse {
  const vault = findVaultById(state, vaultId({ params }));
  if (vault === undefined) {
    return { status: 204, headers: VAULT_HEADERS };
  }
  deleteVaultSoftly(state, vault, clock.now());
  return { status: 200, headers: VAULT_HEADERS };
}

/** Adds, replaces or removes access policies of single principals. Known from the OpenAPI files only. */
export function updateAccessPolicies(
  request: OperationRequest<AccessPoliciesBody>,
): OperationResponse {
  const change = changeKind(request.params['operationKind'] ?? '');
  const vault = existingVault(request);
  const sent = request.body.properties.accessPolicies;
  const accessPolicies = changePolicies(storedPolicies(vault.properties), change, sent);
  putResource(request.state, {
    ...vault,
    extra: { ...vault.extra, systemData: systemData(request, vault) },
    properties: { ...vault.properties, accessPolicies },
  });
  return {
    status: 200,
    headers: VAULT_HEADERS,
    body: {
      id: `${vault.id}/accessPolicies/`,
      type: `${VAULT_TYPE}/accessPolicies`,
      properties: { accessPolicies },
    },
  };
}

function changeKind(word: string): AccessPolicyChange {
  const kind = word.toLowerCase();
  if (kind === 'add' || kind === 'replace' || kind === 'remove') {
    return kind;
  }
  throw new Refusal(notModelled(`access policy operation '${word}'`));
}

function recover(request: OperationRequest<PutVaultBody>): OperationResponse {
  const id = resourceKey(vaultId(request));
  const deleted = deletedVaults(request.state, request.clock.now()).find(
    ({ vault }) => resourceKey(vault.id) === id,
  );
  return deleted === undefined
    ? notModelled('recovering a vault that is not deleted')
    : respond(request, recoverVault(request.state, deleted));
}

function refuseName(
  { state, params, clock }: OperationRequest,
  existing: ArmResource | undefined,
): void {
  const name = params['vaultName'] ?? '';
  if (existing !== undefined) {
    return;
  }
  if (findVaultByName(state, name) !== undefined) {
    throw new Refusal(vaultNameInUse(name));
  }
  const isDeleted = deletedVaults(state, clock.now()).some(
    ({ vault }) => vault.name.toLowerCase() === name.toLowerCase(),
  );
  if (isDeleted) {
    throw new Refusal(vaultIsDeleted());
  }
}

function refuseIrreversible(
  existing: ArmResource | undefined,
  sent: {
    readonly enablePurgeProtection?: boolean | undefined;
    readonly softDeleteRetentionInDays?: number | undefined;
  },
): void {
  if (sent.enablePurgeProtection === false) {
    throw new Refusal(purgeProtectionIsIrreversible());
  }
  const days = existing?.properties['softDeleteRetentionInDays'];
  const wanted = sent.softDeleteRetentionInDays;
  if (days !== undefined && wanted !== undefined && wanted !== days) {
    throw new Refusal(retentionIsFixed());
  }
}

/** A new vault's address has no slash at its end until its name is registered. */
function registering(properties: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const vaultUri = String(properties['vaultUri']).replace(/\/$/u, '');
  return { ...properties, vaultUri, provisioningState: 'RegisteringDns' };
}

function existingVault(request: OperationRequest): ArmResource {
  const found = findVaultById(request.state, vaultId(request));
  if (found === undefined) {
    throw new Refusal(resourceNotFound(vaultId(request)));
  }
  return found;
}

function vaultId({ params }: Pick<OperationRequest, 'params'>): string {
  return `/subscriptions/${params['subscriptionId']}/resourceGroups/${params['resourceGroupName']}/providers/${VAULT_TYPE}/${params['vaultName']}`;
}

function systemData(
  { state, caller, clock }: OperationRequest,
  existing: ArmResource | undefined,
): object {
  const now = isoInstant(clock.now());
  const { by, type } = describeAuthor(state, caller?.objectId);
  const created = { createdBy: by, createdByType: type, createdAt: now };
  const before = existing?.extra?.['systemData'];
  return {
    ...created,
    ...(typeof before === 'object' ? before : {}),
    lastModifiedBy: by,
    lastModifiedByType: type,
    lastModifiedAt: now,
  };
}

function describeAuthor(
  state: WorldState,
  objectId: string | undefined,
): { readonly by: string; readonly type: string } {
  const principal = state.directory.principals.find((found) => found.objectId === objectId);
  return principal?.type === 'User'
    ? { by: principal.userPrincipalName ?? principal.objectId, type: 'User' }
    : { by: principal?.appId ?? '', type: 'Application' };
}

function respond(request: OperationRequest, vault: ArmResource): OperationResponse {
  return { status: 200, headers: VAULT_HEADERS, body: vaultBody(request, vault) };
}

/** Answers of 2019 have neither the author nor the public network switch. */
const BEFORE_SYSTEM_DATA = '2019-09-01';

function vaultBody({ apiVersion }: OperationRequest, vault: ArmResource): object {
  const { id, name, type, location, tags = {}, extra } = vault;
  const { publicNetworkAccess, ...oldProperties } = vault.properties;
  if (apiVersion <= BEFORE_SYSTEM_DATA) {
    return { id, name, type, location, tags, properties: oldProperties };
  }
  const properties = { ...oldProperties, publicNetworkAccess };
  return { id, name, type, location, tags, systemData: extra?.['systemData'], properties };
}
