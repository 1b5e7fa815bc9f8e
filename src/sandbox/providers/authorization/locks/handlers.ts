// Management locks as resources: listed at a scope, set and taken away.

import { resourceNotFound } from '../../../http/arm-error.js';
import { notModelled } from '../../../http/not-modelled.js';
import type { OperationRequest, OperationResponse } from '../../../http/operation.js';
import { isWithinScope } from '../../../kernel/resource-id.js';
import {
  findResource,
  putResource,
  removeResource,
  resourcesOfType,
  type ArmResource,
} from '../../../kernel/resource.js';
import { LOCK_TYPE, scopeOfLock } from './locks.js';

/** What a lock is made of on the wire. */
export interface LockBody {
  readonly properties: {
    readonly level: string;
    readonly notes?: string | undefined;
  };
}

/** The locks that bear on a scope: set on it or above it, and below it unless asked for those `atScope()`. */
export function listLocks({ state, params, query }: OperationRequest): OperationResponse {
  const scope = params['scope'] ?? '/';
  const onlyAtScope = query['$filter'] !== undefined;
  if (onlyAtScope && query['$filter'] !== 'atScope()') {
    return notModelled(`lock filter ${query['$filter']}`);
  }
  const value = resourcesOfType(state, LOCK_TYPE)
    .filter((lock) => {
      const at = scopeOfLock(lock);
      return isWithinScope(scope, at) || (!onlyAtScope && isWithinScope(at, scope));
    })
    .map((lock) => lockBody(lock));
  return { status: 200, body: { value } };
}

/** One lock by scope and name. */
export function getLock(request: OperationRequest): OperationResponse {
  const found = findResource(request.state, lockId(request));
  return found === undefined
    ? resourceNotFound(lockId(request))
    : { status: 200, body: lockBody(found) };
}

/** Sets a lock; 201 when it is new. */
export function putLock(request: OperationRequest<LockBody>): OperationResponse {
  const { state, params, body } = request;
  const id = lockId(request);
  const { level, notes } = body.properties;
  const status = findResource(state, id) === undefined ? 201 : 200;
  const lock: ArmResource = {
    id,
    name: params['lockName'] ?? '',
    type: LOCK_TYPE,
    properties: { level, ...(notes === undefined ? {} : { notes }) },
  };
  putResource(state, lock);
  return { status, body: lockBody(lock) };
}

/** Takes a lock away; 204 when it is not there. */
export function deleteLock(request: OperationRequest): OperationResponse {
  const id = lockId(request);
  const found = findResource(request.state, id);
  removeResource(request.state, id);
  return { status: found === undefined ? 204 : 200 };
}

function lockId({ params }: Pick<OperationRequest, 'params'>): string {
  return `${params['scope'] ?? ''}/providers/${LOCK_TYPE}/${params['lockName']}`;
}

function lockBody({ id, name, properties }: ArmResource): unknown {
  return { properties, id, type: LOCK_TYPE, name };
}
