import { describe, expect, it } from 'vitest';
import { findResource, resourcesOfType } from '../../../../src/sandbox/kernel/resource.js';
import { worldStateSchema, type WorldState } from '../../../../src/sandbox/kernel/state.js';
import { machineEncryption } from '../../../../src/sandbox/providers/compute/disk-encryption/disk-encryption.js';
import {
  findVirtualMachine,
  VIRTUAL_MACHINE_TYPE,
} from '../../../../src/sandbox/providers/compute/virtual-machines/state.js';
import { summarise } from '../../../../src/sandbox/summary.js';
import { UnknownWorldError, worldNamed } from '../../../../src/sandbox/estates/catalogue.js';
import { buildFleetWorld } from '../../../../src/sandbox/estates/fleet-world.js';

const machinesOf = (state: WorldState) => resourcesOfType(state, VIRTUAL_MACHINE_TYPE);

const nowMilliseconds = Date.UTC(2026, 10, 23, 9);
const fleet = (virtualMachines: number, seed = 'a') =>
  buildFleetWorld({ virtualMachines, seed, nowMilliseconds });

describe('buildFleetWorld', () => {
  it('is a valid world', () => {
    const state = fleet(60);
    expect(worldStateSchema.parse(JSON.parse(JSON.stringify(state)))).toEqual(state);
  });

  it('is the same for the same seed, and another for another', () => {
    const shape = (seed: string) => summarise(fleet(40, seed)).virtualMachines;
    expect(shape('a')).toEqual(shape('a'));
    expect(shape('a')).not.toEqual(shape('b'));
  });

  it('has the proportions of a grown estate', () => {
    const { counts, virtualMachines } = summarise(fleet(1000));
    const share = (test: (machine: (typeof virtualMachines)[number]) => boolean): number =>
      virtualMachines.filter(test).length / virtualMachines.length;
    expect(counts).toMatchObject({
      virtualMachines: 1000,
      subscriptions: 2,
      recoveryServicesVaults: 4,
    });
    expect(share(({ encryption }) => encryption.kind === 'azure-disk-encryption')).toBeCloseTo(
      0.38,
      1,
    );
    expect(share(({ osType }) => osType === 'Windows')).toBeCloseTo(0.6, 1);
    expect(share(({ protectedIn }) => protectedIn.length > 0)).toBeCloseTo(0.5, 1);
  });

  it('of one team has one subscription, one region and no name twice', () => {
    const state = fleet(99);
    const machines = machinesOf(state);
    expect(state.subscriptions).toHaveLength(1);
    expect(new Set(machines.map(({ location }) => location))).toEqual(new Set(['japaneast']));
    expect(new Set(machines.map(({ name }) => name)).size).toBe(99);
  });

  it.each([
    [100, 2, 2],
    [2000, 4, 3],
  ])(
    'of %i has %i subscriptions and %i regions, all in a management group',
    (size, subscriptions, regions) => {
      const state = fleet(size);
      const machines = machinesOf(state);
      expect(machines).toHaveLength(size);
      expect(state.subscriptions).toHaveLength(subscriptions);
      expect(new Set(machines.map(({ location }) => location)).size).toBe(regions);
      expect(state.managementGroups?.flatMap((group) => group.subscriptions)).toEqual(
        state.subscriptions.map(({ subscriptionId }) => subscriptionId),
      );
    },
  );

  it('keeps each machine near its vault and its key vault', () => {
    const state = fleet(400);
    const placeOf = (id: string): string =>
      `${id.split('/')[2]} ${findResource(state, id)?.location}`;
    for (const [vaultId, { items }] of Object.entries(state.backup)) {
      expect(Object.values(items).filter(({ vmId }) => placeOf(vmId) !== placeOf(vaultId))).toEqual(
        [],
      );
    }
    for (const machine of machinesOf(state)) {
      const settings = findVirtualMachine(state, machine.id);
      const ade = settings === undefined ? undefined : machineEncryption(state, settings);
      const keyVaultId = ade?.settings.diskEncryptionKey.sourceVault.id ?? machine.id;
      expect(placeOf(keyVaultId)).toBe(placeOf(machine.id));
    }
  });

  it('gives one name in several groups and cases, none twice in a group', () => {
    const machines = machinesOf(fleet(1000));
    expect(new Set(machines.map(({ id }) => id.toLowerCase())).size).toBe(1000);
    const namesakes = machines.filter(({ name }) => name.toLowerCase() === 'web01');
    expect(namesakes.length).toBeGreaterThan(20);
    expect(new Set(namesakes.map(({ name }) => name))).toEqual(
      new Set(['web01', 'WEB01', 'Web01']),
    );
  });

  it('has machines in every state, and items that spell ids in another case', () => {
    const state = fleet(1000);
    const items = Object.values(state.backup).flatMap((vault) => Object.values(vault.items));
    const stateOf = (item: (typeof items)[number]): string =>
      `${item.protectionState}${item.deletion === undefined ? '' : ' deleted'} ${item.lastBackupStatus}`;
    expect(new Set(items.map((item) => stateOf(item)))).toEqual(
      new Set([
        'Protected Completed',
        'Protected Failed',
        'IRPending ',
        'ProtectionStopped Completed',
        'ProtectionStopped deleted Completed',
      ]),
    );
    const odd = items.filter(({ vmId }) => findResource(state, vmId)?.id !== vmId);
    expect(odd.length).toBeGreaterThan(10);
  });

  it('tags most machines, with keys in more than one case', () => {
    const keys = machinesOf(fleet(1000)).map(({ tags = {} }) => Object.keys(tags));
    expect(keys.filter((found) => found.length === 0).length).toBeGreaterThan(50);
    expect(new Set(keys.flat())).toEqual(new Set(['env', 'Env', 'ENV', 'app', 'owner']));
  });
});

describe('worldNamed', () => {
  it.each([
    ['default', 16],
    ['empty', 0],
    ['two-subscriptions', 11],
    ['cross-subscription', 8],
    ['fleet:30', 30],
    ['FLEET:7:winter', 7],
  ])('%s has %i machines', (name, machines) => {
    expect(summarise(worldNamed(name)(nowMilliseconds)).counts.virtualMachines).toBe(machines);
  });

  it.each(['', 'defalt', 'default:3', 'fleet:0', 'fleet:many', 'fleet:10001', 'fleet:1:a:b'])(
    'knows no world called "%s"',
    (name) => {
      expect(() => worldNamed(name)).toThrow(UnknownWorldError);
    },
  );
});
