// Counts requests that had to wait for one another: the depth of the longest chain, where a request is
// one deeper than the deepest that had been answered when it was sent.

import { runObserved } from '../test/support/observed-run.js';

/** What one situation cost. */
export interface RoundTrips {
  readonly situation: string;
  /** Length of the longest chain before the protection request. */
  readonly sequential: number;
  readonly requests: number;
  readonly budget?: number;
}

const SITUATIONS: readonly {
  readonly situation: string;
  readonly argv: readonly string[];
  readonly budget?: number;
}[] = [
  { situation: 'VM003, platform key', argv: ['enable', '--vm', 'VM003'], budget: 6 },
  {
    situation: 'VM011, from soft delete',
    argv: ['enable', '--vm', 'VM011', '--policy', 'daily-90-days'],
    budget: 6,
  },
  { situation: 'VM001 with its grant', argv: ['enable', '--vm', 'VM001', '--grant'] },
];

/** Counts for each situation, each on a fresh world. */
export async function countRoundTrips(): Promise<readonly RoundTrips[]> {
  const counted: RoundTrips[] = [];
  for (const { situation, argv, budget } of SITUATIONS) {
    const { requests } = await runObserved(argv);
    const protection = requests.findIndex(
      ({ method, url }) => method === 'PUT' && /\/protectedItems\//iu.test(url),
    );
    const before = requests.slice(0, protection === -1 ? undefined : protection);
    counted.push({
      situation,
      sequential: Math.max(0, ...before.map(({ depth }) => depth)),
      requests: before.length,
      ...(budget === undefined ? {} : { budget }),
    });
  }
  return counted;
}
