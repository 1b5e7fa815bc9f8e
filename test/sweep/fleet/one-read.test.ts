// A thousand machines, or 400 where a share is run: each fact is read once, within the number of requests that
// docs/fleet.md promises.
import { expect, it } from 'vitest';
import { rowsInTurn, SHARE } from '../share.js';
import { askedOfFleet, POSTURE_COMMANDS } from '../../workflow/fleet/one-read.js';

const SIZE = SHARE === 1 ? 1000 : 400;
/** Requests to Resource Manager for each machine: in a smaller fleet, what is read of each vault is for fewer of them. */
const BUDGET = SHARE === 1 ? 1.5 : 1.7;
/** Reads an hour that Azure allows in a subscription, less those that are left to others. */
const POINTS = 260;
const JOBS = 120;

it.each(rowsInTurn(POSTURE_COMMANDS, 3))(
  `%s of ${SIZE} machines`,
  async (command) => {
    const asked = await askedOfFleet(command, SIZE);
    process.stdout.write(`${command}: ${asked.resourceManager} of ${asked.all} requests\n`);
    expect(asked.repeated).toEqual([]);
    expect([asked.points <= POINTS, asked.jobs <= JOBS]).toEqual([true, true]);
    expect(asked.resourceManager).toBeLessThan(BUDGET * SIZE);
  },
  300_000,
);
