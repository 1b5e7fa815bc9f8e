// The guard before every operation on blobs: who asks (token, account key or shared access signature), from
// where, and whether that may.

import { authenticate } from '../../http/authentication.js';
import { notModelled } from '../../http/not-modelled.js';
import type { Caller, OperationRequest } from '../../http/operation.js';
import { Refusal } from '../../http/refusal.js';
import { CLIENT_ADDRESS } from '../../http/response-headers.js';
import { parseInstant, ticksInstant } from '../../kernel/time/instant.js';
import { parseResourceId } from '../../kernel/resource-id.js';
import type { ArmResource } from '../../kernel/resource.js';
import type { WorldState } from '../../kernel/state.js';
import { isActionAllowed, isDataActionAllowed } from '../authorization/evaluate.js';
import { networkRefusal } from '../key-vault-data/vault-network.js';
import { accountKeys, findStorageAccount } from '../storage/storage-account.js';
import { blobRefusal } from './errors.js';
import { isKnownSasVersion, sasText } from './shared-access-signature.js';
import { isSignedBy, sharedKeyText } from './shared-key.js';

/** What is to be done, and to what. */
export interface WantedAccess {
  readonly action: 'read' | 'write' | 'delete' | 'list';
  readonly container: string;
  /** Undefined for what concerns the whole container. */
  readonly blob?: string;
}

const DATA_ACTIONS: Readonly<Record<WantedAccess['action'], string>> = {
  read: 'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read',
  list: 'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read',
  write: 'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/write',
  delete: 'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/delete',
};

/** Letters of `sp`. Documentation: Create a service SAS, specify permissions. */
const SAS_LETTERS: Readonly<Record<WantedAccess['action'], string>> = {
  read: 'r',
  list: 'l',
  write: 'w',
  delete: 'd',
};

/** Throws blob storage's own 401 or 403 unless the request may do this; returns the account's name. */
export function authorizeBlobs(
  request: OperationRequest,
  wanted: WantedAccess | WantedContainerAccess,
): string {
  const account = findStorageAccount(request.state, request.params['accountName'] ?? '');
  if (account === undefined) {
    throw new Error('a request for blobs without an account reached its handler');
  }
  const mayPass = identify(request, account, wanted);
  const client = { address: CLIENT_ADDRESS, trustedService: false };
  // A storage account's network rules have the form of a key vault's.
  if (networkRefusal(account.properties, client) !== undefined) {
    throw blobRefusal(request, 'AuthorizationFailure');
  }
  mayPass();
  return account.name;
}

/** What is to be done to containers themselves; a service access signature lets nobody do it. */
interface WantedContainerAccess {
  readonly action: 'listContainers' | 'deleteContainer';
  /** Empty for the account. */
  readonly container: string;
}

/** Documentation: List Containers, Delete Container: these are actions of roles, not data actions. */
const CONTAINER_ACTIONS: Readonly<Record<WantedContainerAccess['action'], string>> = {
  listContainers: 'Microsoft.Storage/storageAccounts/blobServices/containers/read',
  deleteContainer: 'Microsoft.Storage/storageAccounts/blobServices/containers/delete',
};

/** Who asks; the function that comes back throws unless that may do what is wanted. */
function identify(
  request: OperationRequest,
  account: ArmResource,
  wanted: WantedAccess | WantedContainerAccess,
): () => void {
  const authorization = request.headers.get('authorization') ?? '';
  if (/^sharedkey /iu.test(authorization)) {
    verifySharedKey(request, account, authorization);
    return () => undefined;
  }
  if (authorization === '' && request.query['sig'] !== undefined) {
    if (isOfContainers(wanted)) {
      throw blobRefusal(request, 'AuthorizationResourceTypeMismatch');
    }
    verifySas(request, account, wanted);
    return () => {
      requireSasPermission(request, wanted);
    };
  }
  const caller = identifyByToken(request, account, authorization);
  return () => {
    if (isOfContainers(wanted)) {
      requireContainerAction(request, account, caller, wanted);
    } else {
      requireDataAction(request, account, caller, wanted);
    }
  };
}

function isOfContainers(
  wanted: WantedAccess | WantedContainerAccess,
): wanted is WantedContainerAccess {
  return wanted.action in CONTAINER_ACTIONS;
}

function requireContainerAction(
  request: OperationRequest,
  account: ArmResource,
  caller: Caller,
  { action, container }: WantedContainerAccess,
): void {
  const below = container === '' ? '' : `/blobServices/default/containers/${container}`;
  const scope = `${account.id}${below}`;
  if (!isActionAllowed(request.state, caller.objectId, CONTAINER_ACTIONS[action], scope)) {
    throw blobRefusal(request, 'AuthorizationPermissionMismatch');
  }
}

