// Replaces in texts what names somebody's own, by the form that a text has. What is known to be everybody's is
// kept; all else goes.

import type { Cloud } from '../arm/clouds.js';
import type { Disguise } from './disguise.js';
import { disguisedPath, disguisedUrl } from './disguised-url.js';
import { recordedHosts } from './recorded-hosts.js';
import { createStandIns, type StandIns } from './stand-ins.js';
import { isWellKnownGuid, isWellKnownName } from './well-known.js';

/** The disguise that a key makes, for what a cloud says. */
export function createDisguise(key: Uint8Array, cloud: Cloud): Disguise {
  const disguise: Disguise = {
    standIns: createStandIns(key),
    hosts: recordedHosts(cloud),
    form: (text) => disguisedForm(text, disguise),
    name: (text) => disguisedName(text, disguise),
  };
  return disguise;
}

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu;
const IP_ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}|(?=.*:.*:)[0-9a-f:]{3,39})(?<prefix>\/\d{1,3})?$/iu;
const EMAIL = /^(?<local>[^\s@/:;]+)@(?<domain>[^\s@/:;]+)$/u;

/** Instants and durations in every form that Azure writes, versions of its APIs, and sizes. */
const MEASURES: readonly RegExp[] = [
  /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,7})?)?(?:Z|[+-]\d\d:\d\d)?)?$/u,
  /^\d{4}-\d\d-\d\d-(?:preview|privatepreview)$/u,
  /^\d{1,2}\/\d{1,2}\/\d{4} \d{1,2}:\d\d(?::\d\d)? [AP]M$/u,
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/u,
  /^-?P(?:\d+D)?(?:T(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d{1,7})?S)?)?$/u,
  /^(?:\d{1,3}\.)?\d\d:\d\d(?::\d\d(?:\.\d{1,7})?)?$/u,
  /^-?\d{1,4}(?:\.\d{1,3})?(?: ?(?:[KMGT]i?B|B|%))?$/u,
  /^\d{5,9} [KMGT]i?B$/u,
];

/** Azure Backup's ids of operations begin in one of these ways; the rest may hold names. */
const OPERATION_ID = /^(?<kind>MjA0Nz[st]|NDA5NT[st]|VVR8)(?<rest>[\w+/=-]{20,})$/u;

/** First parts of the names of containers and items; the parts behind them are a group and a machine. */
const ITEM_PREFIXES = /^(?:iaasvmcontainer|iaasvmcontainerv1|iaasvmcontainerv2|vm)$/iu;

/** Longest name that Azure takes for anything here; what is longer is no name. */
const MAX_NAME_LENGTH = 100;

/** True for an instant, a duration, a size or a version of an API: they name nobody. */
function isMeasure(text: string): boolean {
  return MEASURES.some((form) => form.test(text));
}

function disguisedForm(text: string, disguise: Disguise): string | undefined {
  const { standIns } = disguise;
  if (text === '' || isMeasure(text)) {
    return text;
  }
  if (GUID.test(text)) {
    return isWellKnownGuid(text) ? text : standIns.guid(text);
  }
  if (/^https?:\/\//iu.test(text)) {
    return disguisedUrl(text, disguise);
  }
  if (text.startsWith('/')) {
    return disguisedPath(text, disguise);
  }
  return (
    disguisedAddress(text, standIns) ??
    disguisedNumber(text, standIns) ??
    disguisedItem(text, disguise)
  );
}

function disguisedAddress(text: string, standIns: StandIns): string | undefined {
  const prefix = IP_ADDRESS.exec(text)?.groups?.['prefix'];
  if (IP_ADDRESS.test(text)) {
    const address = text.slice(0, text.length - (prefix ?? '').length);
    return `${standIns.address(address)}${prefix ?? ''}`;
  }
  const { local, domain } = EMAIL.exec(text)?.groups ?? {};
  return local === undefined || domain === undefined
    ? undefined
    : `${standIns.name(local)}@${standIns.name(domain.replaceAll('.', '-'))}.example`;
}

function disguisedNumber(text: string, standIns: StandIns): string | undefined {
  if (/^\d+$/u.test(text)) {
    return standIns.decimal(text);
  }
  if (/^[0-9a-f]{16,}$/iu.test(text)) {
    return standIns.hex(text);
  }
  const { kind, rest } = OPERATION_ID.exec(text)?.groups ?? {};
  return kind === undefined || rest === undefined ? undefined : `${kind}${standIns.opaque(rest)}`;
}

/** `VM;iaasvmcontainerv2;group;machine`, and lists of names in one text. */
function disguisedItem(text: string, disguise: Disguise): string | undefined {
  const parts = text.split(';');
  return parts.length > 1 && ITEM_PREFIXES.test(parts[0] ?? '')
    ? parts.map((part) => (ITEM_PREFIXES.test(part) ? part : disguise.name(part))).join(';')
    : undefined;
}

function disguisedName(text: string, disguise: Disguise): string {
  if (isWellKnownName(text)) {
    return text;
  }
  const { standIns } = disguise;
  return (
    disguise.form(text) ??
    (text.length > MAX_NAME_LENGTH ? standIns.opaque(text) : standIns.name(text))
  );
}
