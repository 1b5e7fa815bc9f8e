// Changes of access to key vaults in documents.

import { z } from 'zod';
import { changeSchema, type Planned } from '../change.js';

/** One change of access. */
export const roleChangeSchema = z.discriminatedUnion('type', [
  changeSchema(z.literal('put-role-definition'), {
    change: z.enum(['create', 'extend']),
    roleName: z.string(),
    dataActions: z.array(z.string()),
    assignableScopes: z.array(z.string()),
  }),
  changeSchema(z.enum(['put-role-assignment', 'delete-role-assignment']), {
    roleName: z.string(),
    principalId: z.string(),
    assignment: z.string(),
  }),
  changeSchema(z.enum(['add-access-policy', 'remove-access-policy']), {
    principalId: z.string(),
    keys: z.array(z.string()),
    secrets: z.array(z.string()),
  }),
]);

/** A step of this family as documents hold it. */
export type RoleChange = Planned<z.infer<typeof roleChangeSchema>>;
