// Pages of Resource Manager's lists: so many entries, and the address of what follows.

import { gatewayError } from './arm-error.js';
import type { OperationRequest, OperationResponse } from './operation.js';

/** The query parameter that says where a page begins. */
export const PAGE_QUERY = '$skiptoken';

/** The answer with one page of a list; only what is on it is rendered. */
export function listPage<Item>(
  request: OperationRequest,
  items: readonly Item[],
  size: number,
  render: (item: Item) => unknown,
): OperationResponse {
  const start = startOf(request.query[PAGE_QUERY]);
  if (start === undefined) {
    return gatewayError(400, 'InvalidSkipToken', 'The value of $skipToken is invalid.');
  }
  const end = start + size;
  const value = items.slice(start, end).map((item) => render(item));
  return {
    status: 200,
    body: end < items.length ? { value, nextLink: nextLink(request, end) } : { value },
  };
}

/** The same request with the token of the next page. */
function nextLink({ url }: OperationRequest, position: number): string {
  const others = [...url.searchParams].filter(([name]) => name.toLowerCase() !== PAGE_QUERY);
  const query = [...others, ['$skipToken', tokenOf(position)] as const]
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
  return `${url.origin}${url.pathname}?${query}`;
}

function tokenOf(position: number): string {
  return Buffer.from(`page/${position}`).toString('base64url');
}

function startOf(token: string | undefined): number | undefined {
  const text = token === undefined ? 'page/0' : Buffer.from(token, 'base64url').toString();
  const position = /^page\/(?<position>\d{1,9})$/u.exec(text)?.groups?.['position'];
  return position === undefined ? undefined : Number(position);
}
