// The sandbox as clients in real time see it: its clock flows of itself, and what it asks them to wait
// for is as much shorter as its clock is faster.

import type { RealClock } from '../kernel/time/clock.js';
import type { Fetch } from '../faults/inject-faults.js';
import type { PersistentSandbox } from '../persistent-sandbox.js';
import { clientSpeed, letTimeFlow } from '../kernel/time/clock-settings.js';

/** Answers requests in real time. */
export function servedFetch(sandbox: Pick<PersistentSandbox, 'fetch'>, clock: RealClock): Fetch {
  return async (request) => {
    let speed = 1;
    const response = await sandbox.fetch(request, {
      beforeRequest: (state) => {
        letTimeFlow(state, clock.now());
        speed = clientSpeed(state);
      },
      delay: (seconds) => clock.sleep(seconds / speed, request.signal),
    });
    return withRetryAfter(response, speed);
  };
}

const RETRY_AFTER = 'retry-after';

/** Whole seconds, rounded up and never 0: a client that is told 0 asks without a pause. */
function withRetryAfter(response: Response, speed: number): Response {
  const seconds = Number(response.headers.get(RETRY_AFTER));
  if (speed === 1 || !(seconds > 0)) {
    return response;
  }
  const headers = new Headers(response.headers);
  headers.set(RETRY_AFTER, String(Math.max(1, Math.ceil(seconds / speed))));
  return new Response(response.body, { status: response.status, headers });
}
