// Machines that somebody changes beside azbackup, as with az: what it says of them afterwards is still true.
import { describe, expect, it } from 'vitest';
import { objectIds } from '../../../src/sandbox/estates/build/principals.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { defaultWorld, runCli } from '../../support/run-cli.js';
import { tinySandbox, type Answer } from '../../support/worlds/tiny-world.js';

const GROUP = '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-prod';

/** Sends requests as az does, and lets the last of them come to its end. */
async function asAz(
  world: WorldState,
  machine: string,
  steps: readonly (readonly [method: string, edit?: (body: Answer['body']) => void])[],
): Promise<void> {
  const sandbox = tinySandbox(world);
  const target = `${GROUP}/providers/Microsoft.Compute/virtualMachines/${machine}?api-version=2022-11-01`;
  const as = objectIds.operator;
  for (const [method, edit] of steps) {
    const { body } = await sandbox.send('GET', target, { as });
    edit?.(body);
    const answer = await sandbox.send(method, target, {
      as,
      ...(edit === undefined ? {} : { body }),
    });
    expect(answer.status).toBeLessThan(300);
    sandbox.clock.advanceTo(sandbox.clock.now() + 60_000);
  }
}

describe('a machine under ADE that was given an empty data disk', () => {
  it('is partly encrypted, and was not before', async () => {
    const world = defaultWorld();
    const stateOf = async (): Promise<unknown> => {
      const run = await runCli(['preflight', '--vm', 'VM001', '-o', 'json'], { world });
      return run.json<{ items: { encryption: { state: string } }[] }>().items[0]?.encryption.state;
    };
    expect(await stateOf()).toBe('encrypted');
    const late = { lun: 9, name: 'VM001-late', createOption: 'Empty', diskSizeGB: 8 };
    await asAz(world, 'VM001', [
      ['PUT', ({ properties }) => properties.storageProfile.dataDisks.push(late)],
    ]);
    expect(await stateOf()).toBe('partly-encrypted');
    const { stdout } = await runCli(['preflight', '--vm', 'VM001', '-v'], { world });
    expect(stdout).toContain('VM001 is partly encrypted: VM001-late is not');
  });
});

describe('a protected machine that was deleted', () => {
  it('is said to be gone, is not backed up, and can still be restored', async () => {
    const world = defaultWorld();
    await asAz(world, 'VM005', [['DELETE']]);
    const status = await runCli(['status', '--vm', 'VM005'], { world });
    expect(status.stdout).toContain('the VM is gone; its recovery points are kept');
    const backup = await runCli(['backup-now', '--vm', 'VM005'], { world });
    expect([backup.code, backup.writes]).toEqual([3, []]);
    expect(backup.stdout).toContain('VM005 no longer exists');
    const restore = await runCli(['restore', '--vm', 'VM005', '--dry-run'], { world });
    expect([restore.code, restore.stdout]).toEqual([0, expect.stringContaining('of VM005')]);
  });
});
