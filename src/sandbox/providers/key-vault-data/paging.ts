// Pages of key vault lists.

import type { OperationRequest, OperationResponse } from '../../http/operation.js';
import type { ArmResource } from '../../kernel/resource.js';
import { vaultUrl } from './object-shapes.js';

/** Most items of a page, and how many there are when the caller does not say (OpenAPI: maxresults). */
const PAGE_SIZE = 25;

/** The page of a list that a request asks for. Recording: kv-secrets-list.paged. */
export function pageOf<Item>(
  request: OperationRequest,
  vault: ArmResource,
  items: readonly Item[],
  render: (item: Item) => object,
): OperationResponse {
  const { query, apiVersion, url } = request;
  const size = Math.min(PAGE_SIZE, Math.max(1, Number(query['maxresults'] ?? PAGE_SIZE)));
  const start = readToken(query['$skiptoken']);
  const end = start + size;
  const path = url.pathname.replace(/\/+$/u, '');
  const nextLink =
    end < items.length
      ? `${vaultUrl(vault)}:443${path}?api-version=${apiVersion}&$skiptoken=${writeToken(end)}&maxresults=${size}`
      : null;
  const value = items.slice(start, end).map((item) => render(item));
  return { status: 200, body: { value, nextLink } };
}

/** Query parameters of lists. */
export const PAGE_QUERY = ['maxresults', '$skiptoken'];

function writeToken(position: number): string {
  const token = { NextMarker: String(position), TargetLocation: 0 };
  return Buffer.from(JSON.stringify(token)).toString('base64url');
}

function readToken(token: string | undefined): number {
  const text = Buffer.from(token ?? '', 'base64url').toString();
  return Number(/"NextMarker":"(?<position>\d+)"/u.exec(text)?.groups?.['position'] ?? 0);
}
