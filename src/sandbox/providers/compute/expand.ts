// The `$expand` of machines and extensions.

import { notModelled } from '../../http/not-modelled.js';
import type { OperationRequest } from '../../http/operation.js';
import { Refusal } from '../../http/refusal.js';

/** Whether the instance view is asked for; anything else that can be expanded is refused by name. */
export function expandsInstanceView({ query, url }: OperationRequest): boolean {
  const expand = query['$expand'];
  if (expand !== undefined && expand.toLowerCase() !== 'instanceview') {
    throw new Refusal(notModelled(`$expand=${expand} on ${url.pathname}`));
  }
  return expand !== undefined;
}
