// Codes of Azure Resource Graph, and of limits on the requests of a whole subscription.

import { PUBLIC_REPORTS } from '../pages.js';
import { known } from './further-code.js';
import type { CodeExplanation } from '../explanation.js';

const THROTTLING =
  'https://learn.microsoft.com/azure/governance/resource-graph/concepts/guidance-for-throttled-requests';
const QUERY_LANGUAGE =
  'https://learn.microsoft.com/azure/governance/resource-graph/concepts/query-language';
const PAGES = 'https://learn.microsoft.com/azure/governance/resource-graph/concepts/work-with-data';
const LIMITS =
  'https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling';

/** What a query over many resources can end in. */
export const RESOURCE_GRAPH_CODES: readonly CodeExplanation[] = [
  known({
    codes: ['RateLimiting'],
    meaning: 'Resource Graph takes 15 queries in 5 seconds from one user',
    likely: 'several scripts query at once with the same sign-in',
    fix: ['wait for the time in x-ms-user-quota-resets-after, then query again'],
    retry: 'yes',
    docs: THROTTLING,
  }),
  known({
    codes: ['SubscriptionRequestsThrottled'],
    meaning:
      'the subscription, or this caller in it, has made more requests than Resource Manager takes',
    likely: 'other tools and pipelines use the same subscription',
    fix: ['wait for the time in Retry-After; fewer VMs at once make fewer requests'],
    retry: 'yes',
    docs: LIMITS,
  }),
  known({
    codes: ['InvalidQuery', 'InvalidQueryRequest'],
    meaning:
      'the query is not one that Resource Graph understands; the details name line and character',
    fix: ['correct the query, and try it with: az graph query -q QUERY'],
    retry: 'after-fix',
    docs: QUERY_LANGUAGE,
    evidence: [PUBLIC_REPORTS],
  }),
  known({
    codes: ['InvalidSkipToken'],
    meaning: 'the token that asks for the next page is not one of this list',
    fix: ['read the list again from its beginning'],
    retry: 'yes',
    docs: PAGES,
  }),
];
