// No secret may be seen in enable --grant, whichever answer goes wrong and in whichever way.
import { beforeAll, describe, expect, it } from 'vitest';
import {
  FAILING_ENABLE,
  leaksWhenFailing,
  requestsOf,
  shareOf,
  WAYS_TO_FAIL,
  type RequestPlaces,
} from '../../workflow/support/failing-answers.js';
import { rowsInTurn, SHARE } from '../share.js';

describe('no secret is seen in enable --grant', () => {
  let places: RequestPlaces;
  beforeAll(async () => {
    places = await requestsOf(FAILING_ENABLE);
  });

  it.each(rowsInTurn(WAYS_TO_FAIL, 2))('when any one answer %s', async (way) => {
    const all = [...places.first, ...places.repeated];
    const requests = SHARE === 1 ? all : shareOf(all, way);
    expect(await leaksWhenFailing(FAILING_ENABLE, requests, way)).toEqual([]);
  });
});
