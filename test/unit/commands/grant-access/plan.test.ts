import fc from 'fast-check';
import { v5 } from 'uuid';
import { describe, expect, it } from 'vitest';
import {
  isLackingAccess,
  NEEDED_DATA_ACTIONS,
} from '../../../../src/domain/protection/backup-grant.js';
import { known, type Fact } from '../../../../src/domain/fact.js';
import type { RoleDefinition } from '../../../../src/domain/roles.js';
import { rolesFor } from '../../../../src/commands/grant-access/backup-roles.js';
import {
  customRoleKey,
  planGrants,
  type GrantOptions,
  type GrantTerms,
} from '../../../../src/commands/grant-access/plan.js';
import type { RoleStep } from '../../../../src/steps/roles/step.js';
import { planRevocations } from '../../../../src/commands/grant-access/plan-revoke.js';
import { customRoleGuid } from '../../../../src/commands/grant-access/role-names.js';
import { vaultNeeds } from '../../../../src/commands/grant-access/vault-needs.js';
import type { GrantedRole, PreflightFacts } from '../../../../src/preflight/facts.js';
import {
  aVm,
  factsFor,
  KEY_VAULT_ID,
  PRINCIPAL_ID,
  SUBSCRIPTION,
  TENANT_ID,
} from '../../../support/facts-builder.js';

const guidOf = (text: string): string => v5(text, v5.URL);
const principal = { objectId: PRINCIPAL_ID, displayName: 'Backup Management Service' };
const LEAST: GrantOptions = { role: 'custom', scope: 'vault' };
const OTHER_SUBSCRIPTION = '00000000-0000-0000-0000-000000000002';

/** An encrypted machine whose key vault grants the service nothing. */
function ungranted(
  model: 'rbac' | 'access-policies',
  machine = aVm().encryptedWithKek(),
): PreflightFacts {
  return factsFor(machine)
    .withKeyVault({ permissionModel: model, accessPolicies: [] })
    .withKeyVaultFacts({ roles: known([]) }).facts;
}

function needs(machines: readonly PreflightFacts[]): ReturnType<typeof vaultNeeds> {
  return vaultNeeds(machines, (machine, keyVault) => isLackingAccess(keyVault, machine.principal));
}

function terms(
  options: GrantOptions = LEAST,
  customRoles: GrantTerms['customRoles'] = new Map(),
): GrantTerms {
  return { principal, options, customRoles, guidOf };
}

function definition(
  scopes: readonly string[],
  dataActions: readonly string[] = [...NEEDED_DATA_ACTIONS.secrets, ...NEEDED_DATA_ACTIONS.keys],
): Fact<RoleDefinition> {
  const [role] = rolesFor('secrets-and-keys', 'custom');
  const name = customRoleGuid(guidOf, TENANT_ID, role?.roleName ?? '');
  return known({
    name,
    id: `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/${name}`,
    roleName: role?.roleName ?? '',
    custom: true,
    assignableScopes: scopes,
    permissions: [
      {
        actions: [],
        notActions: [],
        dataActions,
        notDataActions: [],
      },
    ],
  });
}

function ofKind<K extends RoleStep['kind']>(
  steps: readonly RoleStep[],
  kind: K,
): Extract<RoleStep, { kind: K }>[] {
  return steps.filter((step): step is Extract<RoleStep, { kind: K }> => step.kind === kind);
}

/** The roles that the service has once the assignments of a plan are made. */
function afterwards(steps: readonly RoleStep[], dataActions: readonly string[]): GrantedRole[] {
  return ofKind(steps, 'put-role-assignment').map((step) => ({
    assignment: {
      name: step.assignmentGuid,
      id: `${step.scope}/x/${step.assignmentGuid}`,
      scope: step.scope,
      roleDefinitionId: step.roleDefinitionId,
      principalId: step.principalId,
    },
    definition: known({
      name: step.roleDefinitionId.split('/').at(-1) ?? '',
      id: step.roleDefinitionId,
      roleName: step.roleName,
      custom: true,
      assignableScopes: [`/subscriptions/${SUBSCRIPTION}`],
      permissions: [{ actions: [], notActions: [], dataActions, notDataActions: [] }],
    }),
  }));
}

