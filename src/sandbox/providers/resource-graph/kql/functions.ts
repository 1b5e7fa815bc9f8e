// The functions that a query may call. Documentation: Kusto Query Language, scalar functions.

import { entryOf } from '../../../kernel/entry-of.js';
import { day, hour, minute } from '../../../kernel/time/durations.js';
import { parseInstant, ticksInstant } from '../../../kernel/time/instant.js';
import type { KqlValue } from './syntax.js';

/** A function: how many arguments it takes, and its value. */
export interface KqlFunction {
  readonly arguments: readonly [least: number, most: number];
  readonly valueOf: (...values: readonly KqlValue[]) => KqlValue;
  /** Whether a column made with it is named after its argument, as conversions are. */
  readonly keepsName?: boolean;
  /** What its first argument can be, where that is a word of the language. */
  readonly words?: ReadonlySet<string>;
}

/** A value as text; nothing is the empty text, since text is never null. */
export function textOf(value: KqlValue | undefined): string {
  if (value === null || value === undefined) {
    return '';
  }
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** A value as truth; undefined for what is neither. */
export function truthOf(value: KqlValue | undefined): boolean | undefined {
  if (typeof value === 'boolean') {
    return value;
  }
  if (typeof value === 'number') {
    return value !== 0;
  }
  const text = textOf(value).toLowerCase();
  return text === 'true' || text === '1'
    ? true
    : text === 'false' || text === '0'
      ? false
      : undefined;
}

function numberOf(value: KqlValue | undefined): number | null {
  const text = textOf(value).trim();
  const number = Number(text);
  return text === '' || Number.isNaN(number) ? null : Math.trunc(number);
}

const isEmpty = (value: KqlValue | undefined): boolean => textOf(value) === '';

function caseOf(...values: readonly KqlValue[]): KqlValue {
  for (let at = 0; at + 1 < values.length; at += 2) {
    if (truthOf(values[at]) === true) {
      return values[at + 1] ?? null;
    }
  }
  return values.at(-1) ?? null;
}

function substring(text: KqlValue, start: KqlValue, length?: KqlValue): string {
  const from = numberOf(start) ?? 0;
  const whole = textOf(text);
  return length === undefined
    ? whole.slice(from)
    : whole.slice(from, from + (numberOf(length) ?? 0));
}

function split(text: KqlValue, separator: KqlValue, at?: KqlValue): KqlValue {
  const parts = textOf(text).split(textOf(separator));
  return at === undefined ? parts : parts.slice(numberOf(at) ?? 0, (numberOf(at) ?? 0) + 1);
}

/** From one element to another, both included; negative numbers count from the end. */
function slice(list: KqlValue, start: KqlValue, end: KqlValue): KqlValue {
  const last = numberOf(end) ?? -1;
  return isArray(list)
    ? list.slice(numberOf(start) ?? 0, last === -1 ? undefined : last + 1)
    : null;
}

function joined(list: KqlValue, separator: KqlValue): string {
  return isArray(list) ? list.map((element) => textOf(element)).join(textOf(separator)) : '';
}

function isArray(value: KqlValue): value is readonly KqlValue[] {
  return Array.isArray(value);
}

/** Moments are kept as text of one length, which orders them. */
function momentOf(value: KqlValue | undefined): string | null {
  const milliseconds = parseInstant(textOf(value));
  return milliseconds === undefined ? null : ticksInstant(milliseconds);
}

const PERIODS = { day, hour, minute, second: 1000 } as const;

/** How many times a period begins between two moments: an hour lies between 9:59 and 10:01. */
function periodsBetween(
  period: KqlValue | undefined,
  later: KqlValue | undefined,
  earlier: KqlValue | undefined,
): number | null {
  const length = entryOf<number>(PERIODS, textOf(period));
  const [end, start] = [later, earlier].map((moment) => parseInstant(textOf(moment)));
  return length === undefined || end === undefined || start === undefined
    ? null
    : Math.floor(end / length) - Math.floor(start / length);
}

const FUNCTIONS: Readonly<Record<string, KqlFunction>> = {
  tolower: { arguments: [1, 1], valueOf: (text) => textOf(text).toLowerCase() },
  toupper: { arguments: [1, 1], valueOf: (text) => textOf(text).toUpperCase() },
  tostring: { arguments: [1, 1], valueOf: (value) => textOf(value), keepsName: true },
  tobool: { arguments: [1, 1], valueOf: (value) => truthOf(value) ?? null, keepsName: true },
  toint: { arguments: [1, 1], valueOf: (value) => numberOf(value), keepsName: true },
  todatetime: { arguments: [1, 1], valueOf: (value) => momentOf(value), keepsName: true },
  datetime_diff: {
    arguments: [3, 3],
    words: new Set(Object.keys(PERIODS)),
    valueOf: (period, later, earlier) => periodsBetween(period, later, earlier),
  },
  isempty: { arguments: [1, 1], valueOf: (value) => isEmpty(value) },
  isnotempty: { arguments: [1, 1], valueOf: (value) => !isEmpty(value) },
  isnull: { arguments: [1, 1], valueOf: (value) => (value ?? null) === null },
  isnotnull: { arguments: [1, 1], valueOf: (value) => (value ?? null) !== null },
  not: { arguments: [1, 1], valueOf: (value) => truthOf(value) !== true },
  strcat: {
    arguments: [1, 64],
    valueOf: (...values) => values.map((value) => textOf(value)).join(''),
  },
  coalesce: {
    arguments: [2, 64],
    valueOf: (...values) => values.find((value) => !isEmpty(value)) ?? null,
  },
  iff: {
    arguments: [3, 3],
    valueOf: (test, yes, no) => caseOf(test ?? null, yes ?? null, no ?? null),
  },
  case: { arguments: [3, 64], valueOf: caseOf },
  substring: {
    arguments: [2, 3],
    valueOf: (text, start, length) => substring(text ?? null, start ?? null, length),
  },
  indexof: {
    arguments: [2, 2],
    valueOf: (text, wanted) => textOf(text).indexOf(textOf(wanted)),
  },
  split: {
    arguments: [2, 3],
    valueOf: (text, separator, at) => split(text ?? null, separator ?? null, at),
  },
  array_slice: {
    arguments: [3, 3],
    valueOf: (list, start, end) => slice(list ?? null, start ?? null, end ?? null),
  },
  strcat_array: {
    arguments: [2, 2],
    valueOf: (list, separator) => joined(list ?? null, separator ?? null),
  },
  array_length: {
    arguments: [1, 1],
    valueOf: (list) => (Array.isArray(list) ? list.length : null),
  },
};

/** The function of a name; undefined where there is none. */
export function functionNamed(name: string): KqlFunction | undefined {
  return entryOf(FUNCTIONS, name);
}
