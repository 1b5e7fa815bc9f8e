// A change of two hundred machines, killed at twenty moments: what is resumed ends as if it had not been killed.
import { beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../../src/sandbox/estates/build/seeded-random.js';
import {
  killedAndResumed,
  summaryOf,
  wholeFleetRun,
  type WholeFleetRun,
} from '../../workflow/fleet/killed-fleet.js';
import { SHARE } from '../share.js';

const FLEET = SHARE === 1 ? { machines: 480, tagged: 200 } : { machines: 80, tagged: 30 };
const KILLS = SHARE === 1 ? 20 : 1;

describe(`enable --grant of ${FLEET.tagged} tagged machines`, () => {
  let whole: WholeFleetRun;

  beforeAll(async () => {
    whole = await wholeFleetRun(FLEET);
  });

  it('enables most of them', () => {
    const { total, outcomes } = summaryOf(whole);
    expect(total).toBe(FLEET.tagged);
    expect(outcomes['enabled']).toBeGreaterThan(FLEET.tagged / 2);
  });

  it.each(Array.from({ length: KILLS }, (_, round) => round))(
    'killed at a random moment, round %i, leaves after --resume what it would have',
    async (round) => {
      const random = seededRandom(`kill/${round}`);
      const at = 1 + Math.floor(random.fraction() * whole.run.exchanges.length);
      const how = random.chance(0.5) ? 'killed-before' : 'killed-after';
      expect(await killedAndResumed(whole, at, how)).toEqual([]);
    },
  );
});
