// How role assignments are found other than by their name.

import { entriesWith, entriesWithAny, type EntryIndex } from '../../../kernel/entry-index.js';
import { scopeKey, scopesAbove } from '../../../kernel/resource-id.js';
import type { WorldState } from '../../../kernel/state.js';
import type { SandboxRoleAssignment } from '../state.js';

/** Assignments by their scope. */
export const assignmentsByScope: EntryIndex<SandboxRoleAssignment> = {
  name: 'authorization.assignments.scope',
  valuesOf: ({ scope }) => [scopeKey(scope)],
};

/** Assignments by who has them. */
export const assignmentsByPrincipal: EntryIndex<SandboxRoleAssignment> = {
  name: 'authorization.assignments.principal',
  valuesOf: ({ principalId }) => [principalId],
};

/** Assignments by their role. */
export const assignmentsByRole: EntryIndex<SandboxRoleAssignment> = {
  name: 'authorization.assignments.role',
  valuesOf: ({ roleDefinitionName }) => [roleDefinitionName.toLowerCase()],
};

/** The assignments at a scope and above it. */
export function assignmentsAbove(state: WorldState, scope: string): SandboxRoleAssignment[] {
  return entriesWithAny(state.authorization.assignments, assignmentsByScope, scopesAbove(scope));
}

/** The assignments below a scope. */
export function assignmentsBelow(state: WorldState, scope: string): SandboxRoleAssignment[] {
  const below = scopeKey(scope) === '' ? '' : `${scopeKey(scope)}/`;
  // What comes behind a slash in the order of texts ends with the character that follows the slash.
  return entriesWith(state.authorization.assignments, assignmentsByScope, {
    from: below === '' ? FIRST : below,
    to: below === '' ? LAST : `${scopeKey(scope)}0`,
  });
}

/** Every scope but the root, which has no text. */
const FIRST = ' ';
const LAST = '\uFFFF';
