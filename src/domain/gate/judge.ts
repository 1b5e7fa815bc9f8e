// Judges a demand on a machine. Pure: the same facts always give the same judgement.

import { hasRecentPoint, isProtected, lastJobSucceeded, lastPointClean } from './backup-rules.js';
import type { Demand } from './demand.js';
import { hasRecentDrill } from './drill-rules.js';
import type { GateFacts } from './facts.js';
import type { Judgement } from './judgement.js';
import { grantInPlace, keysUsable, purgeProtected } from './key-rules.js';
import {
  crossRegionOn,
  hasPolicy,
  isImmutable,
  keepsEnough,
  noPointsAfter,
  softDeleteOn,
} from './vault-rules.js';

/** Whether a machine meets a demand. */
export function judge(facts: GateFacts, demand: Demand): Judgement {
  switch (demand.rule) {
    case 'protected':
      return isProtected(facts);
    case 'last-point-max-age':
      return hasRecentPoint(facts, demand.seconds);
    case 'last-job-succeeded':
      return lastJobSucceeded(facts);
    case 'last-point-clean':
      return lastPointClean(facts);
    case 'keys-usable':
      return keysUsable(facts);
    case 'grant-in-place':
      return grantInPlace(facts);
    case 'purge-protection':
      return purgeProtected(facts);
    case 'soft-delete':
      return softDeleteOn(facts);
    case 'immutability':
      return isImmutable(facts, demand.locked);
    case 'cross-region':
      return crossRegionOn(facts);
    case 'policy':
      return hasPolicy(facts, demand.names);
    case 'retention-at-least':
      return keepsEnough(facts, demand.keep);
    case 'no-points-after-retirement':
      return noPointsAfter(facts, demand.deadline);
    case 'drill-max-age':
      return hasRecentDrill(facts, demand.seconds);
  }
}