describe('planning a grant on an RBAC key vault', () => {
  it('creates one role with the five documented data actions and assigns it at the vault', () => {
    const steps = planGrants(needs([ungranted('rbac')]), terms());
    const [role] = ofKind(steps, 'put-role-definition');
    const [assignment] = ofKind(steps, 'put-role-assignment');
    expect(steps).toHaveLength(2);
    expect(role?.dataActions).toHaveLength(5);
    expect(role?.assignableScopes).toEqual([`/subscriptions/${SUBSCRIPTION}`]);
    expect(role?.change).toBe('create');
    expect(assignment).toMatchObject({ scope: KEY_VAULT_ID, principalId: PRINCIPAL_ID });
    expect(assignment?.after).toEqual([role?.id]);
  });

  it("gives a BEK-only machine a role with the secrets' three data actions alone", () => {
    const steps = planGrants(needs([ungranted('rbac', aVm().encryptedWithBek())]), terms());
    expect(ofKind(steps, 'put-role-definition')[0]?.dataActions).toEqual(
      NEEDED_DATA_ACTIONS.secrets,
    );
  });

  it('leaves a role alone that is there and assignable', () => {
    const roles = new Map([
      [
        customRoleKey(SUBSCRIPTION, 'azbackup-backup-reader'),
        definition([`/subscriptions/${SUBSCRIPTION}`]),
      ],
    ]);
    const steps = planGrants(needs([ungranted('rbac')]), terms(LEAST, roles));
    expect(steps.map(({ kind }) => kind)).toEqual(['put-role-assignment']);
    expect(steps[0]?.after).toEqual([]);
  });

  it('extends a role of another subscription and keeps the scopes that it has', () => {
    const roles = new Map([
      [
        customRoleKey(SUBSCRIPTION, 'azbackup-backup-reader'),
        definition([`/subscriptions/${OTHER_SUBSCRIPTION}`]),
      ],
    ]);
    const [role] = ofKind(
      planGrants(needs([ungranted('rbac')]), terms(LEAST, roles)),
      'put-role-definition',
    );
    expect(role?.change).toBe('extend');
    expect(role?.assignableScopes).toEqual([
      `/subscriptions/${OTHER_SUBSCRIPTION}`,
      `/subscriptions/${SUBSCRIPTION}`,
    ]);
  });

  it('leaves a role alone that other subscriptions may assign as well', () => {
    const scopes = [OTHER_SUBSCRIPTION, SUBSCRIPTION].map((id) => `/subscriptions/${id}`);
    const roles = new Map([
      [customRoleKey(SUBSCRIPTION, 'azbackup-backup-reader'), definition(scopes)],
    ]);
    const steps = planGrants(needs([ungranted('rbac')]), terms(LEAST, roles));
    expect(ofKind(steps, 'put-role-definition')).toEqual([]);
  });

  it('completes a role that lacks one of the data actions', () => {
    const scope = `/subscriptions/${SUBSCRIPTION}`;
    const roles = new Map([
      [
        customRoleKey(SUBSCRIPTION, 'azbackup-backup-reader'),
        definition([scope], NEEDED_DATA_ACTIONS.secrets),
      ],
    ]);
    const [role] = ofKind(
      planGrants(needs([ungranted('rbac')]), terms(LEAST, roles)),
      'put-role-definition',
    );
    expect(role).toMatchObject({ change: 'extend', assignableScopes: [scope] });
    expect(role?.dataActions).toHaveLength(5);
  });

  it('writes one role for key vaults of two subscriptions, and loses no scope where one of them has it', () => {
    const first = ungranted('rbac');
    const second = factsFor(aVm('VM002').encryptedWithKek())
      .withKeyVault({
        id: KEY_VAULT_ID.replace(SUBSCRIPTION, OTHER_SUBSCRIPTION),
        subscriptionId: OTHER_SUBSCRIPTION,
      })
      .withKeyVaultFacts({ roles: known([]) }).facts;
    const scopes = [SUBSCRIPTION, OTHER_SUBSCRIPTION].map((id) => `/subscriptions/${id}`);
    const roles = new Map([
      [customRoleKey(OTHER_SUBSCRIPTION, 'azbackup-backup-reader'), definition(scopes.slice(1))],
    ]);
    const steps = planGrants(needs([first, second]), terms(LEAST, roles));
    const [role, ...others] = ofKind(steps, 'put-role-definition');
    expect(others).toEqual([]);
    expect(role?.assignableScopes.toSorted()).toEqual(scopes.toSorted());
    expect(role?.vmIds).toEqual([first.vm.id, second.vm.id]);
    expect(ofKind(steps, 'put-role-assignment').map(({ after }) => after)).toEqual([
      [role?.id],
      [role?.id],
    ]);
  });

  it('assigns at the one key and the one secret when asked to, and to the secret no key permission', () => {
    const steps = planGrants(
      needs([ungranted('rbac')]),
      terms({ role: 'custom', scope: 'object' }),
    );
    const scopes = ofKind(steps, 'put-role-assignment').map(({ scope, roleName }) => [
      scope.slice(KEY_VAULT_ID.length).split('/')[1],
      roleName,
    ]);
    expect(scopes).toEqual([
      ['keys', 'azbackup-backup-reader'],
      ['secrets', 'azbackup-backup-secrets-reader'],
    ]);
    const created = ofKind(steps, 'put-role-definition').map(({ roleName }) => roleName);
    expect(created.toSorted()).toEqual([
      'azbackup-backup-reader',
      'azbackup-backup-secrets-reader',
    ]);
  });

  it.each([
    ['administrator', ['Key Vault Administrator']],
    ['built-in', ['Key Vault Crypto User', 'Key Vault Secrets Officer']],
  ] as const)('with --role %s assigns %j and makes no role', (role, names) => {
    const steps = planGrants(needs([ungranted('rbac')]), terms({ role, scope: 'vault' }));
    expect(ofKind(steps, 'put-role-assignment').map(({ roleName }) => roleName)).toEqual(names);
    expect(ofKind(steps, 'put-role-definition')).toEqual([]);
  });

  it('grants a vault once that several machines use, for all of them', () => {
    const first = ungranted('rbac', aVm().encryptedWithBek());
    const second = factsFor(aVm('VM002').encryptedWithKek()).withKeyVaultFacts({
      roles: known([]),
    }).facts;
    const steps = planGrants(needs([first, second]), terms());
    const [assignment, ...others] = ofKind(steps, 'put-role-assignment');
    expect(others).toEqual([]);
    expect(assignment?.vmIds).toEqual([first.vm.id, second.vm.id]);
    expect(assignment?.roleName).toBe('azbackup-backup-reader');
  });

  it.each([
    ['without a condition is there already', undefined, []],
    ['under a condition does not count', "@Resource[name] StringEquals 'x'", [KEY_VAULT_ID]],
  ])('an assignment of the role %s', (_, condition, scopes) => {
    const assigned = afterwards(planGrants(needs([ungranted('rbac')]), terms()), []).map(
      ({ assignment, definition: role }) => ({
        assignment: { ...assignment, ...(condition === undefined ? {} : { condition }) },
        definition: role,
      }),
    );
    const machine = factsFor(aVm().encryptedWithKek()).withKeyVaultFacts({
      roles: known(assigned),
    }).facts;
    const steps = planGrants(needs([machine]), terms());
    expect(ofKind(steps, 'put-role-assignment').map(({ scope }) => scope)).toEqual(scopes);
  });
});

