// Creates vaults and changes their settings, and waits until Azure has done so and shows it.

import type { CommandContext } from '../../commands/context.js';
import type { WaitOptions } from '../../services/services.js';
import type { StepExecution, StepReporter } from '../apply.js';
import { confirmEndState } from '../end-state.js';
import type { WaitPolicy } from '../../domain/time/wait-policy.js';
import { waitWithDeadline } from '../waiting/wait-with-deadline.js';
import { vaultEndState } from './end-state.js';
import type { VaultStep } from './step.js';

/** Executes a step. @throws AzbackupError when Azure refuses or fails it, or does not show it afterwards */
export async function executeVaultStep(
  context: CommandContext,
  step: VaultStep,
  reporter: StepReporter,
  choice: WaitPolicy,
): Promise<StepExecution> {
  const execution = await changeVault(context, step, reporter, choice);
  const { deadlineMilliseconds } = choice;
  const confirming = { reporter, deadlineMilliseconds };
  return confirmEndState(context, execution, vaultEndState(context, step), confirming);
}

async function changeVault(
  context: CommandContext,
  step: VaultStep,
  reporter: StepReporter,
  choice: WaitPolicy,
): Promise<StepExecution> {
  const { services } = context;
  switch (step.kind) {
    case 'create-vault': {
      const vaults = await services.recoveryVaults();
      return waitForVault(context, reporter, choice, (options) =>
        vaults.create(step.target, step.location, options, step),
      );
    }
    case 'set-vault-redundancy': {
      const vaults = await services.recoveryVaults();
      return waitForVault(context, reporter, choice, (options) =>
        vaults.setRedundancy(step.target, step, options),
      );
    }
    case 'set-soft-delete-days': {
      const { settings } = await services.backup();
      await settings.setSoftDelete(step.target, { retentionDays: step.days });
      return { status: 'done' };
    }
  }
}

async function waitForVault(
  context: CommandContext,
  reporter: StepReporter,
  { deadlineMilliseconds }: WaitPolicy,
  send: (options: WaitOptions) => Promise<unknown>,
): Promise<StepExecution> {
  const onWaiting = (nextPollSeconds: number): void => reporter.waiting(nextPollSeconds);
  const ending = await waitWithDeadline(context, { deadlineMilliseconds, onWaiting }, send);
  return ending === 'timeout' || ending === 'interrupted'
    ? { status: 'running', reason: ending }
    : { status: 'done' };
}
