// No secret may be seen in a restore of a machine, whichever request gets an answer that refuses.
import { beforeAll, describe, expect, it } from 'vitest';
import {
  FAILING_RESTORE,
  leaksWhenFailing,
  requestsOf,
  shareOf,
  WAYS_TO_FAIL,
  type RequestPlaces,
} from '../../workflow/support/failing-answers.js';
import { rowsInTurn, SHARE, someOf } from '../share.js';

describe('no secret is seen in restore --to vm', () => {
  let places: RequestPlaces;
  beforeAll(async () => {
    places = await requestsOf(FAILING_RESTORE);
  });

  // Requests that repeat an earlier one fail in one way after the other, and with a share all of them; most of them
  // are polls of one job, so that of these a share looks at some.
  it.each(rowsInTurn(WAYS_TO_FAIL.slice(0, 2), 2))('when any one answer %s', async (way) => {
    const requests =
      SHARE === 1
        ? [...places.first, ...shareOf(places.repeated, way)]
        : shareOf([...places.first, ...someOf(places.repeated)], way);
    expect(await leaksWhenFailing(FAILING_RESTORE, requests, way)).toEqual([]);
  });
});
