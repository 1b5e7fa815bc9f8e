// The first sentence of a report.

import { countedVms } from '../fleet/counted-vms.js';
import type { Instant } from '../time/instant.js';

/** What it is made of. */
export interface HeadlineFacts {
  readonly total: number;
  readonly safe: number;
  readonly unknown: number;
  /** Recovery points with ADE that are there after the deadline. */
  readonly pointsAfterDeadline: number;
  readonly deadline: Instant;
  /** False where something could not be read. */
  readonly complete: boolean;
}

/** One sentence: how many machines are safe, how many are not, of how many it is not known. */
export function headline(facts: HeadlineFacts): string {
  const { total, complete } = facts;
  if (total === 0) {
    return 'No VMs found.';
  }
  const doubt = complete ? '' : ', as far as could be read';
  return `${safetyPart(facts)}${pointsPart(facts)}${doubt}.`;
}

function safetyPart({ total, safe, unknown }: HeadlineFacts): string {
  const unsafe = total - safe - unknown;
  if (safe === total) {
    return total === 1
      ? 'The VM is backed up, and its keys can be used'
      : `All ${countedVms(total)} are backed up, and their keys can be used`;
  }
  const parts = [
    `${safe} of ${countedVms(total)} ${safe === 1 ? 'is' : 'are'} backed up with usable keys`,
    ...(unsafe === 0 ? [] : [`${unsafe} ${unsafe === 1 ? 'is' : 'are'} not`]),
    ...(unknown === 0 ? [] : [`${unknown} ${unknown === 1 ? 'is' : 'are'} unknown`]),
  ];
  return parts.join(', ');
}

function pointsPart({ pointsAfterDeadline, deadline }: HeadlineFacts): string {
  if (pointsAfterDeadline === 0) {
    return '';
  }
  const points =
    pointsAfterDeadline === 1 ? '1 recovery point' : `${pointsAfterDeadline} recovery points`;
  return `; ${points} with ADE ${pointsAfterDeadline === 1 ? 'outlives' : 'outlive'} ${deadline.slice(0, 10)}`;
}
