// The law that a right more never makes a check fail that passed.

import fc from 'fast-check';
import type { PreflightDocument } from '../../../src/commands/preflight/result.js';
import { objectIds } from '../../../src/sandbox/estates/build/principals.js';
import { assignRole, builtInRoles } from '../../../src/sandbox/estates/build/role-assignments.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { defaultWorld, runCli } from '../../support/run-cli.js';
import { CONTOSO, keepAssignments, keyVaultId } from './contoso.js';

type Role = keyof typeof builtInRoles;

interface Right {
  readonly principalId: string;
  readonly role: Role;
  readonly scope: string;
}

const SUBSCRIPTION = `/subscriptions/${CONTOSO}`;
const SCOPES = [
  SUBSCRIPTION,
  `${SUBSCRIPTION}/resourceGroups/rg-prod`,
  `${SUBSCRIPTION}/resourceGroups/rg-legacy`,
  keyVaultId('kv-prod-rbac'),
  keyVaultId('kv-prod-app'),
];
const ROLES = Object.keys(builtInRoles).filter((name): name is Role => name in builtInRoles);
const MACHINES = ['VM001', 'VM002', 'VM003', 'VM005', 'VM006', 'VM008', 'VM011', 'VM014', 'VM016'];

const right: fc.Arbitrary<Right> = fc.record({
  principalId: fc.constantFrom(objectIds.operator, objectIds.backupService),
  role: fc.constantFrom(...ROLES),
  scope: fc.constantFrom(...SCOPES),
});

/** Some rights, one more, and the machine that is looked at. */
export const addedRights = fc.record({
  vm: fc.constantFrom(...MACHINES),
  rights: fc.array(right, { maxLength: 5 }),
  added: right,
});

/** The checks that passed before a right was added and fail with it; undefined where nothing could be judged. */
export async function failedByRight({
  vm,
  rights,
  added,
}: {
  readonly vm: string;
  readonly rights: readonly Right[];
  readonly added: Right;
}): Promise<readonly string[] | undefined> {
  const before = await statuses(vm, rights);
  const after = await statuses(vm, [...rights, added]);
  if (before === undefined) {
    return undefined;
  }
  return [...before].flatMap(([check, status]) => {
    // What is seen at last may make another policy the one in question, or leave nothing to check.
    const then = after?.get(check);
    return status === 'pass' && (then === 'fail' || then === 'unknown')
      ? [`${check}: ${then}`]
      : [];
  });
}

/** The status of each check on each subject; undefined where the command ends before. */
async function statuses(
  vm: string,
  rights: readonly Right[],
): Promise<ReadonlyMap<string, string> | undefined> {
  const run = await runCli(['preflight', '--vm', vm, '--subscription', CONTOSO, '-o', 'json'], {
    world: worldWith(rights),
  });
  if (run.code !== 0 && run.code !== 5) {
    return undefined;
  }
  const [item] = run.json<PreflightDocument>().items;
  return new Map(
    (item?.findings ?? []).map(({ checkId, subject, status }) => [
      `${checkId} of ${JSON.stringify(subject)}`,
      status,
    ]),
  );
}

/** Nobody has any role but these, of long ago. */
function worldWith(rights: readonly Right[]): WorldState {
  const world = defaultWorld();
  const some = new Set<string>([objectIds.operator, objectIds.backupService]);
  keepAssignments(world, ({ principalId }) => !some.has(principalId));
  // Without any role in it the subscription is not seen.
  assignRole(world, {
    principalId: objectIds.operator,
    role: 'virtualMachineContributor',
    scope: SUBSCRIPTION,
  });
  for (const each of rights) {
    assignRole(world, each);
  }
  return world;
}
