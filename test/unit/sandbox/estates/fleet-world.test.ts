import { describe, expect, it } from 'vitest';
import { worldStateSchema } from '../../../../src/sandbox/kernel/state.js';
import { summarise } from '../../../../src/sandbox/summary.js';
import { UnknownWorldError, worldNamed } from '../../../../src/sandbox/estates/catalogue.js';
import { buildFleetWorld } from '../../../../src/sandbox/estates/fleet-world.js';

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
    expect(counts).toMatchObject({ virtualMachines: 1000, recoveryServicesVaults: 2 });
    expect(share(({ encryption }) => encryption.kind === 'azure-disk-encryption')).toBeCloseTo(
      0.38,
      1,
    );
    expect(share(({ osType }) => osType === 'Windows')).toBeCloseTo(0.6, 1);
    expect(share(({ protectedIn }) => protectedIn.length > 0)).toBeCloseTo(0.5, 1);
  });
});

describe('worldNamed', () => {
  it.each([
    ['default', 16],
    ['empty', 0],
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
