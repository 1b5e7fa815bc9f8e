// How long a new role assignment takes to reach the data planes.

import { parseResourceId } from '../../../kernel/resource-id.js';

/**
 * Milliseconds from making an assignment until key vaults honour it. Azure only says minutes, and longer the
 * wider the scope (Documentation: troubleshoot Azure RBAC), up to ten; that they are random is an
 * assumption. Chance comes from the guid that names the assignment, so that a rehearsal repeats itself.
 */
export function propagationMilliseconds(scope: string, name: string): number {
  const chance = Number.parseInt(name.slice(0, 8), 16) / 0x1_0000_0000;
  const [least, most] = parseResourceId(scope).names.length > 0 ? AT_RESOURCE : ABOVE_RESOURCES;
  return Math.round((least + chance * (most - least)) / 1000) * 1000;
}

/**
 * Milliseconds in which a new role is unknown to assignments. Public reports speak of seconds
 * to two minutes (terraform-provider-azurerm, issues 19916 and 10479); the figure is an assumption.
 */
export const ROLE_REPLICATION_MILLISECONDS = 15_000;

const AT_RESOURCE = [20_000, 120_000] as const;

const ABOVE_RESOURCES = [60_000, 600_000] as const;
