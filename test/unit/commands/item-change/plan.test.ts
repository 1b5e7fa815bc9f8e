// The steps that end protection and bring it back, whole: what a request is made of.
import { describe, expect, it } from 'vitest';
import {
  deleteDataStep,
  resumeStep,
  stopStep,
  undeleteStep,
  type ItemOfStep,
} from '../../../../src/commands/item-change/plan.js';
import type { ProtectionStep } from '../../../../src/steps/protection/step.js';
import { aVm, VAULT_ID } from '../../../support/facts-builder.js';

const vmId = aVm().vm.id;
const ITEM: ItemOfStep = { vaultId: VAULT_ID, vmId, approvals: [] };
const POLICY = { id: `${VAULT_ID}/backupPolicies/nightly`, name: 'nightly' };

/** What each step says of its item. */
function of(kind: string, after: readonly string[] = []): object {
  const id = `${kind}:${vmId.toLowerCase()}`;
  return { kind, id, target: VAULT_ID, after, vmIds: [vmId], vaultId: VAULT_ID, vmId };
}

describe('the step', () => {
  it.each<[string, (item: ItemOfStep) => ProtectionStep, object]>([
    ['stop', (item) => stopStep(item, 'per-policy'), { ...of('stop'), retention: 'per-policy' }],
    [
      'delete-data, of points that are counted',
      (item) => deleteDataStep(item, { recoveryPoints: 0, keptDays: 14 }),
      { ...of('delete-data'), recoveryPoints: 0, keptDays: 14 },
    ],
    [
      'delete-data, of points that nobody counted',
      (item) => deleteDataStep(item, { recoveryPoints: undefined, keptDays: 0 }),
      { ...of('delete-data'), keptDays: 0 },
    ],
    [
      'resume',
      (item) => resumeStep(item, POLICY),
      { ...of('resume'), policyId: POLICY.id, policyName: 'nightly' },
    ],
    [
      'resume, after what brought it back',
      (item) => resumeStep(item, POLICY, ['undelete:x']),
      { ...of('resume', ['undelete:x']), policyId: POLICY.id, policyName: 'nightly' },
    ],
    ['undelete', (item) => undeleteStep(item), of('undelete')],
  ])('%s', (_, make, expected) => {
    expect(make(ITEM)).toStrictEqual(expected);
    const approvals = ['/x/resourceGuards/guard-1/delete/default'];
    expect(make({ ...ITEM, approvals })).toStrictEqual({ ...expected, approvals });
  });
});
