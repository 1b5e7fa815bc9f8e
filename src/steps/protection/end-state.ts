// What is true of a protected item once a step on it is done.

import { itemStateOf } from '../../domain/protection/protection-transitions.js';
import { nameOf, sameName } from '../../domain/resource-id.js';
import type { ProtectedItem } from '../../domain/vaults/recovery-services.js';
import type { CommandContext } from '../../commands/context.js';
import type { EndState, Mismatch } from '../end-state.js';
import type { ProtectionStep } from './step.js';

/**
 * The end state of a step.
 * @param onItem told the item each time it is read
 */
export function protectionEndState(
  { services }: Pick<CommandContext, 'services'>,
  step: ProtectionStep,
  onItem: (item: ProtectedItem | undefined) => void = () => undefined,
): EndState {
  const { vaultId, vmId } = step;
  return {
    target: vmId,
    fix: [`azbackup status --vm ${nameOf(vmId)} --vault ${nameOf(vaultId)}`],
    mismatch: async () => {
      const item = await (await services.backup()).item(vaultId, vmId);
      onItem(item);
      return protectionMismatch(step, item);
    },
  };
}

/** Why an item is not as the step leaves it; undefined when it is. Pure. */
function protectionMismatch(
  step: ProtectionStep,
  item: ProtectedItem | undefined,
): Mismatch | undefined {
  const [vm, vault] = [nameOf(step.vmId), nameOf(step.vaultId)];
  if (step.kind === 'delete-data') {
    return item === undefined || item.softDelete !== undefined
      ? undefined
      : `${vault} still has the backups of ${vm}`;
  }
  if (item === undefined) {
    return { code: 'AZB_ITEM_MISSING', message: `${vault} does not list ${vm}` };
  }
  if (item.softDelete !== undefined) {
    return `${vm} is soft-deleted in ${vault}`;
  }
  return step.kind === 'undelete' || isAsWanted(step, item)
    ? undefined
    : `${vm} in ${vault} is ${item.protectionState}, ${policyWords(item)}`;
}

function isAsWanted(
  step: Exclude<ProtectionStep, { readonly kind: 'undelete' | 'delete-data' }>,
  item: ProtectedItem,
): boolean {
  const state = itemStateOf(item);
  if (step.kind === 'stop') {
    return state === (step.retention === 'forever' ? 'stopped' : 'suspended');
  }
  // What is paused keeps its policy, and changes it.
  const runs = state === 'protected' || (state === 'paused' && step.kind === 'change-policy');
  return runs && sameName(policyOf(item), step.policyName);
}

function policyOf({ policyName, policyId = '' }: ProtectedItem): string {
  return policyName ?? nameOf(policyId);
}

function policyWords(item: ProtectedItem): string {
  const policy = policyOf(item);
  return policy === '' ? 'without a backup policy' : `with the backup policy ${policy}`;
}
