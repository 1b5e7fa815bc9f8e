// Inventory, points and keys say what an independent computation from the world comes to; of three hundred machines, and up to
// more leap days: test/sweep.
import { defaultWorld } from '../../support/run-cli.js';
import { fleetSubscription } from '../../support/worlds/retirement-fleet.js';
import { agreesWithComputation, fleet } from './agreement-suite.js';

agreesWithComputation([
  [
    'the default world',
    () => ({ world: defaultWorld(), after: '2027-01-01', subscriptions: [fleetSubscription(0)] }),
  ],
  [
    'the days after 29 February 2028, up to the next leap day',
    () => ({
      ...fleet(Date.UTC(2028, 2, 2, 9), { subscriptions: 5, machines: 7 }),
      deadline: '2032-02-29',
    }),
  ],
]);
