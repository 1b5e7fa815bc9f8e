// Role definitions made in this world and role assignments. The built-in roles are constants, not state.

import { z } from 'zod';

export const permissionSchema = z.object({
  actions: z.array(z.string()),
  notActions: z.array(z.string()),
  dataActions: z.array(z.string()),
  notDataActions: z.array(z.string()),
});

export const roleDefinitionSchema = z.object({
  /** The guid that names it. */
  name: z.string(),
  roleName: z.string(),
  description: z.string(),
  type: z.enum(['BuiltInRole', 'CustomRole']),
  assignableScopes: z.array(z.string()),
  permissions: z.array(permissionSchema),
  createdOn: z.string(),
  updatedOn: z.string(),
  createdBy: z.string().nullable(),
  updatedBy: z.string().nullable(),
  /** Until when assignments do not know of the role. */
  replicatedMilliseconds: z.number().optional(),
});

export type SandboxRoleDefinition = z.infer<typeof roleDefinitionSchema>;

export const roleAssignmentSchema = z.object({
  /** The guid that names it. */
  name: z.string(),
  /** Where it applies; `/` for the root. */
  scope: z.string(),
  /** The guid of the role definition. */
  roleDefinitionName: z.string(),
  principalId: z.string(),
  principalType: z.string(),
  condition: z.string().nullable(),
  description: z.string().optional(),
  createdOn: z.string(),
  updatedOn: z.string(),
  createdBy: z.string().nullable(),
  /** Absent means the same as `createdBy`. */
  updatedBy: z.string().nullable().optional(),
  /** From when on data planes honour it; assignments take time to reach them. */
  effectiveMilliseconds: z.number(),
});

export type SandboxRoleAssignment = z.infer<typeof roleAssignmentSchema>;

/** The saved form of authorization. */
export const authorizationStateSchema = z.object({
  customRoles: z.array(roleDefinitionSchema),
  /** By lower-cased name. */
  assignments: z.record(z.string(), roleAssignmentSchema),
});
