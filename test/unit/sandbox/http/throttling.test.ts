import { describe, expect, it } from 'vitest';
import { countCall } from '../../../../src/sandbox/http/throttling.js';
import { worldClock } from '../../../../src/sandbox/kernel/time/world-clock.js';
import { tiny, tinyWorld } from '../../../support/worlds/tiny-world.js';

const jobs = {
  subscriptionId: tiny.subscriptionId,
  method: 'GET',
  action: 'Microsoft.RecoveryServices/Vaults/backupJobs/read',
} as const;

const HEADER = 'x-ms-ratelimit-remaining-subscription-resource-requests';

describe('job reads', () => {
  it('are capped at 150 an hour and say when to come back', () => {
    const state = tinyWorld();
    const clock = worldClock(state);
    const seen = Array.from({ length: 150 }, () => countCall(state, clock, jobs));
    expect(seen[0]).toEqual({ headers: { [HEADER]: '149' } });
    expect(seen.at(-1)).toEqual({ headers: { [HEADER]: '0' } });
    clock.advanceTo(clock.now() + 3_276_000);
    expect(countCall(state, clock, jobs)).toMatchObject({
      refused: {
        status: 429,
        headers: { 'retry-after': '324', connection: 'close', 'x-ms-failure-cause': 'gateway' },
        body: {
          error: {
            code: 'ResourceRequestsThrottled',
            message:
              "Number of requests for action 'Microsoft.RecoveryServices/Vaults/backupJobs/read' exceeded the limit of '150' for time interval '01:00:00'. Please try again after '324' seconds.",
          },
        },
      },
    });
    clock.advanceTo(clock.now() + 324_000);
    expect(countCall(state, clock, jobs)).toEqual({ headers: { [HEADER]: '149' } });
  });

  it('are counted apart from other actions and other subscriptions', () => {
    const state = tinyWorld();
    const clock = worldClock(state);
    countCall(state, clock, jobs);
    const other = { ...jobs, action: 'Microsoft.RecoveryServices/Vaults/backupPolicies/read' };
    expect(countCall(state, clock, other)).toEqual({ headers: { [HEADER]: '299' } });
    const elsewhere = { ...jobs, subscriptionId: tiny.otherSubscriptionId };
    expect(countCall(state, clock, elsewhere)).toEqual({ headers: { [HEADER]: '149' } });
  });
});
