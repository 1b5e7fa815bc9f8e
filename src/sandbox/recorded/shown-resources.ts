// What the answers of a recording show, as it was before the recording itself changed it.

import { z } from 'zod';
import { resourceKey } from '../kernel/resource.js';
import type { Exchange, Recording } from './recording.js';

const shownSchema = z.looseObject({
  id: z.string().startsWith('/'),
  name: z.string().optional(),
  type: z.string().optional(),
  location: z.string().optional(),
  tags: z.record(z.string(), z.string()).optional().catch(undefined),
  properties: z.record(z.string(), z.unknown()),
});

/** A resource as an answer shows it. */
export type ShownResource = z.infer<typeof shownSchema>;

/** The resources that answers show, the most complete form of each, by the key of its id. */
export function shownResources({ exchanges }: Recording): ReadonlyMap<string, ShownResource> {
  const shown = new Map<string, ShownResource>();
  const changed = new Set<string>();
  for (const { request, response } of exchanges) {
    if (request.method === 'GET' && response.status === 200) {
      for (const resource of resourcesIn(response.body)) {
        const key = resourceKey(resource.id);
        const known = shown.get(key);
        if (!changed.has(key) && (known === undefined || !isChangedBelow(key, changed))) {
          shown.set(key, sizeOf(resource) > sizeOf(known) ? resource : (known ?? resource));
        }
      }
    } else if (isChange(request)) {
      changed.add(resourceKey(pathOf(request)));
    }
  }
  return shown;
}

/** What changes below a resource shows in it. */
function isChangedBelow(key: string, changed: ReadonlySet<string>): boolean {
  return [...changed].some((each) => each.startsWith(`${key}/`));
}

/** The path that a request is about, decoded. */
export function pathOf({ url }: Exchange['request']): string {
  const { pathname } = new URL(url);
  try {
    return decodeURIComponent(pathname);
  } catch {
    return pathname;
  }
}

function isChange({ method }: Exchange['request']): boolean {
  return method !== 'GET' && method !== 'HEAD';
}

/** An answer that is a resource, or a list of such. */
function resourcesIn(body: unknown): ShownResource[] {
  const list = z.object({ value: z.array(z.unknown()) }).safeParse(body).data?.value ?? [body];
  return list.flatMap((each) => shownSchema.safeParse(each).data ?? []);
}

function sizeOf(resource: ShownResource | undefined): number {
  return resource === undefined ? 0 : JSON.stringify(resource).length;
}
