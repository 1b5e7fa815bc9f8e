// Three hundred machines, and a smaller fleet right after a leap day: inventory, points and keys say what an independent
// computation from the world comes to.
import { expect, it } from 'vitest';
import { TEST_NOW } from '../../support/run-cli.js';
import { LONG_POLICIES } from '../../support/worlds/long-policies.js';
import { agreesWithComputation, fleet } from '../../workflow/retirement/agreement-suite.js';
import {
  encryptedOf,
  machinesOf,
  versionsOf,
} from '../../workflow/retirement/independent-answer.js';

const deadlineOfAde = Date.UTC(2028, 8, 15);

/** Built once for all that look at it. */
const LARGE = fleet(TEST_NOW, { subscriptions: 5, machines: 60 });

agreesWithComputation([
  ['300 machines', () => LARGE],
  [
    'the days after 29 February 2032, up to the end of the next February',
    () => ({
      ...fleet(Date.UTC(2032, 2, 2, 21), { subscriptions: 5, machines: 7 }),
      deadline: '2042-02-28',
      after: '2033-02-28T18:07:00Z',
    }),
  ],
]);

it('has every class, state, policy and fate of a key in the fleet', () => {
  const { world, subscriptions } = LARGE;
  const machines = machinesOf(world);
  expect(machines.length).toBe(300);
  expect(new Set(machines.map(({ way }) => way))).toEqual(
    new Set(['decrypt-then-upload', 'rebuild', 'redeploy', 'points-only', 'none']),
  );
  const points = machines.flatMap((each) => encryptedOf(each));
  const past = points.filter(({ end }) => typeof end.at === 'number' && end.at > deadlineOfAde);
  expect(past.length).toBeGreaterThan(30);
  expect(new Set(points.map(({ policy }) => policy))).toEqual(new Set(['', ...LONG_POLICIES]));
  const versions = subscriptions.flatMap((id) =>
    versionsOf(
      machines.filter((machine) => machine.id.startsWith(`/subscriptions/${id}`)),
      TEST_NOW,
    ),
  );
  for (const kind of ['/secrets/', '/keys/']) {
    const outcomes = versions.filter(({ url }) => url.includes(kind)).map((each) => each.outcome);
    expect(new Set(outcomes)).toEqual(new Set(['from', 'in-use', 'never', 'unknown']));
  }
});
