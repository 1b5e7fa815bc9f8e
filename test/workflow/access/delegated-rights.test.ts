// Callers who may assign roles but not define them, or only under a condition.

import { describe, expect, it } from 'vitest';
import { objectIds } from '../../../src/sandbox/estates/build/principals.js';
import { assignRole } from '../../../src/sandbox/estates/build/role-assignments.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { defaultWorld, runCli } from '../../support/run-cli.js';
import { backupAssignments, CONTOSO, substance, takeRoles } from '../support/contoso.js';
import { grantAccess, preflight, words } from '../protection/only-item.js';

const RBAC_ADMINISTRATOR = 'f58310d9-a9f6-439a-9e8d-f62e7b41a168';
const CRYPTO_USER = '12338af0-0e69-4776-bea7-57ae8d297424';
const SECRETS_OFFICER = 'b86a8fe4-44ce-4948-aee5-eccb2c155cd7';

/** The operator as Role Based Access Control Administrator, perhaps of some roles only. */
function delegatedWorld(...roles: readonly string[]): WorldState {
  const world = defaultWorld();
  takeRoles(world, objectIds.operator, 'userAccessAdministrator');
  assignRole(world, {
    principalId: objectIds.operator,
    role: 'reader',
    scope: `/subscriptions/${CONTOSO}`,
  });
  const [name] = Object.keys(world.authorization.assignments).slice(-1);
  const assignment = world.authorization.assignments[name ?? ''];
  if (assignment === undefined) {
    throw new Error('nothing was assigned');
  }
  assignment.roleDefinitionName = RBAC_ADMINISTRATOR;
  assignment.condition =
    roles.length === 0
      ? null
      : `((!(ActionMatches{'Microsoft.Authorization/roleAssignments/write'})) OR (@Request[Microsoft.Authorization/roleAssignments:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {${roles.join(', ')}}))`;
  return world;
}

describe('somebody who may assign roles but not define them', () => {
  it.each([
    'grant-access --vm VM001',
    'enable --vm VM001 --grant',
    'grant-access --vm VM001 --dry-run',
  ])('is told before anything is changed, and how to go on: %s', async (argv) => {
    const world = delegatedWorld();
    const before = substance(world);
    const run = await runCli(argv.split(' '), { world });
    expect([run.code, run.writes]).toEqual([4, []]);
    expect(run.stderr).toContain('AZB_ROLE_NOT_DEFINABLE');
    expect(run.stderr).toContain('azbackup grant-access --vm VM001 --role built-in');
    expect(run.stderr.replaceAll(/\s+/gu, ' ')).toContain(
      'Key Vault Crypto User and Key Vault Secrets Officer',
    );
    expect(substance(world)).toEqual(before);
  });

  it('can grant with the built-in roles', async () => {
    const world = delegatedWorld();
    const { run, item } = await grantAccess('--vm VM001 --role built-in', { world });
    expect([run.code, item.outcome]).toEqual([0, 'granted']);
  });

  it('can grant with a custom role that somebody has made', async () => {
    const owner = defaultWorld();
    await grantAccess('--vm VM001', { world: owner });
    const world = delegatedWorld();
    world.authorization.customRoles = structuredClone(owner.authorization.customRoles);
    const { run, item } = await grantAccess('--vm VM001', { world });
    expect([run.code, item.outcome]).toEqual([0, 'granted']);
  });
});

describe('somebody who may assign roles under a condition alone', () => {
  const CAN_GRANT = 'access.caller-can-grant';

  it('has a right that is unknown, and is not kept from trying', async () => {
    const world = delegatedWorld(CRYPTO_USER, SECRETS_OFFICER);
    const { run, item } = await grantAccess('--vm VM001 --role built-in', { world });
    expect([run.code, item.outcome]).toEqual([0, 'granted']);
    const before = await preflight('--vm VM001 --grant', {
      world: delegatedWorld(CRYPTO_USER, SECRETS_OFFICER),
    });
    const finding = before.item.findings.find(({ checkId }) => checkId === CAN_GRANT);
    expect(finding).toMatchObject({ status: 'unknown', severity: 'warn' });
    expect(finding?.evidence.join(' ')).toContain(`GuidEquals {${CRYPTO_USER}`);
  });

  it('is refused by Azure for other roles, with the right that is lacking', async () => {
    const world = delegatedWorld('acdd72a7-3385-48ef-bd42-f606fba81ae7');
    const { run, item } = await grantAccess('--vm VM001 --role built-in', { world });
    expect([run.code, item.outcome]).toEqual([4, 'failed']);
    expect(JSON.stringify(item.error)).toContain('Microsoft.Authorization/roleAssignments/write');
    expect(backupAssignments(world, 'kv-prod-rbac')).toEqual([]);
  });

  it('reads its own assignments only where a grant is asked for', async () => {
    const { exchanges } = await runCli(words('preflight', '--vm VM001'));
    const filters = exchanges.map(({ url }) => decodeURIComponent(new URL(url).search));
    expect(filters.filter((each) => each.includes(objectIds.operator))).toEqual([]);
  });
});
