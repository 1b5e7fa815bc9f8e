// What is true of a backup policy once a step on it is done.

import { policyDifferences } from '../../domain/backup-policy/differences.js';
import { nameOf } from '../../domain/resource-id.js';
import type { CommandContext } from '../../commands/context.js';
import type { EndState } from '../end-state.js';
import type { PolicyStep } from './step.js';

/** The end state of a step. */
export function policyEndState(
  { services }: Pick<CommandContext, 'services'>,
  step: PolicyStep,
): EndState {
  const { vaultId, policyName, target } = step;
  const vault = nameOf(vaultId);
  return {
    target,
    fix: [`azbackup policy list --vault ${vault}`],
    mismatch: async () => {
      const policy = await (await services.backup()).policy(vaultId, policyName);
      if (step.kind === 'delete-policy') {
        return policy === undefined ? undefined : `${vault} still has the policy ${policyName}`;
      }
      if (policy === undefined) {
        return `${vault} does not list the policy ${policyName}`;
      }
      const fields = policyDifferences(policy, step.terms).map(({ field }) => field);
      return fields.length === 0
        ? undefined
        : `the policy ${policyName} of ${vault} has another ${fields.join(', ')}`;
    },
  };
}
