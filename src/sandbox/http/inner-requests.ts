// How the services of this Azure ask each other: through the same table that requests from outside go
// through, so that nothing is let pass that Azure would refuse.

import type { WorldState } from '../kernel/state.js';
import { addressedWorld, locationOfPath } from './addressed-world.js';
import { handleWithin } from './handle-operation.js';
import { serviceHost } from './routing/host.js';
import { notModelled } from './not-modelled.js';
import type { InnerRequest, OperationResponse, SendWithin } from './operation.js';
import { splitPath } from './routing/path-template.js';
import { resolveOperation } from './routing/resolve-operation.js';
import type { RouteTable } from './routing/route-table.js';

/** Sends requests within a world. A host that does not resolve is answered with 502. */
export function innerSender(table: RouteTable, state: WorldState): SendWithin {
  const sendWithin: SendWithin = async (inner) => {
    const host = serviceHost(inner.url.hostname);
    if (host === undefined) {
      return notModelled(`host ${inner.url.hostname}`);
    }
    const path = `/${splitPath(inner.url.pathname).join('/')}`;
    if (!addressedWorld(state, host, path).exists) {
      return UNREACHABLE;
    }
    const request = requestOf(inner);
    const resolved = resolveOperation(table, host, request, (each) => locationOfPath(state, each));
    if ('refused' in resolved) {
      return resolved.refused;
    }
    const clock = { now: () => inner.nowMilliseconds };
    const { caller } = inner;
    return await handleWithin(resolved, request, { state, clock, sendWithin, caller });
  };
  return sendWithin;
}

const UNREACHABLE: OperationResponse = { status: 502 };

function requestOf({ method, url, body }: InnerRequest): Request {
  return body === undefined
    ? new Request(url, { method })
    : new Request(url, {
        method,
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      });
}
