// Three machines of a hundred are each in a trouble of their own; the other ninety-seven get what was asked for.
import { beforeAll, describe, expect, it } from 'vitest';
import type { EnableDocument } from '../../../src/commands/enable/result.js';
import { denyAt } from '../../../src/sandbox/estates/build/deny-assignment.js';
import { nameOf } from '../../../src/domain/resource-id.js';
import { addKey } from '../../../src/sandbox/estates/build/key-encryption-key.js';
import { addKeyVault } from '../../../src/sandbox/estates/build/key-vault.js';
import { objectIds } from '../../../src/sandbox/estates/build/principals.js';
import { addRecoveryServicesVault } from '../../../src/sandbox/estates/build/recovery-services-vault.js';
import { addVirtualMachine } from '../../../src/sandbox/estates/build/virtual-machine.js';
import { buildFleetWorld } from '../../../src/sandbox/estates/fleet-world.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { vmId } from '../support/contoso.js';
import { runCli, TEST_NOW, type CliRun } from '../../support/run-cli.js';

const FABRIKAM = '99999999-9999-4999-8999-999999999999';
const PLATFORM = 'rg-platform';

const SPECIAL = ['vm-two-vaults', 'vm-forbidden', 'vm-foreign-keys'];
const PLAIN = Array.from({ length: 97 }, (_, at) => `vm-${at + 1}`);
const IDS = [...SPECIAL, ...PLAIN].map((name) => vmId(name, PLATFORM));

/** A hundred machines without encryption and protection, and three that differ. */
function worldOfHundred(): WorldState {
  const world = buildFleetWorld({ virtualMachines: 0, seed: '1', nowMilliseconds: TEST_NOW });
  const machine = { resourceGroup: PLATFORM, osType: 'Linux' } as const;
  for (const name of PLAIN) {
    addVirtualMachine(world, { ...machine, name });
  }
  for (const name of ['rsv-west-01', 'rsv-west-02']) {
    addRecoveryServicesVault(world, { name, resourceGroup: PLATFORM, location: 'japanwest' });
  }
  addVirtualMachine(world, { ...machine, name: 'vm-two-vaults', location: 'japanwest' });
  const forbidden = addVirtualMachine(world, { ...machine, name: 'vm-forbidden' });
  denyAt(world, forbidden, {
    name: 'Not for operators',
    principalId: objectIds.operator,
    actions: ['Microsoft.Compute/virtualMachines/*'],
  });
  const keyVault = addKeyVault(world, {
    name: 'kv-fabrikam',
    resourceGroup: PLATFORM,
    tenantId: FABRIKAM,
  });
  const ade = { keyVault, kek: addKey(world, keyVault, 'kek') };
  addVirtualMachine(world, { ...machine, name: 'vm-foreign-keys', ade });
  return world;
}

describe('of a hundred machines', () => {
  let run: CliRun;
  beforeAll(async () => {
    const argv = ['enable', '--vm', '-', '--grant', '--yes', '--expect', '100', '-o', 'json'];
    run = await runCli(argv, { world: worldOfHundred(), stdin: IDS.join('\n') });
  });

  it('three have a row with their reason each, and the rest is enabled', () => {
    const { items, summary } = run.json<EnableDocument>();
    const others = items.filter(({ outcome }) => outcome !== 'enabled');
    expect(others.map(({ vm, outcome, error }) => [vm.name, outcome, error?.code])).toEqual([
      ['vm-two-vaults', 'failed', 'AZB_VAULT_AMBIGUOUS'],
      ['vm-forbidden', 'failed', 'AZB_NOT_ALLOWED'],
      ['vm-foreign-keys', 'failed', 'AZB_OPERATION_FAILED'],
    ]);
    const foreign = others.find(({ vm }) => vm.name === 'vm-foreign-keys');
    expect(foreign?.error?.azureCode).toBe('UserErrorKeyVaultPermissionsNotConfigured');
    expect(JSON.stringify(foreign?.findings)).toContain(FABRIKAM);
    expect(summary.outcomes).toMatchObject({ enabled: PLAIN.length });
    expect(run.code).toBe(6);
  });

  it('those have what was asked for', () => {
    const vaults = Object.values(run.world.backup);
    const items = vaults.flatMap((vault) => Object.values(vault.items));
    expect(items).toHaveLength(PLAIN.length);
    expect(new Set(items.map(({ vmId: id }) => nameOf(id)))).toEqual(new Set(PLAIN));
  });
});
