// What the schemas of policies are built of: objects whose members have names in any casing, words in any
// casing, and a reading that says which member is wrong and which ones nobody asked for.

import { z } from 'zod';

/** What reading JSON comes to; paths such as `schedulePolicy.scheduleRunTimes`. */
export interface MemberReading<T> {
  /** Absent when there are problems. */
  readonly value?: T;
  /** What is missing or of the wrong kind: sentences that begin with the path. */
  readonly problems: readonly string[];
  /** Paths of members that have a value and that the schema does not name. */
  readonly unknown: readonly string[];
}

const record = z.record(z.string(), z.unknown());

type Members = z.infer<typeof record>;

/** Changes an object before a schema sees it, and leaves alone what the schema writes. */
function canonical(change: (found: Members) => Members) {
  return z.codec(record, z.unknown(), {
    decode: change,
    encode: (value) => record.parse(value),
  });
}

/** An object with these members and no others. */
export function members<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return canonical((found) => named(found, Object.keys(shape))).pipe(z.strictObject(shape));
}

/**
 * An object whose members depend on words in it.
 * @param union of strict objects, with these words as literals
 * @param defaults of such words, where an object has none
 */
export function variants<Union extends z.ZodDiscriminatedUnion>(
  union: Union,
  defaults: Readonly<Record<string, string>> = {},
) {
  const names = memberNames(union);
  const words = Object.entries(union._zod.propValues).map(
    ([name, values]) => [name, [...values].filter((each) => typeof each === 'string')] as const,
  );
  return canonical((found) => {
    const all: Members = { ...defaults, ...named(found, names) };
    const read = words
      .filter(([name]) => name in all)
      .map(([name, allowed]) => [name, wordIn(allowed, all[name])] as const);
    return { ...all, ...Object.fromEntries(read) };
  }).pipe(union);
}

function memberNames(schema: z.core.$ZodType): readonly string[] {
  if (schema instanceof z.ZodDiscriminatedUnion) {
    return schema.options.flatMap(memberNames);
  }
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

/** One of the words. */
export function word<const Words extends readonly [string, ...string[]]>(words: Words) {
  return z
    .codec(z.unknown(), z.unknown(), {
      decode: (value) => wordIn(words, value),
      encode: (value) => value,
    })
    .pipe(z.enum(words));
}

/** A whole number, which Resource Manager also takes as text. */
export function whole() {
  return z
    .codec(z.unknown(), z.unknown(), {
      decode: (value) =>
        typeof value === 'string' && /^\d{1,9}$/u.test(value) ? Number(value) : value,
      encode: (value) => value,
    })
    .pipe(z.int());
}

/**
 * Reads JSON. The SDKs of Azure write the same members in different casings; a null is as good as nothing.
 * Members that the schema does not name do not keep it from reading the others.
 */
export function readMembers<T>(schema: z.ZodType<T>, json: unknown): MemberReading<T> {
  const first = schema.safeParse(json, { error: sentenceOf });
  if (first.success) {
    return { value: first.data, problems: [], unknown: [] };
  }
  const { issues } = first.error;
  const unknown = issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [],
  );
  const wrong = issues.filter(({ code }) => code !== 'unrecognized_keys');
  const rest =
    wrong.length === 0
      ? readMembers(schema, unknown.reduce<unknown>(without, json))
      : {
          problems: wrong.map(({ path, message }) => `${z.core.toDotPath(path)} ${message}`),
          unknown: [],
        };
  return { ...rest, unknown: [...unknown.map((path) => z.core.toDotPath(path)), ...rest.unknown] };
}

/** The object with the names that the schema uses, without members that say nothing. */
function named(found: Members, names: readonly string[]): Members {
  return Object.fromEntries(
    Object.entries(found)
      .filter(([, value]) => value !== null && value !== undefined)
      .map(([name, value]) => [names.find((known) => isSame(known, name)) ?? name, value]),
  );
}

function wordIn(words: readonly string[], value: unknown): unknown {
  return typeof value === 'string' ? (words.find((each) => isSame(each, value)) ?? value) : value;
}

function isSame(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}

/** The JSON without the member at a path. */
function without(json: unknown, path: readonly PropertyKey[]): unknown {
  const [head, ...rest] = path;
  if (Array.isArray(json)) {
    return json.map((each: unknown, index) => (index === head ? without(each, rest) : each));
  }
  const entries = Object.entries(record.parse(json));
  const kept = rest.length > 0 ? entries : entries.filter(([name]) => name !== head);
  return Object.fromEntries(
    kept.map(([name, each]) => [name, isSame(name, String(head)) ? without(each, rest) : each]),
  );
}

/** What is wrong, as it follows the path; undefined leaves it to zod. */
function sentenceOf(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === 'invalid_type') {
    return mustBe(KINDS[issue.expected] ?? issue.expected, issue.input);
  }
  if (issue.code === 'invalid_value') {
    return mustBe(`one of ${issue.values.join(', ')}`, issue.input);
  }
  if (issue.code === 'invalid_union') {
    const found = record.parse(issue.input)[String(issue.discriminator)];
    return mustBe(`one of ${[issue.options].flat().join(', ')}`, found);
  }
  return undefined;
}

/** What a schema expects, by zod's word for it. */
const KINDS: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a whole number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  record: 'an object',
};

function mustBe(what: string, found: unknown): string {
  if (found === undefined) {
    return 'is missing';
  }
  return typeof found === 'string' ? `must be ${what}, not '${found}'` : `must be ${what}`;
}
