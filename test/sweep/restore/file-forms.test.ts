// Restores end well in whatever form Azure leaves the files that name the new disks.
import { describe, expect, it } from 'vitest';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { defaultWorld } from '../../support/run-cli.js';
import { addKind } from '../../workflow/restore/restore-kinds.js';
import {
  blobNames,
  itemOfRestore,
  NETWORK,
  restore,
  runs,
} from '../../workflow/restore/restores.js';
import { rowsInTurn } from '../share.js';

const FORMS = ['parameters', 'fixed-names', 'config-only'] as const;

function worldOf(restoreFiles: NonNullable<WorldState['restoreFiles']>): WorldState {
  return Object.assign(defaultWorld(), { restoreFiles });
}

describe.each(rowsInTurn(FORMS, 3))('with files of the form %s', (form) => {
  it.each([
    ['VM005', ''],
    ['VM014', ''],
    ['VM005', '--tier vault'],
  ])('%s %s becomes a machine that starts, once', async (vm, more) => {
    const world = worldOf(form);
    const argv = `--vm ${vm} --to vm --name NEW1 ${NETWORK} ${more}`;
    const run = await restore(argv, world);
    expect([run.code, itemOfRestore(run).error]).toEqual([0, null]);
    expect(runs(world, 'NEW1')).toBe(true);
    expect(itemOfRestore(run).disks.map(({ role }) => role)).toEqual(['os', 'data']);
    expect(blobNames(world)).toEqual([]);
    const again = await restore(argv, world);
    expect(itemOfRestore(again)).toMatchObject({ outcome: 'unchanged', changes: [] });
  });

  it('disks that were restored first become a machine later', async () => {
    const world = worldOf(form);
    const first = await restore('--vm VM014', world);
    expect(first.code).toBe(0);
    expect(itemOfRestore(first).disks).toHaveLength(2);
    const second = await restore(`--vm VM014 --to vm --name NEW1 ${NETWORK}`, world);
    expect(second.code).toBe(0);
    expect(itemOfRestore(second).jobId).toBe(itemOfRestore(first).jobId);
    expect(runs(world, 'NEW1')).toBe(true);
    expect(blobNames(world)).toEqual([]);
  });

  it('disks that are blobs become a machine', async () => {
    const world = worldOf(form);
    addKind(world, { osType: 'Windows', ade: 'kek', unmanaged: true });
    const run = await restore(`--vm VM300 --to vm --name NEW1 ${NETWORK}`, world);
    expect([run.code, itemOfRestore(run).error]).toEqual([0, null]);
    expect(runs(world, 'NEW1')).toBe(true);
  });
});
