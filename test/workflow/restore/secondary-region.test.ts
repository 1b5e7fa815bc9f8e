// Restores in the region that Azure pairs with that of the vault.
import { describe, expect, it } from 'vitest';
import { findVirtualMachine } from '../../../src/sandbox/providers/compute/virtual-machines/state.js';
import { defaultWorld } from '../../support/run-cli.js';
import { PRODUCTION_VAULT, vmId } from '../support/contoso.js';
import { blobNames, errorOf, itemOfRestore, restore } from './restores.js';

const THERE = '--secondary-region --target-resource-group rg-dr';
const NEW = `--to vm --name VMW --vnet vnet-dr ${THERE}`;

describe('a restore in the secondary region', () => {
  it('ends with a VM that runs, from keys that were brought into a key vault there', async () => {
    const world = defaultWorld();
    const argv = `--vm VM014 ${NEW} --key-vault kv-dr`;
    const started = world.nowMilliseconds;
    const run = await restore(argv, world);
    expect(run.stderr).not.toContain('error');
    expect(run.code).toBe(0);
    const item = itemOfRestore(run);
    expect(item).toMatchObject({ outcome: 'restored', location: 'japanwest' });
    expect(item.recoveryPoint.tier).toBe('vault');
    // The key vault is where the disks are, although not where the copies were made.
    expect(item.notes).toEqual([]);
    const machine = findVirtualMachine(world, vmId('VMW', 'rg-dr'));
    expect(machine?.resource.location).toBe('japanwest');
    expect(machine?.properties.runtime.powerState).toBe('running');
    expect(blobNames(world)).toEqual([]);
    expect((world.nowMilliseconds - started) / 60_000).toBeGreaterThan(19);
    const again = await restore(argv, world);
    expect(itemOfRestore(again)).toMatchObject({ outcome: 'unchanged', changes: [] });
    expect(again.code).toBe(0);
  });

  it('is incomplete where a data disk has a secret of its own, which no point has a copy of', async () => {
    const run = await restore(`--vm VM005 ${NEW} --key-vault kv-dr`, defaultWorld());
    expect([run.code, itemOfRestore(run).outcome]).toEqual([6, 'incomplete']);
    expect(itemOfRestore(run).notes.join('\n')).toMatch(
      /^disk vm005-datadisk-000-\S+ names BEK secret \S+ of kv-prod-app, a key vault in japaneast/mu,
    );
  });

  it('is refused with the keys of its own region, before anything is sent', async () => {
    const run = await restore(`--vm VM005 ${NEW}`, defaultWorld());
    expect(run.code).toBe(5);
    expect(errorOf(run)).toMatchObject({ code: 'AZB_KEY_VAULT_CLOSED' });
    expect(errorOf(run).fix.join(' ')).toContain('--key-vault');
    expect(run.writes.filter(({ url }) => !url.includes('/backupCrrJob'))).toEqual([]);
  });

  it('has no points that were taken a moment ago', async () => {
    const run = await restore(`--vm VM005 ${THERE} --key-vault kv-dr --dry-run`, defaultWorld());
    expect(run.code).toBe(0);
    expect(itemOfRestore(run).recoveryPoint.time).toMatch(/^2026-11-22T/u);
  });

  it('is none where the vault keeps nothing there', async () => {
    const world = defaultWorld();
    const vault = world.backup[PRODUCTION_VAULT.toLowerCase()];
    expect(vault).toBeDefined();
    Object.assign(vault?.storage ?? {}, { crossRegionRestore: false });
    const run = await restore(`--vm VM005 ${THERE}`, world);
    expect(run.code).toBe(5);
    expect(errorOf(run)).toMatchObject({ code: 'AZB_NO_SECONDARY_REGION' });
    expect(errorOf(run).fix).toContain(
      'azbackup vault create rsv-prod -g rg-prod --cross-region-restore',
    );
  });

  it('goes on where it was stopped', async () => {
    const world = defaultWorld();
    const argv = `--vm VM014 ${NEW} --key-vault kv-dr`;
    const late = await restore(`${argv} --timeout 5m`, world);
    expect(late.code).toBe(8);
    const run = await restore(argv, world);
    expect(run.code).toBe(0);
    const triggers = [...late.exchanges, ...run.exchanges].filter(({ url }) =>
      url.includes('/backupCrossRegionRestore'),
    );
    expect(triggers).toHaveLength(1);
  });
});
