// Deny assignments: what they keep from whom. Documentation: Understand Azure deny assignments. They are kept as
// resources of the world, under their id and with the properties that Azure shows.

import { z } from 'zod';
import { isWithinScope, scopeKey } from '../../../kernel/resource-id.js';
import { resourcesOfType } from '../../../kernel/resource.js';
import type { WorldState } from '../../../kernel/state.js';
import { matchesAny } from '../action-patterns.js';

/** ARM type of a deny assignment. */
export const DENY_TYPE = 'Microsoft.Authorization/denyAssignments';

/** The principal that stands for everybody. */
const EVERYONE = '00000000-0000-0000-0000-000000000000';

const actionsSchema = z.array(z.string()).default([]);

const propertiesSchema = z.object({
  denyAssignmentName: z.string(),
  permissions: z.array(
    z.object({
      actions: actionsSchema,
      notActions: actionsSchema,
      dataActions: actionsSchema,
      notDataActions: actionsSchema,
    }),
  ),
  scope: z.string(),
  doNotApplyToChildScopes: z.boolean().default(false),
  principals: z.array(z.object({ id: z.string() })),
  excludePrincipals: z.array(z.object({ id: z.string() })).default([]),
});

/** The deny assignment that stands in the way. */
export interface Denial {
  readonly id: string;
  readonly name: string;
  readonly scope: string;
}

/** What is asked of deny assignments. */
export type DenialQuestion = {
  /** The principal and its groups. */
  readonly identities: readonly string[];
  readonly scope: string;
} & ({ readonly action: string } | { readonly dataAction: string });

/** The first deny assignment that denies an action; undefined when none does. */
export function denialOf(state: WorldState, question: DenialQuestion): Denial | undefined {
  for (const { id, properties } of resourcesOfType(state, DENY_TYPE)) {
    const deny = propertiesSchema.parse(properties);
    if (isAbout(deny, question) && reaches(deny, question.scope) && denies(deny, question)) {
      return { id, name: deny.denyAssignmentName, scope: deny.scope };
    }
  }
  return undefined;
}

type DenyProperties = z.infer<typeof propertiesSchema>;

function isAbout(
  { principals, excludePrincipals }: DenyProperties,
  { identities }: DenialQuestion,
): boolean {
  const has = (among: readonly { readonly id: string }[]): boolean =>
    among.some(({ id }) => id === EVERYONE || identities.includes(id));
  return has(principals) && !has(excludePrincipals);
}

function reaches({ scope, doNotApplyToChildScopes }: DenyProperties, asked: string): boolean {
  return doNotApplyToChildScopes
    ? scopeKey(asked) === scopeKey(scope)
    : isWithinScope(asked, scope);
}

function denies({ permissions }: DenyProperties, question: DenialQuestion): boolean {
  return permissions.some((each) =>
    'action' in question
      ? matchesAny(each.actions, question.action) && !matchesAny(each.notActions, question.action)
      : matchesAny(each.dataActions, question.dataAction) &&
        !matchesAny(each.notDataActions, question.dataAction),
  );
}
