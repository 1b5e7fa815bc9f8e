// Which volumes ADE is told to encrypt in the new machine: those that were encrypted in the old one, and no others.
import { describe, expect, it } from 'vitest';
import {
  findVirtualMachine,
  machineDisks,
} from '../../../src/sandbox/providers/compute/virtual-machines/state.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { defaultWorld } from '../../support/run-cli.js';
import { vmId } from '../support/contoso.js';
import {
  addAdeApplication,
  addKind,
  deleteMachine,
  KIND_KEY_VAULT,
  type Kind,
} from './restore-kinds.js';
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

/** Said, and nothing done. */
const SUCCEEDED = { kind: 'success', status: 200, succeeded: true } as const;
const WINDOWS: Kind = { osType: 'Windows', ade: 'kek', dataDiskSizesGB: [32, 32, 32] };

describe('a Windows machine', () => {
  it('is not called verified where one of its four disks alone is reported as encrypted', async () => {
    const world = defaultWorld();
    addKind(world, WINDOWS);
    const faults = [{ match: 'PUT **/extensions/**', then: SUCCEEDED }];
    const run = await restore(ARGV, world, { faults });
    expect([run.code, itemOfRestore(run).outcome]).toEqual([6, 'incomplete']);
    const seen = itemOfRestore(run).verified.find(({ what }) => what === 'disk-encryption');
    expect(seen).toMatchObject({ status: 'not-verified' });
    expect(seen?.detail).toMatch(/^Azure reports 1 of 4 disks as encrypted, not (?:\S+, ){2}\S+$/u);
  });

  it('that is gone is built, but what was encrypted is not guessed; the answer makes up for it', async () => {
    const world = defaultWorld();
    const then: Kind['then'] = (changed, { vmId: id }) => deleteMachine(changed, id);
    addKind(world, { ...WINDOWS, then });
    const run = await restore(ARGV, world);
    expect([run.code, itemOfRestore(run).outcome]).toEqual([6, 'incomplete']);
    expect(itemOfRestore(run).notes.join()).toContain('--ade-volume-type');
    const types = itemOfRestore(run).changes.map(({ type }) => type);
    expect(types).not.toContain('put-ade-extension');
    const answered = await restore(`${ARGV} --ade-volume-type all`, world);
    expect([answered.code, itemOfRestore(answered).outcome]).toEqual([0, 'restored']);
    expect(itemOfRestore(answered).changes.map(({ type }) => type)).toEqual(['put-ade-extension']);
    expect(locked(world)).toEqual([true, true, true, true]);
  });
});

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

describe('a Windows machine of dual pass, without the application that opens its data disk', () => {
  it('is built, and not called verified; the application makes up for it', async () => {
    const world = defaultWorld();
    addKind(world, { osType: 'Windows', ade: 'kek', pass: 'DoublePass', dataDiskSizesGB: [32] });
    const first = await restore(ARGV, world);
    expect(first.code).toBe(6);
    const { outcome, notes, verified } = itemOfRestore(first);
    expect(outcome).toBe('incomplete');
    expect(notes.join()).toMatch(/extension is not put into the new VM.*--ade-client-id/u);
    expect(verified.map(({ what, status }) => [what, status])).toEqual([
      ['provisioning', 'verified'],
      ['power-state', 'verified'],
      ['agent', 'verified'],
      ['disk-encryption', 'not-verified'],
    ]);
    expect(verified.at(-1)?.detail).toMatch(
      /^Azure reports 1 of 2 disks as encrypted, not vm300-\S+$/u,
    );
    const app = addAdeApplication(world, KIND_KEY_VAULT);
    const env = { AZBACKUP_ADE_CLIENT_SECRET: app.secret };
    const second = await restore(`${ARGV} --ade-client-id ${app.clientId}`, world, { env });
    expect([second.code, itemOfRestore(second).outcome]).toEqual([0, 'restored']);
    expect(itemOfRestore(second).changes.map(({ type }) => type)).toEqual(['put-ade-extension']);
  });
});
