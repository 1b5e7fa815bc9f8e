// What a restore that failed has left in the staging account: its job names no files, so they are looked for.
import { expect, it } from 'vitest';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { deleteContainer, writeBlob } from '../../../src/sandbox/providers/storage-data/blobs.js';
import { defaultWorld, runCli, type RunOptions } from '../../support/run-cli.js';
import { blobNames } from '../restore/restores.js';
import { drill } from './drills.js';

const ACCOUNT = 'stprodrestore';
const GUID = '0123456789abcdef0123456789abcdef';
const CONTAINER = `vm010-${GUID}`;
const FAILS: RunOptions['faults'] = [
  { match: 'job Restore VM010', then: { kind: 'job', outcome: 'Failed' } },
];

function write(world: WorldState, container: string, name: string): string {
  const content = Buffer.from('');
  writeBlob(world, { account: ACCOUNT, container, name, type: 'BlockBlob', content }, 0);
  return `${container}/${name}`;
}

it('VHDs that may be of it are named with their container, and stay', async () => {
  const world = defaultWorld();
  const kept = [
    write(world, CONTAINER, 'vm010-osdisk-20261130.vhd'),
    write(world, `vm0101-${GUID}`, 'vm0101-osdisk-20261130.vhd'),
    write(world, 'vm010-backups', 'mine.vhd'),
  ];
  const { run, item } = await drill('--vm VM010', world, { faults: FAILS });
  expect([run.code, item.outcome, item.cleanup]).toEqual([12, 'failed', 'leftovers']);
  const [reason = '', ...others] = item.cleanupReasons;
  expect(others).toEqual([]);
  expect(reason).toContain(`look at container ${CONTAINER} (vm010-osdisk-20261130.vhd)`);
  expect(reason).not.toContain('vm0101');
  expect(blobNames(world)).toHaveLength(kept.length);
  // Whoever has looked, and deleted them, gets it clean.
  deleteContainer(world, { account: ACCOUNT, container: CONTAINER });
  const again = await runCli(['drill', 'clean', item.id, '--yes'], { world });
  expect([again.code, again.stdout]).toEqual([0, expect.stringContaining('clean')]);
});

it('files with the id of its job are deleted', async () => {
  const world = defaultWorld();
  let isWritten = false;
  const { item } = await drill('--vm VM010', world, {
    faults: FAILS,
    around: (_, answer) => {
      const jobs = Object.values(world.backup).flatMap(({ jobs: all }) => Object.values(all));
      const failed = jobs.find(
        ({ operation, outcome }) => operation === 'Restore' && outcome === 'Failed',
      );
      if (failed !== undefined && !isWritten) {
        isWritten = true;
        write(world, CONTAINER, `config-vm010-${failed.id}.json`);
      }
      return answer();
    },
  });
  expect([isWritten, item.cleanup]).toEqual([true, 'clean']);
  expect(item.resources.filter(({ kind }) => kind === 'staging-blob')).toEqual([
    expect.objectContaining({ state: 'deleted' }),
  ]);
  expect(blobNames(world)).toEqual([]);
});

it('is not called gone where nobody may look', async () => {
  const { run, item } = await drill('--vm VM010', defaultWorld(), {
    faults: FAILS,
    around: ({ url }, answer) =>
      new URL(url).host.startsWith(ACCOUNT)
        ? Promise.resolve(new Response('', { status: 403 }))
        : answer(),
  });
  expect([run.code, item.cleanup]).toEqual([12, 'leftovers']);
  expect(item.cleanupReasons.join('\n')).toContain('list the containers of the storage account');
});
