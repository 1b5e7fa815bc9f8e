// Ctrl-C among many machines: nothing further is begun.
import { describe, expect, it } from 'vitest';
import { buildFleetWorld } from '../../../src/sandbox/estates/fleet-world.js';
import { runCli, TEST_NOW } from '../../support/run-cli.js';

const AFTER = 24;

/** Eight machines at a time, with some requests each that were under way. */
const UNDER_WAY = 30;

describe('a look at many machines that is stopped', () => {
  it.each(['preflight --all', 'enable --all --grant --dry-run'])(
    '%s asks Azure for no further machine',
    async (line) => {
      const world = buildFleetWorld({ virtualMachines: 60, seed: '1', nowMilliseconds: TEST_NOW });
      const run = await runCli(line.split(' '), {
        world,
        signalAfter: { requests: AFTER, signal: 'SIGINT' },
      });
      for (let turn = 0; turn < 50; turn += 1) {
        await new Promise((settle) => {
          setImmediate(settle);
        });
      }
      expect(run.code).toBe(130);
      expect(run.exchanges.length).toBeLessThan(AFTER + UNDER_WAY);
    },
  );
});
