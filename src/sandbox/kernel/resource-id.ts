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
  const segments = segmentsOf(id);
  const words = segmentsOf(id.toLowerCase());
  const providers = words.lastIndexOf('providers');
  const namespace = providers === -1 ? undefined : segments[providers + 1];
  let type = namespace;
  const names: string[] = [];
  const first = providers + 2;
  const count = namespace === undefined ? 0 : segments.length - first;
  for (let index = first; index + 1 < first + count; index += 2) {
    type = `${type ?? ''}/${segments[index] ?? ''}`;
    names.push(segments[index + 1] ?? '');
  }
  return {
    subscriptionId: wordValue(segments, words, 'subscriptions'),
    resourceGroup: wordValue(segments, words, 'resourcegroups'),
    namespace,
    type,
    names,
    trailing: count % 2 === 1 ? segments.at(-1) : undefined,
  };
}

/**
 * The scope at which ARM authorises a request for this path: the last complete resource in it,
 * or what stands before its provider when the path only lists.
 */
export function authorizationScope(path: string): string {
  const segments = segmentsOf(path);
  const providers = segmentsOf(path.toLowerCase()).lastIndexOf('providers');
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
  return segmentsOf(scope.toLowerCase()).join('/');
}

/** The keys of a scope and of those that hold it; scopes have an even number of parts. */
export function scopesAbove(scope: string): readonly string[] {
  const segments = scopeKey(scope).split('/');
  const even = Array.from({ length: Math.ceil(segments.length / 2) }, (_, index) => index * 2);
  const keys = even.map((length) => segments.slice(0, length).join('/'));
  return [...new Set([...keys, segments.join('/')])];
}

function segmentsOf(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '');
}

function wordValue(
  segments: readonly string[],
  words: readonly string[],
  word: string,
): string | undefined {
  const position = words.indexOf(word);
  return position % 2 === 0 ? segments[position + 1] : undefined;
}
