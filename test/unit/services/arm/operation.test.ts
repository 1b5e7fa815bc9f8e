import { describe, expect, it } from 'vitest';
import { armRawClient } from '../../../../src/services/arm/transport/raw-client.js';
import { operationOf } from '../../../../src/services/arm/operation.js';
import type { OperationOutcome } from '../../../../src/services/services.js';
import {
  armError,
  connectionError,
  empty,
  json,
  servicesUnderTest,
  type Answer,
} from '../../../support/contract/services-under-test.js';

const STATUS_URL =
  'https://management.azure.com/subscriptions/s/vaults/v/items/vm;iaasvmcontainerv2;rg;vm/operationsStatus/8f03c9be-1?api-version=2024-04-01&t=638493676502638196&c=MIIHADCC&s=fh2H&h=lQs6';
const RESULT_URL = 'https://management.azure.com/x/operationResults/op%3D1?api-version=1';

function accepted(headers: Record<string, string>) {
  return { header: (name: string) => headers[name] };
}

async function wait(
  answer: Answer,
  headers: Record<string, string> = { 'azure-asyncoperation': STATUS_URL },
) {
  const azure = servicesUnderTest(answer, { maxRetries: 1 });
  const operation = operationOf(
    accepted(headers),
    armRawClient(azure.transport),
    'the protection of vm',
  );
  const waiting: number[] = [];
  const outcome: OperationOutcome | Error = await operation
    .wait({
      clock: azure.clock,
      onWaiting: ({ nextPollSeconds }) => waiting.push(nextPollSeconds),
    })
    .catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))));
  return { ...azure, operation, outcome, waiting };
}

const running = { id: 'op', name: 'op', status: 'InProgress', endTime: '0001-01-01T00:00:00' };
const done = {
  ...running,
  status: 'Succeeded',
  endTime: '2023-05-20T13:02:04.2748463Z',
  properties: { objectType: 'OperationStatusJobExtendedInfo', jobId: 'job-1' },
};

/** Runs for a number of polls, then ends. */
function runsFor(polls: number, end: unknown = done): Answer {
  return (_request, count) => json(count <= polls ? running : end);
}

