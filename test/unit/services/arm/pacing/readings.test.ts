// What headers of answers tell of limits, in the forms that were recorded or are documented.
import { describe, expect, it } from 'vitest';
import { readingsOf } from '../../../../../src/services/arm/pacing/readings.js';

function readings(headers: Readonly<Record<string, string>>): ReturnType<typeof readingsOf> {
  return readingsOf((name) => headers[name]);
}

const PREFIX = 'x-ms-ratelimit-remaining';

describe('the headers of an answer', () => {
  it('tell what is left of an hour', () => {
    expect(readings({ [`${PREFIX}-subscription-resource-requests`]: '149' })).toEqual({
      own: [{ name: 'calls', left: 149, windowSeconds: 3600 }],
      wide: [],
    });
  });

  it.each(['subscription-reads', 'subscription-writes', 'tenant-reads', 'subscription-deletes'])(
    'tell of %s',
    (name) => {
      expect(readings({ [`${PREFIX}-${name}`]: '11999' })).toEqual({
        own: [],
        wide: [{ name, left: 11_999 }],
      });
    },
  );

  it('tell of the policies of compute whose windows they name', () => {
    const resource =
      'Microsoft.Compute/UpdateVM3Min;239,Microsoft.Compute/UpdateVM30Min;1193,Microsoft.Compute/LowCostGetResource;35';
    expect(readings({ [`${PREFIX}-resource`]: resource }).own).toEqual([
      { name: 'Microsoft.Compute/UpdateVM3Min', left: 239, windowSeconds: 180 },
      { name: 'Microsoft.Compute/UpdateVM30Min', left: 1193, windowSeconds: 1800 },
    ]);
  });

  it('tell of the quota of Resource Graph', () => {
    const quota = {
      'x-ms-user-quota-remaining': '0',
      'x-ms-user-quota-resets-after': '00:01:04',
    };
    expect(readings(quota).own).toEqual([
      { name: 'queries', left: 0, windowSeconds: 5, endsInSeconds: 64 },
    ]);
  });

  it.each([
    {},
    { [`${PREFIX}-subscription-reads`]: 'many' },
    { [`${PREFIX}-resource`]: 'nothing;at;all' },
    { 'x-ms-user-quota-remaining': '3' },
  ])('tell nothing where they make no sense: %o', (headers) => {
    expect(readings(headers)).toEqual({ own: [], wide: [] });
  });
});
