// What other clients sent to the served sandbox, and what it answered them, held to Microsoft's own
// descriptions. `sandbox serve --record DIR` writes it, AZBACKUP_RECORDED=DIR names it;
// test/clients/run-az.sh does both.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  openApiExceptions,
  openApiExceptionsOfClients,
  undescribed,
  undescribedOfClients,
} from '../support/conformance/openapi-exceptions.js';
import { haveOpenApi, loadOpenApiValidator } from '../support/conformance/openapi-validator.js';
import {
  explained,
  evaluateChecks,
  undescribedAddresses,
  unneeded,
  unreviewed,
  type Judged,
} from '../support/conformance/openapi-verdicts.js';
import type { SentExchange } from '../../src/sandbox/recorded/replay.js';

const folder = process.env['AZBACKUP_RECORDED'] ?? '';

function whyNot(): string {
  if (folder === '') {
    return ' (skipped: AZBACKUP_RECORDED names no folder of recorded exchanges)';
  }
  return haveOpenApi ? '' : ' (skipped: there are no descriptions beside the repository)';
}

const recordedSchema = z.object({
  request: z.object({ method: z.string(), url: z.string(), body: z.unknown() }),
  /** Null where a fault broke the connection. */
  response: z
    .object({ status: z.number(), headers: z.record(z.string(), z.string()), body: z.unknown() })
    .nullable(),
});

function recordedExchanges(): SentExchange[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .toSorted()
    .flatMap((name) => {
      const text = readFileSync(path.join(folder, name), 'utf8');
      const { request, response } = recordedSchema.parse(JSON.parse(text));
      const { method, url, body: requestBody } = request;
      return response === null ? [] : [{ method, url, requestBody, ...response }];
    });
}

// Without traffic, or what it is compared with, nothing can be said; the title says which is missing.
describe.skipIf(whyNot() !== '')(`what other clients said${whyNot()}`, () => {
  let verdicts: readonly Judged[] = [];

  beforeAll(async () => {
    verdicts = await evaluateChecks(await loadOpenApiValidator(), recordedExchanges());
  });

  it('was modelled', () => {
    const refused = verdicts.filter(({ exchange }) => exchange.status === 501);
    expect(refused.map(({ exchange: { method, url } }) => `${method} ${url}`)).toEqual([]);
  });

  it('agrees with the descriptions, both ways', () => {
    expect(verdicts.filter(({ operation }) => operation !== undefined)).not.toEqual([]);
    expect(unreviewed(verdicts, [...openApiExceptions, ...openApiExceptionsOfClients])).toEqual([]);
  });

  it('needs every exception that is made for clients', () => {
    expect(unneeded(verdicts, openApiExceptionsOfClients)).toEqual([]);
  });

  it('is described but for what is known to have no description', () => {
    const addresses = undescribedAddresses(verdicts);
    const known = [...undescribed, ...undescribedOfClients];
    expect(explained(addresses, known).unexplained).toEqual([]);
    expect(explained(addresses, undescribedOfClients).unused).toEqual([]);
  });
});
