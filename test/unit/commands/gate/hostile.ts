// A result whose names and reasons hold all that a report could trip over.

import type { GateDocument } from '../../../../src/commands/gate/result.js';
import { GATE_SAMPLE, gateDemand } from './samples.js';

const BIDI = '\u202E';
const ESC = '\u001B[31m';
/** A text with marks, quotes, line ends, turned text and escapes. */
export const HOSTILE = `a<b>"'&]]>\n|${BIDI}${ESC}\u0000\uFFFF\uD800 [x](https://evil.example) @team`;

/** Names with marks, quotes, line ends, turned text and escapes, in a name that is sometimes nothing at all. */
export const HOSTILE_GATE: GateDocument = {
  ...GATE_SAMPLE,
  file: `gates/${HOSTILE} ?#.yaml`,
  baseline: 'earlier.json',
  items: [
    {
      vm: {
        id: `/subscriptions/s/resourceGroups/${HOSTILE}/providers/a/b/${HOSTILE}`,
        name: HOSTILE,
      },
      outcome: 'not-met',
      results: [
        gateDemand('policy', 'not-met', { reason: HOSTILE, requirement: HOSTILE, block: HOSTILE }),
        gateDemand('policy', 'not-met', { reason: '', known: true, fingerprint: 'b' }),
        gateDemand('protected', 'unknown', {
          reason: HOSTILE,
          waiver: { reason: HOSTILE, expires: '2026-01-01T00:00:00Z', line: 3, expired: true },
          fingerprint: 'c',
        }),
        gateDemand('immutability', 'waived', {
          reason: HOSTILE,
          waiver: { reason: HOSTILE, expires: '2027-01-01T00:00:00Z', line: 4, expired: false },
          fingerprint: 'd',
        }),
      ],
    },
    { vm: { id: '/', name: '' }, outcome: 'met', results: [] },
  ],
  waivers: [
    {
      rule: 'protected',
      scope: HOSTILE,
      reason: HOSTILE,
      expires: '2026-01-01T00:00:00Z',
      line: 3,
      state: 'expired',
    },
  ],
};
