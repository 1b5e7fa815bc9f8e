// What all tables have in common: whom they are shown to, as of when, and how a row gets its values.

import { parseInstant } from '../../../kernel/time/instant.js';
import { parseResourceId } from '../../../kernel/resource-id.js';
import type { WorldState } from '../../../kernel/state.js';
import type { Row } from '../kql/evaluate.js';
import type { KqlValue } from '../kql/syntax.js';

/** What a query sees of the world. */
export interface GraphView {
  readonly state: WorldState;
  readonly nowMilliseconds: number;
  /** What was made after it is not in the graph yet. */
  readonly knownMilliseconds: number;
  /** Ids of the subscriptions that it is about, in lower case. */
  readonly subscriptionIds: ReadonlySet<string>;
  readonly tenantId: string;
  /** Whether the caller may read a resource of a type (with namespace). */
  readonly mayRead: (type: string, id: string) => boolean;
}

/** The columns of all tables. Documentation: Azure Resource Graph table and resource type reference. */
export const GRAPH_COLUMNS = [
  'id',
  'name',
  'type',
  'tenantId',
  'kind',
  'location',
  'resourceGroup',
  'subscriptionId',
  'managedBy',
  'sku',
  'plan',
  'properties',
  'tags',
  'identity',
  'zones',
  'extendedLocation',
] as const;

/** What a row is made from. */
export interface GraphEntry {
  readonly id: string;
  readonly name: string;
  /** In any case; shown in lower case. */
  readonly type: string;
  readonly location?: string | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
  /** Members such as `sku` and `zones`. */
  readonly extra?: Readonly<Record<string, unknown>> | undefined;
  /** Made when they are asked for. */
  readonly properties: () => Readonly<Record<string, unknown>>;
}

/** The row of an entry: type, location and resource group in lower case, ids and names as they were written. */
export function graphRow({ tenantId }: GraphView, entry: GraphEntry): Row {
  const { subscriptionId = '', resourceGroup = '' } = parseResourceId(entry.id);
  let properties: KqlValue | undefined;
  const member = (name: string): KqlValue => valueOf(entry.extra?.[name]);
  const columns: Readonly<Record<(typeof GRAPH_COLUMNS)[number], () => KqlValue>> = {
    id: () => entry.id,
    name: () => entry.name,
    type: () => entry.type.toLowerCase(),
    tenantId: () => tenantId,
    kind: () => member('kind') ?? '',
    location: () => entry.location?.toLowerCase() ?? '',
    resourceGroup: () => resourceGroup.toLowerCase(),
    subscriptionId: () => subscriptionId,
    managedBy: () => member('managedBy') ?? '',
    sku: () => member('sku'),
    plan: () => member('plan'),
    properties: () => (properties ??= valueOf(entry.properties())),
    tags: () => tagsOf(entry.tags),
    identity: () => member('identity'),
    zones: () => member('zones'),
    extendedLocation: () => null,
  };
  const isColumn = (name: string): name is keyof typeof columns => Object.hasOwn(columns, name);
  return { get: (name) => (isColumn(name) ? columns[name]() : undefined) };
}

/** What has no tags has null. */
function tagsOf(tags: Readonly<Record<string, string>> | undefined): KqlValue {
  return tags === undefined || Object.keys(tags).length === 0 ? null : tags;
}

/** A member of a resource, all of which came from JSON or go there. */
function valueOf(value: unknown): KqlValue {
  if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number') {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map((element) => valueOf(element));
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(
        Object.entries(value)
          .filter(([, member]) => member !== undefined)
          .map(([name, member]) => [name, valueOf(member)]),
      )
    : null;
}

/** Whether an instant that a resource tells of itself is one that the graph knows; what tells none is known. */
export function isKnown({ knownMilliseconds }: GraphView, made: unknown): boolean {
  const instant = typeof made === 'string' ? parseInstant(made) : undefined;
  return instant === undefined || instant <= knownMilliseconds;
}

/** Whether an id lies in a subscription that the query is about. */
export function isInScope({ subscriptionIds }: GraphView, id: string): boolean {
  const { subscriptionId } = parseResourceId(id);
  return subscriptionId !== undefined && subscriptionIds.has(subscriptionId.toLowerCase());
}
