// What enable does with one judged machine.
import { describe, expect, it } from 'vitest';
import {
  decide,
  type DecisionOptions,
  type KnownMachine,
} from '../../../../src/commands/enable/decide.js';
import type { ProtectionSituation } from '../../../../src/domain/protection/backup-states.js';
import { known } from '../../../../src/domain/fact.js';
import { AzbackupError } from '../../../../src/errors/azbackup-error.js';
import type { PreflightFacts } from '../../../../src/preflight/facts.js';
import { CHECK_IDS } from '../../../../src/preflight/check-ids.js';
import { evaluateChecks } from '../../../../src/preflight/evaluate.js';
import type { RoleStep } from '../../../../src/steps/roles/step.js';
import {
  ABSENT,
  anItem,
  aVault,
  aVm,
  factsFor,
  FORBIDDEN,
  OTHER_VAULT_ID,
  VAULT_ID,
} from '../../../support/facts-builder.js';

const { vm } = aVm();
const TARGET = { id: vm.id, name: vm.name, subscriptionId: vm.subscriptionId };
const NEW: ProtectionSituation = { kind: 'not-protected' };

const ready = factsFor(aVm().encryptedWithKek());
const ungranted = ready.withKeyVaultFacts({ roles: known([]) });
const elsewhereRefused = ungranted.with({ vault: known(aVault({ location: 'westus' })) });
const planned = ready.with({ vault: known(aVault({ provisioningState: 'Planned' })) });

function machine(facts: PreflightFacts, situation = NEW): KnownMachine {
  const evaluation = evaluateChecks(facts, { ignore: [] });
  return { status: 'evaluated', target: TARGET, evaluation, facts, situation };
}

/** A machine on which the user overrode the checks of its vault and policy. */
function overridden(facts: PreflightFacts, situation = NEW): KnownMachine {
  const evaluation = evaluateChecks(facts, {
    ignore: CHECK_IDS.filter((id) => /^(?:vault|policy)\./u.test(id)),
  });
  return { status: 'evaluated', target: TARGET, evaluation, facts, situation };
}

function kinds(
  facts: PreflightFacts,
  situation: ProtectionSituation,
  options: DecisionOptions = { grant: false },
): readonly string[] | string {
  const decision = decide(machine(facts, situation), options);
  return decision.kind === 'proceed' ? decision.steps([]).map(({ kind }) => kind) : decision.kind;
}

const protectedItem = anItem(vm);

describe('enable', () => {
  it.each<
    [string, PreflightFacts, ProtectionSituation, DecisionOptions, readonly string[] | string]
  >([
    ['protects a ready machine', ready.facts, NEW, { grant: false }, ['protect']],
    ['is blocked where a grant is missing', ungranted.facts, NEW, { grant: false }, 'blocked'],
    ['grants where it may', ungranted.facts, NEW, { grant: true }, ['protect']],
    [
      'is blocked where a grant mends nothing',
      elsewhereRefused.facts,
      NEW,
      { grant: true },
      'blocked',
    ],
    [
      'leaves one alone that is protected elsewhere, ready or not',
      ungranted.facts,
      { kind: 'elsewhere', vaultId: OTHER_VAULT_ID },
      { grant: true },
      'elsewhere',
    ],
    [
      'has nothing to do for one that stands as wanted',
      ready.facts,
      { kind: 'protected', item: protectedItem },
      { grant: false },
      [],
    ],
    [
      'takes what could not be read for not protected',
      ready.facts,
      { kind: 'unknown' },
      { grant: false },
      ['protect'],
    ],
    [
      'creates the vault that is planned',
      planned.facts,
      NEW,
      { grant: false, createVault: 'rsv-new' },
      ['create-vault', 'protect'],
    ],
    [
      'creates no vault that is there',
      ready.facts,
      NEW,
      { grant: false, createVault: 'rsv-prod' },
      ['protect'],
    ],
    [
      'has no steps without a vault',
      ready.with({ vault: ABSENT }).facts,
      NEW,
      { grant: false },
      'blocked',
    ],
  ])('%s', (_, ...[facts, situation, options, expected]) => {
    expect(kinds(facts, situation, options)).toEqual(expected);
  });

  it.each<[string, PreflightFacts, object]>([
    [
      'a vault that does not exist',
      ready.with({ vault: ABSENT }).facts,
      { code: 'AZB_VAULT_NOT_FOUND', kind: 'not-found' },
    ],
    [
      'a policy that does not exist',
      ready.with({ policy: ABSENT }).facts,
      { code: 'AZB_POLICY_NOT_FOUND', kind: 'not-found' },
    ],
    [
      'a policy that may not be read',
      ready.with({ policy: FORBIDDEN }).facts,
      { code: 'AZB_NOT_ALLOWED', kind: 'not-allowed', target: vm.id },
    ],
  ])('fails for want of %s, though its check was overridden', (_, facts, fields) => {
    expect(decide(overridden(facts), { grant: false })).toMatchObject({
      kind: 'failed',
      machine: { target: TARGET, error: { fields } },
    });
  });

  it.each<[string, string, string]>([
    ['has nothing to do', 'proceed', ready.facts.policyName],
    ['fails to change the policy', 'failed', 'another'],
  ])('%s for a protected machine whose policy may not be read', (_, kind, policyName) => {
    const facts = ready.with({ policy: FORBIDDEN }).facts;
    const item = anItem(vm, { policyName });
    const decision = decide(overridden(facts, { kind: 'protected', item }), { grant: false });
    expect(decision.kind).toBe(kind);
    expect(decision.kind === 'proceed' ? decision.steps([]) : []).toEqual([]);
  });

  it('protects after the grants of its own machine, and only after those', () => {
    const grant = (id: string, ...vmIds: readonly string[]): RoleStep => ({
      kind: 'add-access-policy',
      id,
      target: VAULT_ID,
      after: [],
      vmIds,
      tenantId: 't',
      principalId: 'p',
      keys: [],
      secrets: ['get'],
    });
    const decision = decide(machine(ready.facts), { grant: true });
    const otherId = aVm('VM002').vm.id;
    const grants = [
      grant('own', vm.id.toUpperCase()),
      grant('other', otherId),
      grant('shared', otherId, vm.id),
    ];
    const steps = decision.kind === 'proceed' ? decision.steps(grants) : [];
    expect(steps.map(({ after }) => after)).toEqual([['own', 'shared']]);
  });

  it('creates the vault beside the machine, and protects after that', () => {
    const decision = decide(machine(planned.facts), { grant: false, createVault: 'rsv-new' });
    const [creation, protection] = decision.kind === 'proceed' ? decision.steps([]) : [];
    const group = vm.id.slice(0, vm.id.indexOf('/providers/'));
    const id = `${group}/providers/Microsoft.RecoveryServices/vaults/rsv-new`;
    expect(creation).toStrictEqual({
      kind: 'create-vault',
      id: `create-vault:${id.toLowerCase()}`,
      target: id,
      after: [],
      vmIds: [vm.id],
      location: vm.location,
    });
    expect(protection?.after).toEqual([creation?.id]);
  });

  it('says why where the facts could not be had', () => {
    const error = new AzbackupError({
      code: 'AZB_NOT_ALLOWED',
      kind: 'not-allowed',
      message: 'no',
    });
    const lost = { status: 'failed', target: TARGET, error } as const;
    expect(decide(lost, { grant: true })).toEqual({ kind: 'failed', machine: lost });
  });
});
