// Generic ARM resources: how they are kept and found. What a resource means is its provider's affair.

import { z } from 'zod';
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
    z.object({ status: z.literal('Failed'), code: z.string(), message: z.string() }),
  ]),
});

export type OperationRecord = z.infer<typeof operationRecordSchema>;

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
  const prefix = `${resourceKey(below)}/`;
  const wanted = type.toLowerCase();
  return Object.entries(state.resources)
    .filter(([key, found]) => key.startsWith(prefix) && found.type.toLowerCase() === wanted)
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([, found]) => found);
}

/** The key under which an id is kept: ARM compares ids without case, with one leading slash. */
export function resourceKey(id: string): string {
  return `/${id.replace(/^\/+|\/+$/gu, '').replaceAll(/\/{2,}/gu, '/')}`.toLowerCase();
}
