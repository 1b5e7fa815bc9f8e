// In what a sandbox's answer differs in shape from the recorded answer to the same request.

import type { LearnedIds } from './learned-ids.js';
import { textForm } from './text-form.js';

/**
 * `missing`: recorded, and not in the sandbox's answer. `extra`: the other way round. `type`: another
 * JSON type, null being one. `value`: another constant, number or form of text.
 */
export type DifferenceKind = 'status' | 'missing' | 'extra' | 'type' | 'value';

/** One difference. */
export interface Difference {
  readonly kind: DifferenceKind;
  /** Where: `status`, `header name` or `body.properties.tasks[].status`. */
  readonly at: string;
  readonly recorded: string;
  readonly sandbox: string;
}

type JsonObject = Readonly<Record<string, unknown>>;

/** Compares two JSON values; learns which ids stand for each other. */
export function compareJson(
  recorded: unknown,
  sandbox: unknown,
  at: string,
  ids: LearnedIds,
): Difference[] {
  if (jsonType(recorded) !== jsonType(sandbox)) {
    return [difference('type', at, recorded, sandbox)];
  }
  if (isObject(recorded) && isObject(sandbox)) {
    return compareObjects(recorded, sandbox, at, ids);
  }
  if (Array.isArray(recorded) && Array.isArray(sandbox)) {
    return compareArrays(recorded, sandbox, `${at}[]`, ids);
  }
  if (typeof recorded === 'string' && typeof sandbox === 'string') {
    return compareTexts(recorded, sandbox, at, ids);
  }
  const same = recorded === sandbox || (isUnixTime(recorded) && isUnixTime(sandbox));
  return same ? [] : [difference('value', at, recorded, sandbox)];
}

/** Compares two texts by their form; learns which ids stand for each other. */
export function compareTexts(
  recorded: string,
  sandbox: string,
  at: string,
  ids: LearnedIds,
): Difference[] {
  if (ids.translate(recorded) === sandbox) {
    return [];
  }
  const actual = textForm(sandbox);
  // A text may hold a name that is known beside chance parts that are not.
  const expected = [recorded, ids.translate(recorded)]
    .map((text) => textForm(text))
    .find(({ form }) => form === actual.form);
  if (expected === undefined) {
    return [difference('value', at, recorded, sandbox)];
  }
  for (const [index, id] of expected.ids.entries()) {
    ids.learn(id, actual.ids[index] ?? id);
  }
  return [];
}

/** Makes a difference; values are cut to a readable length. */
export function difference(
  kind: DifferenceKind,
  at: string,
  recorded: unknown,
  sandbox: unknown,
): Difference {
  return { kind, at, recorded: shown(recorded), sandbox: shown(sandbox) };
}

function compareObjects(
  recorded: JsonObject,
  sandbox: JsonObject,
  at: string,
  ids: LearnedIds,
): Difference[] {
  const translated = new Map(
    Object.entries(recorded).map(([key, value]) => [ids.translate(key), value]),
  );
  const common = [...translated].flatMap(([key, value]) =>
    Object.hasOwn(sandbox, key)
      ? compareJson(value, sandbox[key], `${at}.${key}`, ids)
      : [difference('missing', `${at}.${key}`, value, undefined)],
  );
  const extra = Object.keys(sandbox)
    .filter((key) => !translated.has(key))
    .map((key) => difference('extra', `${at}.${key}`, undefined, sandbox[key]));
  return [...common, ...extra];
}

/** Elements that name themselves are compared by name, jobs then by what they do, the rest in order. */
function compareArrays(
  recorded: readonly unknown[],
  sandbox: readonly unknown[],
  at: string,
  ids: LearnedIds,
): Difference[] {
  const left = { recorded: [...recorded], sandbox: [...sandbox] };
  const pairs = [
    ...takePairs(left, (one, other) => sameName(one, other, ids)),
    ...takePairs(left, sameKind),
    ...takePairs(left, () => true),
  ];
  return [
    ...pairs.flatMap(([one, other]) => compareJson(one, other, at, ids)),
    ...left.recorded.map((element) => difference('missing', at, element, undefined)),
    ...left.sandbox.map((element) => difference('extra', at, undefined, element)),
  ];
}

/** Takes out of both lists what belongs together. */
function takePairs(
  left: { recorded: unknown[]; sandbox: unknown[] },
  belongTogether: (recorded: unknown, sandbox: unknown) => boolean,
): (readonly [unknown, unknown])[] {
  const pairs: (readonly [unknown, unknown])[] = [];
  left.recorded = left.recorded.filter((element) => {
    const index = left.sandbox.findIndex((other) => belongTogether(element, other));
    if (index !== -1) {
      pairs.push([element, left.sandbox.splice(index, 1)[0]]);
    }
    return index === -1;
  });
  return pairs;
}

const NAMING_KEYS = ['id', 'name', 'taskId', 'objectId', 'kid', 'code'];

function sameName(recorded: unknown, sandbox: unknown, ids: LearnedIds): boolean {
  const name = identity(recorded);
  return name !== undefined && ids.translate(name) === identity(sandbox);
}

function identity(element: unknown): string | undefined {
  if (!isObject(element)) {
    return typeof element === 'string' ? element : undefined;
  }
  const key = NAMING_KEYS.find((name) => element[name] !== undefined);
  return key === undefined ? undefined : String(element[key]);
}

function sameKind(recorded: unknown, sandbox: unknown): boolean {
  const kind = jobOperation(recorded);
  return kind !== undefined && kind === jobOperation(sandbox);
}

function jobOperation(element: unknown): unknown {
  const properties = isObject(element) ? element['properties'] : undefined;
  return isObject(properties) ? properties['operation'] : undefined;
}

/** Key Vault's way to write instants: whole seconds, all of them after 2017. */
function isUnixTime(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) > 1_500_000_000;
}

function jsonType(value: unknown): string {
  if (value === null) {
    return 'null';
  }
  return Array.isArray(value) ? 'array' : typeof value;
}

function isObject(value: unknown): value is JsonObject {
  return jsonType(value) === 'object';
}

function shown(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
