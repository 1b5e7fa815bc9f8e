// How many machines may fail before no further one is started (`--max-errors`).

import type { MaxErrors } from '../domain/fleet/max-errors.js';
import { idKey, type ResourceId } from '../domain/resource-id.js';

/** Why a step was not taken: too many machines had failed before. */
export const MAX_ERRORS_REACHED = 'max-errors';

/** The machines of a command that have failed. */
export interface ErrorLimit {
  /** Counts machines, each once. */
  failed(vmIds: readonly ResourceId[]): void;
  /** True once no further machine is to be started. */
  isReached(): boolean;
}

/**
 * The limit of one command.
 * @param max undefined where the command goes on whatever fails
 * @param machines how many the command is about
 */
export function createErrorLimit(max: MaxErrors | undefined, machines: number): ErrorLimit {
  const allowed = max === undefined ? Infinity : machinesAllowed(max, machines);
  const failed = new Set<string>();
  return {
    failed: (vmIds) => {
      for (const id of vmIds) {
        failed.add(idKey(id));
      }
    },
    isReached: () => failed.size >= allowed,
  };
}

/** The number of failures at which it ends; a share of few machines is at least one of them. */
function machinesAllowed({ unit, value }: MaxErrors, machines: number): number {
  return unit === 'machines' ? value : Math.max(1, Math.ceil((machines * value) / 100));
}
