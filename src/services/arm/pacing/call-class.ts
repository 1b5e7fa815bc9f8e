// Which limits a request counts against. Azure counts by subscription, provider and kind of call, and beside that all
// reads, writes and deletions of a subscription.

/** Requests that share a limit. */
export interface CallClass {
  /** The same for every process; names no person and holds no secret. */
  readonly key: string;
  /** For people. */
  readonly name: string;
  /** Limits that are known before an answer tells of them. */
  readonly limits: ClassLimits;
}

/** What is known of a class beforehand. */
export interface ClassLimits {
  /** A bucket that fills up again. */
  readonly bucket?: { readonly size: number; readonly refillPerSecond: number };
  /** Calls in a window, where the class has a count of its own. */
  readonly perWindow?: number;
  /** True where whoever calls keeps below the limit by itself. */
  readonly keptByCaller?: true;
}

/** The classes of one request. */
export interface CallClasses {
  /** The narrowest. */
  readonly own: CallClass;
  /** All calls of this kind in the subscription, or the tenant; absent outside Resource Manager. */
  readonly wide?: CallClass;
}

/** Documentation: Understand how Azure Resource Manager throttles requests (sizes and refill since 2024). */
const BUCKETS = {
  reads: { size: 250, refillPerSecond: 25 },
  writes: { size: 200, refillPerSecond: 10 },
  deletes: { size: 200, refillPerSecond: 10 },
} as const;

type Kind = keyof typeof BUCKETS;

/** Recorded: reads of jobs in an hour, and those of each other kind below a vault. */
const JOB_READS = 150;
const VAULT_READS = 300;

/** The classes that a request belongs to. */
export function classesOf(method: string, url: string): CallClasses {
  const { host, pathname } = new URL(url);
  const path = pathname.replaceAll(/\/{2,}/gu, '/').replace(/\/$/u, '');
  return /^\/(?:subscriptions|providers)(?:\/|$)/iu.test(path)
    ? managementClasses(kindOf(method), host, path)
    : { own: { key: host, name: 'requests', limits: {} } };
}

function managementClasses(kind: Kind, host: string, path: string): CallClasses {
  const [, subscription] = /^\/subscriptions\/([^/]+)/iu.exec(path) ?? [];
  const place: Place = {
    key: `${host} ${subscription?.toLowerCase() ?? 'tenant'}`,
    suffix: subscription === undefined ? '' : `, subscription ${subscription}`,
  };
  const [namespace = 'Microsoft.Resources', types = []] = providerOf(path);
  if (namespace.toLowerCase() === 'microsoft.resourcegraph') {
    // The quota is the caller's, in whatever subscriptions.
    const name = 'Resource Graph queries';
    return { own: { key: `${host} resource graph`, name, limits: {} } };
  }
  return {
    own: { ...ownClass(kind, namespace, types, place), limits: limitsOf(kind, namespace, types) },
    wide: {
      key: `${place.key} ${kind}`,
      name: `all ${kind}${place.suffix}`,
      limits: { bucket: BUCKETS[kind] },
    },
  };
}

/** A subscription of a cloud, or its tenant. */
interface Place {
  readonly key: string;
  readonly suffix: string;
}

function ownClass(
  kind: Kind,
  namespace: string,
  types: readonly string[],
  { key: place, suffix }: Place,
): Pick<CallClass, 'key' | 'name'> {
  const key = `${place} ${namespace.toLowerCase()}`;
  const group = groupOf(kind, namespace.toLowerCase(), types);
  return group === ''
    ? { key: `${key} ${kind}`, name: `${namespace} ${kind}${suffix}` }
    : {
        key: `${key} ${group.toLowerCase()} ${kind}`,
        name: `${group.split('/').at(-1)} ${kind}${suffix}`,
      };
}

/** What is counted apart: each kind of read below a vault; of compute what its policies tell apart. */
function groupOf(kind: Kind, namespace: string, types: readonly string[]): string {
  switch (namespace) {
    case 'microsoft.recoveryservices':
      return kind === 'reads' ? types.slice(1).join('/') || 'vaults' : '';
    case 'microsoft.compute':
      return kind === 'reads' && types[0] !== 'locations' ? '' : types.join('/');
    default:
      return '';
  }
}

function limitsOf(kind: Kind, namespace: string, types: readonly string[]): ClassLimits {
  const [first = '', second = '', third] = types.map((type) => type.toLowerCase());
  const isVault = namespace.toLowerCase() === 'microsoft.recoveryservices' && first === 'vaults';
  if (kind !== 'reads' || !isVault || !second.startsWith('backup')) {
    return {};
  }
  return second === 'backupjobs' && third === undefined
    ? { perWindow: JOB_READS, keptByCaller: true }
    : { perWindow: VAULT_READS };
}

/** The last provider in a path, and the types of what is asked of it. */
function providerOf(path: string): readonly [namespace?: string, types?: readonly string[]] {
  const [, namespace, rest = ''] = /.*\/providers\/([^/]+)(.*)$/iu.exec(path) ?? [];
  const types = rest.split('/').filter((_, index) => index % 2 === 1);
  return namespace === undefined ? [] : [namespace, types];
}

function kindOf(method: string): Kind {
  switch (method.toUpperCase()) {
    case 'GET':
    case 'HEAD':
      return 'reads';
    case 'DELETE':
      return 'deletes';
    default:
      return 'writes';
  }
}
