// ARM resource ids: `/subscriptions/{s}/resourceGroups/{g}/providers/{namespace}/{type}/{name}…`.
// ARM compares them without case and returns them in varying case, so nothing may compare the text.

/** A complete ARM resource id. Compare with `sameId`, never with `===`. */
export type ResourceId = string;

/** The parts of an ARM resource id, in the casing of the text. */
export interface ResourceIdParts {
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  /** Provider namespace and type, such as `Microsoft.Compute/virtualMachines`. */
  readonly type: string;
  /** Names from the outermost resource to the innermost. */
  readonly names: readonly string[];
  /** The innermost name. */
  readonly name: string;
}

const ID_PATTERN =
  /^\/subscriptions\/(?<subscription>[^/]+)\/resourcegroups\/(?<group>[^/]+)\/providers\/(?<namespace>[^/]+)(?<rest>(?:\/[^/]+\/[^/]+)+)$/iu;

/**
 * Takes a resource id apart. Undefined when the text is not the id of a resource in a resource group.
 * A leading scheme and host, as Recovery Services puts before vault ids, is passed over.
 */
export function parseResourceId(text: string): ResourceIdParts | undefined {
  const path = text.replace(/^https:\/\/[^/]+/iu, '').replace(/\/+$/u, '');
  const groups = ID_PATTERN.exec(path)?.groups;
  const { subscription, group, namespace, rest } = groups ?? {};
  if (subscription === undefined || group === undefined || namespace === undefined) {
    return undefined;
  }
  const segments = (rest ?? '').slice(1).split('/');
  const types = segments.filter((_, index) => index % 2 === 0);
  const names = segments.filter((_, index) => index % 2 === 1);
  return {
    subscriptionId: subscription,
    resourceGroup: group,
    type: [namespace, ...types].join('/'),
    names,
    name: names.at(-1) ?? '',
  };
}

/** Puts an id together in ARM's usual casing. `type` is namespace and types, `names` one per type. */
export function formatResourceId(parts: Omit<ResourceIdParts, 'name'>): ResourceId {
  const [namespace, ...types] = parts.type.split('/');
  const tail = types.map((type, index) => `${type}/${parts.names[index] ?? ''}`).join('/');
  return `/subscriptions/${parts.subscriptionId}/resourceGroups/${parts.resourceGroup}/providers/${namespace ?? ''}/${tail}`;
}

/** True when two ids name the same resource; ARM ignores case, and a host before an id means nothing. */
export function sameId(left: ResourceId, right: ResourceId): boolean {
  return idKey(left) === idKey(right);
}

/** The form of an id to use as a key in maps and sets. */
export function idKey(id: ResourceId): string {
  return id
    .replace(/^https:\/\/[^/]+/iu, '')
    .replace(/\/+$/u, '')
    .toLowerCase();
}

/** The resource group that a resource lies in. */
export function groupIdOf(id: ResourceId): ResourceId {
  return id.replace(/\/providers\/.*$/iu, '');
}

/** The innermost name of an id, or the text itself when it is no id. */
export function nameOf(id: ResourceId): string {
  return id.replace(/\/+$/u, '').split('/').at(-1) ?? id;
}

/** True when two Azure names are the same: names compare without case. */
export function sameName(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}
