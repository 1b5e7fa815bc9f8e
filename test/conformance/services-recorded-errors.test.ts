// The mapping of errors over every error that was recorded or reported of real Azure.
import { describe, expect, it } from 'vitest';
import { AzbackupError } from '../../src/errors/azbackup-error.js';
import { callOrAbsent } from '../../src/services/arm/errors.js';
import { armRawClient } from '../../src/services/arm/transport/raw-client.js';
import type { Raw } from '../support/recorded-comparison.js';
import {
  haveRecordings,
  readRecording,
  recordedResponse,
  recordings,
  type Exchange,
} from '../support/recordings.js';
import { servicesUnderTest } from '../support/contract/services-under-test.js';

/** What became of an exchange: kind and Azure's code of the error, or absence. */
async function ending({ request, response }: Exchange): Promise<unknown> {
  const { transport } = servicesUnderTest(() => recordedResponse({ request, response }), {
    maxRetries: 0,
  });
  try {
    return await callOrAbsent({ doing: 'read it' }, () =>
      // The mapping does not mind whose error it is; the client sends its token to Resource Manager alone.
      armRawClient(transport).send({ method: 'GET', url: 'https://management.azure.com/x' }),
    );
  } catch (error) {
    if (!(error instanceof AzbackupError)) {
      throw error;
    }
    const { kind, azureCode } = error.fields;
    return { kind, azureCode };
  }
}

/** What must become of it. */
function expected({ response: { status, body } }: Exchange): unknown {
  const raw = body as Raw;
  const azureCode = raw?.error?.innererror?.code ?? raw?.error?.code ?? raw?.ErrorCode;
  const isAbsent = status === 404 && !/Subscription|InvalidResourceType/u.test(azureCode);
  return isAbsent ? undefined : { kind: kindOf(status), azureCode };
}

function kindOf(status: number): string {
  if (status === 401 || status === 403) {
    return 'not-allowed';
  }
  if (status === 404) {
    return 'not-found';
  }
  return status === 429 || status >= 500 ? 'unavailable' : 'azure-failed';
}

const recorded = recordings().flatMap(({ file, exchanges }) =>
  exchanges
    .filter(({ response }) => response.status >= 400)
    .map((exchange) => ({ name: file, exchange })),
);

/** Errors that were reported, not recorded; those without a status are of operations and jobs. */
function reported(): readonly { name: string; exchange: Exchange }[] {
  const catalogue = readRecording('reference.error-catalogue.json')['errors'] as Raw[];
  const request = { method: 'GET', url: 'https://management.azure.com/x' };
  return catalogue
    .filter(({ status, body }) => typeof status === 'number' && body !== undefined)
    .map(({ where, status, body }) => ({
      name: where,
      exchange: { request, response: { status, body } },
    }));
}

const ERRORS = haveRecordings ? [...recorded, ...reported()] : [];

// Without the recordings there is nothing to compare with: they lie beside the repository, not in it.
describe.skipIf(!haveRecordings)('recorded errors', () => {
  it('are many', () => {
    expect(ERRORS.length).toBeGreaterThan(20);
  });

  it.each(ERRORS)('$name is understood by its status and code', async ({ exchange }) => {
    expect(await ending(exchange)).toEqual(expected(exchange));
  });
});
