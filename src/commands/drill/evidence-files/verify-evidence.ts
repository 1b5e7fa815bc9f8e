// Whether a file of evidence is what was written.

import { parseJson } from '../../../domain/parse-json.js';
import type { Drill } from '../evidence.js';
import { isInstant } from '../../../domain/time/instant.js';
import { evidenceHash } from './hash.js';
import { drillEvidenceSchema, type DrillEvidence } from './schema.js';

/** What a file is. */
export type VerifiedEvidence =
  | { readonly status: 'valid'; readonly evidence: DrillEvidence }
  /** The reason is a sentence without a full stop and without a subject. */
  | { readonly status: 'invalid'; readonly reason: string };

/** Looks at the text of a file. */
export function verifyEvidence(text: string): VerifiedEvidence {
  const value = parseJson(text);
  if (!isObject(value) || value['kind'] !== 'drill-evidence') {
    return { status: 'invalid', reason: 'is not evidence of a drill' };
  }
  // Before its form: what was changed by hand may have lost that, too, and the change is what matters.
  const { hash, ...statement } = value;
  if (hash !== evidenceHash(statement)) {
    return { status: 'invalid', reason: 'was changed: its hash is not that of its content' };
  }
  const parsed = drillEvidenceSchema.safeParse(value);
  return parsed.success && isDated(parsed.data.drill)
    ? { status: 'valid', evidence: parsed.data }
    : { status: 'invalid', reason: 'has another form: another version of azbackup wrote it' };
}

/** Whether the times by which drills are ordered are times. */
export function isDated({ started, ended }: Pick<Drill, 'started' | 'ended'>): boolean {
  return isInstant(started) && (ended === null || isInstant(ended));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
