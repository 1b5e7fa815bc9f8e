import { describe, expect, it } from 'vitest';
import type { ProtectionSituation } from '../../../../src/domain/protection/backup-states.js';
import { planProtection, type ProtectionGoal } from '../../../../src/commands/enable/plan.js';
import { anItem, aVm, OTHER_VAULT_ID, VAULT_ID } from '../../../support/facts-builder.js';

const { vm } = aVm();
const GOAL: ProtectionGoal = {
  vmId: vm.id,
  vmName: vm.name,
  vaultId: VAULT_ID,
  policyId: `${VAULT_ID}/backupPolicies/DefaultPolicy`,
  policyName: 'DefaultPolicy',
  after: ['grant'],
};

const item = anItem(vm, { policyName: 'DefaultPolicy' });
const other = anItem(vm, { policyName: 'nightly' });

describe('the way to a protected machine', () => {
  it.each<
    [string, Exclude<ProtectionSituation, { kind: 'unknown' }>, readonly string[] | undefined]
  >([
    ['not protected', { kind: 'not-protected' }, ['protect']],
    ['a protection that failed', { kind: 'protection-failed', item: undefined }, ['protect']],
    ['protected with the same policy', { kind: 'protected', item }, []],
    ['protected with another policy', { kind: 'protected', item: other }, ['change-policy']],
    ['stopped', { kind: 'stopped', item: other }, ['resume']],
    ['soft-deleted', { kind: 'soft-deleted', item: other }, ['undelete', 'resume']],
    ['protected elsewhere', { kind: 'elsewhere', vaultId: OTHER_VAULT_ID }, undefined],
  ])('from %s', (_, situation, kinds) => {
    expect(planProtection(situation, GOAL)?.map(({ kind }) => kind)).toEqual(kinds);
  });

  it('compares the names of policies without case, as Azure does', () => {
    const upper = anItem(vm, { policyName: 'DEFAULTPOLICY' });
    expect(planProtection({ kind: 'protected', item: upper }, GOAL)).toEqual([]);
  });

  it('waits for grants, and resumes only what has been brought back', () => {
    const steps = planProtection({ kind: 'soft-deleted', item }, GOAL) ?? [];
    expect(steps.map(({ after }) => after)).toEqual([['grant'], ['grant', steps[0]?.id]]);
  });

  it('takes whole steps: of one machine, at its vault, with its policy', () => {
    const common = {
      target: VAULT_ID,
      after: ['grant'],
      vmIds: [vm.id],
      vaultId: VAULT_ID,
      vmId: vm.id,
    };
    const policy = { policyId: GOAL.policyId, policyName: 'DefaultPolicy' };
    const id = vm.id.toLowerCase();
    expect(planProtection({ kind: 'not-protected' }, GOAL)).toStrictEqual([
      { kind: 'protect', id: `protect:${id}`, ...common, ...policy },
    ]);
    expect(planProtection({ kind: 'protected', item: other }, GOAL)).toStrictEqual([
      {
        kind: 'change-policy',
        id: `change-policy:${id}`,
        ...common,
        ...policy,
        previousPolicyName: 'nightly',
      },
    ]);
    expect(planProtection({ kind: 'soft-deleted', item: other }, GOAL)?.[0]).toStrictEqual({
      kind: 'undelete',
      id: `undelete:${id}`,
      ...common,
    });
  });
});
