// Until when each version of a secret or key is needed. A version is cleared only where every point that might need it is
// known, names its keys, and has an end that is firm; one doubt about any point keeps every version, for a point that does
// not say what it needs may need each of them.

import { startOfDay } from '../backup-policy/scheduled-runs.js';
import { addSeconds, isBefore, type Instant } from '../time/instant.js';
import type { KeyPair } from '../keys/key-pair.js';
import type { WantedObject } from '../keys/key-copies.js';
import type { PointEnd } from './point-end.js';

/** An encrypted point with what it needs. */
export interface NeedingPoint<Owner> {
  readonly owner: Owner;
  readonly name: string;
  readonly time: Instant;
  readonly end: PointEnd;
  /** Undefined where it is not known. */
  readonly pair: KeyPair | undefined;
  /** True where its data volumes may need further keys that it does not name, as on Windows. */
  readonly partial?: boolean;
}

/** A machine, with the versions that its disks use now. */
export interface KeyUser<Owner> {
  readonly owner: Owner;
  readonly objects: readonly WantedObject[];
}

/** All that is known of who needs what. */
export interface KeyQuestion<Owner> {
  readonly points: readonly NeedingPoint<Owner>[];
  readonly users: readonly KeyUser<Owner>[];
  /** Why not every point that there is was looked at; empty where all were. */
  readonly gaps: readonly string[];
}

/** What becomes of a version. */
export type KeyRelease =
  /** `yyyy-mm-dd` in UTC: from the beginning of this day on no known point needs it. */
  | { readonly kind: 'from'; readonly day: string }
  | { readonly kind: 'in-use' }
  | { readonly kind: 'never' }
  | { readonly kind: 'unknown'; readonly reasons: readonly string[] };

/** A version with who needs it. */
export interface KeyNeed<Owner> {
  readonly object: WantedObject;
  /** The points that are known to need it, the one that is there longest first. */
  readonly points: readonly NeedingPoint<Owner>[];
  /** Machines whose disks use it now. */
  readonly users: readonly Owner[];
  /** The last known end of its points: whatever else, it is needed until then. */
  readonly notBefore: Instant | undefined;
  readonly release: KeyRelease;
}

/** Every version that a point or a machine names, in the order of its address. */
export function keyNeeds<Owner>(question: KeyQuestion<Owner>): readonly KeyNeed<Owner>[] {
  const { points, users } = question;
  const objects = [
    ...points.flatMap(({ pair }) => (pair === undefined ? [] : objectsOf(pair))),
    ...users.flatMap((user) => user.objects),
  ];
  const distinct = new Map(objects.map((object) => [versionKey(object), object]));
  return [...distinct]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([, object]) => needOf(object, question));
}

function objectsOf({ secret, key }: KeyPair): readonly WantedObject[] {
  return key === undefined ? [secret] : [secret, key];
}

/** Equal for two addresses of one version: names and hosts have no case, and a port says nothing. */
function versionKey(object: WantedObject): string {
  return `${objectName(object)}/${(object.version ?? '').toLowerCase()}`;
}

function objectName({ kind, vaultUrl, name }: WantedObject): string {
  return `${vaultUrl.replace(/:443$/u, '')}/${kind}s/${name}`.toLowerCase();
}

/** Whether what is named means a version: an address without a version may mean any. */
function means(named: WantedObject, object: WantedObject): boolean {
  return (
    objectName(named) === objectName(object) &&
    (named.version === undefined ||
      object.version === undefined ||
      named.version.toLowerCase() === object.version.toLowerCase())
  );
}

function needOf<Owner>(object: WantedObject, question: KeyQuestion<Owner>): KeyNeed<Owner> {
  const points = question.points
    .filter(({ pair }) => pair !== undefined && objectsOf(pair).some((each) => means(each, object)))
    .toSorted((left, right) => rankOf(right.end).localeCompare(rankOf(left.end)));
  const users = question.users
    .filter(({ objects }) => objects.some((each) => means(each, object)))
    .map(({ owner }) => owner);
  const ends = points.flatMap(({ end }) => (end.kind === 'at' ? [end.time] : [])).toSorted();
  return {
    object,
    points,
    users,
    notBefore: ends.at(-1),
    release: users.length > 0 ? { kind: 'in-use' } : releaseOf(object, points, question),
  };
}

/** To sort by: what never goes is there longest. */
function rankOf(end: PointEnd): string {
  return end.kind === 'never' ? '3' : end.kind === 'unknown' ? '2' : `1${end.time}`;
}

/**
 * Points that may need a version without naming it. A secret belongs to one volume of one machine; a key may wrap secrets
 * of any machine.
 */
function partialPoints<Owner>(
  { kind }: WantedObject,
  points: readonly NeedingPoint<Owner>[],
  all: readonly NeedingPoint<Owner>[],
): number {
  const owners = new Set(points.map(({ owner }) => owner));
  return all.filter(
    (each) =>
      each.partial === true && !points.includes(each) && (kind === 'key' || owners.has(each.owner)),
  ).length;
}

function releaseOf<Owner>(
  object: WantedObject,
  points: readonly NeedingPoint<Owner>[],
  { points: all, gaps }: KeyQuestion<Owner>,
): KeyRelease {
  if (points.some(({ end }) => end.kind === 'never')) {
    return { kind: 'never' };
  }
  const unnamed = all.filter(({ pair }) => pair === undefined).length;
  const partial = points.length === 0 ? 0 : partialPoints(object, points, all);
  const endless = points.filter(({ end }) => end.kind === 'unknown').length;
  const open = points.filter(({ end }) => end.kind === 'at' && !end.firm).length;
  const last = points
    .flatMap(({ end }) => (end.kind === 'at' ? [end.time] : []))
    .toSorted()
    .at(-1);
  const reasons = [
    ...gaps,
    ...(unnamed === 0 ? [] : [`${unnamed} recovery points do not say which keys they need`]),
    ...(partial === 0
      ? []
      : [`${partial} recovery points name only the key of the OS volume, and may need others`]),
    ...(endless === 0 ? [] : [`when ${endless} of its recovery points expire is not known`]),
    ...(open === 0 ? [] : [`${open} of its recovery points may be kept longer than they say`]),
    ...(last === undefined && endless === 0 ? ['no recovery point names it'] : []),
  ];
  return reasons.length > 0 || last === undefined
    ? { kind: 'unknown', reasons }
    : { kind: 'from', day: dayFrom(last) };
}

/** The first day that lies wholly after an instant; one that begins just then is such a day. */
export function dayFrom(instant: Instant): string {
  const midnight = startOfDay(instant);
  return (isBefore(midnight, instant) ? addSeconds(midnight, DAY_SECONDS) : midnight).slice(0, 10);
}

const DAY_SECONDS = 86_400;
