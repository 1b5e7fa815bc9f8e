// What becomes of one item that a change is asked of: steps, nothing, or a refusal before anything is sent.

import { valueOf } from '../../domain/fact.js';
import {
  transitionFor,
  type ItemChange,
  type Transition,
} from '../../domain/protection/protection-transitions.js';
import { AzbackupError } from '../../errors/azbackup-error.js';
import { missingApproval } from '../../errors/approval-needed.js';
import type { ItemOfStep } from './plan.js';
import type { ProtectionStep } from '../../steps/protection/step.js';
import type { ItemFacts } from './facts.js';
import { lockedError } from '../../errors/scope-locked.js';
import { notShown, unreadableFact } from '../../errors/require-fact.js';

/** The decision on one item. */
export type ItemDecision = { readonly facts: ItemFacts } & (
  | { readonly kind: 'proceed'; readonly steps: readonly ProtectionStep[] }
  | { readonly kind: 'nothing-to-do' }
  | { readonly kind: 'refused'; readonly error: AzbackupError }
  /** The user was asked and did not say yes. */
  | { readonly kind: 'declined' }
);

/** Decides on a change: `steps` are asked for once nothing stands in its way. */
export function decideChange(
  facts: ItemFacts,
  change: ItemChange,
  approvals: readonly string[],
  steps: (item: ItemOfStep) => readonly ProtectionStep[],
): ItemDecision {
  const transition = transitionFor(facts.state, change, facts.circumstances);
  switch (transition.kind) {
    case 'nothing-to-do':
      return { kind: 'nothing-to-do', facts };
    case 'refused':
      return { kind: 'refused', facts, error: refusal(facts, transition) };
    case 'allowed': {
      const error =
        locked(facts, change) ??
        missingApproval({
          change,
          words: `this change to ${facts.item.friendlyName}`,
          vaultName: facts.vault.name,
          guards: facts.guards,
          approvals,
        });
      return error === undefined
        ? { kind: 'proceed', facts, steps: steps(itemOfStep(facts, approvals)) }
        : { kind: 'refused', facts, error };
    }
  }
}

/** Approvals are of a guard's vault alone: others would not know what to make of them. */
function itemOfStep({ vault, vmId, guards }: ItemFacts, approvals: readonly string[]): ItemOfStep {
  return { vaultId: vault.id, vmId, approvals: guards.length === 0 ? [] : approvals };
}

function refusal(
  facts: ItemFacts,
  transition: Extract<Transition, { kind: 'refused' }>,
): AzbackupError {
  const vm = facts.item.friendlyName;
  return new AzbackupError({
    code: 'AZB_CHANGE_REFUSED',
    kind: 'blocked',
    message: `${vm} ${transition.reason}`,
    target: facts.vmId,
    causes: [`Azure's rule: ${transition.source}`],
    fix: transition.instead.map((command) => command.replaceAll('{vm}', vm)),
  });
}

/** Deleted data is deleted from the vault, which a lock against deletion keeps from it too. */
function locked({ locks, vault }: ItemFacts, change: ItemChange): AzbackupError | undefined {
  const verb = change === 'delete-data' ? 'delete' : 'write';
  return lockedError(locks, { scope: vault.id, verb });
}

/**
 * Days for which deleted backups are kept; 0 where soft delete is off.
 * @throws AzbackupError `AZB_SOFT_DELETE_UNKNOWN` where that could not be read: what is not known to be
 * kept must not be deleted
 */
export function keptDays({ softDelete, vault }: ItemFacts): number {
  const setting = valueOf(softDelete) ?? vault.softDelete;
  if (setting === undefined) {
    throw unreadableFact(
      softDelete.status === 'unreadable'
        ? softDelete
        : notShown('Azure does not return the setting'),
      `whether soft delete of ${vault.name} keeps deleted backups`,
      { code: 'AZB_SOFT_DELETE_UNKNOWN', target: vault.id },
    );
  }
  return setting.state === 'Disabled' ? 0 : setting.retentionDays;
}
