// How the outcomes of a gate are worded, in its table and in its reports.

import { GATE_OUTCOMES } from '../../domain/gate/outcome.js';
import type { GateDemand, GateDocument } from './result.js';

/** The words for each outcome. */
export const OUTCOME_WORDS: Readonly<Record<GateDemand['outcome'], string>> = {
  'not-met': 'not met',
  unknown: 'unknown',
  waived: 'waived',
  met: 'met',
  'not-applicable': 'not applicable',
};

/** How often there is each outcome, worst first. */
export function outcomeCounts({ summary }: Pick<GateDocument, 'summary'>): string {
  return GATE_OUTCOMES.flatMap((outcome) => {
    const count = summary.results[outcome] ?? 0;
    return count === 0 ? [] : [`${count} ${OUTCOME_WORDS[outcome]}`];
  }).join(', ');
}

/** True of what is missed, or could not be found out. */
export function needsAttention({ outcome }: Pick<GateDemand, 'outcome'>): boolean {
  return outcome === 'not-met' || outcome === 'unknown';
}