function verifySharedKey(
  request: OperationRequest,
  account: ArmResource,
  authorization: string,
): void {
  refuseForbiddenKeys(request, account);
  const sent = /^sharedkey +(?<name>[^:\s]+):(?<signature>\S+)$/iu.exec(authorization)?.groups;
  const text = sharedKeyText(request, account.name);
  const signature = sent?.['signature'] ?? '';
  if (
    sent?.['name']?.toLowerCase() !== account.name.toLowerCase() ||
    !isSignedBy(keysOf(request.state, account), text, signature)
  ) {
    const detail = `The MAC signature found in the HTTP request '${signature}' is not the same as any computed signature. Server used following string to sign: '${text}'.`;
    throw blobRefusal(request, 'AuthenticationFailed', { detail });
  }
}

/** Documentation: Prevent Shared Key authorization for an Azure Storage account. */
function refuseForbiddenKeys(request: OperationRequest, account: ArmResource): void {
  if (account.properties['allowSharedKeyAccess'] === false) {
    throw blobRefusal(request, 'KeyBasedAuthenticationNotPermitted');
  }
}

function verifySas(request: OperationRequest, account: ArmResource, wanted: WantedAccess): void {
  const { sv = '', sig = '' } = request.query;
  if (!isKnownSasVersion(sv)) {
    throw new Refusal(notModelled(`a shared access signature of version '${sv}'`));
  }
  refuseForbiddenKeys(request, account);
  const { container, blob } = wanted;
  const named = { account: account.name, container, ...(blob === undefined ? {} : { blob }) };
  const text = sasText(request.query, named);
  if (!isSignedBy(keysOf(request.state, account), text, sig)) {
    const detail = `Signature did not match. String to sign used was ${text}`;
    throw blobRefusal(request, 'AuthenticationFailed', { detail });
  }
  refuseOutOfTime(request);
}

function refuseOutOfTime(request: OperationRequest): void {
  const { st, se = '' } = request.query;
  const now = request.clock.now();
  const begins = st === undefined ? now : parseInstant(st);
  const ends = parseInstant(se);
  if (begins === undefined || ends === undefined || now < begins || now >= ends) {
    const detail = `Signature not valid in the specified time frame: Start [${st ?? ''}] - Expiry [${se}] - Current [${ticksInstant(now)}]`;
    throw blobRefusal(request, 'AuthenticationFailed', { detail });
  }
}

function requireSasPermission(request: OperationRequest, wanted: WantedAccess): void {
  const { sr = '', sp = '' } = request.query;
  if (sr !== 'c' && wanted.blob === undefined) {
    throw blobRefusal(request, 'AuthorizationResourceTypeMismatch');
  }
  if (!sp.includes(SAS_LETTERS[wanted.action])) {
    throw blobRefusal(request, 'AuthorizationPermissionMismatch');
  }
}

function identifyByToken(
  request: OperationRequest,
  account: ArmResource,
  authorization: string,
): Caller {
  const tenantId = tenantOf(request.state, account);
  const { state, clock } = request;
  const found = authenticate({ host: 'blob', authorization, tenantId, state, clock });
  if ('caller' in found) {
    return found.caller;
  }
  const code = authorization === '' ? 'NoAuthenticationInformation' : 'InvalidAuthenticationInfo';
  throw blobRefusal(request, code, {
    headers: {
      'www-authenticate': `Bearer authorization_uri=https://login.microsoftonline.com/${tenantId ?? 'common'}/oauth2/authorize resource_id=https://storage.azure.com`,
    },
  });
}

function tenantOf(state: WorldState, account: ArmResource): string | undefined {
  const wanted = parseResourceId(account.id).subscriptionId?.toLowerCase();
  return state.subscriptions.find(({ subscriptionId }) => subscriptionId.toLowerCase() === wanted)
    ?.tenantId;
}

function requireDataAction(
  request: OperationRequest,
  account: ArmResource,
  caller: Caller,
  { action, container }: WantedAccess,
): void {
  const allowed = isDataActionAllowed(request.state, {
    principalObjectId: caller.objectId,
    dataAction: DATA_ACTIONS[action],
    scope: `${account.id}/blobServices/default/containers/${container}`,
    nowMilliseconds: request.clock.now(),
  });
  if (!allowed) {
    throw blobRefusal(request, 'AuthorizationPermissionMismatch');
  }
}

function keysOf(state: WorldState, account: ArmResource): string[] {
  return accountKeys(state, account).map(({ value }) => value);
}
