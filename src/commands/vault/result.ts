// The result documents of `azbackup vault list`, `vault show` and `vault create`.

import { z } from 'zod';
import { itemErrorSchema, resourceSchema } from '../results/parts.js';
import { vaultChangeSchema } from '../../steps/vault/changes.js';

const softDeleteSchema = z.strictObject({
  /** `Enabled`, `Disabled` or `AlwaysON`. */
  state: z.string(),
  retentionDays: z.number(),
});

const listItemSchema = z.strictObject({
  vault: resourceSchema,
  resourceGroup: z.string(),
  location: z.string(),
  provisioningState: z.string(),
  redundancy: z.string().nullable(),
  crossRegionRestore: z.boolean().nullable(),
  softDelete: softDeleteSchema.nullable(),
  /** `Disabled`, `Unlocked` or `Locked`. */
  immutability: z.string(),
  /** Azure VMs, those in soft delete left out. */
  protectedItems: z.number().nullable(),
  softDeletedItems: z.number().nullable(),
  /** What could not be read; the members that depend on it are null. */
  unread: z.array(z.string()),
});

/** The document of `vault list`. */
export const vaultsDocumentSchema = z.strictObject({
  kind: z.literal('vault-list'),
  schemaVersion: z.literal(1),
  items: z.array(listItemSchema),
  summary: z.strictObject({ total: z.number(), protectedItems: z.number() }),
});

const showItemSchema = listItemSchema.extend({
  /** True once the redundancy is settled. */
  redundancyLocked: z.boolean().nullable(),
  encryption: z
    .strictObject({
      kind: z.enum(['platform', 'customer']),
      keyUrl: z.string().nullable(),
      infrastructureEncryption: z.boolean(),
    })
    .nullable(),
  /** The vault's own identity; null where it has none. */
  identity: z.strictObject({ type: z.string(), principalIds: z.array(z.string()) }).nullable(),
  /** The Resource Guard that has a say in the vault; null where there is none. */
  resourceGuard: z
    .strictObject({
      id: z.string(),
      operations: z.array(z.strictObject({ operation: z.string(), request: z.string() })),
    })
    .nullable(),
  /** Items by Azure's word for their state; those in soft delete under `SoftDeleted`. */
  itemStates: z.record(z.string(), z.number()),
  policies: z.array(
    z.strictObject({
      id: z.string(),
      name: z.string(),
      type: z.string(),
      protectedItems: z.number(),
    }),
  ),
  softDeleted: z.array(
    z.strictObject({
      vm: resourceSchema,
      deletedAt: z.string(),
      purgedAt: z.string(),
      remainingSeconds: z.number(),
    }),
  ),
  /** What can still be changed, and why not where it cannot. */
  rules: z.array(
    z.strictObject({
      setting: z.string(),
      changeable: z.boolean(),
      reason: z.string(),
      source: z.string(),
    }),
  ),
});

/** The document of `vault show`. */
export const vaultDocumentSchema = z.strictObject({
  kind: z.literal('vault-show'),
  schemaVersion: z.literal(1),
  items: z.array(showItemSchema),
  summary: z.strictObject({ protectedItems: z.number(), softDeletedItems: z.number() }),
});

const createItemSchema = z.strictObject({
  vault: resourceSchema,
  outcome: z.enum([
    'created',
    'changed',
    'unchanged',
    'planned',
    'accepted',
    'refused',
    'failed',
    'interrupted',
  ]),
  resourceGroup: z.string(),
  location: z.string(),
  redundancy: z.string().nullable(),
  crossRegionRestore: z.boolean().nullable(),
  softDelete: softDeleteSchema.nullable(),
  /** Where a vault that was there already is not as asked for. */
  differences: z.array(
    z.strictObject({
      setting: z.string(),
      current: z.string(),
      wanted: z.string(),
      possible: z.boolean(),
      reason: z.string(),
      source: z.string(),
    }),
  ),
  seconds: z.number().nullable(),
  changes: z.array(vaultChangeSchema),
  error: itemErrorSchema.nullable(),
});

/** The document of `vault create`. */
export const vaultCreateDocumentSchema = z.strictObject({
  kind: z.literal('vault-create'),
  schemaVersion: z.literal(1),
  dryRun: z.boolean(),
  items: z.array(createItemSchema),
  summary: z.strictObject({ changes: z.number() }),
});

export type VaultsDocument = z.infer<typeof vaultsDocumentSchema>;
export type VaultsItem = z.infer<typeof listItemSchema>;
export type VaultDocument = z.infer<typeof vaultDocumentSchema>;
export type VaultItem = z.infer<typeof showItemSchema>;
export type VaultCreateDocument = z.infer<typeof vaultCreateDocumentSchema>;
export type VaultCreateItem = z.infer<typeof createItemSchema>;
