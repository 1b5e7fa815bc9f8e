// Generic ARM resources: how they are kept and found. What a resource means is its provider's affair.

import { z } from 'zod';
import {
  entriesWith,
  isKept,
  keysBelow,
  keysWith,
  type EntryIndex,
  type ValueRange,
} from './entry-index.js';
import type { WorldState } from './state.js';

/** A resource as ARM stores it; `properties` is the provider's. */
export const armResourceSchema = z.object({
  id: z.string(),
  name: z.string(),
  type: z.string(),
  location: z.string().optional(),
  tags: z.record(z.string(), z.string()).optional(),
  /** Top-level members beyond the common ones: sku, identity, zones, etag … */
  extra: z.record(z.string(), z.unknown()).optional(),
  properties: z.record(z.string(), z.unknown()),
});

export type ArmResource = z.infer<typeof armResourceSchema>;

/** A running or finished asynchronous operation; its status is a function of the clock. */
export const operationRecordSchema = z.object({
  id: z.string(),
  kind: z.string(),
  /** The resource it works on. */
  resourceId: z.string(),
  startedMilliseconds: z.number(),
  endsMilliseconds: z.number(),
  outcome: z.discriminatedUnion('status', [
    z.object({ status: z.literal('Succeeded') }),
    z.object({
      status: z.literal('Failed'),
      code: z.string(),
      message: z.string(),
      /** Of an error that tells of several things. */
      details: z.array(z.unknown()).optional(),
    }),
  ]),
  /** Present when what happens at its end has happened. */
  carriedOut: z.literal(true).optional(),
});

export type OperationRecord = z.infer<typeof operationRecordSchema>;

/** How an operation ends. */
export type OperationOutcome = OperationRecord['outcome'];

/** The resource with this id, compared without case; undefined when there is none. */
export function findResource(state: WorldState, id: string): ArmResource | undefined {
  return state.resources[resourceKey(id)];
}

/** Adds or replaces a resource under its own id. */
export function putResource(state: WorldState, resource: ArmResource): void {
  state.resources[resourceKey(resource.id)] = resource;
}

/** Takes a resource out of the world; nothing happens when it is not there. */
export function removeResource(state: WorldState, id: string): void {
  delete state.resources[resourceKey(id)];
}

/** All resources of a type below an id (subscription or resource group), in id order. */
export function listResources(state: WorldState, below: string, type: string): ArmResource[] {
  return entriesWith(state.resources, resourcesByType, typeRange(below, type));
}

/** The keys of the same, in the same order: a page of a long list is a few of them, and the others need not be read. */
export function listResourceKeys(
  state: WorldState,
  below: string,
  type: string,
): readonly string[] {
  return keysWith(state.resources, resourcesByType, typeRange(below, type));
}

/** All resources below an id, in id order. */
export function listResourcesBelow(state: WorldState, below: string): ArmResource[] {
  return keysBelow(state.resources, `${resourceKey(below)}/`)
    .map((key) => state.resources[key])
    .filter((found) => found !== undefined);
}

/** All resources of a type, in id order. */
export function resourcesOfType(state: WorldState, type: string): ArmResource[] {
  return listResources(state, '', type);
}

/** Resources by type and id. */
export const resourcesByType: EntryIndex<ArmResource> = {
  name: 'resources.type',
  valuesOf: ({ type }, key) => [`${type.toLowerCase()} ${key}`],
};

function typeRange(below: string, type: string): ValueRange {
  const from = `${type.toLowerCase()} ${below === '' ? '' : resourceKey(below)}/`;
  return { from, to: `${from}${LAST_CHARACTER}` };
}

/** Behind every character that ids are made of. */
const LAST_CHARACTER = '\uFFFF';

/** The key vault or storage account with this name, which is unique in all of Azure. */
export function findByHostName(
  state: WorldState,
  type: string,
  name: string,
): ArmResource | undefined {
  const wanted = nameValue(type, name);
  const found = rememberedHost(state, wanted);
  if (found !== undefined) {
    return found;
  }
  const searched = entriesWith(state.resources, resourcesByHostName, wanted)[0];
  if (searched !== undefined && !isKept(state.resources)) {
    hostsOf(state).set(wanted, resourceKey(searched.id));
  }
  return searched;
}

/** Where a name was found last: a world that is no store would be looked through from end to end each time. */
const hosts = new WeakMap<WorldState['resources'], Map<string, string>>();

function hostsOf({ resources }: WorldState): Map<string, string> {
  const known = hosts.get(resources) ?? new Map<string, string>();
  hosts.set(resources, known);
  return known;
}

/** Undefined where nothing is remembered, or no longer true. */
function rememberedHost(state: WorldState, wanted: string): ArmResource | undefined {
  const key = hosts.get(state.resources)?.get(wanted);
  const found = key === undefined ? undefined : state.resources[key];
  return found !== undefined && nameValue(found.type, found.name) === wanted ? found : undefined;
}

/** The types whose name is a host name, lower-case. */
const NAMED_BY_HOST: ReadonlySet<string> = new Set([
  'microsoft.keyvault/vaults',
  'microsoft.storage/storageaccounts',
]);

/** Resources whose name is a host name, by type and name. */
export const resourcesByHostName: EntryIndex<ArmResource> = {
  name: 'resources.host-name',
  valuesOf: ({ type, name }) =>
    NAMED_BY_HOST.has(type.toLowerCase()) ? [nameValue(type, name)] : [],
};

function nameValue(type: string, name: string): string {
  return `${type} ${name}`.toLowerCase();
}

/** The key under which an id is kept: ARM compares ids without case, with one leading slash. */
export function resourceKey(id: string): string {
  return `/${id.replace(/^\/+|\/+$/gu, '').replaceAll(/\/{2,}/gu, '/')}`.toLowerCase();
}
