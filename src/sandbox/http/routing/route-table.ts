// Finds the operations that a request may mean.

import type { SandboxHost, SandboxOperation } from '../operation.js';
import { compilePath, matchPath, type PathTemplate } from './path-template.js';

/** An operation whose path fits, with the parameters found in the path. */
export interface RouteMatch {
  readonly operation: SandboxOperation;
  readonly params: Readonly<Record<string, string>>;
}

/** Looks up operations by host and path. */
export interface RouteTable {
  /** Every operation whose path fits, of any method, most specific first. */
  match(host: SandboxHost, segments: readonly string[]): RouteMatch[];
}

interface Route {
  readonly operation: SandboxOperation;
  readonly template: PathTemplate;
}

/** Builds the table; throws an Error when two operations claim the same method, path and version. */
export function createRouteTable(operations: readonly SandboxOperation[]): RouteTable {
  refuseDuplicates(operations);
  const routes = operations
    .map((operation) => ({ operation, template: compilePath(operation.path) }))
    .toSorted((left, right) => compare(left.template.specificity, right.template.specificity));
  // Routes with a scope of any length come last in this order, so that it is kept by putting them behind.
  const anyLength = routes.filter(({ template }) => template.scopeParam !== undefined);
  const byLength = groupByLength(
    routes.filter(({ template }) => template.scopeParam === undefined),
  );
  return {
    match: (host, segments) => [
      ...matchAll(byLength.get(lengthKey(host, segments)) ?? [], segments),
      ...matchAll(
        anyLength.filter(({ operation }) => operation.host === host),
        segments,
      ),
    ],
  };
}

function groupByLength(routes: readonly Route[]): ReadonlyMap<string, readonly Route[]> {
  const groups = new Map<string, Route[]>();
  for (const route of routes) {
    const key = lengthKey(route.operation.host, route.template.segments);
    groups.set(key, [...(groups.get(key) ?? []), route]);
  }
  return groups;
}

function lengthKey(host: SandboxHost, segments: readonly unknown[]): string {
  return `${host} ${segments.length}`;
}

function matchAll(routes: readonly Route[], segments: readonly string[]): RouteMatch[] {
  return routes.flatMap(({ operation, template }) => {
    const params = matchPath(template, segments);
    return params === undefined ? [] : [{ operation, params }];
  });
}

function refuseDuplicates(operations: readonly SandboxOperation[]): void {
  const seen = new Map<string, string>();
  for (const operation of operations) {
    for (const version of operation.apiVersions.length === 0 ? [''] : operation.apiVersions) {
      const path = operation.path.toLowerCase().replaceAll(/\{\w+\}/gu, '{}');
      const key = [operation.host, operation.method, path, version].join(' ');
      const other = seen.get(key);
      if (other !== undefined) {
        throw new Error(`operations ${other} and ${operation.id} both answer ${key}`);
      }
      seen.set(key, operation.id);
    }
  }
}

function compare(left: string, right: string): number {
  if (left === right) {
    return 0;
  }
  return left < right ? -1 : 1;
}
