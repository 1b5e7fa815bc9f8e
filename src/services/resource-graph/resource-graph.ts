// Azure Resource Graph: queries over the resources of many subscriptions. Asked without its SDK: the version that fits
// our Node sends an old preview api-version and reads rows as an object with their numbers for names.

import { z } from 'zod';
import type { ResourceId } from '../../domain/resource-id.js';
import { usageError } from '../../errors/azbackup-error.js';
import { httpFailureOf } from '../arm/azure-failure.js';
import { callAzure } from '../arm/errors.js';
import { armRawClient, type RawResponse } from '../arm/transport/raw-client.js';
import type { Transport } from '../arm/transport/transport.js';
import { unexpectedResponse } from '../arm/unexpected-response.js';
import type { GraphScope, ResourceGraphService } from '../services.js';
import { queryProblems } from './query-problems.js';

/** Resources_Resources. */
const API_VERSION = '2022-10-01';

/** Most rows of a page. */
const PAGE_ROWS = 1000;

const pageSchema = z.object({
  data: z.array(z.unknown()),
  resultTruncated: z
    .union([z.boolean(), z.string()])
    .transform((value) => String(value) === 'true'),
  $skipToken: z.string().nullish(),
});

const rowSchema = z.record(z.string(), z.unknown());

/** What of a query is the same for all of its pages. */
interface Question {
  readonly query: string;
  readonly scope: GraphScope;
}

/** The service over the network of `transport`. */
export function createResourceGraphService(transport: Transport): ResourceGraphService {
  const client = armRawClient(transport);
  const url = `${transport.cloud.armEndpoint}/providers/Microsoft.ResourceGraph/resources?api-version=${API_VERSION}`;
  const send: SendPage = (body) => client.send({ method: 'POST', url, body });
  return {
    ids: (query, scope) =>
      callAzure({ doing: 'query Azure Resource Graph' }, () => readIds(send, { query, scope })),
  };
}

type SendPage = (body: object) => Promise<RawResponse>;

async function readIds(send: SendPage, question: Question): Promise<readonly ResourceId[]> {
  const ids: ResourceId[] = [];
  let token: string | undefined;
  do {
    const answer = await sendQuery(send, question, token);
    const page = pageSchema.safeParse(answer.body);
    if (!page.success) {
      throw unexpectedResponse('it is no answer to a query', 'Azure Resource Graph');
    }
    ids.push(...page.data.data.map((row) => idIn(row)));
    token = page.data.$skipToken ?? undefined;
    requireWhole(answer, page.data.resultTruncated && token === undefined, ids.length);
  } while (token !== undefined);
  return ids;
}

async function sendQuery(
  send: SendPage,
  { query, scope }: Question,
  token: string | undefined,
): Promise<RawResponse> {
  const next = token === undefined ? {} : { $skipToken: token };
  const options = { $top: PAGE_ROWS, resultFormat: 'objectArray', ...next };
  try {
    return await send({ query, ...scope, options });
  } catch (error) {
    const failure = httpFailureOf(error);
    throw failure?.status === 400 ? invalidQuery(error, failure.message) : error;
  }
}

function invalidQuery(error: unknown, message: string): Error {
  const { code, problems } = queryProblems(error);
  return usageError('AZB_GRAPH_QUERY', 'Azure Resource Graph does not accept the query', {
    causes: problems.length === 0 ? [message] : problems,
    ...(code === undefined ? {} : { azureCode: code }),
    underlying: error,
  });
}

function idIn(row: unknown): ResourceId {
  const columns = rowSchema.safeParse(row).data;
  const id = columns?.['id'];
  if (columns !== undefined && typeof id === 'string') {
    return id;
  }
  throw usageError('AZB_GRAPH_QUERY', 'the query does not project id', {
    causes: [`its columns: ${Object.keys(columns ?? {}).join(', ')}`],
    fix: ['end the query with: | project id'],
  });
}

/** A list that was cut off is not a list of fewer. */
function requireWhole({ header }: RawResponse, isCut: boolean, rows: number): void {
  if (header('x-ms-tenant-subscription-limit-hit')?.toLowerCase() === 'true') {
    throw usageError(
      'AZB_GRAPH_TRUNCATED',
      'Azure Resource Graph looked at 10,000 subscriptions and left out the others',
      { fix: ['narrow it with --subscription or --management-group'] },
    );
  }
  if (isCut) {
    throw usageError(
      'AZB_GRAPH_TRUNCATED',
      `Azure Resource Graph returned ${rows} rows of the query, and not the rest`,
      { fix: ['remove limit and take from the query, and have it project id unchanged'] },
    );
  }
}
