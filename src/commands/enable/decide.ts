// What `enable` does with one judged machine: go on with certain steps, or not, and why.

import { valueOf, type Fact } from '../../domain/fact.js';
import type { RetentionLoss } from '../../domain/recovery/retention-loss.js';
import { nameOf, sameId, sameName } from '../../domain/resource-id.js';
import { AzbackupError, usageError } from '../../errors/azbackup-error.js';
import { unreadableFact } from '../../errors/require-fact.js';
import { planProtection } from './plan.js';
import type { RoleStep } from '../../steps/roles/step.js';
import type { VaultStep } from '../../steps/vault/step.js';
import type { EnableStep } from './steps.js';
import { grantWouldFix } from '../../preflight/evaluate.js';
import type { EvaluatedMachine } from '../evaluated-machines.js';
import { newVaultId } from '../../domain/vaults/new-vault.js';

/** A machine whose facts are known. */
export type KnownMachine = Extract<EvaluatedMachine, { readonly status: 'evaluated' }>;

/** The decision on one machine. */
export type Decision =
  | {
      readonly kind: 'proceed';
      readonly machine: KnownMachine;
      /** Its own steps, after the grants of the whole plan; empty means that it stands as wanted. */
      steps(grants: readonly RoleStep[], loss?: RetentionLoss): readonly EnableStep[];
    }
  /** The user was asked and did not say yes. */
  | { readonly kind: 'declined'; readonly machine: KnownMachine }
  | { readonly kind: 'elsewhere'; readonly machine: KnownMachine; readonly vaultId: string }
  | { readonly kind: 'blocked'; readonly machine: KnownMachine }
  | { readonly kind: 'failed'; readonly machine: Extract<EvaluatedMachine, { status: 'failed' }> };

/** The options that a decision depends on. */
export interface DecisionOptions {
  readonly grant: boolean;
  readonly createVault?: string | undefined;
}

/** Decides on one machine. */
export function decide(machine: EvaluatedMachine, options: DecisionOptions): Decision {
  if (machine.status === 'failed') {
    return { kind: 'failed', machine };
  }
  if (machine.situation.kind === 'elsewhere') {
    return { kind: 'elsewhere', machine, vaultId: machine.situation.vaultId };
  }
  const { evaluation } = machine;
  const mayGrant = options.grant && grantWouldFix(evaluation);
  if (evaluation.verdict === 'blocked' && !mayGrant) {
    return { kind: 'blocked', machine };
  }
  const error = isAsWanted(machine) ? undefined : (policyNeeded(machine) ?? missingPlace(machine));
  return error === undefined
    ? {
        kind: 'proceed',
        machine,
        steps: (grants, loss) => stepsFor(machine, options, grants, loss),
      }
    : { kind: 'failed', machine: { status: 'failed', target: machine.target, error } };
}

function isAsWanted({ situation, facts }: KnownMachine): boolean {
  return (
    situation.kind === 'protected' && sameName(situation.item.policyName ?? '', facts.policyName)
  );
}

/** Stopping and deleting take the policy from an item; which one its recovery points go by is no guess. */
function policyNeeded({ situation, facts }: KnownMachine): AzbackupError | undefined {
  const without =
    (situation.kind === 'stopped' || situation.kind === 'soft-deleted') &&
    situation.item.policyName === undefined;
  if (!without || facts.intent.policyName !== undefined) {
    return undefined;
  }
  const { vm, vault } = facts;
  const vaultName = valueOf(vault)?.name ?? nameOf(situation.item.vaultId);
  return usageError(
    'AZB_POLICY_NEEDED',
    `${vm.name} no longer has a policy: specify the policy to resume with`,
    {
      target: vm.id,
      causes: [
        'stopping backups removes the policy, and Azure does not keep its name',
        'its recovery points will expire by the new policy',
      ],
      fix: [
        `azbackup policy list --vault ${vaultName}`,
        `azbackup enable --vm ${vm.name} --policy NAME`,
      ],
    },
  );
}

/** To override the check of a vault or policy that is not known gives the machine neither. */
function missingPlace({ facts }: KnownMachine): AzbackupError | undefined {
  const { vm, vault, policy, policyName } = facts;
  return (
    missing(vault, vm.id, `Recovery Services vault for ${vm.name}`, 'AZB_VAULT_NOT_FOUND') ??
    missing(policy, vm.id, `policy ${policyName} to protect ${vm.name}`, 'AZB_POLICY_NOT_FOUND')
  );
}

function missing(
  fact: Fact<unknown>,
  target: string,
  what: string,
  code: string,
): AzbackupError | undefined {
  switch (fact.status) {
    case 'known':
      return undefined;
    case 'absent':
      return new AzbackupError({ code, kind: 'not-found', message: `there is no ${what}`, target });
    case 'unreadable':
      return unreadableFact(fact, what, { target });
  }
}

function stepsFor(
  machine: KnownMachine,
  options: DecisionOptions,
  grants: readonly RoleStep[],
  loss: RetentionLoss | undefined,
): readonly EnableStep[] {
  const { facts, situation } = machine;
  const vault = valueOf(facts.vault);
  const policy = valueOf(facts.policy);
  if (vault === undefined || policy === undefined) {
    return [];
  }
  const creation = vaultCreation(machine, options);
  const granted = grants.filter((step) => step.vmIds.some((id) => sameId(id, facts.vm.id)));
  // Blocked unless the user overrode the check that found the state unreadable; then Azure has the word.
  const taken = situation.kind === 'unknown' ? ({ kind: 'not-protected' } as const) : situation;
  const steps = planProtection(taken, {
    vmId: facts.vm.id,
    vmName: facts.vm.name,
    vaultId: vault.id,
    policyId: policy.id,
    policyName: policy.name,
    ...(loss === undefined ? {} : { loss }),
    after: [...creation, ...granted].map(({ id }) => id),
  });
  return steps === undefined || steps.length === 0 ? [] : [...creation, ...steps];
}

function vaultCreation(machine: KnownMachine, options: DecisionOptions): readonly VaultStep[] {
  const { vm } = machine.facts;
  const vault = valueOf(machine.facts.vault);
  if (options.createVault === undefined || vault?.provisioningState !== 'Planned') {
    return [];
  }
  const id = newVaultId(vm, options.createVault);
  return [
    {
      kind: 'create-vault',
      id: `create-vault:${id.toLowerCase()}`,
      target: id,
      after: [],
      vmIds: [vm.id],
      location: vm.location,
    },
  ];
}
