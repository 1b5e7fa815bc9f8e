// What is written down of a drill: the item of its results, the file of its evidence, and what is kept of it in the folder
// for state are one shape. Nothing in it is key material.

import { z } from 'zod';
import { CHECK_OUTCOMES, DRILL_CHECKS } from '../../domain/drill/verdict.js';
import { THREAT_STATUSES } from '../../domain/recovery/threat.js';
import { itemErrorSchema, resourceSchema } from '../results/parts.js';

/** Something that a drill makes, and what became of it. */
export const drillResourceSchema = z.strictObject({
  kind: z.enum([
    'resource-group',
    'network-security-group',
    'virtual-network',
    'key-vault',
    'virtual-machine',
    'network-interface',
    'disk',
    'staging-blob',
    'other',
  ]),
  id: z.string(),
  /**
   * `intended` was about to be made; `purge-pending` is deleted, and kept by soft delete until `goneBy`; `left` could not
   * be deleted, or nobody knows whether it was.
   */
  state: z.enum(['intended', 'made', 'deleted', 'purge-pending', 'left']),
  /** When it was there first, as far as was seen; null where it never was. */
  made: z.string().nullable(),
  /** When it came into this state. */
  time: z.string(),
  /** Why it is left; null where it is not. */
  reason: z.string().nullable(),
  /** When it goes by itself; null where it does not, or it is not known. */
  goneBy: z.string().nullable(),
});

const phaseSchema = z.strictObject({
  name: z.enum(['prepare', 'restore', 'check', 'keep', 'clean']),
  started: z.string(),
  ended: z.string(),
  seconds: z.number(),
});

const measureSchema = z.strictObject({
  /** Null where it did not come to that. */
  seconds: z.number().nullable(),
  /** What was asked for; null where nothing was. */
  limitSeconds: z.number().nullable(),
});

/** A drill. */
export const drillSchema = z.strictObject({
  id: z.string(),
  vm: resourceSchema,
  vault: resourceSchema,
  /** `running` in the record of a drill that was stopped, or goes on. */
  outcome: z.enum(['passed', 'failed', 'inconclusive', 'planned', 'declined', 'running']),
  /** Why it did not pass; sentences without a full stop. */
  reasons: z.array(z.string()),
  /** `kept` while `--keep-on-failure` lasts; `none` where nothing was made. */
  cleanup: z.enum(['clean', 'leftovers', 'kept', 'none', 'pending']),
  /** The same of the clean-up. */
  cleanupReasons: z.array(z.string()),
  recoveryPoint: z
    .strictObject({
      name: z.string(),
      time: z.string(),
      tier: z.string(),
      consistency: z.string(),
      /** What Azure reports of threats; `unknown` where it reports nothing. */
      threat: z.enum(THREAT_STATUSES),
      /** Why this one. */
      reason: z.string(),
    })
    .nullable(),
  /** The resource group of the drill. */
  resourceGroup: z.string(),
  location: z.string(),
  /** From when on anybody may delete it. */
  expires: z.string(),
  /** What is made, in words: shown before anything is. */
  creates: z.array(z.string()),
  jobId: z.string().nullable(),
  phases: z.array(phaseSchema),
  checks: z.array(
    z.strictObject({
      check: z.enum(DRILL_CHECKS),
      outcome: z.enum(CHECK_OUTCOMES),
      observed: z.string(),
    }),
  ),
  /** From the request of the restore to the last check of the start. */
  rto: measureSchema,
  /** From the recovery point to the start of the drill. */
  rpo: measureSchema,
  /** What the restore had to say besides; sentences without a full stop. */
  notes: z.array(z.string()),
  resources: z.array(drillResourceSchema),
  /** By which machines, or points, were chosen by chance; null where none were. */
  seed: z.string().nullable(),
  /** Object id of whoever ran it; null where its token does not say. */
  caller: z.string().nullable(),
  started: z.string(),
  ended: z.string().nullable(),
  error: itemErrorSchema.nullable(),
  /** Commands that go on from here. */
  next: z.array(z.string()),
});

export type Drill = z.infer<typeof drillSchema>;
/** What a record says of what was not done, or is not known here. */
export function nothingDone() {
  return {
    creates: [],
    jobId: null,
    phases: [],
    checks: [],
    rto: { seconds: null, limitSeconds: null },
    rpo: { seconds: null, limitSeconds: null },
    notes: [],
    resources: [],
    seed: null,
    caller: null,
  } satisfies Partial<Drill>;
}

export type DrillResource = z.infer<typeof drillResourceSchema>;
export type DrillPhase = z.infer<typeof phaseSchema>;

/** The record of a drill in the folder for state. */
export const drillRecordSchema = z.strictObject({
  schemaVersion: z.literal(1),
  drill: drillSchema,
});
