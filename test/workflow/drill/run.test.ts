// Drills through the real parser on worlds of their own, judged by their two verdicts and by what there is afterwards.
import { describe, expect, it } from 'vitest';
import { defaultWorld, runCli } from '../../support/run-cli.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import type { DrillRunDocument } from '../../../src/commands/drill/run/result.js';
import { addKind } from '../restore/restore-kinds.js';
import { drill, everythingIn, lockGroup } from './drills.js';

/** With VM300: Windows, encrypted with an Entra application, which has to open its data disk. */
function dualPassWorld(): WorldState {
  const world = defaultWorld();
  addKind(world, { osType: 'Windows', ade: 'kek', pass: 'DoublePass', dataDiskSizesGB: [32] });
  return world;
}

describe('a drill', () => {
  it('of a VM whose keys are there passes, and leaves nothing', async () => {
    const world = defaultWorld();
    const before = everythingIn(world);
    const { run, item } = await drill('--vm VM005', world);
    expect(item.reasons).toEqual([]);
    expect([run.code, item.outcome, item.cleanup]).toEqual([0, 'passed', 'clean']);
    expect(everythingIn(world)).toEqual(before);
    expect(item.checks.map(({ check, outcome }) => `${check} ${outcome}`)).toEqual([
      'boots passed',
      'agent passed',
      'encryption passed',
    ]);
    expect(item.rto.seconds).toBeGreaterThan(60);
    expect(item.rpo.seconds).toBeGreaterThan(0);
    expect(item.phases.map(({ name }) => name)).toEqual(['prepare', 'restore', 'check', 'clean']);
    expect(item.resources.every(({ state }) => state === 'deleted')).toBe(true);
    expect(item.resources.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['virtual-machine', 'disk', 'network-interface', 'virtual-network']),
    );
  });

  it('of a VM whose keys are gone restores them into a key vault of its own, which is purged', async () => {
    const world = defaultWorld();
    const before = everythingIn(world);
    const { run, item } = await drill('--vm VM014', world);
    expect(item.reasons).toEqual([]);
    expect([run.code, item.outcome, item.cleanup]).toEqual([0, 'passed', 'clean']);
    expect(everythingIn(world)).toEqual(before);
    const vaults = item.resources.filter(({ kind }) => kind === 'key-vault');
    expect(vaults.map(({ state }) => state)).toEqual(['deleted']);
    const lost = run.writes.filter(({ url }) => url.includes('kv-prod-lost'));
    expect(lost).toEqual([]);
  });

  it('without the application of dual pass is inconclusive, as nobody sees the data disk open', async () => {
    const { run, item } = await drill('--vm VM300', dualPassWorld());
    expect([run.code, item.outcome, item.cleanup]).toEqual([6, 'inconclusive', 'clean']);
    expect(item.notes.join('\n')).toContain('--ade-client-id');
    // Before anything is paid for.
    const preview = await drill('--vm VM300 --dry-run', dualPassWorld());
    expect(preview.run.stderr).toContain('without --ade-client-id');
  });

  it('without the application passes where a script looks at the disks, and nothing else does', async () => {
    const disks = (exitCode: number): ReturnType<typeof drill> =>
      drill(
        '--vm VM300 --check boots,agent,script:-',
        { ...dualPassWorld(), scripts: [{ contains: 'LockStatus', exitCode }] },
        { stdin: "Get-BitLockerVolume | Where-Object LockStatus -ne 'Unlocked'" },
      );
    const open = await disks(0);
    expect(open.item.reasons).toEqual([]);
    expect([open.run.code, open.item.outcome, open.item.cleanup]).toEqual([0, 'passed', 'clean']);
    expect(open.item.rto.seconds).toBeGreaterThan(60);
    expect(open.run.stderr).not.toContain('without --ade-client-id');
    const locked = await disks(1);
    expect([locked.run.code, locked.item.outcome]).toEqual([12, 'failed']);
  });

  it('fails where its limits are not kept', async () => {
    const { run, item } = await drill('--vm VM014 --rpo 1h --rto 5m', defaultWorld());
    expect([run.code, item.outcome, item.cleanup]).toEqual([12, 'failed', 'clean']);
    expect(item.reasons.map((reason) => reason.slice(0, 4))).toEqual(['RTO:', 'RPO:']);
  });

  it('takes a point by chance, the same one for the same seed', async () => {
    const world = defaultWorld();
    const argv = '--vm VM005 --point random --within 20d --dry-run --seed';
    const items = await Promise.all(
      ['a', 'a', 'b', 'c', 'f'].map(async (seed) => (await drill(`${argv} ${seed}`, world)).item),
    );
    const [one, again, ...others] = items.map(({ recoveryPoint }) => recoveryPoint?.name);
    expect(one).toBe(again);
    expect(new Set([one, ...others]).size).toBeGreaterThan(1);
    expect([items[0]?.seed, items[0]?.outcome]).toEqual(['a', 'planned']);
  });

  it('runs what its preview has chosen by chance, with the seed that the preview names', async () => {
    const chance = 'drill run --vault rsv-prod --point random --within 20d --max-parallel 9';
    const vms = ['VM005', 'VM014'];
    const argv = [...chance.split(' '), ...vms.flatMap((vm) => ['--vm', vm]), '--count', '1'];
    const chosenBy = async (...more: string[]): Promise<unknown> => {
      // The default seed is that of the start, which is another one an hour later.
      const world = defaultWorld();
      world.nowMilliseconds += more.includes('--dry-run') ? 0 : 3_600_000;
      const run = await runCli([...argv, ...more, '--yes', '-o', 'json'], { world });
      const [{ vm, recoveryPoint, seed } = { vm: null, recoveryPoint: null, seed: null }] =
        run.json<DrillRunDocument>().items;
      return { vm, point: recoveryPoint?.name, seed };
    };
    const text = await runCli([...argv, '--dry-run']);
    const [, seed = ''] = /with --seed (\S+) and without --dry-run/u.exec(text.stdout) ?? [];
    expect(seed).not.toBe('');
    const previewed = await chosenBy('--dry-run');
    expect(previewed).toMatchObject({ seed });
    expect(await chosenBy('--seed', seed)).toEqual(previewed);
  });

  it('of the latest clean point needs one that is known to be clean', async () => {
    const run = await runCli(['drill', 'run', '--vm', 'VM005', '--point', 'latest-clean']);
    expect([run.code, run.writes]).toEqual([5, []]);
    expect(run.stderr).toContain('AZB_NO_CLEAN_POINT');
  });

  it.each([
    ['--vm VM010 --point 123', 'AZB_RECOVERY_POINT_NOT_FOUND'],
    ['--vm VM014 --within 1h', 'AZB_RECOVERY_POINT_NOT_FOUND'],
    ['--vm VM001', 'AZB_ITEM_NOT_FOUND'],
  ])('%s: without a point nothing is made', async (argv, code) => {
    const run = await runCli(['drill', 'run', ...argv.split(' ')]);
    expect([run.code, run.writes]).toEqual([3, []]);
    expect(run.stderr).toContain(code);
  });

  it.each([
    ['VM010', 'denies all both ways'],
    [
      'VM005',
      'denies all both ways, but for ADE out to AzureKeyVault.japaneast 443, AzureActiveDirectory 443, Storage.japaneast 443',
    ],
  ])('says of %s before anything is made what its network lets through', async (vm, words) => {
    const { item } = await drill(`--vm ${vm} --dry-run`, defaultWorld());
    expect(item.creates).toContain(`network security group drill-nsg, ${words}`);
  });

  it('says that fewer VMs than were asked for are selected', async () => {
    const run = await runCli('drill run --vm VM010 --vm VM014 --count 9 --dry-run'.split(' '));
    expect(run.code).toBe(0);
    expect(run.stderr).toContain('--count 9 is more than are selected: 2 VMs');
  });

  it('takes one script: a second one would not be run', async () => {
    const scripts = ['--check', 'script:a.sh', '--check', 'script:b.sh'];
    const run = await runCli(['drill', 'run', '--vm', 'VM005', ...scripts]);
    expect([run.code, run.writes]).toEqual([2, []]);
    expect(run.stderr).toContain('--check takes one script');
  });

  it('previews the size that was asked for', async () => {
    const argv = '--vm VM005 --size Standard_D4s_v5 --dry-run';
    const { item } = await drill(argv, defaultWorld());
    expect(item.creates).toContain('virtual machine VM005-drill, Standard_D4s_v5');
  });

  it('changes nothing when it is only previewed, or declined', async () => {
    const world = defaultWorld();
    const before = JSON.stringify(world.resourceGroups);
    const preview = await drill('--vm VM014 --dry-run', world);
    expect([preview.run.code, preview.run.writes]).toEqual([0, []]);
    expect(preview.item.creates.join('\n')).toContain('key vault azbdrill-');
    const declined = await drill('--vm VM014', world, {
      tty: { in: true, err: true },
      answer: false,
    });
    expect([declined.run.code, declined.item.outcome, declined.run.writes]).toEqual([
      2,
      'declined',
      [],
    ]);
    expect(JSON.stringify(world.resourceGroups)).toBe(before);
  });
});