describe('planning a grant on a key vault with access policies', () => {
  it('adds the documented words, for a BEK-only machine on secrets alone', () => {
    const both = planGrants(needs([ungranted('access-policies')]), terms());
    const secrets = planGrants(
      needs([ungranted('access-policies', aVm().encryptedWithBek())]),
      terms(),
    );
    const words = ['get', 'list', 'backup'];
    expect(both).toMatchObject([{ kind: 'add-access-policy', keys: words, secrets: words }]);
    expect(secrets).toMatchObject([{ kind: 'add-access-policy', keys: [], secrets: words }]);
  });
});

describe('taking access back', () => {
  it('removes assignments of our roles, and those of built-in roles only under our name', () => {
    const foreign: GrantedRole = {
      assignment: {
        name: '99999999-0000-4000-8000-000000000001',
        id: `${KEY_VAULT_ID}/x`,
        scope: KEY_VAULT_ID,
        roleDefinitionId: '/x/roleDefinitions/00482a5a-887f-4fb3-b363-3b7fe8e74483',
        principalId: PRINCIPAL_ID,
      },
      definition: { status: 'absent' },
    };
    const granting = planGrants(needs([ungranted('rbac')]), terms());
    const ours = afterwards(granting, [...NEEDED_DATA_ACTIONS.secrets]);
    const facts = factsFor(aVm().encryptedWithKek()).withKeyVaultFacts({
      roles: known([foreign, ...ours]),
    }).facts;
    const removed = planRevocations(needs([facts]), principal, guidOf);
    expect(removed).toMatchObject([
      { kind: 'delete-role-assignment', assignmentGuid: ours[0]?.assignment.name },
    ]);
  });

  it('takes from an access policy only the words that it has and that we give', () => {
    const facts = factsFor(aVm().encryptedWithKek()).withKeyVault({
      permissionModel: 'access-policies',
      accessPolicies: [
        { tenantId: TENANT_ID, objectId: PRINCIPAL_ID, keys: ['Get', 'Sign'], secrets: ['LIST'] },
        { tenantId: TENANT_ID, objectId: PRINCIPAL_ID, keys: ['backup'], secrets: ['LIST'] },
        { tenantId: TENANT_ID, objectId: 'somebody', keys: ['list'], secrets: ['get'] },
        {
          tenantId: TENANT_ID,
          objectId: PRINCIPAL_ID,
          applicationId: 'app',
          keys: ['list'],
          secrets: ['get'],
        },
      ],
    }).facts;
    expect(planRevocations(needs([facts]), principal, guidOf)).toMatchObject([
      { kind: 'remove-access-policy', keys: ['Get', 'backup'], secrets: ['LIST'] },
    ]);
  });
});

