// Azure's built-in roles, as Azure defines them. They are constants and never part of the state.

import { z } from 'zod';
import data from './built-in-roles.json' with { type: 'json' };
import { permissionSchema, type SandboxRoleDefinition } from '../state.js';

const builtInRoleSchema = z.strictObject({
  name: z.string(),
  roleName: z.string(),
  description: z.string(),
  createdOn: z.string(),
  updatedOn: z.string(),
  createdBy: z.string().nullable(),
  updatedBy: z.string().nullable(),
  permissions: z.array(permissionSchema),
});

/**
 * The built-in roles that a backup operator may meet. Recording: reference.builtin-roles; four that
 * were not recorded (network, storage account, role administrator, certificate user) are from
 * the documentation page Azure built-in roles, which gives no dates, so theirs stand for nothing.
 */
export const builtInRoles: readonly SandboxRoleDefinition[] = z
  .array(builtInRoleSchema)
  .parse(data)
  .map((role) => ({ ...role, type: 'BuiltInRole', assignableScopes: ['/'] }));
