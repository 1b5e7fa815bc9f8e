import { beforeAll, describe, expect, it } from 'vitest';
import { worldNamed } from '../../../../src/sandbox/estates/catalogue.js';
import { resourcesOfType } from '../../../../src/sandbox/kernel/resource.js';
import { worldStateSchema, type WorldState } from '../../../../src/sandbox/kernel/state.js';
import { VIRTUAL_MACHINE_TYPE } from '../../../../src/sandbox/providers/compute/virtual-machines/state.js';

const NOW = Date.UTC(2026, 10, 23, 9);

describe('the world of two subscriptions', () => {
  let state: WorldState;
  beforeAll(() => {
    state = worldNamed('two-subscriptions')(NOW);
  });

  const machines = () => resourcesOfType(state, VIRTUAL_MACHINE_TYPE);
  const itemOf = (id: string) =>
    Object.values(state.backup)
      .flatMap(({ items }) => Object.values(items))
      .find(({ vmId }) => vmId.toLowerCase() === id.toLowerCase());
  const machine = (name: string) => machines().find((found) => found.name === name);

  it('is a valid world', () => {
    expect(worldStateSchema.parse(JSON.parse(JSON.stringify(state)))).toEqual(state);
  });

  it('has one name three times, protected once', () => {
    const namesakes = machines().filter(({ name }) => name.toLowerCase() === 'web01');
    expect(namesakes.map(({ id }) => itemOf(id)?.protectionState)).toEqual([
      undefined,
      'Protected',
      undefined,
    ]);
  });

  it.each([
    ['app01', 'ProtectionStopped', false],
    ['app02', 'ProtectionStopped', true],
    ['job01', 'Protected', false],
    ['data01', 'Protected', false],
    ['Sql01', 'Protected', false],
  ])('%s has an item in state %s, deleted: %s', (name, protectionState, deleted) => {
    const item = itemOf(machine(name)?.id ?? '');
    expect([item?.protectionState, item?.deletion !== undefined]).toEqual([
      protectionState,
      deleted,
    ]);
  });

  it('spells ids of one machine in different case', () => {
    const id = machine('Sql01')?.id ?? '';
    expect(id).toContain('/RG-WEB/');
    expect(itemOf(id)?.vmId).toBe(id.toLowerCase());
  });

  it('has no recovery point of the machine that was re-created', () => {
    const made = Date.parse(String(machine('job01')?.properties['timeCreated']));
    const times = itemOf(machine('job01')?.id ?? '')?.recoveryPoints.map(
      ({ timeMilliseconds }) => timeMilliseconds,
    );
    expect(Math.max(...(times ?? []))).toBeLessThan(made);
    expect(itemOf(machine('job01')?.id ?? '')?.lastBackupStatus).toBe('Failed');
  });
});
