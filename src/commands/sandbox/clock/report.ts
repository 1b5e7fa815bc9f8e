// What the commands on the sandbox's clock answer: how it stands.

import type { SandboxClockDocument } from './result.js';
import { runningServer } from '../../../sandbox/server/server-record.js';
import { letTimeFlow } from '../../../sandbox/kernel/time/clock-settings.js';
import { isoInstant } from '../../../sandbox/kernel/time/instant.js';
import type { WorldState } from '../../../sandbox/kernel/state.js';
import type { CommandContext, CommandResult } from '../../context.js';
import { changeWorld } from '../access.js';
import { controlledSandbox } from '../control.js';

/** What a change of the clock has to go by. */
export interface ClockChange {
  /** Real time, milliseconds since the epoch. */
  readonly realMilliseconds: number;
}

/**
 * Runs a command on the clock; without a change it only looks. Where a server runs, time has flowed up to now before anything is
 * changed; without one it stands where it was left.
 */
export async function runOnClock(
  context: CommandContext,
  dryRun: boolean,
  change?: (state: WorldState, by: ClockChange) => void,
): Promise<CommandResult<SandboxClockDocument>> {
  const { access } = controlledSandbox(context);
  const server = await runningServer(access.directory);
  const realMilliseconds = access.realClock.now();
  const item = await changeWorld(access, dryRun || change === undefined, (state) => {
    if (server !== undefined) {
      letTimeFlow(state, realMilliseconds);
    }
    const before = state.nowMilliseconds;
    change?.(state, { realMilliseconds });
    return { ...clockItem(state), advancedSeconds: (state.nowMilliseconds - before) / 1000 };
  });
  const document: SandboxClockDocument = {
    kind: 'sandbox-clock',
    schemaVersion: 1,
    dryRun,
    items: [{ ...item, server: server?.address ?? null }],
    summary: { time: item.time },
  };
  context.itemFinished(document.items[0] ?? {});
  return { document, exit: 'done' };
}

function clockItem({
  nowMilliseconds,
  clock,
}: WorldState): Pick<SandboxClockDocument['items'][number], 'time' | 'mode' | 'speed'> {
  return {
    time: isoInstant(nowMilliseconds),
    mode: clock?.mode ?? 'running',
    speed: clock?.mode === 'frozen' ? 0 : (clock?.speed ?? 1),
  };
}
