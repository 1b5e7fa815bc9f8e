// Which volumes ADE is told to encrypt in the new machine: those that were encrypted in the old one, and no others.
import { describe, expect, it } from 'vitest';
import {
  findVirtualMachine,
  machineDisks,
} from '../../../src/sandbox/providers/compute/virtual-machines/state.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { defaultWorld } from '../../support/run-cli.js';
import { vmId } from '../support/contoso.js';
import { addKind, deleteMachine, type Kind } from './restore-kinds.js';
import { errorOf, itemOfRestore, NETWORK, restore } from './restores.js';

const ARGV = `--vm VM300 --to vm --name VM300R ${NETWORK}`;
const LINUX: Kind = { osType: 'Linux', ade: 'kek', dataDiskSizesGB: [32] };

/** Which disks of the new machine are locked: the OS disk first. */
function locked(world: WorldState): readonly boolean[] {
  const machine = findVirtualMachine(world, vmId('VM300R'));
  return machine === undefined
    ? []
    : machineDisks(world, machine).map(({ lock }) => lock !== undefined);
}

describe('a Linux machine', () => {
  it.each([
    ['Data', [false, true]],
    ['All', [true, true]],
    ['OS', [true, false]],
  ] as const)('of which ADE has encrypted %s is built so again', async (volumeType, disks) => {
    const world = defaultWorld();
    addKind(world, { ...LINUX, volumeType });
    const run = await restore(ARGV, world);
    const extension = itemOfRestore(run).changes.find(({ type }) => type === 'put-ade-extension');
    expect(extension).toMatchObject({ status: 'done', details: { volumeType } });
    expect(locked(world)).toEqual(disks);
  });

  it('that is gone is asked about before anything is sent, and the answer holds', async () => {
    const world = defaultWorld();
    addKind(world, {
      ...LINUX,
      volumeType: 'Data',
      then: (changed, { vmId: id }) => deleteMachine(changed, id),
    });
    const asked = await restore(ARGV, world);
    expect(asked.code).toBe(2);
    expect(errorOf(asked)).toMatchObject({ code: 'AZB_ADE_VOLUME_TYPE_NEEDED' });
    expect(errorOf(asked).fix.join()).toContain('--ade-volume-type');
    expect(asked.writes).toEqual([]);
    await restore(`${ARGV} --ade-volume-type data`, world);
    expect(locked(world)).toEqual([false, true]);
  });

  it('on which ADE was turned off since is asked about as well', async () => {
    const world = defaultWorld();
    addKind(world, LINUX);
    const settings = Object.values(world.resources).find(({ id }) =>
      /VM300\/extensions\/AzureDiskEncryption/u.test(id),
    )?.properties['settings'];
    Object.assign(settings ?? {}, { EncryptionOperation: 'DisableEncryption' });
    expect((await restore(ARGV, world)).code).toBe(2);
  });

  it('needs no answer where its disks alone are restored', async () => {
    const world = defaultWorld();
    addKind(world, { ...LINUX, then: (changed, { vmId: id }) => deleteMachine(changed, id) });
    expect((await restore('--vm VM300', world)).code).toBe(0);
  });
});
