// The result document of `azbackup retirement inventory`.

import { z } from 'zod';
import { WAYS_OUT } from '../../domain/retirement/way-out.js';
import { itemErrorSchema, resourceSchema } from '../results/parts.js';

/** What a vault has of a machine. */
const protectionSchema = z.strictObject({
  vault: resourceSchema,
  policy: z.string().nullable(),
  protectionState: z.string(),
  /** Recovery points; null where they could not be listed. */
  points: z.number().nullable(),
  /** Those with ADE. */
  encryptedPoints: z.number().nullable(),
  /** Those of them that are there after the deadline. */
  afterDeadline: z.number().nullable(),
  /** When the last of them expires: at a time, never, or not known; `none` without such points. */
  expiry: z.enum(['at', 'never', 'unknown', 'none']),
  lastExpiry: z.string().nullable(),
  /** Why the points could not be listed. */
  unread: z.string().nullable(),
});

const adeSchema = z.strictObject({
  pass: z.enum(['single', 'dual']),
  state: z.string(),
  volumes: z.enum(['os', 'data', 'all', 'none', 'unknown']),
  /** Names of data disks that ADE does not encrypt though it encrypts others, such as one attached later. */
  bareDisks: z.array(z.string()),
  /** True when a KEK wraps the BEK. */
  keyEncryptionKey: z.boolean(),
  secrets: z.array(z.string()),
  keys: z.array(z.string()),
  /** Names of the key vaults that they are in. */
  keyVaults: z.array(z.string()),
});

const itemSchema = z.strictObject({
  vm: resourceSchema,
  /** The way out; `failed` where it could not be looked at. */
  outcome: z.enum([...WAYS_OUT, 'failed']),
  reason: z.string(),
  /** Whether the VM is there. */
  machine: z.enum(['there', 'gone', 'unknown']),
  resourceGroup: z.string().nullable(),
  location: z.string().nullable(),
  osType: z.enum(['Windows', 'Linux']).nullable(),
  size: z.string().nullable(),
  /** Whether VMs of this size can encrypt at host; null where it was not asked or Azure does not say. */
  sizeCanEncryptAtHost: z.boolean().nullable(),
  /** What the VM belongs to, where something shows it. */
  belongsTo: z.enum(['scale-set-instance', 'avd-host']).nullable(),
  encryption: z.string().nullable(),
  /** Null for a VM without ADE. */
  ade: adeSchema.nullable(),
  protection: z.array(protectionSchema),
  error: itemErrorSchema.nullable(),
});

/** The document. */
export const retirementInventorySchema = z.strictObject({
  kind: z.literal('retirement-inventory'),
  schemaVersion: z.literal(1),
  deadline: z.string(),
  items: z.array(itemSchema),
  summary: z.strictObject({
    total: z.number(),
    outcomes: z.record(z.string(), z.number()),
    /** Recovery points with ADE that are there after the deadline, as far as they could be listed. */
    pointsAfterDeadline: z.number(),
    /** Machines of which something could not be read. */
    unread: z.number(),
  }),
});

export type RetirementInventoryDocument = z.infer<typeof retirementInventorySchema>;
export type RetirementInventoryItem = z.infer<typeof itemSchema>;
