// The rule on restore drills of a machine.

import { isTooOld } from '../protection/point-age.js';
import { secondsBetween } from '../time/instant.js';
import type { MachineDrills } from '../drill/history.js';
import type { GateFacts } from './facts.js';
import { met, notMet, unknown, type Judgement } from './judgement.js';

/** `drill-max-age`. Whether the restored VM was good counts, not whether the drill has left something. */
export function hasRecentDrill({ name, drills }: GateFacts, maxAgeSeconds: number): Judgement {
  switch (drills.status) {
    case 'known':
      return ofDrills(name, drills.value, maxAgeSeconds);
    case 'absent':
      return notMet(`no drill of ${name} is recorded here`);
    case 'unreadable':
      return unread(name, drills.message);
  }
}

/** What could not be read may be a drill that passed yesterday. */
function ofDrills(name: string, drills: MachineDrills, maxAgeSeconds: number): Judgement {
  const { now, lastPassed, newest, unread: problem } = drills;
  const last = `the last drill of ${name} that passed, of ${lastPassed ?? ''},`;
  if (lastPassed !== null && !isTooOld(secondsBetween(lastPassed, now), maxAgeSeconds)) {
    return met(`${last} is recent enough`);
  }
  if (problem !== null) {
    return unread(name, problem);
  }
  if (lastPassed !== null) {
    return notMet(`${last} is too old`);
  }
  return newest === null
    ? notMet(`no drill of ${name} is recorded here`)
    : notMet(
        `no drill of ${name} has passed: the newest, of ${newest.started}, is ${newest.outcome}`,
      );
}

function unread(name: string, problem: string): Judgement {
  return unknown(`whether a drill of ${name} has passed lately could not be read: ${problem}`);
}