/** A machine whose key vault grants all or nothing; all of them share its key and secret. */
function machineOf(
  { kek, granted }: { readonly kek: boolean; readonly granted: boolean },
  index: number,
): PreflightFacts {
  const plain = aVm(`VM00${index}`);
  const facts = factsFor(kek ? plain.encryptedWithKek() : plain.encryptedWithBek());
  return granted ? facts.facts : facts.withKeyVaultFacts({ roles: known([]) }).facts;
}

function inAnyOrder(found: ReturnType<typeof vaultNeeds>): readonly object[] {
  return found.map(({ vault, need, objects, vmIds, lacking }) => ({
    vault: vault.id,
    need,
    objects: objects.toSorted(),
    vmIds: vmIds.toSorted(),
    lacking,
  }));
}

describe('laws of grants', () => {
  const options = fc.record<GrantOptions>({
    role: fc.constantFrom('custom', 'administrator', 'built-in'),
    scope: fc.constantFrom('vault', 'object'),
  });
  const settings = fc.constantFrom(aVm().encryptedWithBek(), aVm().encryptedWithKek());

  it('planning again after the plan was carried out plans nothing', () => {
    fc.assert(
      fc.property(options, settings, (chosen, encryption) => {
        const steps = planGrants(needs([ungranted('rbac', encryption)]), terms(chosen));
        const all = [...NEEDED_DATA_ACTIONS.secrets, ...NEEDED_DATA_ACTIONS.keys];
        const granted = factsFor(encryption).withKeyVaultFacts({
          roles: known(afterwards(steps, all)),
        }).facts;
        expect(planGrants(needs([granted]), terms(chosen))).toEqual([]);
      }),
    );
  });

  it('a plan touches only the key vault, its objects, and roles of its subscription', () => {
    fc.assert(
      fc.property(options, settings, (chosen, encryption) => {
        const steps = planGrants(needs([ungranted('rbac', encryption)]), terms(chosen));
        for (const { target } of steps) {
          const roles = `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/`;
          expect(target.startsWith(KEY_VAULT_ID) || target.startsWith(roles)).toBe(true);
        }
      }),
    );
  });

  it('what a key vault needs does not depend on the order of its machines', () => {
    const shuffled = fc
      .array(fc.record({ kek: fc.boolean(), granted: fc.boolean() }), {
        minLength: 1,
        maxLength: 4,
      })
      .map((machines) => machines.map(machineOf))
      .chain((machines) =>
        fc.tuple(
          fc.constant(machines),
          fc.shuffledSubarray(machines, { minLength: machines.length }),
        ),
      );
    fc.assert(
      fc.property(shuffled, ([machines, others]) => {
        const [vault] = needs(machines);
        expect(inAnyOrder(needs(others))).toEqual(inAnyOrder(needs(machines)));
        const keys = machines.some(({ keyVaults }) => keyVaults[0]?.keys.length === 1);
        expect(vault?.need).toBe(keys ? 'secrets-and-keys' : 'secrets');
        const kinds = vault?.objects.map((id) => id.split('/').at(-2));
        expect(kinds?.toSorted()).toEqual(keys ? ['keys', 'secrets'] : ['secrets']);
        const lacking = machines.filter(
          ({ keyVaults, principal: service }) =>
            keyVaults[0] !== undefined && isLackingAccess(keyVaults[0], service),
        );
        expect(vault?.lacking).toBe(lacking.length > 0);
      }),
    );
  });

  it('steps depend only on steps of the same plan, and come after them', () => {
    fc.assert(
      fc.property(options, settings, (chosen, encryption) => {
        const steps = planGrants(needs([ungranted('rbac', encryption)]), terms(chosen));
        for (const [index, step] of steps.entries()) {
          const before = steps.slice(0, index).map(({ id }) => id);
          expect(before).toEqual(expect.arrayContaining([...step.after]));
        }
      }),
    );
  });
});
