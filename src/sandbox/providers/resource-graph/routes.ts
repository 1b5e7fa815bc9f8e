// Microsoft.ResourceGraph: queries over what Resource Manager and Azure Backup have.

import { z } from 'zod';
import { notModelled } from '../../http/not-modelled.js';
import {
  defineOperation,
  type OperationRequest,
  type OperationResponse,
  type SandboxOperation,
} from '../../http/operation.js';
import { readerOf } from './access.js';
import { answerOf, PAGE_ROWS, readToken, type PageOptions } from './answer.js';
import { accessDenied, invalidOption, invalidQuery, rateLimited } from './errors.js';
import { parseQuery } from './kql/parser.js';
import { QueryError, UnmodelledQuery } from './kql/query-error.js';
import { runQuery } from './kql/run.js';
import { countQuery } from './quota.js';
import { subscriptionsIn } from './scope.js';
import { tablesOf, UNMODELLED_TABLES } from './tables.js';
import type { GraphView } from './views/view.js';

/** How far the graph is behind, unless the world says otherwise; Azure only says minutes, so the figure is assumed. */
const LAG_SECONDS = 120;

const querySchema = z.strictObject({
  query: z.string(),
  subscriptions: z.array(z.string()).optional(),
  managementGroups: z.array(z.string()).optional(),
  options: z
    .strictObject({
      $top: z.int().optional(),
      $skip: z.int().optional(),
      $skipToken: z.string().optional(),
      resultFormat: z.enum(['objectArray', 'table']).optional(),
      allowPartialScopes: z.boolean().optional(),
      authorizationScopeFilter: z
        .enum(['AtScopeAndBelow', 'AtScopeAndAbove', 'AtScopeExact', 'AtScopeAboveAndBelow'])
        .optional(),
    })
    .optional(),
});

type QueryRequest = OperationRequest<z.infer<typeof querySchema>>;

function resources(request: QueryRequest): OperationResponse {
  const quota = countQuery(request);
  const response = quota.exceeded ? rateLimited(request) : answered(request);
  return { ...response, headers: { ...response.headers, ...quota.headers } };
}

function answered(request: QueryRequest): OperationResponse {
  const { state, caller, body } = request;
  const filter = body.options?.authorizationScopeFilter ?? 'AtScopeAndBelow';
  if (filter !== 'AtScopeAndBelow') {
    return notModelled(`the authorizationScopeFilter ${filter}`);
  }
  const page = pageOptions(body.options ?? {});
  if (typeof page === 'string') {
    return invalidOption(request, page);
  }
  const subscriptionIds = subscriptionsIn(state, caller, body);
  if (subscriptionIds.size === 0) {
    return accessDenied(request);
  }
  return queried(request, subscriptionIds, page);
}

/** What a page is like, or what is wrong with what was asked for. */
function pageOptions(
  options: NonNullable<z.infer<typeof querySchema>['options']>,
): PageOptions | string {
  const { $top = PAGE_ROWS, $skip = 0, $skipToken, resultFormat } = options;
  if ($top < 1 || $top > PAGE_ROWS) {
    return `The value of $top must be between 1 and ${PAGE_ROWS}.`;
  }
  const skip = $skipToken === undefined ? $skip : readToken($skipToken);
  return skip === undefined || skip < 0
    ? 'The value of $skipToken or $skip is invalid.'
    : { top: $top, skip, asTable: resultFormat === 'table' };
}

function queried(
  request: QueryRequest,
  subscriptionIds: ReadonlySet<string>,
  page: PageOptions,
): OperationResponse {
  try {
    const query = parseQuery(request.body.query, request.clock.now());
    const table = runQuery(query, tablesOf(viewOf(request, subscriptionIds)));
    return { status: 200, body: answerOf(query, table, page) };
  } catch (error) {
    if (error instanceof QueryError) {
      return UNMODELLED_TABLES.has(error.token)
        ? notModelled(`the table ${error.token} of Resource Graph`)
        : invalidQuery(request, error);
    }
    if (error instanceof UnmodelledQuery) {
      return notModelled(`${error.what} in queries of Resource Graph`);
    }
    throw error;
  }
}

function viewOf(
  { state, clock, caller }: QueryRequest,
  subscriptionIds: ReadonlySet<string>,
): GraphView {
  const nowMilliseconds = clock.now();
  return {
    state,
    nowMilliseconds,
    knownMilliseconds: nowMilliseconds - (state.resourceGraphLagSeconds ?? LAG_SECONDS) * 1000,
    subscriptionIds,
    tenantId: caller?.tenantId ?? '',
    mayRead: readerOf(state, caller?.objectId ?? ''),
  };
}

/** The operations of Resource Graph. */
export const resourceGraphOperations: readonly SandboxOperation[] = [
  defineOperation({
    provider: 'resource-graph',
    host: 'arm',
    id: 'Resources',
    method: 'POST',
    path: '/providers/Microsoft.ResourceGraph/resources',
    apiVersions: ['2024-04-01', '2022-10-01', '2021-06-01-preview', '2021-03-01'],
    body: querySchema,
    evidence: [
      { kind: 'documentation', page: 'Azure REST API reference: Resources - Resources' },
      { kind: 'documentation', page: 'Azure Resource Graph, Paging guidance' },
      { kind: 'documentation', page: 'grafana, issue 35225' },
      { kind: 'documentation', page: 'azure-cli-extensions, issue 3325' },
      {
        kind: 'assumption',
        note: 'the graph is two minutes behind; what it answers about a column or table that does not exist; the form of role definitions and of states other than the documented ones; that the functions and aggregates here are among those that Resource Graph takes over from Kusto, of which its page only says that they are a part',
      },
    ],
    fidelity: 'simplified',
    simplification:
      'Four tables and a part of the language; no facets. New machines, disks, items, jobs and assignments show late, changes of what was there, and deletions, at once.',
    handle: resources,
  }),
];
