// Takes ARM resource ids apart: which subscription, group, type and names an id speaks of.

/** The parts of an ARM id; what an id does not have is undefined. */
export interface ResourceIdParts {
  readonly subscriptionId: string | undefined;
  readonly resourceGroup: string | undefined;
  /** Namespace after the last `/providers/`. */
  readonly namespace: string | undefined;
  /** Type with its namespace, such as Microsoft.Compute/virtualMachines/extensions. */
  readonly type: string | undefined;
  /** Names of the type's levels, outermost first. */
  readonly names: readonly string[];
  /** What follows the last complete pair of type and name: an action or a list. */
  readonly trailing: string | undefined;
}

/** Splits an id or a request path; compares keywords without case and keeps the casing of names. */
export function parseResourceId(id: string): ResourceIdParts {
  const segments = id.split('/').filter((segment) => segment !== '');
  const providers = lastIndexOfWord(segments, 'providers');
  const tail = providers === -1 ? [] : segments.slice(providers + 1);
  const [namespace, ...pairs] = tail;
  const levels = Array.from({ length: Math.floor(pairs.length / 2) }, (_, index) => index * 2);
  const types = levels.map((index) => pairs[index] ?? '');
  return {
    subscriptionId: wordValue(segments, 'subscriptions'),
    resourceGroup: wordValue(segments, 'resourcegroups'),
    namespace,
    type: namespace === undefined ? undefined : [namespace, ...types].join('/'),
    names: levels.map((index) => pairs[index + 1] ?? ''),
    trailing: pairs.length % 2 === 1 ? pairs.at(-1) : undefined,
  };
}

/**
 * The scope at which ARM authorises a request for this path: the last complete resource in it,
 * or what stands before its provider when the path only lists.
 */
export function authorizationScope(path: string): string {
  const segments = path.split('/').filter((segment) => segment !== '');
  const providers = lastIndexOfWord(segments, 'providers');
  if (providers === -1) {
    return `/${segments.slice(0, segments.length - (segments.length % 2)).join('/')}`;
  }
  const pairs = segments.length - providers - 2;
  const complete = pairs - (pairs % 2);
  const end = complete <= 0 ? providers : providers + 2 + complete;
  return `/${segments.slice(0, end).join('/')}`;
}

/** Whether `inner` is `outer` or lies below it; `/` holds everything. Compared without case. */
export function isWithinScope(inner: string, outer: string): boolean {
  const outerKey = scopeKey(outer);
  const innerKey = scopeKey(inner);
  return outerKey === '' || innerKey === outerKey || innerKey.startsWith(`${outerKey}/`);
}

/** The text by which scopes compare: empty for the root. */
export function scopeKey(scope: string): string {
  return scope
    .toLowerCase()
    .split('/')
    .filter((segment) => segment !== '')
    .join('/');
}

/** The keys of a scope and of those that hold it; scopes have an even number of parts. */
export function scopesAbove(scope: string): readonly string[] {
  const segments = scopeKey(scope).split('/');
  const even = Array.from({ length: Math.ceil(segments.length / 2) }, (_, index) => index * 2);
  const keys = even.map((length) => segments.slice(0, length).join('/'));
  return [...new Set([...keys, segments.join('/')])];
}

function wordValue(segments: readonly string[], word: string): string | undefined {
  const position = segments.findIndex((segment) => segment.toLowerCase() === word);
  return position % 2 === 0 ? segments[position + 1] : undefined;
}

function lastIndexOfWord(segments: readonly string[], word: string): number {
  return segments.findLastIndex((segment) => segment.toLowerCase() === word);
}
