// No secret may be seen in restore-keys, whichever answer goes wrong and in whichever way.
import { beforeAll, describe, expect, it } from 'vitest';
import {
  FAILING_RESTORE_KEYS,
  leaksWhenFailing,
  requestsOf,
  WAYS_TO_FAIL,
  type RequestPlaces,
} from '../../workflow/support/failing-answers.js';

describe('no secret is seen in restore-keys', () => {
  let places: RequestPlaces;
  beforeAll(async () => {
    places = await requestsOf(FAILING_RESTORE_KEYS);
  });

  it.each(WAYS_TO_FAIL)('when any one answer %s', async (way) => {
    const requests = [...places.first, ...places.repeated];
    expect(await leaksWhenFailing(FAILING_RESTORE_KEYS, requests, way)).toEqual([]);
  });
});
