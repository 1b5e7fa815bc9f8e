// Bodies in a recording. Only JSON is written down, field by field; of anything else it is said what it was.

import { parseJson } from '../../domain/parse-json.js';
import type { Disguise } from './disguise.js';
import { disguisedSentence } from './disguised-sentence.js';
import { fieldKind, hasFreeNames, type Place } from './field-kinds.js';
import { isCompoundConstant, isConstant } from './known-words.js';
import { isRegion } from './well-known.js';

/** Stands where a secret was. */
const REDACTED = '[redacted]';

/** Told of each secret that is left out, so that it is looked for in all else. */
type OnSecret = (secret: string) => void;

/** A body as it is recorded: JSON as a value, nothing as null, anything else as a text that says what it was. */
export function recordedBody(text: string, disguise: Disguise, onSecret: OnSecret): unknown {
  if (text.trim() === '') {
    return null;
  }
  const json = parseJson(text.replace(BYTE_ORDER_MARK, ''));
  if (json === undefined || typeof json !== 'object') {
    return `[not JSON: ${kindOf(text)}]`;
  }
  return recorded(json, { field: '', parent: '', isKey: false }, { disguise, onSecret });
}

const BYTE_ORDER_MARK = /^\uFEFF/u;

function kindOf(text: string): string {
  const begin = text.trimStart().slice(0, 14).toLowerCase();
  if (begin.startsWith('<!doctype html') || begin.startsWith('<html')) {
    return 'a page of HTML';
  }
  if (begin.startsWith('<')) {
    return 'XML';
  }
  return begin.startsWith('{') || begin.startsWith('[') ? 'JSON that is cut off or broken' : 'text';
}

interface Tools {
  readonly disguise: Disguise;
  readonly onSecret: OnSecret;
}

function recorded(value: unknown, place: Place, tools: Tools): unknown {
  if (fieldKind(place) === 'secret' && !isNoText(value, place)) {
    return value === null ? null : redacted(value, tools);
  }
  if (typeof value === 'string') {
    return embedded(value, place, tools) ?? recordedText(value, place, tools.disguise);
  }
  if (Array.isArray(value)) {
    return value.map((each: unknown) => recorded(each, place, tools));
  }
  return typeof value === 'object' && value !== null ? recordedObject(value, place, tools) : value;
}

/** JSON within a text, such as what an extension reports. */
function embedded(text: string, place: Place, tools: Tools): string | undefined {
  const json = /^\s*[[{]/u.test(text) ? parseJson(text.replace(BYTE_ORDER_MARK, '')) : undefined;
  return typeof json === 'object' && json !== null
    ? JSON.stringify(recorded(json, place, tools))
    : undefined;
}

/** Lists and counts are called `value` too; below another secret's name nothing is looked at. */
function isNoText(value: unknown, { field }: Place): boolean {
  return field.toLowerCase() === 'value' && typeof value !== 'string';
}

function redacted(value: unknown, { onSecret }: Tools): string {
  if (typeof value === 'string') {
    onSecret(value);
  } else {
    JSON.stringify(value, (_key, part: unknown) => {
      if (typeof part === 'string') {
        onSecret(part);
      }
      return part;
    });
  }
  return REDACTED;
}

function recordedObject(value: object, { field }: Place, tools: Tools): Record<string, unknown> {
  const isKey = 'kty' in value;
  const free = hasFreeNames(field);
  return Object.fromEntries(
    Object.entries(value).map(([name, part]: [string, unknown]) => {
      const shown = !free && isFieldName(name) ? name : tools.disguise.name(name);
      // What a user has named holds what a user has written.
      const place = { field: free ? 'name' : name, parent: field, isKey };
      return [shown, recorded(part, place, tools)];
    }),
  );
}

function isFieldName(name: string): boolean {
  return isConstant(name) || /^[a-z]$/u.test(name);
}

function recordedText(text: string, place: Place, disguise: Disguise): string {
  switch (fieldKind(place)) {
    case 'name':
      return disguise.name(text);
    case 'sentence':
      return disguisedSentence(text, disguise);
    case 'constant':
      return isFieldConstant(text) ? text : (disguise.form(text) ?? disguise.name(text));
    case 'other':
    case 'secret':
      return disguise.form(text) ?? (isLoneConstant(text) ? text : disguise.name(text));
  }
}

/** Versions, sizes of machines and zones of time are no words. */
const OTHER_CONSTANTS: readonly RegExp[] = [
  /^\d{1,8}(?:\.\d{1,10}){1,3}$/u,
  /^(?:Microsoft )?Windows NT \d{1,3}(?:\.\d{1,6}){1,3}$/u,
  /^(?:Standard|Basic)_[A-Z]{1,3}\d{1,3}[a-z\d-]{0,8}(?:_v\d)?$/u,
  /^[A-Z][A-Za-z. ()-]{1,40} (?:Standard|Daylight) Time(?: \(Mexico\))?$/u,
];

function isFieldConstant(text: string): boolean {
  return isRegion(text) || isConstant(text) || OTHER_CONSTANTS.some((form) => form.test(text));
}

/** Words that no field has to be known for. */
const LONE_CONSTANTS =
  /^(?:all|allow|default|deny|disabled|enabled|false|none|null|succeeded|true)$/iu;

function isLoneConstant(text: string): boolean {
  return LONE_CONSTANTS.test(text) || isCompoundConstant(text) || isRegion(text);
}
