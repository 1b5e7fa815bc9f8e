// The result documents of `azbackup disable`, `resume` and `undelete`: one shape for all changes of items.

import { z } from 'zod';
import { itemErrorSchema, resourceSchema, runSchema } from '../results/parts.js';
import { protectionChangeSchema } from '../../steps/protection/changes.js';

const itemSchema = z.strictObject({
  vm: resourceSchema,
  outcome: z.enum([
    'stopped',
    'suspended',
    'soft-deleted',
    'deleted',
    'resumed',
    'undeleted',
    'unchanged',
    'accepted',
    'planned',
    'refused',
    'declined',
    'failed',
    'interrupted',
    /** Left alone: `--max-errors` was reached. */
    'not-started',
  ]),
  vault: resourceSchema,
  policy: z.string().nullable(),
  /** Azure's word; null once the item is gone. */
  protectionState: z.string().nullable(),
  /** How many the item has; null where Azure does not count them. */
  recoveryPoints: z.number().nullable(),
  lastRecoveryPoint: z.string().nullable(),
  /** Present while the item lies in soft delete: when it was deleted, and when it goes for good. */
  softDelete: z
    .strictObject({ deletedAt: z.string(), purgedAt: z.string(), remainingSeconds: z.number() })
    .nullable(),
  /** Id of the Resource Guard that has a say in the vault. */
  resourceGuard: z.string().nullable(),
  operationId: z.string().nullable(),
  jobId: z.string().nullable(),
  seconds: z.number().nullable(),
  changes: z.array(protectionChangeSchema),
  error: itemErrorSchema.nullable(),
});

const members = {
  schemaVersion: z.literal(1),
  dryRun: z.boolean(),
  items: z.array(itemSchema),
  summary: z.strictObject({
    total: z.number(),
    /** Items by outcome; outcomes that did not occur are left out. */
    outcomes: z.record(z.string(), z.number()),
    changes: z.number(),
  }),
  /** The run that it is recorded as; null where none is kept. */
  run: runSchema.nullable(),
};

/** The document of `disable`. */
export const disableDocumentSchema = z.strictObject({ kind: z.literal('disable'), ...members });
/** The document of `resume`. */
export const resumeDocumentSchema = z.strictObject({ kind: z.literal('resume'), ...members });
/** The document of `undelete`. */
export const undeleteDocumentSchema = z.strictObject({ kind: z.literal('undelete'), ...members });

type Members = z.infer<z.ZodObject<typeof members>>;

/** The document of one of the commands. */
export type ItemChangeDocumentOf<Kind extends string> = Members & { kind: Kind };
export type ItemChangeDocument = ItemChangeDocumentOf<'disable' | 'resume' | 'undelete'>;
export type ItemChangeItem = z.infer<typeof itemSchema>;
