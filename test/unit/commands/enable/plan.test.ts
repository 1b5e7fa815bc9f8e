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

  it('says which policy it replaces', () => {
    const [step] = planProtection({ kind: 'protected', item: other }, GOAL) ?? [];
    expect(step).toMatchObject({ policyName: 'DefaultPolicy', previousPolicyName: 'nightly' });
  });
});
