// The result document of `azbackup report`. It is made of the documents of other commands, which the page is drawn from.

import { z } from 'zod';
import { URGENCIES } from '../../domain/report/next.js';
import { drillReportDocumentSchema } from '../drill/report/result.js';
import { gateDocumentSchema } from '../gate/result.js';
import { jobItemSchema } from '../jobs/result.js';
import { itemErrorSchema, resourceSchema } from '../results/parts.js';
import { retirementInventorySchema } from '../retirement/inventory.result.js';
import { retirementKeysSchema } from '../retirement/keys/result.js';
import { retirementPointsSchema } from '../retirement/points.result.js';
import { statusDocumentSchema } from '../status/result.js';

const calendarItemSchema = z.strictObject({
  vm: resourceSchema,
  vault: resourceSchema,
  policy: z.string().nullable(),
  /** The days that have a recovery point, oldest first, within the days of the calendar. */
  days: z.array(
    z.strictObject({
      /** `yyyy-mm-dd` in UTC. */
      day: z.string(),
      points: z.number(),
      /** Tiers from which a point of the day can be restored, each once. */
      tiers: z.array(z.enum(['snapshot', 'vault', 'archive'])),
      encrypted: z.boolean(),
    }),
  ),
  /** Days on which the policy of today starts a backup, the VM was protected, and no point is there; `yyyy-mm-dd` in UTC. */
  missed: z.array(z.string()),
  /** Its points of these days for which Azure reports a threat, newest first. */
  threats: z.array(
    z.strictObject({
      name: z.string(),
      time: z.string(),
      status: z.enum(['warning', 'infected']),
      /** The threats in words; empty where Azure names none. */
      threats: z.string(),
    }),
  ),
  /** Why its points, or the days that its policy starts backups on, are not known; null where they are. */
  unread: z.string().nullable(),
});

/** A VM, and what its backups come to. */
const itemSchema = z.strictObject({
  vm: resourceSchema,
  /** `safe` where a vault backs it up, its last backup completed, it has a recovery point, and its keys can be used. */
  outcome: z.enum(['safe', 'not-safe', 'unknown']),
  /** Why it is not safe, or not known to be. */
  reasons: z.array(z.string()),
  /** Days on which a backup was due and left no recovery point. */
  missedDays: z.number(),
  /** Its recovery points with ADE that are there after the deadline; null where they could not be listed. */
  pointsAfterDeadline: z.number().nullable(),
});

const nextSchema = z.strictObject({
  /** What is wrong, in a sentence. */
  problem: z.string(),
  urgency: z.enum(URGENCIES),
  /** The VMs that it is about. */
  vms: z.array(resourceSchema),
  /** What to run, in this order. */
  commands: z.array(z.string()),
});

/** The document. */
export const reportDocumentSchema = z.strictObject({
  kind: z.literal('report'),
  schemaVersion: z.literal(1),
  /** When it was read. */
  time: z.string(),
  /** False where something could not be read. */
  complete: z.boolean(),
  /** What could not be read, a sentence each. */
  unread: z.array(z.string()),
  /** The page that was written; null where none was. */
  file: z.string().nullable(),
  /** The headline, in a sentence. */
  headline: z.string(),
  /** All VMs, and what is left of them. */
  items: z.array(itemSchema),
  status: statusDocumentSchema,
  calendar: z.strictObject({
    /** `yyyy-mm-dd` in UTC; the last day is that of `time`. */
    from: z.string(),
    to: z.string(),
    items: z.array(calendarItemSchema),
  }),
  /** Null without a gate file. */
  gate: gateDocumentSchema.nullable(),
  inventory: retirementInventorySchema,
  points: retirementPointsSchema,
  keys: retirementKeysSchema,
  jobs: z.strictObject({
    /** Backups and restores that failed within the days of the calendar, newest first. */
    items: z.array(jobItemSchema),
    failed: z.array(z.strictObject({ vault: resourceSchema, error: itemErrorSchema })),
  }),
  /** Restore drills of these VMs that are recorded on this computer. */
  drills: drillReportDocumentSchema,
  /** What to do next, the most urgent first. */
  next: z.array(nextSchema),
  summary: z.strictObject({
    total: z.number(),
    /** VMs by outcome. */
    outcomes: z.record(z.string(), z.number()),
    safe: z.number(),
    /** VMs of which it is not known. */
    unknown: z.number(),
    missedDays: z.number(),
    pointsAfterDeadline: z.number(),
  }),
});

export type ReportDocument = z.infer<typeof reportDocumentSchema>;
export type ReportCalendarItem = z.infer<typeof calendarItemSchema>;
export type ReportNext = z.infer<typeof nextSchema>;
export type ReportItem = z.infer<typeof itemSchema>;
