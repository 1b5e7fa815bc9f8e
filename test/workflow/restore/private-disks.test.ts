// Restores of machines whose disks can be read from private networks only.
import { describe, expect, it } from 'vitest';
import { resourceId } from '../../../src/sandbox/estates/build/contoso.js';
import { findResource, putResource } from '../../../src/sandbox/kernel/resource.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { defaultWorld } from '../../support/run-cli.js';
import { addKind, DISK_ACCESS, type Kind } from './restore-kinds.js';
import { errorOf, itemOfRestore, NETWORK, restore, runs } from './restores.js';

const WEST = resourceId('rg-dr', 'Microsoft.Compute/diskAccesses', 'da-dr');
const THERE = '--secondary-region --target-resource-group rg-dr --key-vault kv-dr --vnet vnet-dr';

function privateWorld(osType: Kind['osType'] = 'Windows'): WorldState {
  const world = defaultWorld();
  addKind(world, { osType, ade: 'kek', dataDiskSizesGB: [32], privateDisks: true });
  for (const [id, location] of [
    [DISK_ACCESS, 'japaneast'],
    [WEST, 'japanwest'],
  ] as const) {
    const type = 'Microsoft.Compute/diskAccesses';
    putResource(world, { id, name: 'da', type, location, tags: {}, properties: {} });
  }
  return world;
}

/** The disk access resources of the disks that a restore made. */
async function accessOf(world: WorldState, argv: string): Promise<readonly unknown[]> {
  const run = await restore(argv, world);
  expect([run.code, run.code === 0 ? itemOfRestore(run).error : errorOf(run)]).toEqual([0, null]);
  return itemOfRestore(run).disks.map(({ id }) => {
    const { networkAccessPolicy, diskAccessId } = findResource(world, id)?.properties ?? {};
    return [networkAccessPolicy, diskAccessId];
  });
}

describe('private disks', () => {
  it.each([
    ['', ['AllowPrivate', DISK_ACCESS]],
    ['--disk-access same-as-source', ['AllowPrivate', DISK_ACCESS]],
    ['--disk-access public', ['AllowAll', undefined]],
    [`--disk-access private --disk-access-id ${DISK_ACCESS}`, ['AllowPrivate', DISK_ACCESS]],
  ])('are restored as private as is asked for: %s', async (more, access) => {
    const world = privateWorld();
    const argv = `--vm VM300 --to vm --name VM300R ${NETWORK} ${more}`;
    expect(await accessOf(world, argv)).toEqual([access, access]);
    expect(runs(world, 'VM300R')).toBe(true);
  });

  it('are not restored to another region without a word on their access there', async () => {
    const run = await restore(`--vm VM300 --to vm --name VM300W ${THERE}`, privateWorld());
    expect(run.code).toBe(5);
    expect(errorOf(run)).toMatchObject({ code: 'AZB_DISK_ACCESS_NEEDED' });
    expect(errorOf(run).fix.join()).toContain('--disk-access private --disk-access-id ID');
    expect(run.writes.filter(({ url }) => url.includes('/backupCrossRegionRestore'))).toEqual([]);
  });

  it.each([
    ['--disk-access public', ['AllowAll', undefined]],
    [`--disk-access private --disk-access-id ${WEST}`, ['AllowPrivate', WEST]],
  ])('are restored to another region with %s', async (more, access) => {
    const argv = `--vm VM300 --to vm --name VM300W ${THERE} ${more}`;
    // Of Windows the data volume would stay shut there: its own secret does not come along.
    expect(await accessOf(privateWorld('Linux'), argv)).toEqual([access, access]);
  });
});

describe('disks that are not private', () => {
  it('are not made so by a restore, and nothing is sent', async () => {
    const argv = `--vm VM005 --disk-access private --disk-access-id ${DISK_ACCESS}`;
    const run = await restore(argv, privateWorld());
    expect(run.code).toBe(5);
    expect(errorOf(run)).toMatchObject({ code: 'AZB_DISK_ACCESS_UNFIT' });
    expect(run.writes).toEqual([]);
  });

  it.each(['--disk-access public', '--disk-access same-as-source'])(
    'are restored as they were: %s',
    async (more) => {
      const world = privateWorld();
      const access = ['AllowAll', undefined];
      expect(await accessOf(world, `--vm VM005 ${more}`)).toEqual([access, access]);
    },
  );
});
