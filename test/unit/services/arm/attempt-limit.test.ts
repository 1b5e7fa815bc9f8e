import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../../src/clock.js';
import { rawClient } from '../../../../src/services/arm/transport/raw-client.js';
import { sharedClientOptions } from '../../../../src/services/arm/transport/transport.js';
import { json, servicesUnderTest } from '../../../support/contract/services-under-test.js';

const URL_OF_JOBS = 'https://management.azure.com/jobs?api-version=1';

/** Sends one request of which the first attempts hang; their timers go off as soon as they hang. */
async function send(hanging: number, leftSeconds?: number) {
  const seconds: number[] = [];
  let goOff = (): void => undefined;
  let running = 0;
  const azure = servicesUnderTest((_request, count) => {
    if (count > hanging) {
      return json({ value: [] });
    }
    setImmediate(() => goOff());
    return new Promise<Response>(() => undefined);
  });
  const client = rawClient(
    sharedClientOptions({
      ...azure.transport,
      ...(leftSeconds === undefined
        ? {}
        : { deadlineMilliseconds: azure.clock.now() + leftSeconds * 1000 }),
      startTimer: (onTimeout, after) => {
        seconds.push(after);
        goOff = onTimeout;
        running += 1;
        return () => {
          running -= 1;
        };
      },
    }),
  );
  const ended = await client.send({ method: 'GET', url: URL_OF_JOBS }).then(
    ({ status }) => status,
    (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
  );
  return { ...azure, ended, seconds, running };
}

describe('an attempt', () => {
  it('that hangs is given up after 100 seconds, and repeated as after trouble of the network', async () => {
    const { ended, seconds, retries, running } = await send(1);
    expect({ ended, seconds, running }).toEqual({ ended: 200, seconds: [100, 100], running: 0 });
    expect(retries).toMatchObject([{ reason: 'network' }]);
  });

  it('that always hangs ends as a network that does not answer', async () => {
    const { ended, requests } = await send(99);
    expect({ ended, attempts: requests.length }).toEqual({ ended: 'ETIMEDOUT', attempts: 4 });
  });

  it('takes no longer than the command may, and none begins long after that', async () => {
    expect(await send(1, 40)).toMatchObject({ ended: 200, seconds: [40, 39] });
    expect(await send(1, -5)).toMatchObject({ ended: 200, seconds: [10, 10] });
  });
});

describe("the machine's clock", () => {
  it('sleeps for longer than a timer holds', async () => {
    const controller = new AbortController();
    const slept = systemClock.sleep(3_000_000, controller.signal).then(
      () => 'over',
      () => 'interrupted',
    );
    await systemClock.sleep(0.02);
    controller.abort(new Error('enough'));
    expect(await slept).toBe('interrupted');
  });
});
