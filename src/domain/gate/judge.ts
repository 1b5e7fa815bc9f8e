// Judges a demand on a machine. Pure: the same facts always give the same judgement.

import {
  hasAllDisks,
  hasRecentPoint,
  isProtected,
  lastJobSucceeded,
  lastPointClean,
} from './backup-rules.js';
import type { Demand, PLAIN_RULES } from './demand.js';
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

type PlainRule = (typeof PLAIN_RULES)[number] | 'last-point-clean';
type PlainDemand = Extract<Demand, { readonly rule: PlainRule }>;

/** The rules without a threshold. */
const PLAIN: Readonly<Record<PlainRule, (facts: GateFacts) => Judgement>> = {
  protected: isProtected,
  'all-disks': hasAllDisks,
  'last-job-succeeded': lastJobSucceeded,
  'last-point-clean': lastPointClean,
  'keys-usable': keysUsable,
  'grant-in-place': grantInPlace,
  'purge-protection': purgeProtected,
  'soft-delete': softDeleteOn,
  'cross-region': crossRegionOn,
};

function isPlain(demand: Demand): demand is PlainDemand {
  return Object.hasOwn(PLAIN, demand.rule);
}

/** Whether a machine meets a demand. */
export function judge(facts: GateFacts, demand: Demand): Judgement {
  return isPlain(demand) ? PLAIN[demand.rule](facts) : judgeByThreshold(facts, demand);
}

function judgeByThreshold(facts: GateFacts, demand: Exclude<Demand, PlainDemand>): Judgement {
  switch (demand.rule) {
    case 'last-point-max-age':
      return hasRecentPoint(facts, demand.seconds);
    case 'immutability':
      return isImmutable(facts, demand.locked);
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
