// What is taken for an answer of Azure's: everything that real Azure was recorded to answer with, and every
// field of its descriptions in the type that they give it.
import { readdirSync, readFileSync } from 'node:fs';
import { createHttpHeaders, createPipelineRequest } from '@azure/core-rest-pipeline';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { answerPolicy } from '../../src/services/arm/transport/answer-policy.js';
import { wrongType } from '../../src/services/arm/transport/wire-types.js';
import { haveOpenApi, OPENAPI_FOLDER } from '../support/conformance/openapi-validator.js';
import { haveRecordings, recordings, type Exchange } from '../support/recordings.js';

const POLLED = /\/(?:operationResults|operations|operationsStatus|backupOperationResults)\//iu;

/** Why an exchange is refused; undefined when it is taken. */
async function refusal({ request, response }: Exchange): Promise<unknown> {
  const { body, status } = response;
  const bodyAsText =
    typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body);
  const { method, url } = request;
  const sent = createPipelineRequest({
    url,
    method: z.enum(['GET', 'PUT', 'POST', 'PATCH', 'DELETE', 'HEAD']).parse(method),
  });
  try {
    await answerPolicy({ mayBeEmpty: POLLED.test(url) }).sendRequest(sent, () =>
      Promise.resolve({ request: sent, status, headers: createHttpHeaders(), bodyAsText }),
    );
    return undefined;
  } catch (error) {
    return `${method} ${url}: ${String(error)}`;
  }
}

// The recordings lie beside the repository, not in it.
describe.skipIf(!haveRecordings)('recorded answers', () => {
  const successes = recordings().flatMap(({ exchanges }) =>
    exchanges.filter(
      ({ response: { status, body } }) => status >= 200 && status < 300 && body !== null,
    ),
  );

  it('are all taken for such', async () => {
    expect(successes.length).toBeGreaterThan(700);
    const refusals = await Promise.all(successes.map(refusal));
    expect(refusals.filter((found) => found !== undefined)).toEqual([]);
  });
});

const definitionSchema = z.looseObject({
  type: z.string().optional(),
  $ref: z.string().optional(),
  get properties() {
    return z.record(z.string(), definitionSchema).optional();
  },
  get allOf() {
    return z.array(definitionSchema).optional();
  },
});
type Definition = z.infer<typeof definitionSchema>;

/** A value of each type of the descriptions. */
const SAMPLES: Readonly<Record<string, unknown>> = {
  string: 'text',
  integer: 7,
  number: 7,
  boolean: true,
  array: [],
  object: {},
};

/** Fields of requests, and of operations that are not called. */
const NOT_ANSWERED: ReadonlySet<string> = new Set([
  'BMSRPQueryObject.extendedInfo',
  'PreValidateEnableBackupRequest.properties',
  'ResourceCertificateDetails.resourceId',
  'BackupManagementUsage.name',
  'Usage.name',
]);

function refusedFields(name: string, { properties = {}, allOf = [] }: Definition): string[] {
  const own = Object.entries(properties).flatMap(([field, described]) => {
    const sample = described.type === undefined ? undefined : SAMPLES[described.type];
    const refused = sample === undefined ? undefined : wrongType({ [field]: sample });
    return [
      ...(refused === undefined || NOT_ANSWERED.has(`${name}.${field}`)
        ? []
        : [`${name}: ${refused}`]),
      ...refusedFields(name, described),
    ];
  });
  return [...own, ...allOf.flatMap((part) => refusedFields(name, part))];
}

// The descriptions lie beside the repository, not in it.
describe.skipIf(!haveOpenApi)('described fields', () => {
  it('are all taken in the type that they are described with', () => {
    const files = readdirSync(OPENAPI_FOLDER, { recursive: true, encoding: 'utf8' }).filter(
      (file) => file.endsWith('.json') && !file.includes('examples'),
    );
    const definitions = files.flatMap((file) => {
      const text = readFileSync(new URL(file, OPENAPI_FOLDER), 'utf8');
      const parsed = z
        .looseObject({ definitions: z.record(z.string(), definitionSchema).optional() })
        .parse(JSON.parse(text));
      return Object.entries(parsed.definitions ?? {});
    });
    expect(definitions.length).toBeGreaterThan(500);
    expect(definitions.flatMap(([name, definition]) => refusedFields(name, definition))).toEqual(
      [],
    );
  });
});
