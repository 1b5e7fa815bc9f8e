// `--max-errors`: once so many machines have failed, no further one is started.
import { describe, expect, it } from 'vitest';
import type { BackupNowDocument } from '../../../src/commands/backup-now/result.js';
import { buildFleetWorld } from '../../../src/sandbox/estates/fleet-world.js';
import { runCli, TEST_NOW, type CliRun } from '../../support/run-cli.js';

/** Machines of the fleet that are protected; one more than start side by side, and three. */
const NAMES = [1, 2, 4, 5, 8, 9, 10, 11, 12, 13, 15].map(
  (number) => `vm-${String(number).padStart(5, '0')}`,
);
const AT_ONCE = 8;

/** No backup can be started, as where a right is missing. */
function backUp(...options: readonly string[]): Promise<CliRun> {
  const vms = NAMES.flatMap((name) => ['--vm', name]);
  return runCli(['backup-now', ...vms, '--skip-preflight', ...options, '-o', 'json'], {
    world: buildFleetWorld({ virtualMachines: 24, seed: '1', nowMilliseconds: TEST_NOW }),
    faults: [
      {
        match: 'POST **/backup',
        then: { kind: 'status', status: 403, code: 'AuthorizationFailed' },
      },
    ],
  });
}

describe('of machines that fail one after the other', () => {
  it.each([
    { options: ['--max-errors', '3'], started: AT_ONCE, exit: 6 },
    { options: ['--max-errors', '20%'], started: AT_ONCE, exit: 6 },
    { options: [], started: NAMES.length, exit: 4 },
  ])('$options starts $started', async ({ options, started, exit }) => {
    const run = await backUp(...options);
    const { items } = run.json<BackupNowDocument>();
    const outcomes = items.map(({ outcome }) => outcome);
    expect(outcomes.filter((outcome) => outcome === 'failed')).toHaveLength(started);
    expect(outcomes.filter((outcome) => outcome === 'not-started')).toHaveLength(
      NAMES.length - started,
    );
    expect(run.code).toBe(exit);
  });

  it.each(['0', '0%', '101%', '-1', 'two', '1.5'])('--max-errors=%s is refused', async (count) => {
    const run = await runCli(['enable', '--vm', 'VM001', `--max-errors=${count}`]);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('--max-errors needs a number of VMs from 1, or a share');
  });
});
