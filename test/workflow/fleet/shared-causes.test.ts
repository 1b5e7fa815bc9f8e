// The one command that is shown for a cause that several machines share mends it for all of them.
import { expect, it } from 'vitest';
import type { PreflightDocument } from '../../../src/commands/preflight/result.js';
import { buildFleetWorld } from '../../../src/sandbox/estates/fleet-world.js';
import { runCli, TEST_NOW } from '../../support/run-cli.js';

const NAMES = Array.from({ length: 12 }, (_, at) => `vm-${String(at + 1).padStart(5, '0')}`);
const PREFLIGHT = ['preflight', ...NAMES.flatMap((name) => ['--vm', name])];

it('a grant for one machine serves all that use the key vault', async () => {
  const world = buildFleetWorld({ virtualMachines: 12, seed: '3', nowMilliseconds: TEST_NOW });
  const { stdout } = await runCli(PREFLIGHT, { world });
  const lines = stdout.split('\n');
  const lead = lines.findIndex((line) => line.includes('Fixed for all of them by:'));
  expect(lines[lead]).toMatch(/^[2-9]\d* VMs: .* can't read secrets of kv-app-02\. Fixed/u);
  const command = lines[lead + 1]?.trim().split(/ {2,}/u)[0] ?? '';
  await runCli(command.split(' ').slice(1), { world });
  const after = (await runCli([...PREFLIGHT, '-o', 'json'], { world })).json<PreflightDocument>();
  const lacking = after.items.flatMap(({ findings }) =>
    findings.filter(({ checkId, status }) => checkId.startsWith('access.') && status === 'fail'),
  );
  expect(lacking).toEqual([]);
});
