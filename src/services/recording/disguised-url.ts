// Paths, ids of resources and URLs in a recording: types, verbs and parameters stay, names go.

import { isConstant } from './known-words.js';
import type { Disguise } from './disguise.js';
import { isRegion } from './well-known.js';

/** Segments whose next one is no name. */
const WITHOUT_NAME = new Set(['$metadata', 'me', 'providers']);

/** What stands where a name would, and is none: operations on a collection. */
const COLLECTION_OPERATIONS: Readonly<Record<string, readonly string[]>> = {
  accesspolicies: ['add', 'remove', 'replace'],
  directoryobjects: ['getbyids'],
  keys: ['restore'],
  secrets: ['restore'],
};

/** A path or ARM id: types and verbs stay, names go. */
export function disguisedPath(path: string, disguise: Disguise): string {
  let type: string | undefined;
  return path
    .split('/')
    .map((segment) => {
      const text = decoded(segment);
      const disguised = text === '' ? '' : disguisedSegment(text, type, disguise);
      type = text === '' ? type : nextType(text, type);
      return disguised === text ? segment : encodedAs(segment, disguised);
    })
    .join('/');
}

/** The type whose name comes next; undefined where a type comes next. */
function nextType(text: string, type: string | undefined): string | undefined {
  const isType = type === undefined && isKnownSegment(text) && !/^v\d/u.test(text);
  return isType && !WITHOUT_NAME.has(text.toLowerCase()) && !isNamespace(text)
    ? text.toLowerCase()
    : undefined;
}

function disguisedSegment(text: string, type: string | undefined, disguise: Disguise): string {
  if (type === undefined) {
    return isKnownSegment(text) ? text : disguisedCall(text, disguise);
  }
  if (type === 'locations') {
    return isRegion(text) ? text : disguise.standIns.name(text);
  }
  return COLLECTION_OPERATIONS[type]?.includes(text.toLowerCase()) === true
    ? text
    : disguise.name(text);
}

function isKnownSegment(text: string): boolean {
  return (
    isNamespace(text) ||
    /^v\d\.\d$/u.test(text) ||
    (/^\$?[A-Za-z]+$/u.test(text) && isConstant(text))
  );
}

function isNamespace(text: string): boolean {
  return /^Microsoft\.[A-Za-z.]+$/iu.test(text) && isConstant(text);
}

/** `servicePrincipals(appId='…')`, as Graph has it. */
function disguisedCall(text: string, disguise: Disguise): string {
  const { name = '', inner } = /^(?<name>[A-Za-z]+)\((?<inner>.*)\)$/u.exec(text)?.groups ?? {};
  return inner !== undefined && isConstant(name)
    ? `${name}(${inner.replaceAll(/[^='",]+/gu, (part) =>
        isConstant(part) ? part : disguise.name(part),
      )})`
    : disguise.name(text);
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** A segment that was encoded stays so. */
function encodedAs(segment: string, text: string): string {
  return segment.includes('%') || /[^\w.;,@$()'=!-]/u.test(text) ? encodeURIComponent(text) : text;
}

/** Parameters of which everybody may see the value: it is looked at like any other text. */
const SHOWN_PARAMETERS =
  /^(?:api-version|\$filter|\$expand|\$top|\$skip|\$select|\$orderby|\$count|monitor|comp|restype|maxresults|include|statusonly|\$skiptoken|p)$/iu;

const REDACTED = 'redacted';

/** A URL: scheme, path and the names of parameters stay; of the values only what is known to be harmless. */
export function disguisedUrl(url: string, disguise: Disguise): string {
  if (!URL.canParse(url)) {
    return disguise.standIns.name(url);
  }
  const { protocol, host, pathname, search, hash } = new URL(url);
  const shown = `${protocol}//${disguise.hosts.disguised(host, (label) => disguise.standIns.name(label))}`;
  // The parser adds a slash to an address without a path.
  const path = pathname === '/' && !/^[^/]*\/\/[^/]*\//u.test(url) ? '' : pathname;
  const shownPath = /\.(?:blob|dfs|file|queue|table|web)\./u.test(host)
    ? namesOf(path, disguise)
    : disguisedPath(path, disguise);
  return `${shown}${shownPath}${disguisedQuery(search, disguise)}${disguisedHash(hash, disguise)}`;
}

function disguisedHash(hash: string, disguise: Disguise): string {
  return hash === '' ? '' : `#${disguisedPath(hash.slice(1), disguise)}`;
}

function disguisedQuery(search: string, disguise: Disguise): string {
  if (search.length < 2) {
    return '';
  }
  const pairs = search
    .slice(1)
    .split('&')
    .map((pair) => {
      const at = pair.indexOf('=');
      const [name, value] = at === -1 ? [pair, undefined] : [pair.slice(0, at), pair.slice(at + 1)];
      const shownName =
        isConstant(decoded(name)) || /^[a-z]{1,2}$/u.test(name)
          ? name
          : disguise.standIns.name(name);
      return value === undefined
        ? shownName
        : `${shownName}=${disguisedParameter(name, value, disguise)}`;
    });
  return `?${pairs.join('&')}`;
}

function disguisedParameter(name: string, value: string, disguise: Disguise): string {
  const text = decoded(value.replaceAll('+', '%20'));
  if (value === '' || !SHOWN_PARAMETERS.test(decoded(name))) {
    return value === '' ? '' : REDACTED;
  }
  const shown = /^(?:\$filter|%24filter)$/iu.test(name)
    ? disguisedFilter(text, disguise)
    : (disguise.form(text) ?? (isConstant(text) ? text : disguise.standIns.name(text)));
  return shown === text ? value : encodeURIComponent(shown);
}

/** In a filter quotes hold names as well as constants. */
function disguisedFilter(filter: string, disguise: Disguise): string {
  return filter.replaceAll(
    /'(?<quoted>[^']*)'|(?<bare>[^\s'(),]+)/gu,
    (part, ...rest: unknown[]) => {
      const { quoted, bare } = groupsOf(rest);
      if (quoted === undefined) {
        return bare !== undefined && isConstant(bare) ? bare : disguise.name(part);
      }
      const isName = /name|key|tag/iu.test(fieldBefore(filter, rest));
      return `'${!isName && isConstant(quoted) ? quoted : disguise.name(quoted)}'`;
    },
  );
}

function groupsOf(rest: readonly unknown[]): Readonly<Record<string, string | undefined>> {
  const groups: unknown = rest.at(-1);
  return typeof groups === 'object' && groups !== null ? { ...groups } : {};
}

/** The field that a quoted value is compared with. */
function fieldBefore(filter: string, rest: readonly unknown[]): string {
  const offset = rest.find((each) => typeof each === 'number');
  return /(?<field>\S+)\s+\w+\s*$/u.exec(filter.slice(0, Number(offset)))?.groups?.['field'] ?? '';
}

/** In an account, all that a path is made of are names. */
function namesOf(path: string, disguise: Disguise): string {
  return path
    .split('/')
    .map((segment) => (segment === '' ? '' : encodedAs(segment, disguise.name(decoded(segment)))))
    .join('/');
}
