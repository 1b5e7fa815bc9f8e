// Starts the operation of Azure Backup that changes a protected item, waits for its end, and reads the item back.

import type { CommandContext } from '../../commands/context.js';
import { nameOf } from '../../domain/resource-id.js';
import type { ProtectedItem } from '../../domain/vaults/recovery-services.js';
import type { Operation } from '../../services/services.js';
import { AzbackupError } from '../../errors/azbackup-error.js';
import type { StepExecution, StepReporter } from '../apply.js';
import { confirmEndState, type Confirming, type EndState } from '../end-state.js';
import { followOperation, type FollowedOperation } from '../followed-operation.js';
import type { Intent } from '../intents/intent.js';
import { operationError } from '../operation-error.js';
import { isLostResponse, LISTED_WITHIN_SECONDS } from '../waiting/send-safely.js';
import type { WaitPolicy } from '../../domain/time/wait-policy.js';
import { protectionEndState } from './end-state.js';
import { startWhenFree } from './start-when-free.js';
import type { ProtectionStep } from './step.js';

/**
 * Executes a step, or follows the operation of an earlier run that does the same.
 * @throws AzbackupError when Azure refuses the request, or fails the operation that it had accepted,
 * or does not show what it is said to have done
 */
export async function executeProtectionStep(
  context: CommandContext,
  step: ProtectionStep,
  reporter: StepReporter,
  choice: WaitPolicy,
): Promise<StepExecution> {
  const change: Change = { step, reporter, choice };
  const earlier = choice.wait ? await earlierChange(context, change) : undefined;
  return earlier ?? startChange(context, change);
}

interface Change {
  readonly step: ProtectionStep;
  readonly reporter: StepReporter;
  readonly choice: WaitPolicy;
}

/** What became of an operation that an earlier run has left; undefined where it has not brought this about. */
async function earlierChange(
  context: CommandContext,
  change: Change,
): Promise<StepExecution | undefined> {
  const { kind, vaultId, vmId } = change.step;
  const [intent] = await context.journal.find({ kinds: [kind], vaultId, vmId });
  if (intent?.accepted === undefined) {
    return undefined;
  }
  const { url, reports } = intent.accepted;
  const backup = await context.services.backup();
  const operation = await backup.operation({ url, reports }, `the change of ${nameOf(vmId)}`);
  try {
    const execution = await follow(context, change, operation);
    if (execution.status === 'running') {
      return execution;
    }
    const endState = protectionEndState(context, change.step);
    return (await endState.mismatch()) === undefined
      ? await settled(context, change, { intent, execution })
      : undefined;
  } catch (error) {
    if (error instanceof AzbackupError) {
      // It is over, or forgotten: the request is made anew.
      return undefined;
    }
    throw error;
  } finally {
    await (context.signal.aborted ? undefined : context.journal.settle(intent));
  }
}

async function startChange(context: CommandContext, change: Change): Promise<StepExecution> {
  const { step, reporter, choice } = change;
  const { kind, vaultId, vmId } = step;
  let intent = await context.journal.begin({ kind, vaultId, vmId, details: {} });
  try {
    const operation = await startWhenFree(context, step, { reporter, choice }, () =>
      startOperation(context, step),
    );
    if (operation === 'already-so') {
      return await settled(context, change, { intent, execution: { status: 'done' } });
    }
    intent = await context.journal.accepted(intent, operation);
    if (!choice.wait) {
      reporter.accepted(operation.id);
      return { status: 'running', operationId: operation.id, reason: 'no-wait' };
    }
    const execution = await follow(context, change, operation);
    return await settled(context, change, { intent, execution, operation });
  } catch (error) {
    if (error instanceof AzbackupError && !isLostResponse(error)) {
      await context.journal.settle(intent);
    }
    throw error;
  }
}

function follow(
  context: CommandContext,
  { step, reporter, choice: { deadlineMilliseconds } }: Change,
  operation: Operation,
): Promise<FollowedOperation> {
  return followOperation(context, operation, {
    reporter,
    deadlineMilliseconds,
    failure: (outcome) => operationError(step, outcome),
  });
}

/** Reads the item back; one that is as it should be ends the intent. */
async function settled(
  context: CommandContext,
  { step, reporter, choice: { deadlineMilliseconds } }: Change,
  {
    intent,
    execution,
    operation,
  }: {
    readonly intent: Intent;
    readonly execution: StepExecution;
    /** Absent where nothing was sent. */
    readonly operation?: Operation;
  },
): Promise<StepExecution> {
  // An answer that names no operation says nothing of when it ends.
  const unnamed = operation !== undefined && operation.place === undefined;
  const visible = unnamed ? { visibleWithinSeconds: LISTED_WITHIN_SECONDS } : {};
  const confirming = { reporter, deadlineMilliseconds, ...visible };
  const ended = await readBack(context, step, execution, confirming);
  if (ended.status === 'done') {
    await context.journal.settle(intent);
  }
  return ended;
}

async function readBack(
  context: CommandContext,
  step: ProtectionStep,
  execution: StepExecution,
  { visibleWithinSeconds, ...confirming }: Confirming & Pick<EndState, 'visibleWithinSeconds'>,
): Promise<StepExecution> {
  let item: ProtectedItem | undefined;
  const endState = protectionEndState(context, step, (read) => {
    item = read;
  });
  const visible = visibleWithinSeconds === undefined ? {} : { visibleWithinSeconds };
  const ended = await confirmEndState(context, execution, { ...endState, ...visible }, confirming);
  return ended.status === 'done' ? { ...ended, readBack: { item } } : ended;
}

async function startOperation(context: CommandContext, step: ProtectionStep): Promise<Operation> {
  const backup = await context.services.backup();
  const { vaultId, vmId, approvals } = step;
  switch (step.kind) {
    case 'undelete':
      return backup.undelete(vaultId, vmId, approvals);
    case 'stop':
      return backup.stop(vaultId, vmId, step.retention, approvals);
    case 'delete-data':
      return backup.deleteData(vaultId, vmId, approvals);
    case 'protect':
    case 'resume':
    case 'change-policy':
      return backup.protect(vaultId, vmId, step.policyId, approvals);
  }
}
