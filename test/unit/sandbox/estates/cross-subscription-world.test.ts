import { beforeAll, describe, expect, it } from 'vitest';
import { worldNamed } from '../../../../src/sandbox/estates/catalogue.js';
import { resourcesOfType } from '../../../../src/sandbox/kernel/resource.js';
import { worldStateSchema, type WorldState } from '../../../../src/sandbox/kernel/state.js';
import { VIRTUAL_MACHINE_TYPE } from '../../../../src/sandbox/providers/compute/virtual-machines/state.js';

const NOW = Date.UTC(2026, 10, 23, 9);
const SECOND = '00000000-0000-0000-0000-000000000002';

describe('the world of vaults of another subscription', () => {
  let state: WorldState;
  beforeAll(() => {
    state = worldNamed('cross-subscription')(NOW);
  });
  const items = () => Object.values(state.backup).flatMap((vault) => Object.values(vault.items));

  it('is a valid world', () => {
    expect(worldStateSchema.parse(JSON.parse(JSON.stringify(state)))).toEqual(state);
  });

  it('has no vault where most of its machines are', () => {
    expect(Object.keys(state.backup).some((id) => id.includes(SECOND))).toBe(false);
    const foreign = items().filter(({ vmId }) => vmId.includes(SECOND));
    expect(foreign.map(({ vmId }) => vmId.split('/').at(-1))).toEqual(['app02', 'app03', 'ade02']);
  });

  it('has two machines of one group and name, and one item of that name', () => {
    const namesakes = resourcesOfType(state, VIRTUAL_MACHINE_TYPE).filter(
      ({ name }) => name === 'app04',
    );
    expect(namesakes.length).toBe(2);
    expect(items().filter(({ name }) => name.endsWith(';rg-app;app04')).length).toBe(1);
  });

  it('has a vault of another tenant', () => {
    const tenants = new Set(state.subscriptions.map(({ tenantId }) => tenantId));
    expect(tenants.size).toBe(2);
  });
});
