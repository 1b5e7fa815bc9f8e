// Keeps within the quota of Resource Graph: 15 queries of a user in 5 seconds, which its answers count down.

import type { Clock } from '../../../clock.js';
import type { RawClient } from './raw-client.js';
import { quotaResetSeconds } from './retry-after.js';

/** A client that sends no query of which the last answer says that it would be refused, and waits instead. */
export function withinQueryQuota(client: RawClient, clock: Clock): RawClient {
  let opens = 0;
  return {
    send: async (request) => {
      const wait = opens - clock.now();
      if (wait > 0) {
        await clock.sleep(wait / 1000, request.signal);
      }
      const answer = await client.send(request);
      const isSpent = answer.header('x-ms-user-quota-remaining')?.trim() === '0';
      opens = isSpent ? clock.now() + (quotaResetSeconds(answer.header) ?? 0) * 1000 : 0;
      return answer;
    },
  };
}
