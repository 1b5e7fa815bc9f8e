// Conditions of role assignments: the templates that the portal writes.

import { describe, expect, it } from 'vitest';
import { conditionHolds } from '../../../../../src/sandbox/providers/authorization/role-assignments/conditions.js';

const WRITE = 'Microsoft.Authorization/roleAssignments/write';
const READER = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';
const OWNER = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635';

const constrainRoles = (operator = 'ForAnyOfAnyValues:GuidEquals'): string => `(
 (
  !(ActionMatches{'${WRITE}'})
 )
 OR
 (
  @Request[Microsoft.Authorization/roleAssignments:RoleDefinitionId] ${operator} {${READER}, 21090545-7ca7-4776-b22c-e363652d74d2}
  AND
  @Request[Microsoft.Authorization/roleAssignments:PrincipalType] ForAnyOfAnyValues:StringEqualsIgnoreCase {'ServicePrincipal'}
 )
)`;

const of = (roledefinitionid: string, principaltype = 'ServicePrincipal') => ({
  roledefinitionid,
  principaltype,
  principalid: 'p',
});

describe('a condition', () => {
  const rows: readonly [
    title: string,
    condition: string | null,
    question: Parameters<typeof conditionHolds>[1],
    holds: boolean,
  ][] = [
    ['that there is not', null, { action: WRITE }, true],
    [
      'on roles, for one of them',
      constrainRoles(),
      { action: WRITE, attributes: of(READER.toUpperCase()) },
      true,
    ],
    ['on roles, for another', constrainRoles(), { action: WRITE, attributes: of(OWNER) }, false],
    [
      'on principals, for another',
      constrainRoles(),
      { action: WRITE, attributes: of(READER, 'User') },
      false,
    ],
    [
      'on roles, for another action',
      constrainRoles(),
      { action: '*/read', attributes: of(OWNER) },
      true,
    ],
    ['on roles that are looked at later', constrainRoles(), { action: WRITE }, true],
    [
      'that leaves roles out',
      constrainRoles('ForAnyOfAllValues:GuidNotEquals'),
      { action: WRITE, attributes: of(READER) },
      false,
    ],
    [
      'that leaves other roles out',
      constrainRoles('ForAnyOfAllValues:GuidNotEquals'),
      { action: WRITE, attributes: of(OWNER) },
      true,
    ],
    [
      'in other words',
      "@Resource[Microsoft.Storage/x:name] StringEquals 'y'",
      { action: WRITE },
      false,
    ],
    [
      'with an operator that is not known',
      constrainRoles('GuidLike'),
      { action: WRITE, attributes: of(READER) },
      false,
    ],
    [
      'that ends too soon',
      `(${constrainRoles()}`,
      { action: WRITE, attributes: of(READER) },
      false,
    ],
    ['that goes on', `${constrainRoles()} x`, { action: WRITE, attributes: of(READER) }, false],
  ];
  it.each(rows)('%s', (_, condition, question, holds) => {
    expect(conditionHolds(condition, question)).toBe(holds);
  });
});
