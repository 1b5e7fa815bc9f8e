// The wait for operations over every operation that was recorded to its end.
import { describe, expect, it } from 'vitest';
import { operationOf } from '../../src/services/arm/operation.js';
import { armRawClient } from '../../src/services/arm/transport/raw-client.js';
import { checkVault, type Raw } from '../support/recorded-comparison.js';
import {
  haveRecordings,
  recordedResponse,
  recordings,
  type Exchange,
} from '../support/recordings.js';
import { servicesUnderTest } from '../support/contract/services-under-test.js';

/** One recording is from a stage of Microsoft's own, whose Resource Manager is at another host. */
const DOGFOOD = 'api-dogfood.resources.windows-int.net';

function headersOf({ response }: Exchange): Headers {
  const headers = new Headers(response.headers);
  for (const [name, value] of headers) {
    headers.set(name, value.replace(DOGFOOD, 'management.azure.com'));
  }
  return headers;
}

/** Where az polls an operation that began with a 202 or 201: by its guid, wherever. */
function pollsOf(exchanges: readonly Exchange[], accepted: Exchange): readonly Exchange[] {
  const url = accepted.response.headers?.['azure-asyncoperation'] ?? '';
  const id = url.split('?', 1)[0]?.split('/').at(-1) ?? '';
  return exchanges.filter(({ request, response }) => {
    const path = request.url.split('?', 1)[0] ?? '';
    return (
      request.method === 'GET' &&
      /\/(?:backupOperations|operationStatus)\/[^/]+$/iu.test(path) &&
      id !== '' &&
      path.endsWith(id) &&
      response.status < 600
    );
  });
}

function hasEnded(poll: Exchange | undefined): boolean {
  const status = (poll?.response.body as Raw)?.status;
  return typeof status === 'string' && status !== 'InProgress';
}

const OPERATIONS = recordings().flatMap(({ file, exchanges }) =>
  exchanges
    .map((accepted) => ({ file, accepted, polls: pollsOf(exchanges, accepted) }))
    // A failed read is followed by another in the recordings, as it is in the program.
    .filter(({ polls }) => hasEnded(polls.at(-1))),
);

// Without the recordings there is nothing to replay.
describe.skipIf(!haveRecordings)('recorded operations', () => {
  it('are many', () => {
    expect(OPERATIONS.length).toBeGreaterThan(30);
  });

  it.each(OPERATIONS)('$file ends as it did', async ({ accepted, polls }) => {
    const last = polls.at(-1)?.response.body as Raw;
    const azure = servicesUnderTest((_request, count) => {
      const poll = polls[count - 1];
      if (poll === undefined) {
        throw new Error('more polls than were recorded');
      }
      return recordedResponse(poll);
    });
    const headers = headersOf(accepted);
    const outcome = await operationOf(
      { header: (name) => headers.get(name) ?? undefined },
      armRawClient(azure.transport),
      'it',
    ).wait({ clock: azure.clock });
    const jobId = last.properties?.jobId;
    expect(outcome).toEqual({ status: 'succeeded', ...(jobId === undefined ? {} : { jobId }) });
    expect(azure.requests[0]?.url.href).toBe(
      new URL(headers.get('azure-asyncoperation') ?? '').href,
    );
  });

  it('a vault is created as az creates one', async () => {
    const recording = recordings().find(({ file }) => file === 'vault-create.poll-sequence.json');
    const exchanges = recording?.exchanges ?? [];
    const azure = servicesUnderTest((_request, count) => {
      const exchange = exchanges[count - 1];
      return exchange === undefined
        ? new Response(null, { status: 500 })
        : recordedResponse(exchange);
    });
    const [put, , , final] = exchanges;
    const raw = final?.response.body as Raw;
    const asked = put?.request.body as Raw;
    const vaults = await azure.services.recoveryVaults();
    checkVault(await vaults.create(raw.id, raw.location, { clock: azure.clock }), raw);
    expect(azure.requests.map(({ method }) => method)).toEqual(['PUT', 'GET', 'GET', 'GET']);
    expect(azure.requests[0]?.body).toMatchObject({
      location: asked.location,
      sku: asked.sku,
    });
    expect(azure.clock.sleeps).toEqual([5, 5]);
  });
});
