// A piece of a drill's work, as progress shows it.

import type { StepReporter } from '../../steps/apply.js';
import type { StepReference } from '../../steps/events.js';
import { AzbackupError } from '../../errors/azbackup-error.js';
import type { ResourceId } from '../../domain/resource-id.js';
import type { StepName } from '../../steps/family.js';
import type { CommandContext } from '../context.js';

/** What is worked on. */
export interface DrillWork {
  readonly kind: string;
  readonly target: ResourceId;
  readonly vmId: ResourceId;
  readonly name: StepName;
  /** When the command began, in milliseconds. */
  readonly started: number;
}

/** Does it, and says when it begins and how it ends. */
export async function shownWork<T>(
  { emit, clock }: Pick<CommandContext, 'emit' | 'clock'>,
  { kind, target, vmId, name, started }: DrillWork,
  act: (reporter: StepReporter) => Promise<T>,
): Promise<T> {
  const step: StepReference = { id: `${kind}:${target}`, kind, target, vmIds: [vmId], name };
  const begun = clock.now();
  const times = (): { readonly atSeconds: number; readonly elapsedSeconds: number } => ({
    atSeconds: (clock.now() - started) / 1000,
    elapsedSeconds: (clock.now() - begun) / 1000,
  });
  emit({ type: 'step.started', step, atSeconds: times().atSeconds });
  try {
    const result = await act({
      accepted: (operationId) =>
        emit({ type: 'operation.accepted', step, operationId, atSeconds: times().atSeconds }),
      waiting: (nextPollSeconds) =>
        emit({ type: 'step.waiting', step, nextPollSeconds, ...times() }),
    });
    emit({ type: 'step.done', step, ...times() });
    return result;
  } catch (error) {
    if (error instanceof AzbackupError) {
      const { code, message } = error.fields;
      emit({ type: 'step.failed', step, code, message, ...times() });
    }
    throw error;
  }
}
