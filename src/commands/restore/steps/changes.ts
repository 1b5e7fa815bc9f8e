// Changes that a restore makes, in documents.

import { z } from 'zod';
import { changeSchema, type Planned } from '../../../steps/change.js';
import { keyChangeSchema } from '../../keys/changes.js';

const ownChangeSchema = z.discriminatedUnion('type', [
  changeSchema(z.literal('restore-disks'), {
    vm: z.string(),
    recoveryPoint: z.string(),
    stagingAccount: z.string(),
    location: z.string(),
    joins: z.string().optional(),
  }),
  changeSchema(z.literal('set-disk-encryption'), { vm: z.string() }),
  changeSchema(z.literal('create-interface'), {
    subnet: z.string(),
    location: z.string(),
    privateAddress: z.string().optional(),
    tags: z.array(z.string()),
  }),
  changeSchema(z.literal('create-machine'), {
    interface: z.string(),
    location: z.string(),
    osType: z.string(),
    zones: z.array(z.string()),
    size: z.string().optional(),
    tags: z.array(z.string()),
  }),
  changeSchema(z.literal('put-ade-extension'), {
    extensionType: z.string(),
    volumeType: z.enum(['OS', 'Data', 'All']),
  }),
  changeSchema(z.literal('delete-staging'), { vm: z.string(), keepsTemplate: z.boolean() }),
]);

/** One change of a restore; it brings back key and secret too. */
export const restoreChangeSchema = z.discriminatedUnion('type', [ownChangeSchema, keyChangeSchema]);

/** A step of a restore, without those on key and secret, as documents hold it. */
export type RestoreChange = Planned<z.infer<typeof ownChangeSchema>>;
