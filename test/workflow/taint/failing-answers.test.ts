// No secret may be seen when an answer goes wrong: each way to fail at a share of the requests of a command.
// All ways at all requests: test/sweep.
import { beforeAll, describe, expect, it } from 'vitest';
import {
  FAILING_ENABLE,
  FAILING_RESTORE,
  FAILING_RESTORE_KEYS,
  leaksWhenFailing,
  requestsOf,
  shareOf,
  WAYS_TO_FAIL,
  type RequestPlaces,
} from '../support/failing-answers.js';

describe.each([
  { ...FAILING_ENABLE, every: 6 },
  { ...FAILING_RESTORE_KEYS, every: 4 },
  // A run of it is long.
  { ...FAILING_RESTORE, every: 12 },
])('no secret is seen in azbackup $argv', ({ every, ...command }) => {
  let places: RequestPlaces;
  beforeAll(async () => {
    places = await requestsOf(command);
  });

  it.each(WAYS_TO_FAIL)('when an answer %s', async (way) => {
    const requests = places.first.filter((_, place) => place % every === 0);
    expect(await leaksWhenFailing(command, shareOf(requests, way), way)).toEqual([]);
  });
});
