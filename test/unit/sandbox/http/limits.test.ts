// Worlds that enforce every limit, and worlds whose services are busy.
import { describe, expect, it } from 'vitest';
import { createSandbox } from '../../../../src/sandbox/create-sandbox.js';
import { worldNamed } from '../../../../src/sandbox/estates/catalogue.js';
import { busyAnswer } from '../../../../src/sandbox/http/limits/busy.js';
import { countKeyVault } from '../../../../src/sandbox/http/limits/key-vault.js';
import { countEnforced } from '../../../../src/sandbox/http/limits/enforced.js';
import { takeToken } from '../../../../src/sandbox/http/limits/token-bucket.js';
import { worldClock } from '../../../../src/sandbox/kernel/time/world-clock.js';
import { sandboxOperations } from '../../../../src/sandbox/operations.js';
import { tiny, tinySandbox, tinyWorld, vaultId } from '../../../support/worlds/tiny-world.js';

function call(id: string) {
  const operation = sandboxOperations.find((found) => found.id === id);
  if (operation === undefined) {
    throw new RangeError(`there is no operation ${id}`);
  }
  return { subscriptionId: tiny.subscriptionId, principalId: 'somebody', operation };
}

const HEADER = 'x-ms-ratelimit-remaining-resource';

describe('a bucket', () => {
  it('holds its size, and fills up as time passes', () => {
    const state = tinyWorld();
    const clock = worldClock(state);
    const take = () => takeToken(state, clock, 'b', { size: 3, refillPerSecond: 0.5 });
    expect([take(), take(), take(), take()]).toEqual([
      { left: 2 },
      { left: 1 },
      { left: 0 },
      { secondsToWait: 2 },
    ]);
    clock.advanceTo(clock.now() + 2000);
    expect([take(), take()]).toEqual([{ left: 0 }, { secondsToWait: 2 }]);
    clock.advanceTo(clock.now() + 60_000);
    expect(take()).toEqual({ left: 2 });
  });
});

describe('enforced limits', () => {
  it.each([
    ['VirtualMachines_Get', 'LowCostGet3Min;3999', 'LowCostGet30Min;31999'],
    ['VirtualMachineExtensions_CreateOrUpdate', 'UpdateVM3Min;239', 'UpdateVM30Min;1199'],
    ['VirtualMachines_CreateOrUpdate', 'PutVM3Min;239', 'PutVM30Min;1199'],
  ])('tell what is left of the policies of %s', (id, three, thirty) => {
    const state = tinyWorld();
    expect(countEnforced(state, worldClock(state), call(id))).toMatchObject({
      headers: { [HEADER]: `Microsoft.Compute/${three},Microsoft.Compute/${thirty}` },
    });
  });

  it('refuse the change after the last of three minutes', () => {
    const state = tinyWorld();
    const clock = worldClock(state);
    const change = call('VirtualMachineExtensions_CreateOrUpdate');
    for (let number = 0; number < 240; number += 1) {
      clock.advanceTo(clock.now() + 500);
      expect(countEnforced(state, clock, change)).not.toHaveProperty('refused');
    }
    expect(countEnforced(state, clock, change)).toMatchObject({
      refused: {
        status: 429,
        headers: { 'retry-after': '61' },
        body: {
          error: { code: 'OperationNotAllowed', details: [{ target: 'UpdateVM3Min' }] },
        },
      },
    });
    clock.advanceTo(clock.now() + 61_000);
    expect(countEnforced(state, clock, change)).not.toHaveProperty('refused');
  });

  it('refuse the 251st read of an instant, of one principal and subscription', async () => {
    const sandbox = tinySandbox();
    sandbox.state.limits = { enforced: true };
    const read = () => sandbox.send('GET', `${vaultId(tiny.policyVault)}?api-version=2023-07-01`);
    const first = await read();
    expect(first.headers.get('x-ms-ratelimit-remaining-subscription-reads')).toBe('249');
    for (let number = 1; number < 250; number += 1) {
      await read();
    }
    const refused = await read();
    expect([refused.status, refused.body.error.code]).toEqual([
      429,
      'SubscriptionRequestsThrottled',
    ]);
    expect(refused.headers.get('retry-after')).toBe('1');
  });

  it('refuse the call of a key vault after 4,000 in ten seconds, and do not say for how long', () => {
    const state = tinyWorld();
    const clock = worldClock(state);
    const read = (name: string) => countKeyVault(state, clock, name)?.status ?? 200;
    const statuses = Array.from({ length: 4000 }, () => read('kv-a'));
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(countKeyVault(state, clock, 'KV-A')).toEqual({
      status: 429,
      body: {
        error: {
          code: 'Throttled',
          message:
            'Request was not processed because too many requests were received. Reason: VaultRequestTypeLimitReached',
        },
      },
    });
    expect(read('kv-b')).toBe(200);
    clock.advanceTo(clock.now() + 10_000);
    expect(read('kv-a')).toBe(200);
  });

  it('are not counted where a world does not ask for them', async () => {
    const sandbox = tinySandbox();
    await sandbox.send('GET', `${vaultId(tiny.policyVault)}?api-version=2023-07-01`);
    expect(sandbox.state.throttling).toEqual({});
  });
});

describe('busy services', () => {
  const statuses = (seed: string, busyShare: number) => {
    const state = { ...tinyWorld(), limits: { busyShare, seed } };
    return Array.from({ length: 2000 }, () => busyAnswer(state)?.status ?? 200);
  };

  it('answer a share of requests 429 or 503, the same ones for the same seed', () => {
    const seen = statuses('a', 0.05);
    const count = (status: number): number => seen.filter((each) => each === status).length;
    expect(count(429) + count(503)).toBeGreaterThan(60);
    expect(count(429) + count(503)).toBeLessThan(140);
    expect(Math.min(count(429), count(503))).toBeGreaterThan(20);
    expect(statuses('a', 0.05)).toEqual(seen);
    expect(statuses('b', 0.05)).not.toEqual(seen);
    expect(new Set(statuses('a', 0))).toEqual(new Set([200]));
  });

  it('carry nothing out, and let everybody sign in', async () => {
    const state = worldNamed('empty')(Date.UTC(2026, 10, 23, 9));
    state.limits = { busyShare: 1 };
    const sandbox = createSandbox({ state, clock: worldClock(state) });
    const url = 'https://management.azure.com/subscriptions?api-version=2022-12-01';
    const answers = [await sandbox.fetch(new Request(url)), await sandbox.fetch(new Request(url))];
    expect(answers.map(({ status }) => [429, 503].includes(status))).toEqual([true, true]);
    const key =
      'https://login.microsoftonline.com/common/discovery/instance?api-version=1.1&authorization_endpoint=https://login.microsoftonline.com/common/oauth2/v2.0/authorize';
    expect((await sandbox.fetch(new Request(key))).status).toBe(200);
  });
});
