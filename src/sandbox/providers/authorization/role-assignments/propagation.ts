// How long a new role assignment takes to reach the data planes.

import { parseResourceId } from '../../../kernel/resource-id.js';

/**
 * Milliseconds from making an assignment until key vaults honour it. Azure only says minutes,
 * and longer the wider the scope (Documentation: troubleshoot Azure RBAC); the figures are an
 * assumption that tests and rehearsals can live with.
 */
export function propagationMilliseconds(scope: string): number {
  return parseResourceId(scope).names.length > 0 ? AT_RESOURCE : ABOVE_RESOURCES;
}

/**
 * Milliseconds in which a new role is unknown to assignments. Public reports speak of seconds
 * to two minutes (terraform-provider-azurerm, issues 19916 and 10479); the figure is an assumption.
 */
export const ROLE_REPLICATION_MILLISECONDS = 15_000;

const AT_RESOURCE = 40_000;

const ABOVE_RESOURCES = 300_000;
