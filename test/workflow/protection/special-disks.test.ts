// Machines with disks that Azure Backup treats apart, or not at all.
import { describe, expect, it } from 'vitest';
import type { BackupNowDocument } from '../../../src/commands/backup-now/result.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import {
  addVirtualMachine,
  type MachineOptions,
} from '../../../src/sandbox/estates/build/virtual-machine.js';
import { addProtection } from '../../../src/sandbox/estates/build/protection.js';
import { defaultWorld, runCli } from '../../support/run-cli.js';
import { itemOf, knownItem, PRODUCTION_VAULT, vmId } from '../support/contoso.js';
import { enable, words } from './only-item.js';

function withMachine(options: Partial<MachineOptions>): WorldState {
  const world = defaultWorld();
  addVirtualMachine(world, {
    name: 'VM100',
    resourceGroup: 'rg-prod',
    osType: 'Linux',
    dataDiskSizesGB: [64],
    ...options,
  });
  return world;
}

describe.each(['UltraSSD_LRS', 'PremiumV2_LRS'] as const)('a machine with %s', (dataDiskType) => {
  it('gets an Enhanced policy', async () => {
    const { run, item } = await enable('--vm VM100', { world: withMachine({ dataDiskType }) });
    expect([run.code, item.policy]).toEqual([0, 'EnhancedPolicy']);
    expect(knownItem(run.world, 'VM100').policyName).toBe('EnhancedPolicy');
  });

  it('is blocked with a Standard one', async () => {
    const world = withMachine({ dataDiskType });
    const { run, item } = await enable('--vm VM100 --policy DefaultPolicy', { world });
    expect([run.code, item.outcome, run.writes]).toEqual([5, 'blocked', []]);
    const finding = item.findings.find(({ checkId }) => checkId === 'disk.type-fits-policy');
    expect(finding?.fix).toEqual(['azbackup enable --vm VM100 --policy EnhancedPolicy']);
  });

  it('is refused by Azure with a Standard one where the check is overridden', async () => {
    const world = withMachine({ dataDiskType });
    const ignoring = '--vm VM100 --policy DefaultPolicy --ignore disk.type-fits-policy';
    const { run, item } = await enable(ignoring, { world });
    expect([run.code, item.outcome]).toEqual([7, 'failed']);
    expect(itemOf(run.world, 'VM100')).toBeUndefined();
  });
});

describe('a machine whose disks need authentication', () => {
  const closed = { dataAccessAuthMode: 'AzureActiveDirectory' } as const;

  it('is not protected', async () => {
    const { run, item } = await enable('--vm VM100', { world: withMachine(closed) });
    expect([run.code, item.outcome, run.writes]).toEqual([5, 'blocked', []]);
    expect(item.findings.find(({ status }) => status === 'fail')).toMatchObject({
      checkId: 'disk.data-access-open',
      fix: [
        expect.stringMatching(/az disk update --ids .*--data-access-auth-mode None/u),
        expect.anything(),
      ],
    });
  });

  it('has backups that fail, and never end with 0', async () => {
    const world = withMachine(closed);
    addProtection(world, {
      vaultId: PRODUCTION_VAULT,
      policyName: 'DefaultPolicy',
      vmId: vmId('VM100'),
      firstDay: 1,
    });
    const blocked = await runCli(words('backup-now', '--vm VM100'), { world });
    expect([blocked.code, blocked.writes]).toEqual([5, []]);
    const run = await runCli(words('backup-now', '--vm VM100 --skip-preflight'), { world });
    expect(run.code).toBe(7);
    expect(run.json<BackupNowDocument>().items[0]?.error?.azureCode).toBe(
      'UserErrorDiskDataAccessAuthenticationEnabled',
    );
  });
});
