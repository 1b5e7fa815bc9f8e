// The directory of the sandbox's tenants: principals, and which application each is.

import { z } from 'zod';

const principalSchema = z.object({
  objectId: z.string(),
  tenantId: z.string(),
  type: z.enum(['ServicePrincipal', 'User', 'Group']),
  displayName: z.string(),
  /** Application id of a service principal. */
  appId: z.string().optional(),
  /** Client secret of an application that signs in; visibly fake. */
  clientSecret: z.string().optional(),
  /** Whose tokens the application may sign in with (workload identity federation). */
  federatedCredentials: z
    .array(z.object({ issuer: z.string(), subject: z.string(), audience: z.string() }))
    .optional(),
  userPrincipalName: z.string().optional(),
  userType: z.enum(['Member', 'Guest']).optional(),
  /** Object ids of the members of a group. */
  members: z.array(z.string()).optional(),
  /** Application roles in Microsoft Graph, such as Application.Read.All. */
  graphPermissions: z.array(z.string()),
  accountEnabled: z.boolean(),
  /** The resource whose managed identity it is; explicit where that is a resource of its own. */
  managedIdentity: z.object({ resourceId: z.string(), isExplicit: z.boolean() }).optional(),
  /** From when on the directory shows it, milliseconds since the epoch; ever since when absent. */
  shownMilliseconds: z.number().optional(),
});

export type Principal = z.infer<typeof principalSchema>;

/** The directory's saved form. */
export const directoryStateSchema = z.object({
  tenants: z.array(
    z.object({ tenantId: z.string(), displayName: z.string(), defaultDomain: z.string() }),
  ),
  principals: z.array(principalSchema),
  /** Object id of the principal whose credentials an in-process client gets. */
  signedInObjectId: z.string(),
});
