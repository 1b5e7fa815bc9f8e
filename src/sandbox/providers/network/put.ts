// What the requests that make interfaces, networks and security groups have in common.

import { invalidResourceLocation } from '../../http/arm-error.js';
import type { OperationRequest, OperationResponse } from '../../http/operation.js';
import { Refusal } from '../../http/refusal.js';
import { findResource, putResource, type ArmResource } from '../../kernel/resource.js';
import { networkHeaders, startNetworkOperation, type NetworkOperationKind } from './operations.js';
import { sameRegion } from './request.js';

/** What is there already; a resource does not move to another region. */
export function knownInRegion(
  state: OperationRequest['state'],
  id: string,
  location: string,
): ArmResource | undefined {
  const known = findResource(state, id);
  if (known !== undefined && !sameRegion(known, location)) {
    throw new Refusal(invalidResourceLocation(id, known.location ?? '', location));
  }
  return known;
}

/** 201 for a new resource, 200 for one that is there, with the operation that a client waits for. */
export function completePut(
  request: OperationRequest,
  resource: ArmResource,
  {
    known,
    kind,
    render,
  }: {
    readonly known: ArmResource | undefined;
    readonly kind: NetworkOperationKind;
    readonly render: (state: OperationRequest['state'], resource: ArmResource) => unknown;
  },
): OperationResponse {
  const { state } = request;
  putResource(state, resource);
  const operation = startNetworkOperation(request, kind, resource.id);
  return {
    status: known === undefined ? 201 : 200,
    headers: networkHeaders(request, operation, resource.location ?? ''),
    body: render(state, resource),
  };
}
