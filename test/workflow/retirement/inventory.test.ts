// Which machines the end of ADE concerns, and the way out of each.
import { describe, expect, it } from 'vitest';
import type { RetirementInventoryDocument } from '../../../src/commands/retirement/inventory.result.js';
import { retirementWorld } from '../../support/worlds/retirement-world.js';
import { putResource } from '../../../src/sandbox/kernel/resource.js';
import { findVirtualMachine } from '../../../src/sandbox/providers/compute/virtual-machines/state.js';
import { resource, vmId } from '../support/contoso.js';
import { defaultWorld, runCli } from '../../support/run-cli.js';

const ALL = ['retirement', 'inventory', '--all', '-o', 'json'];

describe('retirement inventory', () => {
  it('names the way out of each machine, and of what is left of one', async () => {
    const run = await runCli([...ALL, '--exclude', 'VM001'], { world: retirementWorld() });
    expect(run.code).toBe(0);
    const { items, summary } = run.json<RetirementInventoryDocument>();
    const ways = Object.fromEntries(items.map(({ vm, outcome }) => [vm.name, outcome]));
    expect(ways).toMatchObject({
      VM002: 'decrypt-then-upload',
      VM003: 'none',
      VM101: 'decrypt-then-upload',
      VM102: 'rebuild',
      VM103: 'decrypt-then-upload',
      VM104: 'rebuild',
      VM105: 'redeploy',
      VM106: 'redeploy',
      VM107: 'points-only',
    });
    expect(Object.keys(ways)).not.toContain('VM001');
    expect(summary.total).toBe(22);
  });

  it('says how a machine is encrypted, and when its last point expires', async () => {
    const run = await runCli(ALL, { world: retirementWorld() });
    const { items } = run.json<RetirementInventoryDocument>();
    const facts = items.map(({ vm, ade, sizeCanEncryptAtHost, belongsTo, protection }) => [
      vm.name,
      [ade?.volumes, ade?.pass, ade?.keyEncryptionKey, sizeCanEncryptAtHost, belongsTo],
      protection.map(({ expiry, lastExpiry, afterDeadline }) => [
        expiry,
        lastExpiry?.slice(0, 10),
        afterDeadline,
      ]),
    ]);
    expect(Object.fromEntries(facts.map(([name, ...rest]) => [name, rest]))).toMatchObject({
      VM005: [['all', 'single', true, true, null], [['at', '2027-02-20', 0]]],
      VM101: [['data', 'single', true, true, null], [['at', '2026-12-22', 0]]],
      // The point of 1 November lives for a year, for three years, and for ten.
      VM102: [['os', 'single', true, false, null], [['at', '2027-11-01', 0]]],
      VM103: [['os', 'single', true, true, null], [['at', '2029-11-01', 1]]],
      VM104: [['os', 'single', false, true, null], [['at', '2036-11-01', 1]]],
      VM105: [['os', 'single', true, true, 'scale-set-instance'], []],
      VM106: [['os', 'single', true, true, 'avd-host'], []],
      // No newer point comes, so that its last one stays.
      VM107: [[undefined, undefined, undefined, null, null], [['never', undefined, 1]]],
    });
  });

  it('reads each list once', async () => {
    const run = await runCli(ALL, { world: retirementWorld() });
    const urls = run.exchanges.map(({ url }) => url.replace(/\?.*$/u, ''));
    const once = urls.filter((url) => /\/(?:skus|disks|backupPolicies\/[^/]+)$/u.test(url));
    expect(new Set(once).size).toBe(once.length);
  });

  it('takes what is gone by name, and by its vault', async () => {
    const world = retirementWorld();
    const one = await runCli(['retirement', 'inventory', '--vm', 'VM107'], { world });
    expect(one.stdout).toContain('points only');
    const vault = ['retirement', 'inventory', '--vault', 'rsv-prod', '-o', 'json'];
    const items = (await runCli(vault, { world })).json<RetirementInventoryDocument>().items;
    expect(items.map(({ vm }) => vm.name.toUpperCase())).toContain('VM107');
  });

  it('names a data disk that was attached after the others were encrypted', async () => {
    const world = defaultWorld();
    const id = vmId('VM001');
    const storageProfile = findVirtualMachine(world, id)?.properties.storageProfile;
    const [first] = storageProfile?.dataDisks ?? [];
    const disk = structuredClone(resource(world, first?.managedDisk?.id ?? ''));
    delete disk.properties['encryptionSettingsCollection'];
    delete disk.properties['runtime'];
    putResource(world, { ...disk, id: `${disk.id}-later`, name: 'later' });
    resource(world, id).properties['storageProfile'] = {
      ...storageProfile,
      dataDisks: [
        first,
        { ...first, lun: 7, name: 'later', managedDisk: { id: `${disk.id}-later` } },
      ],
    };
    const argv = ['retirement', 'inventory', '--vm', 'VM001'];
    expect((await runCli(argv, { world })).stdout).toContain('all volumes but later, BEK and KEK');
    const several = await runCli([...argv, '--vm', 'VM002'], { world });
    expect(several.stdout).toMatch(/VM001 .* all but 1 /u);
    const { items } = (
      await runCli([...argv, '-o', 'json'], { world })
    ).json<RetirementInventoryDocument>();
    expect(items[0]?.ade).toMatchObject({ volumes: 'all', bareDisks: ['later'] });
  });

  it('moves the deadline', async () => {
    const argv = ['retirement', 'inventory', '--vm', 'VM102', '--deadline', '2027-10-31'];
    const run = await runCli([...argv, '-o', 'json'], { world: retirementWorld() });
    expect(run.json<RetirementInventoryDocument>().summary.pointsAfterDeadline).toBe(1);
  });
});
