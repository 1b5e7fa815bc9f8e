// What a rebuilt machine has of the one that was backed up.
import { describe, expect, it } from 'vitest';
import { findVirtualMachine } from '../../../src/sandbox/providers/compute/virtual-machines/state.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { defaultWorld } from '../../support/run-cli.js';
import { resource, vmId } from '../support/contoso.js';
import { addKind, deleteMachine } from './restore-kinds.js';
import { itemOfRestore, NETWORK, restore, runs } from './restores.js';

const ARGV = `--vm VM300 --to vm --name VM300R ${NETWORK}`;

/** The model of the new machine, as the platform keeps it. */
function built(world: WorldState) {
  return findVirtualMachine(world, vmId('VM300R'))?.properties;
}

describe('a Trusted Launch machine', () => {
  it.each([
    ['secure boot off, as the original has it', false],
    ['both on', true],
  ])('is built as one: %s', async (_what, secureBootEnabled) => {
    const world = defaultWorld();
    const { vmId: source } = addKind(world, {
      osType: 'Linux',
      ade: 'kek',
      securityType: 'TrustedLaunch',
    });
    const uefiSettings = { secureBootEnabled, vTpmEnabled: true };
    Object.assign(resource(world, source).properties, {
      securityProfile: { securityType: 'TrustedLaunch', uefiSettings },
    });
    const run = await restore(ARGV, world);
    expect([run.code, itemOfRestore(run).error]).toEqual([0, null]);
    expect(itemOfRestore(run).notes.join()).not.toContain('UEFI');
    expect(runs(world, 'VM300R')).toBe(true);
    expect(built(world)?.securityProfile).toEqual({ securityType: 'TrustedLaunch', uefiSettings });
  });

  it('that is gone is built with both on, which is said', async () => {
    const world = defaultWorld();
    addKind(world, {
      osType: 'Windows',
      ade: 'bek',
      securityType: 'TrustedLaunch',
      then: (_world, machine) => deleteMachine(world, machine.vmId),
    });
    const run = await restore(ARGV, world);
    expect([run.code, itemOfRestore(run).error]).toEqual([0, null]);
    expect(itemOfRestore(run).notes.join()).toContain('secure boot and vTPM are both on');
    expect(built(world)?.securityProfile).toMatchObject({
      securityType: 'TrustedLaunch',
      uefiSettings: { secureBootEnabled: true, vTpmEnabled: true },
    });
  });
});

describe('a machine of an image that was bought', () => {
  const plan = { name: 'byol', publisher: 'fabrikam', product: 'appliance' };

  it.each<[string, Parameters<typeof addKind>[1]]>([
    ['that is there', { osType: 'Linux', ade: 'kek', plan }],
    [
      'that is gone',
      {
        osType: 'Linux',
        ade: 'kek',
        plan,
        then: (world, machine) => deleteMachine(world, machine.vmId),
      },
    ],
  ])('%s, is built with the plan that its disk says', async (_what, kind) => {
    const world = defaultWorld();
    addKind(world, kind);
    const run = await restore(ARGV, world);
    expect([run.code, itemOfRestore(run).error]).toEqual([0, null]);
    expect(runs(world, 'VM300R')).toBe(true);
    expect(resource(world, vmId('VM300R')).extra?.['plan']).toEqual(plan);
  });
});
