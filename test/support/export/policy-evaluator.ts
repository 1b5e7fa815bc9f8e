// What of Azure Policy the exported rules use: whether a resource is one that a rule finds. Texts compare without case. What the
// evaluator does not know it refuses.

import { z } from 'zod';

/** A resource as Azure Policy sees it. */
export interface PolicyResource {
  readonly id: string;
  readonly type: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** What a rule is evaluated with. */
export interface PolicyWorld {
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Resources of a type below a resource. */
  readonly below: (resource: PolicyResource, type: string) => readonly PolicyResource[];
}

const objectSchema = z.record(z.string(), z.unknown());
const ruleSchema = z.strictObject({
  if: objectSchema,
  then: z.strictObject({
    effect: z.string(),
    details: z
      .strictObject({ type: z.string(), existenceCondition: objectSchema.optional() })
      .optional(),
  }),
});

/** Whether a rule finds a resource: denies it, or marks it as not compliant. */
export function finds(rule: unknown, resource: PolicyResource, world: PolicyWorld): boolean {
  const { if: condition, then } = ruleSchema.parse(rule);
  if (!holds(condition, resource, world)) {
    return false;
  }
  const { details } = then;
  if (details === undefined) {
    return true;
  }
  const { existenceCondition } = details;
  return !world
    .below(resource, details.type)
    .some(
      (related) => existenceCondition === undefined || holds(existenceCondition, related, world),
    );
}

function holds(condition: unknown, resource: PolicyResource, world: PolicyWorld): boolean {
  const parts = objectSchema.parse(condition);
  const several = (name: string): boolean[] =>
    z
      .array(z.unknown())
      .parse(parts[name])
      .map((part) => holds(part, resource, world));
  if ('allOf' in parts) {
    return several('allOf').every(Boolean);
  }
  if ('anyOf' in parts) {
    return several('anyOf').some(Boolean);
  }
  if ('not' in parts) {
    return !holds(parts['not'], resource, world);
  }
  const subject =
    'field' in parts
      ? fieldOf(String(evaluated(parts['field'], world)), resource)
      : evaluated(parts['value'], world);
  return compares(parts, subject, world);
}

function compares(
  parts: Readonly<Record<string, unknown>>,
  subject: unknown,
  world: PolicyWorld,
): boolean {
  if ('equals' in parts) {
    return sameText(subject, evaluated(parts['equals'], world));
  }
  if ('in' in parts) {
    const list = z.array(z.unknown()).parse(evaluated(parts['in'], world));
    return list.some((each) => sameText(subject, each));
  }
  throw new RangeError(`not known to the evaluator: ${Object.keys(parts).join(', ')}`);
}

function sameText(left: unknown, right: unknown): boolean {
  const [one, other] = [left, right].map((value) =>
    typeof value === 'string' ? value : JSON.stringify(value),
  );
  return one !== undefined && one.toLowerCase() === other?.toLowerCase();
}

/** `type`, `tags[name]`, or an alias: the type of the resource and a path in its properties. */
function fieldOf(field: string, resource: PolicyResource): unknown {
  if (field === 'type') {
    return resource.type;
  }
  const tag = /^tags\[(?<name>.+)\]$/u.exec(field)?.groups?.['name'];
  if (tag !== undefined) {
    return Object.entries(resource.tags).find(([name]) => sameText(name, tag))?.[1];
  }
  const slash = field.lastIndexOf('/');
  if (!sameText(field.slice(0, slash), resource.type)) {
    return undefined;
  }
  return field
    .slice(slash + 1)
    .split('.')
    .reduce<unknown>(
      (value, name) => objectSchema.safeParse(value).data?.[name],
      resource.properties,
    );
}

const PARAMETER = /^parameters\('(?<name>\w+)'\)$/u;

function evaluated(value: unknown, { parameters }: PolicyWorld): unknown {
  const code =
    typeof value === 'string' ? /^\[(?<code>.+)\]$/u.exec(value)?.groups?.['code'] : undefined;
  if (code === undefined) {
    return value;
  }
  const parameterIn = (text: string): unknown => {
    const name = PARAMETER.exec(text)?.groups?.['name'] ?? '';
    if (!Object.hasOwn(parameters, name)) {
      throw new RangeError(`not known to the evaluator: ${text}`);
    }
    return parameters[name];
  };
  const empty = /^empty\((?<of>.+)\)$/u.exec(code)?.groups?.['of'];
  if (empty !== undefined) {
    const of = parameterIn(empty);
    return Array.isArray(of) ? of.length === 0 : of === '';
  }
  const tag = /^concat\('tags\[', (?<of>.+), '\]'\)$/u.exec(code)?.groups?.['of'];
  return tag === undefined ? parameterIn(code) : `tags[${String(parameterIn(tag))}]`;
}
