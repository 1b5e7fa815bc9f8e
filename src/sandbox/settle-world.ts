// Lets happen what is due: operations end and jobs go on without being asked.

import { settleBackup } from './providers/backup/settle.js';
import { settleCompute } from './providers/compute/settle.js';
import { worldIds } from './kernel/ids.js';
import type { WorldState } from './kernel/state.js';

/**
 * Carries out everything up to an instant (milliseconds since the epoch). Called before every
 * request, so that what was due is checked by the world as it was and not as the request makes it.
 */
export function settleWorld(state: WorldState, nowMilliseconds: number): void {
  settleCompute(state, nowMilliseconds, worldIds(state));
  settleBackup(state, nowMilliseconds);
}
