// What a plan comes to, without what differs between two looks at the same thing: times, and the names that a drill
// makes up.

import { createHash } from 'node:crypto';
import type { AnyDocument } from '../results/result-document.js';

/** Durations and ages, which count on. */
const PASSING = new Set(['seconds', 'remainingSeconds', 'elapsedSeconds']);
/** Of a finding, what decides; its evidence names ages. */
const FINDING = ['checkId', 'status', 'subject', 'ignored'];
/** RFC 3339; a point is known by its name, and a date that was asked for stands on the command line. */
const TIME = /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z/gu;

/** A hash of what the plan would do and why, the same for as long as both are. */
export function planFingerprint(commandLine: string, { kind, items }: AnyDocument): string {
  const content = items.map((item) => {
    const text = JSON.stringify(settledPart(item));
    const madeUp = 'id' in item && typeof item.id === 'string' ? namesOf(item.id) : [];
    return madeUp
      .reduce((known, name) => known.replaceAll(name, 'ID'), text)
      .replaceAll(TIME, 'TIME');
  });
  return createHash('sha256')
    .update(JSON.stringify([commandLine, kind, content.toSorted()]))
    .digest('hex');
}

/** The id of a drill, whole and as it stands in names that may not be as long: its day, and a part that is its own. */
function namesOf(id: string): readonly string[] {
  const own = /^\d{8}-(?<own>[\da-f]{8,})$/u.exec(id)?.groups?.['own'];
  return own === undefined ? [] : [id, own];
}

function settledPart(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map((each) => settledPart(each));
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const isFinding = 'checkId' in value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !PASSING.has(key) && (!isFinding || FINDING.includes(key)))
      .map(([key, each]): [string, unknown] => [key, settledPart(each)]),
  );
}

/** The items of a plan that would change something. */
export function plannedItems({ items }: Pick<AnyDocument, 'items'>): number {
  return items.filter((item) => 'outcome' in item && item.outcome === 'planned').length;
}
