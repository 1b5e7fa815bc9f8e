// No secret may be seen in restore-keys, whichever answer goes wrong and in whichever way.
import { beforeAll, describe, expect, it } from 'vitest';
import {
  FAILING_RESTORE_KEYS,
  leaksWhenFailing,
  requestsOf,
  shareOf,
  WAYS_TO_FAIL,
  type RequestPlaces,
} from '../../workflow/support/failing-answers.js';
import { rowsInTurn, SHARE } from '../share.js';

describe('no secret is seen in restore-keys', () => {
  let places: RequestPlaces;
  beforeAll(async () => {
    places = await requestsOf(FAILING_RESTORE_KEYS);
  });

  it.each(rowsInTurn(WAYS_TO_FAIL, 2))('when any one answer %s', async (way) => {
    const all = [...places.first, ...places.repeated];
    const requests = SHARE === 1 ? all : shareOf(all, way);
    expect(await leaksWhenFailing(FAILING_RESTORE_KEYS, requests, way)).toEqual([]);
  });
});
