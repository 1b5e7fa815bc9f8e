// Finds the policy in a JSON document that somebody has kept, and reads it.

import { z } from 'zod';
import type { PolicyReader } from '../../services.js';
import { termsFromJson } from './terms.js';
import { policyFromWire } from './wire.js';

const object = z.looseObject({});

/** A document with items, such as that of `policy show`; a list of Azure's as REST answers it. */
const listsSchema = z.union([
  z.object({ items: z.array(z.unknown()) }).transform(({ items }) => items),
  z.object({ value: z.array(z.unknown()) }).transform(({ value }) => value),
  z.array(z.unknown()),
  z
    .object({ $schema: z.string(), resources: z.union([z.array(z.unknown()), z.looseObject({})]) })
    .transform(({ resources }) => Object.values(resources).filter(isPolicyResource)),
]);

const POLICY_TYPE = 'microsoft.recoveryservices/vaults/backuppolicies';

const resourceSchema = z.object({ type: z.string() });

/** One resource of an ARM template among others. */
function isPolicyResource(resource: unknown): boolean {
  return resourceSchema.safeParse(resource).data?.type.toLowerCase() === POLICY_TYPE;
}

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

/** The policies in a document, in whatever form. */
function policiesIn(json: unknown): readonly unknown[] {
  return listsSchema.safeParse(json).data ?? [json];
}

/** Which form of a policy a document holds, and where; undefined when none, or more than one policy. */
export function findPolicyIn(json: unknown): z.infer<typeof itemSchema> | undefined {
  const [only, ...others] = policiesIn(json);
  return others.length > 0 ? undefined : itemSchema.safeParse(only).data;
}

const nameSchema = z.union([
  z.object({ name: z.string() }).transform(({ name }) => name),
  z.object({ policy: z.object({ name: z.string() }) }).transform(({ policy }) => policy.name),
]);

/** Reads a policy in JSON that people keep. */
export const readPolicy: PolicyReader = (json) => {
  const policies = policiesIn(json);
  if (policies.length > 1) {
    const names = policies.map(
      (policy) => nameSchema.safeParse(policy).data ?? 'one without a name',
    );
    return {
      problems: [`it contains ${policies.length} policies, keep one of: ${names.join(', ')}`],
      unknown: [],
    };
  }
  const found = findPolicyIn(json);
  if (found === undefined) {
    return undefined;
  }
  return found.kind === 'terms' ? termsFromJson(found.value) : fromAzure(found.value);
};

const typesSchema = z.object({
  schedulePolicy: z.object({ schedulePolicyType: z.string() }),
});

/** Azure refuses an Enhanced schedule that is not said to be one; here it would become a Standard policy. */
function fromAzure(properties: unknown): ReturnType<typeof policyFromWire> {
  const reading = policyFromWire(properties);
  const types = typesSchema.safeParse(properties).data;
  const isEnhanced =
    types?.schedulePolicy.schedulePolicyType.toLowerCase() === 'simpleschedulepolicyv2';
  const { terms, ...rest } = reading;
  return terms === undefined || !isEnhanced || terms.policyType === 'Enhanced'
    ? reading
    : {
        ...rest,
        problems: [
          ...rest.problems,
          'policyType must be V2, for schedulePolicyType is SimpleSchedulePolicyV2',
        ],
      };
}
