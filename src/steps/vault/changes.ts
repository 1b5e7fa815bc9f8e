// Changes of Recovery Services vaults in documents.

import { z } from 'zod';
import { changeSchema, type Planned } from '../change.js';

const storageDetails = {
  redundancy: z.string().optional(),
  crossRegionRestore: z.boolean().optional(),
};

/** One change of a vault. */
export const vaultChangeSchema = z.discriminatedUnion('type', [
  changeSchema(z.literal('create-vault'), { location: z.string(), ...storageDetails }),
  changeSchema(z.literal('set-vault-redundancy'), storageDetails),
  changeSchema(z.literal('set-soft-delete-days'), {
    days: z.number(),
    previousDays: z.number().optional(),
  }),
]);

/** A step of this family as documents hold it. */
export type VaultChange = Planned<z.infer<typeof vaultChangeSchema>>;