describe('an operation', () => {
  it('is known by the last part of its URL, without the signature', async () => {
    expect((await wait(runsFor(0))).operation.id).toBe('8f03c9be-1');
    expect((await wait(() => empty(204), { location: RESULT_URL })).operation.id).toBe('op=1');
  });

  it('is polled at its URL verbatim every five seconds, until it ends with its job', async () => {
    const { outcome, clock, requests, waiting } = await wait(runsFor(6));
    expect(outcome).toEqual({ status: 'succeeded', jobId: 'job-1' });
    expect(clock.sleeps).toEqual([5, 5, 5, 5, 5, 5, 5]);
    expect(waiting).toEqual([5, 5, 5, 5, 5, 5]);
    expect(requests[0]?.url.href).toBe(STATUS_URL);
  });

  it('is polled ever more rarely, but every half minute', async () => {
    const { clock } = await wait(runsFor(60));
    expect(clock.sleeps).toEqual(clock.sleeps.toSorted((left, right) => left - right));
    expect(clock.sleeps.at(-1)).toBe(30);
  });

  it('is left alone for as long as a status asks', async () => {
    const { clock, waiting } = await wait((_request, count) =>
      json(count === 1 ? running : done, 200, { 'retry-after': '60' }),
    );
    expect(clock.sleeps).toEqual([5, 60]);
    expect(waiting).toEqual([60]);
  });

  it('that failed is an outcome, with Azure’s code and words', async () => {
    const error = {
      code: 'UserErrorKeyVaultPermissionsNotConfigured',
      message: 'Azure Backup Service does not have sufficient permissions to Key Vault.',
    };
    const failed = { ...running, status: 'Failed', error, properties: null };
    expect((await wait(runsFor(1, failed))).outcome).toEqual({ status: 'failed', ...error });
  });

  it.each([
    [{ status: 'Failed' }, { status: 'failed', code: 'Failed', message: 'Azure gives no reason' }],
    [{ status: 'Canceled' }, { status: 'canceled' }],
    [{ status: 'Cancelled' }, { status: 'canceled' }],
    [{ status: 'Succeeded' }, { status: 'succeeded' }],
    [{ status: 'succeeded', properties: null }, { status: 'succeeded' }],
    [{ status: 'Succeeded', properties: { jobId: '' } }, { status: 'succeeded' }],
  ])('that answers %j has ended', async (body, outcome) => {
    expect((await wait(() => json(body))).outcome).toEqual(outcome);
  });

  it('with a status unknown goes on', async () => {
    const { outcome } = await wait((_request, count) =>
      json(count === 1 ? { status: 'Creating' } : done),
    );
    expect(outcome).toMatchObject({ status: 'succeeded' });
  });

  it('without a status URL is over when its result is no longer 202', async () => {
    const { outcome, clock } = await wait(
      (_request, count) => (count < 3 ? empty(202, { 'retry-after': '60' }) : empty(204)),
      { location: RESULT_URL },
    );
    expect(outcome).toEqual({ status: 'succeeded' });
    expect(clock.sleeps).toEqual([5, 60, 60]);
  });

  it('that announces nothing is over', async () => {
    const { outcome, requests } = await wait(() => empty(500), {});
    expect(outcome).toEqual({ status: 'succeeded' });
    expect(requests).toEqual([]);
  });

  it.each([
    ['a server error', () => armError(500, 'InternalServerError', 'oops')],
    ['throttling', () => armError(429, 'Throttled', 'later', { 'retry-after': '7' })],
    [
      'a broken connection',
      () => {
        throw connectionError('ECONNRESET');
      },
    ],
  ])('survives %s while it is polled', async (_name, problem) => {
    const { outcome } = await wait((_request, count) => (count <= 8 ? problem() : json(done)));
    expect(outcome).toMatchObject({ status: 'succeeded' });
  });

  it('is given up when it cannot be read five times in a row', async () => {
    const { outcome, requests } = await wait(() => armError(500, 'InternalServerError', 'oops'));
    expect(outcome).toMatchObject({ fields: { kind: 'unavailable' } });
    expect(requests).toHaveLength(10);
  });

  it('that may not be read is no failed operation', async () => {
    const { outcome, requests } = await wait(() => armError(403, 'AuthorizationFailed', 'no'));
    expect(outcome).toMatchObject({ fields: { kind: 'not-allowed' } });
    expect(requests).toHaveLength(1);
  });

  it('that answers nonsense is reported so', async () => {
    const { outcome } = await wait(() => json({ state: 'fine' }));
    expect(outcome).toMatchObject({ fields: { code: 'AZB_UNEXPECTED_RESPONSE' } });
  });

  it('stops being waited for when that is aborted', async () => {
    const azure = servicesUnderTest(runsFor(9));
    const controller = new AbortController();
    const operation = operationOf(
      accepted({ 'azure-asyncoperation': STATUS_URL }),
      armRawClient(azure.transport),
      'x',
    );
    const waited = operation.wait({
      clock: azure.clock,
      signal: controller.signal,
      onWaiting: () => controller.abort(new Error('interrupted')),
    });
    await expect(waited).rejects.toThrow('interrupted');
    expect(azure.requests).toHaveLength(1);
  });

  it.each(['999999999', '2147483648', '9'.repeat(400)])(
    'is asked again after ten minutes when the pause asked for is %s',
    async (seconds) => {
      const { outcome, waiting } = await wait((_request, count) =>
        count === 1
          ? json({ status: 'InProgress' }, 200, { 'retry-after': seconds })
          : json({ status: 'Succeeded' }),
      );
      expect(outcome).toEqual({ status: 'succeeded' });
      expect(waiting).toEqual([600]);
    },
  );
});
