// Callers who may assign roles but not define them.

import { describe, expect, it } from 'vitest';
import { objectIds } from '../../../src/sandbox/estates/build/principals.js';
import { assignRole } from '../../../src/sandbox/estates/build/role-assignments.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { defaultWorld, runCli } from '../../support/run-cli.js';
import { CONTOSO, substance, takeRoles } from '../support/contoso.js';
import { grantAccess } from './only-item.js';

const RBAC_ADMINISTRATOR = 'f58310d9-a9f6-439a-9e8d-f62e7b41a168';

/** The operator as Role Based Access Control Administrator. */
function delegatedWorld(): WorldState {
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
