// The default world: sixteen machines of Contoso, each in another situation and healthy otherwise.

import type { WorldState } from '../kernel/state.js';
import { buildContoso } from './build/contoso.js';
import { addDisasterRecovery, recoveryGroup } from './default/disaster-recovery.js';
import { addHinderedMachines } from './default/hindered-machines.js';
import { addMachinesWithoutAde, legacyGroup } from './default/machines-without-ade.js';
import { addMachinesWithoutGrant } from './default/machines-without-grant.js';
import { productionGroup } from './default/production.js';
import { addProtectedMachines } from './default/protected-machines.js';
import { addRestoreTargets } from './default/restore-targets.js';

/** The default world at an instant (milliseconds since the epoch, UTC). */
export function buildDefaultWorld(nowMilliseconds: number): WorldState {
  const state = buildContoso({
    world: 'default',
    seed: 'default',
    nowMilliseconds,
    resourceGroups: [productionGroup, legacyGroup, recoveryGroup],
  });
  addMachinesWithoutGrant(state);
  addMachinesWithoutAde(state);
  addHinderedMachines(state);
  addProtectedMachines(state);
  addRestoreTargets(state);
  addDisasterRecovery(state);
  return state;
}
