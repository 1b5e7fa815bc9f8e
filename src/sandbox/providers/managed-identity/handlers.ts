// Making, changing, listing and deleting user-assigned identities.

import { z } from 'zod';
import { invalidResourceLocation, providerError, resourceNotFound } from '../../http/arm-error.js';
import { tenantOfPath } from '../../http/gateway.js';
import type { OperationRequest, OperationResponse } from '../../http/operation.js';
import { Refusal } from '../../http/refusal.js';
import {
  findResource,
  listResources,
  removeResource,
  type ArmResource,
} from '../../kernel/resource.js';
import { removeManagedIdentity } from '../graph/managed-identities.js';
import { addIdentity, findIdentity, IDENTITY_TYPE } from './identities.js';

const tags = z.record(z.string(), z.string()).optional();

/** PUT of an identity. Recording managed-identity-put.201. */
export const identityPutSchema = z.strictObject({ location: z.string(), tags });

/** PATCH of an identity: its tags are all that can change. */
export const identityPatchSchema = z.strictObject({ location: z.string().optional(), tags });

/** Documentation: Naming rules and restrictions for Azure resources. */
const IDENTITY_NAME = /^[a-z0-9][\w-]{2,127}$/iu;

/** 201 for a new identity, 200 for one that exists. The provider writes `resourcegroups` in lower case. */
export function putIdentity(
  request: OperationRequest<z.infer<typeof identityPutSchema>>,
): OperationResponse {
  const { state, body, params, ids, clock } = request;
  const name = params['resourceName'] ?? '';
  if (!IDENTITY_NAME.test(name)) {
    return invalidIdentityName(name);
  }
  const location = body.location.toLowerCase().replaceAll(' ', '');
  const known = findResource(state, idOf(request));
  if (known !== undefined) {
    return known.location === location
      ? changed(request, known)
      : invalidResourceLocation(known.id, known.location ?? '', location);
  }
  const id = idOf(request);
  const properties = {
    tenantId: tenantOfPath(state, id) ?? '',
    principalId: ids.guid(),
    clientId: ids.guid(),
  };
  addIdentity(state, { id, location, tags: body.tags ?? {}, properties }, clock.now());
  return { status: 201, headers: { location: id }, body: identityBody(identityOf(request)) };
}

/** Changes the tags of an identity that exists. */
export function patchIdentity(
  request: OperationRequest<z.infer<typeof identityPatchSchema>>,
): OperationResponse {
  return changed(request, identityOf(request));
}

/** One identity. */
export function getIdentity(request: OperationRequest): OperationResponse {
  return { status: 200, body: identityBody(identityOf(request)) };
}

/** The identities of a group or subscription. */
export function listIdentities({ state, params }: OperationRequest): OperationResponse {
  const group = params['resourceGroupName'];
  const below = `/subscriptions/${params['subscriptionId']}${group === undefined ? '' : `/resourceGroups/${group}`}`;
  const value = listResources(state, below, IDENTITY_TYPE).map((each) => identityBody(each));
  return { status: 200, body: { value } };
}

/**
 * The principal goes with it. Resources that it was assigned to keep naming it (Documentation: Manage
 * user-assigned managed identities).
 */
export function deleteIdentity(request: OperationRequest): OperationResponse {
  const { state } = request;
  const id = idOf(request);
  const identity = findIdentity(state, id);
  if (identity === undefined) {
    return { status: 204 };
  }
  removeResource(state, id);
  removeManagedIdentity(state, identity.principalId);
  return { status: 200 };
}

function changed(
  { body }: OperationRequest<z.infer<typeof identityPatchSchema>>,
  identity: ArmResource,
): OperationResponse {
  identity.tags = body.tags ?? identity.tags ?? {};
  return { status: 200, body: identityBody(identity) };
}

function idOf({ params }: OperationRequest): string {
  return `/subscriptions/${params['subscriptionId']}/resourcegroups/${params['resourceGroupName']}/providers/${IDENTITY_TYPE}/${params['resourceName']}`;
}

function identityOf(request: OperationRequest): ArmResource {
  const id = idOf(request);
  const found = findResource(request.state, id);
  if (found === undefined) {
    throw new Refusal(resourceNotFound(id));
  }
  return found;
}

/** Recording managed-identity-put.201. */
function identityBody({ location, tags: kept, id, name, type, properties }: ArmResource): object {
  return { location, tags: kept, id, name, type, properties };
}

/** The rule is documented, the response is an assumption. */
function invalidIdentityName(name: string): OperationResponse {
  return providerError(
    400,
    'BadRequest',
    `The identity name '${name}' is invalid: 3 to 128 letters, digits, hyphens and underscores, beginning with a letter or digit.`,
  );
}
