// Lets changes that wait for their turn share one transaction: the file is locked, read and written once
// for all of them, and each is told of its end only after it was saved.

import type { StateFile } from './state-file.js';
import type { WorldState } from '../state.js';

/** So many changes at most are saved together, to let other processes have their turn. */
const MAX_GROUP_SIZE = 64;

interface WaitingChange {
  /** Runs the change; the returned function hands over its result. */
  run(state: WorldState): Promise<() => void>;
  fail(reason: unknown): void;
}

/**
 * The same contract as StateFile.transact, but for one thing: a change may run twice, because a group
 * in which one throws is undone, and its changes are made one by one.
 */
export function groupTransactions(file: Pick<StateFile, 'transact'>): StateFile['transact'] {
  const waiting: WaitingChange[] = [];
  let draining = false;
  const drain = async (): Promise<void> => {
    draining = true;
    while (waiting.length > 0) {
      await runGroup(file, waiting);
    }
    draining = false;
  };
  return (change) =>
    new Promise((resolve, reject) => {
      waiting.push({
        run: async (state) => {
          const result = await change(state);
          return () => resolve(result);
        },
        fail: reject,
      });
      if (!draining) {
        void drain();
      }
    });
}

async function runGroup(
  file: Pick<StateFile, 'transact'>,
  waiting: WaitingChange[],
): Promise<void> {
  let group: readonly WaitingChange[] = [];
  try {
    const ends = await file.transact(async (state) => {
      group = waiting.splice(0, MAX_GROUP_SIZE);
      return await runEach(group, state);
    });
    for (const end of ends) {
      end();
    }
  } catch (error) {
    // The file could not even be opened: one learns of it, and the next tries anew.
    const failed = group.length === 0 ? waiting.splice(0, 1) : group;
    await runSingly(file, failed, error);
  }
}

async function runEach(
  group: readonly WaitingChange[],
  state: WorldState,
): Promise<readonly (() => void)[]> {
  const ends: (() => void)[] = [];
  for (const change of group) {
    ends.push(await change.run(state));
  }
  return ends;
}

async function runSingly(
  file: Pick<StateFile, 'transact'>,
  group: readonly WaitingChange[],
  reason: unknown,
): Promise<void> {
  const [first] = group;
  if (group.length === 1) {
    first?.fail(reason);
    return;
  }
  for (const change of group) {
    try {
      const end = await file.transact((state) => change.run(state));
      end();
    } catch (error) {
      change.fail(error);
    }
  }
}
