// From a request's URL and headers to the one operation it means, or a refusal that names what is
// not modelled.

import { missingApiVersion } from '../arm-error.js';
import { refuseUnknownVersion } from './api-versions.js';
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

/**
 * Finds the operation of a request and checks the names of its query parameters and headers.
 * `locationOf` says where the resource of a path is, or will be.
 */
export function resolveOperation(
  table: RouteTable,
  host: ServiceHost,
  request: Request,
  locationOf: (path: string) => string | undefined,
): Resolution {
  const url = new URL(request.url);
  const segments = splitPath(url.pathname);
  const query = readQuery(url.searchParams);
  const path = `/${segments.join('/')}`;
  const found = findRoute(table.match(host.kind, segments), request.method, query[API_VERSION]);
  if ('nearest' in found) {
    return { refused: refuseVersion(found.nearest, query[API_VERSION], { path, locationOf }) };
  }
  if ('unknown' in found) {
    return { refused: unknownRoute(host, request, query[API_VERSION]) };
  }
  const { [API_VERSION]: apiVersion = '', ...otherQuery } = query;
  const unknown = unknownNames(found.operation, otherQuery, request.headers);
  if (unknown !== undefined) {
    return { refused: notModelled(`${unknown} of ${found.operation.id}`) };
  }
  return {
    operation: found.operation,
    path,
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

/** The route of this method and api-version, or the nearest of another version where there is one. */
function findRoute(
  matches: readonly RouteMatch[],
  method: string,
  apiVersion: string | undefined,
): RouteMatch | { readonly nearest: SandboxOperation } | { readonly unknown: true } {
  const ofMethod = matches.filter((match) => match.operation.method === method);
  const exact = ofMethod.find(({ operation }) => acceptsVersion(operation, apiVersion));
  const [nearest] = ofMethod;
  return exact ?? (nearest === undefined ? { unknown: true } : { nearest: nearest.operation });
}

function refuseVersion(
  nearest: SandboxOperation,
  apiVersion: string | undefined,
  {
    path,
    locationOf,
  }: { readonly path: string; readonly locationOf: (path: string) => string | undefined },
): OperationResponse {
  if (apiVersion === undefined) {
    return missingApiVersion();
  }
  const versions = nearest.apiVersions;
  return (
    refuseUnknownVersion(path, apiVersion, versions, locationOf(path)) ??
    notModelled(`api-version ${apiVersion} of ${nearest.id} (it has ${versions.join(', ')})`)
  );
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