describe('the clean-up', () => {
  it('that a lock holds up is leftovers, with what they are and the command that goes on', async () => {
    const world = defaultWorld();
    const before = everythingIn(world);
    const locked = new Set<string>();
    const { run, item } = await drill('--vm VM010', world, {
      // Somebody locks whatever group is made.
      around: async (_, answer) => {
        const response = await answer();
        for (const { id, name } of Object.values(world.resourceGroups)) {
          if (name.startsWith('azbackup-drill-') && !locked.has(id)) {
            locked.add(id);
            lockGroup(world, id);
          }
        }
        return response;
      },
    });
    expect([run.code, item.outcome, item.cleanup]).toEqual([6, 'passed', 'leftovers']);
    expect(item.cleanupReasons.join('\n')).toMatch(/lock|scope/iu);
    expect(item.next).toEqual([`az lock list --resource-group azbackup-drill-${item.id} -o table`]);
    const left = item.resources.filter(({ state }) => state === 'left').map(({ kind }) => kind);
    expect(left).toEqual(expect.arrayContaining(['resource-group', 'virtual-machine', 'disk']));
    const early = await runCli(['drill', 'clean', '--expired'], { world });
    expect(early.stdout).toBe('No drill whose time is over has left anything.\n');
    expect(early.stderr).toContain(
      `drill ${item.id} of VM010 is left: its time is over at ${item.expires}; azbackup drill clean ${item.id} deletes it now`,
    );
    for (const [key, { name }] of Object.entries(world.resources)) {
      if (name === 'keep') {
        delete world.resources[key];
      }
    }
    const clean = await runCli(['drill', 'clean', item.id, '-o', 'json'], { world });
    expect([clean.code, clean.json()['summary']]).toEqual([
      0,
      { total: 1, outcomes: { clean: 1 } },
    ]);
    expect(everythingIn(world)).toEqual(before);
  });
});
