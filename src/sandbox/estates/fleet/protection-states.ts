// How the machines of a fleet stand with their vaults, in the shares of a grown estate.

import { JOB_AGENT_UNAVAILABLE } from '../../providers/backup/assumed-errors.js';
import type { WorldState } from '../../kernel/state.js';
import { addPendingProtection, addProtection } from '../build/protection.js';
import type { SeededRandom } from '../build/seeded-random.js';
import { FLEET_POLICY } from './places.js';

/** How a machine stands with its vault. */
export type FleetState =
  | 'protected'
  | 'agent-lost'
  | 'grant-lost'
  | 'pending'
  | 'stopped'
  | 'deleted'
  | 'none';

// Shares are assumptions: nobody publishes such numbers.
const usable = [
  [46, 'protected'],
  [2, 'agent-lost'],
  [2, 'pending'],
  [4, 'stopped'],
  [2, 'deleted'],
  [44, 'none'],
] as const;

/** Of machines whose key vault lets Azure Backup in no longer, or never did. */
const withoutGrant = [
  [12, 'grant-lost'],
  [88, 'none'],
] as const;

/** More points would only make the world larger; the retention says how many there could be. */
const toldDays = 4;
const daysSinceChange = 2;

/** Draws the state of a machine. */
export function drawState(random: SeededRandom, granted: boolean): FleetState {
  return granted ? random.pick(usable) : random.pick(withoutGrant);
}

/** Gives a machine its past in a vault. */
export function protect(
  state: WorldState,
  fleetState: FleetState,
  place: { readonly vaultId: string; readonly vmId: string },
): void {
  const history = { ...place, policyName: FLEET_POLICY, firstDay: toldDays };
  switch (fleetState) {
    case 'protected':
      addProtection(state, history);
      break;
    case 'agent-lost':
      addProtection(state, {
        ...history,
        lastGoodDay: toldDays - 1,
        failure: JOB_AGENT_UNAVAILABLE,
      });
      break;
    case 'grant-lost':
      addProtection(state, { ...history, lastGoodDay: toldDays - 1 });
      break;
    case 'pending':
      addPendingProtection(state, history);
      break;
    case 'stopped':
      addProtection(state, { ...history, stoppedDay: daysSinceChange });
      break;
    case 'deleted':
      addProtection(state, { ...history, deletedDay: daysSinceChange });
      break;
    case 'none':
      break;
  }
}
