// From a request's URL and headers to the one operation it means, or a refusal that names what is
// not modelled.

import { missingApiVersion } from '../arm-error.js';
import type { ServiceHost } from './host.js';
import { notModelled } from '../not-modelled.js';
import type { OperationResponse, SandboxOperation } from '../operation.js';
import { splitPath } from './path-template.js';
import { unknownHeaders } from '../request-headers.js';
import { refuseUnknownType } from './resource-types.js';
import type { RouteMatch, RouteTable } from './route-table.js';

/** A request that the sandbox knows how to treat. */
export interface ResolvedRequest {
  readonly operation: SandboxOperation;
  /** Decoded path with single slashes. */
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly apiVersion: string;
}

/** The resolved request, or the response that refuses it. */
export type Resolution = ResolvedRequest | { readonly refused: OperationResponse };

const API_VERSION = 'api-version';

/** Finds the operation of a request and checks the names of its query parameters and headers. */
export function resolveOperation(
  table: RouteTable,
  host: ServiceHost,
  request: Request,
): Resolution {
  const url = new URL(request.url);
  const segments = splitPath(url.pathname);
  const query = readQuery(url.searchParams);
  const found = findRoute(table.match(host.kind, segments), request.method, query[API_VERSION]);
  if ('refused' in found) {
    const { refused } = found;
    return { refused: refused ?? unknownRoute(host, request, query[API_VERSION]) };
  }
  const { [API_VERSION]: apiVersion = '', ...otherQuery } = query;
  const unknown = unknownNames(found.operation, otherQuery, request.headers);
  if (unknown !== undefined) {
    return { refused: notModelled(`${unknown} of ${found.operation.id}`) };
  }
  return {
    operation: found.operation,
    path: `/${segments.join('/')}`,
    params: { ...host.params, ...found.params },
    query: otherQuery,
    apiVersion,
  };
}

function unknownRoute(
  host: ServiceHost,
  { method, url }: Request,
  apiVersion: string | undefined,
): OperationResponse {
  const { host: name, pathname } = new URL(url);
  const refused = host.kind === 'arm' ? refuseUnknownType(pathname, apiVersion) : undefined;
  return refused ?? notModelled(`${method} ${name}${pathname}`);
}

/** The route of this method and api-version; `refused` is undefined when no route has the method. */
function findRoute(
  matches: readonly RouteMatch[],
  method: string,
  apiVersion: string | undefined,
): RouteMatch | { readonly refused: OperationResponse | undefined } {
  const ofMethod = matches.filter((match) => match.operation.method === method);
  const exact = ofMethod.find(({ operation }) => acceptsVersion(operation, apiVersion));
  const [nearest] = ofMethod;
  if (exact !== undefined || nearest === undefined) {
    return exact ?? { refused: undefined };
  }
  if (apiVersion === undefined) {
    return { refused: missingApiVersion() };
  }
  const versions = nearest.operation.apiVersions.join(', ');
  return {
    refused: notModelled(
      `api-version ${apiVersion} of ${nearest.operation.id} (it has ${versions})`,
    ),
  };
}

function acceptsVersion(operation: SandboxOperation, apiVersion: string | undefined): boolean {
  return operation.apiVersions.length === 0
    ? apiVersion === undefined
    : apiVersion !== undefined && operation.apiVersions.includes(apiVersion.toLowerCase());
}

/** Query parameters by lower-cased name; `URLSearchParams` has decoded `%2D` and `+` already. */
function readQuery(params: URLSearchParams): Record<string, string> {
  return Object.fromEntries([...params].map(([name, value]) => [name.toLowerCase(), value]));
}

function unknownNames(
  operation: SandboxOperation,
  query: Readonly<Record<string, string>>,
  headers: Headers,
): string | undefined {
  const [parameter] = Object.keys(query).filter((name) => operation.query?.includes(name) !== true);
  if (parameter !== undefined) {
    return `query parameter '${parameter}'`;
  }
  const [header] = unknownHeaders(headers, operation.host);
  return header === undefined ? undefined : `request header '${header}'`;
}
