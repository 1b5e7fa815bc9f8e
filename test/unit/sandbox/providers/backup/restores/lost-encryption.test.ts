// Restored disks of which something of the encryption is lost, because their world wants it.
import { describe, expect, it } from 'vitest';
import { resourcesOfType } from '../../../../../../src/sandbox/kernel/resource.js';
import type { WorldState } from '../../../../../../src/sandbox/kernel/state.js';
import { restorePlaces, restoreSandbox } from '../../../../../support/worlds/restore-jobs.js';

const ENCRYPTED = { settings: true, lock: true };

/** What the restored disks have, by LUN. */
async function restoredWith(restoredDisks: WorldState['restoredDisks']) {
  const sandbox = await restoreSandbox({ seed: { dataDiskSizesGB: [32, 64] } });
  Object.assign(sandbox.state, restoredDisks === undefined ? {} : { restoredDisks });
  const { job } = await sandbox.restored();
  expect(job.status).toBe('Completed');
  const disks = resourcesOfType(sandbox.state, 'Microsoft.Compute/disks').filter(({ id }) =>
    id.startsWith(restorePlaces.group),
  );
  return Object.fromEntries(
    disks.map(({ name, properties }) => [
      name.includes('-osdisk-') ? 'os' : Number(/-datadisk-(\d+)-/u.exec(name)?.[1]),
      {
        settings: properties['encryptionSettingsCollection'] !== undefined,
        lock: properties['runtime'] !== undefined,
      },
    ]),
  );
}

describe('restored disks', () => {
  it('come back encrypted, with their settings', async () => {
    expect(await restoredWith(undefined)).toEqual({ os: ENCRYPTED, 0: ENCRYPTED, 1: ENCRYPTED });
    const other = await restoredWith([{ machine: 'other-*', lost: 'settings' }]);
    expect(other).toEqual({ os: ENCRYPTED, 0: ENCRYPTED, 1: ENCRYPTED });
  });

  it('come back encrypted without their settings, all or one of them', async () => {
    const bare = { settings: false, lock: true };
    expect(await restoredWith([{ lost: 'settings' }])).toEqual({ os: bare, 0: bare, 1: bare });
    const one = await restoredWith([{ machine: 'ade-*', lun: -1, lost: 'settings' }]);
    expect(one).toEqual({ os: bare, 0: ENCRYPTED, 1: ENCRYPTED });
  });

  it('come back in the clear, half of them', async () => {
    expect(await restoredWith([{ lun: 1, lost: 'encryption' }])).toEqual({
      os: ENCRYPTED,
      0: ENCRYPTED,
      1: { settings: false, lock: false },
    });
  });
});
