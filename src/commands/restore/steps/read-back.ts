// Requests that make something by its name, and what counts as their success: that it was read back. Sent only
// where it is not being made already; an answer that is lost or makes no sense ends nothing.

import { nameOf, type ResourceId } from '../../../domain/resource-id.js';
import { RESTORE_POINT_TAG } from '../../../domain/recovery/restore-progress.js';
import type { EncryptionSettings } from '../../../domain/virtual-machine.js';
import { AzbackupError } from '../../../errors/azbackup-error.js';
import type { StepExecution, StepReporter } from '../../../steps/apply.js';
import { confirmEndState, type EndState, type Mismatch } from '../../../steps/end-state.js';
import { followOperation } from '../../../steps/followed-operation.js';
import { operationError } from '../../../steps/operation-error.js';
import type { Operation } from '../../../services/services.js';
import { isLostResponse } from '../../../steps/waiting/send-safely.js';
import type { RestoreExecution } from './execute.js';
import { diskCarries } from './wanted-settings.js';

/** Machines were recorded to be made in two minutes; nobody says how long one may take. */
const MAKING_SECONDS = 900;

/** What is made. */
export interface Made {
  readonly target: ResourceId;
  /** Undefined once it is there as wanted. */
  mismatch(): Promise<Mismatch | undefined>;
  /** True where it is being made already, by an earlier request. */
  underWay?(): Promise<boolean>;
  send(): Promise<Operation>;
}

/** @throws AzbackupError when Azure refuses or fails it, or does not show it */
export async function makeAndReadBack(
  execution: RestoreExecution,
  made: Made,
  reporter: StepReporter,
): Promise<StepExecution> {
  const { context, choice } = execution;
  const sent = await send(execution, made, reporter);
  if (sent.status === 'running') {
    return sent;
  }
  const endState: EndState = {
    target: made.target,
    fix: ['run the command again: it looks for what is there first'],
    mismatch: () => made.mismatch(),
    ...(sent.followed ? {} : { visibleWithinSeconds: MAKING_SECONDS }),
  };
  try {
    const { deadlineMilliseconds } = choice;
    return await confirmEndState(context, sent.done, endState, { reporter, deadlineMilliseconds });
  } catch (error) {
    throw sent.lost ?? error;
  }
}

/** A request that was sent, or one that need not be. */
type Sent =
  | Extract<StepExecution, { readonly status: 'running' }>
  | {
      readonly status: 'sent';
      readonly done: Extract<StepExecution, { readonly status: 'done' }>;
      /** True where Azure has said how it ended. */
      readonly followed: boolean;
      /** Why its end is not known. */
      readonly lost?: AzbackupError;
    };

async function send(
  { context, choice, run }: RestoreExecution,
  made: Made,
  reporter: StepReporter,
): Promise<Sent> {
  if ((await made.underWay?.()) === true) {
    return { status: 'sent', done: { status: 'done' }, followed: false };
  }
  let failed = false;
  try {
    const operation = await made.send();
    const end = await followOperation(context, operation, {
      reporter,
      deadlineMilliseconds: choice.deadlineMilliseconds,
      failure: (outcome) => {
        failed = true;
        return operationError(run.prepared.request, outcome, made.target);
      },
    });
    return end.status === 'running'
      ? end
      : { status: 'sent', done: end, followed: operation.place !== undefined };
  } catch (error) {
    if (failed || !(error instanceof AzbackupError) || !isLostResponse(error)) {
      throw error;
    }
    return { status: 'sent', done: { status: 'done' }, followed: false, lost: error };
  }
}

/** The machine that is built from a point. */
export function builtMachine(
  { context: { services } }: RestoreExecution,
  {
    target,
    tags,
  }: { readonly target: ResourceId; readonly tags: Readonly<Record<string, string>> },
): Omit<Made, 'send'> {
  const read = async () => (await services.virtualMachines()).get(target);
  const point = tags[RESTORE_POINT_TAG];
  return {
    target,
    mismatch: async () => {
      const machine = await read();
      if (machine === undefined) {
        return `there is no ${nameOf(target)}`;
      }
      const { provisioningState } = machine;
      return machine.tags?.[RESTORE_POINT_TAG] === point && provisioningState === 'Succeeded'
        ? undefined
        : `${nameOf(target)} is ${provisioningState}`;
    },
    underWay: async () => {
      const machine = await read();
      const state = machine?.provisioningState ?? '';
      return machine?.tags?.[RESTORE_POINT_TAG] === point && /^(?:creat|updat)ing$/iu.test(state);
    },
  };
}

/** Its network interface. */
export function madeInterface(
  { context: { services } }: RestoreExecution,
  target: ResourceId,
): Omit<Made, 'send'> {
  return {
    target,
    mismatch: async () =>
      (await (await services.networks()).networkInterface(target)) === undefined
        ? `there is no ${nameOf(target)}`
        : undefined,
  };
}

/** A disk that is told where key and secret are. */
export function toldDisk(
  { context: { services } }: RestoreExecution,
  diskId: ResourceId,
  settings: EncryptionSettings,
): Omit<Made, 'send'> {
  return {
    target: diskId,
    mismatch: async () => {
      const disk = await (await services.virtualMachines()).disk(diskId);
      return disk !== undefined && diskCarries(disk, settings)
        ? undefined
        : `${nameOf(diskId)} does not refer to the key and secret`;
    },
  };
}
