// Finds the policy in a JSON document that somebody has kept, and reads it.

import { z } from 'zod';
import type { PolicyReader } from '../../services.js';
import { termsFromJson } from './terms.js';
import { policyFromWire } from './wire.js';

const object = z.looseObject({});

/** A document with items, such as that of `policy show`. */
const itemsSchema = z.object({ items: z.array(z.unknown()) });

/** Terms with their item or alone; the policy as Azure and az write it, with or without its envelope. */
const itemSchema = z.union([
  z.object({ terms: object }).transform(({ terms }) => ({ kind: 'terms' as const, value: terms })),
  z
    .object({ properties: object })
    .transform(({ properties }) => ({ kind: 'azure' as const, value: properties })),
  object
    .refine((item) => 'schedulePolicy' in item)
    .transform((value) => ({ kind: 'azure' as const, value })),
  object
    .refine((item) => 'schedule' in item)
    .transform((value) => ({ kind: 'terms' as const, value })),
]);

/** Which form of a policy a document holds, and where; undefined when none, or more than one policy. */
export function findPolicyIn(json: unknown): z.infer<typeof itemSchema> | undefined {
  const { success, data } = itemsSchema.safeParse(json);
  return success && data.items.length !== 1
    ? undefined
    : itemSchema.safeParse(success ? data.items[0] : json).data;
}

/** Reads a policy in JSON that people keep. */
export const readPolicy: PolicyReader = (json) => {
  const found = findPolicyIn(json);
  if (found === undefined) {
    return undefined;
  }
  return found.kind === 'terms' ? termsFromJson(found.value) : policyFromWire(found.value);
};
