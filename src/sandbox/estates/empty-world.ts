// A world to start from nothing: Contoso's subscription with one empty resource group.

import type { WorldState } from '../kernel/state.js';
import { buildContoso } from './build/contoso.js';

/** The empty world at an instant (milliseconds since the epoch, UTC). */
export function buildEmptyWorld(nowMilliseconds: number): WorldState {
  return buildContoso({
    world: 'empty',
    seed: 'empty',
    nowMilliseconds,
    resourceGroups: ['rg-prod'],
  });
}
