import { describe, expect, it } from 'vitest';
import type { RecoveryPointDocument } from '../../../src/commands/recovery-points/show.result.js';
import {
  recoveryPointsDocumentSchema,
  type RecoveryPointsDocument,
  type RecoveryPointsMachine,
} from '../../../src/commands/recovery-points/list.result.js';
import { removeResource } from '../../../src/sandbox/kernel/resource.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { defaultWorld, runCli, type CliRun, type RunOptions } from '../../support/run-cli.js';
import { knownItem, recoveryVaultId, stopProtection, substance, vmId } from '../support/contoso.js';
import { enable, words } from '../protection/only-item.js';

interface Listing {
  readonly run: CliRun;
  readonly document: RecoveryPointsDocument;
  readonly machine: RecoveryPointsMachine;
}

async function list(argv: string, options?: RunOptions): Promise<Listing> {
  const run = await runCli(words('recovery-points list', argv), options);
  const document = recoveryPointsDocumentSchema.parse(run.json());
  const [machine] = document.machines;
  if (machine === undefined) {
    throw new Error(`no machine; stderr: ${run.stderr}`);
  }
  return { run, document, machine };
}

function days({ items }: RecoveryPointsDocument): string[] {
  return items.map(({ time }) => time.slice(0, 10));
}

/** The policy of VM005 with another schedule, time zone or retention. */
function changePolicy(world: WorldState, change: object): void {
  const policy = world.backup[recoveryVaultId('rsv-prod').toLowerCase()]?.policies['daily-90-days'];
  if (policy === undefined) {
    throw new Error('the policy is gone');
  }
  Object.assign(policy.properties, change);
}

describe('recovery-points list', () => {
  it('has all points of both tiers, newest first, and changes nothing', async () => {
    const world = defaultWorld();
    const before = substance(world);
    const { run, document, machine } = await list('--vm VM005', { world });
    expect(run.code).toBe(0);
    expect(document.items).toHaveLength(40);
    expect(days(document)).toEqual(days(document).toSorted().toReversed());
    expect(document.items[0]).toMatchObject({
      vm: { name: 'VM005' },
      vault: { name: 'rsv-prod' },
      time: '2026-11-22T18:00:08Z',
      ageSeconds: 86_392,
      consistency: 'AppConsistent',
      tiers: [
        { tier: 'snapshot', status: 'Valid' },
        { tier: 'vault', status: 'Valid' },
      ],
      softDeleted: false,
      encrypted: true,
    });
    expect(document.items.at(-1)?.tiers).toEqual([{ tier: 'vault', status: 'Valid' }]);
    expect(machine).toMatchObject({
      outcome: 'listed',
      policy: 'daily-90-days',
      points: 40,
      oldest: '2026-10-14T18:00:08Z',
      newest: '2026-11-22T18:00:08Z',
      firstDay: '2026-10-14',
      lastDay: '2026-11-23',
      daysWithoutPoint: 0,
      daysMissing: 0,
      gaps: [],
      days: [],
    });
    expect(document.summary).toEqual({
      total: 40,
      machines: 1,
      oldest: '2026-10-14T18:00:08Z',
      newest: '2026-11-22T18:00:08Z',
      daysWithoutPoint: 0,
      daysMissing: 0,
    });
    expect(run.writes).toEqual([]);
    expect(substance(world)).toEqual(before);
  });

  it.each([
    ['VM014', 30, 10, [{ from: '2026-11-13', to: '2026-11-22', days: 10, missing: 10 }]],
    ['VM016', 35, 5, [{ from: '2026-11-18', to: '2026-11-22', days: 5, missing: 5 }]],
  ])('%s: %i points, and %i days on which its backup failed', async (vm, points, missing, gaps) => {
    const { document, machine } = await list(`--vm ${vm}`);
    expect(document.items).toHaveLength(points);
    expect(machine).toMatchObject({ daysMissing: missing, gaps });
  });

  it('lists a soft-deleted item; whether days are missing is not known', async () => {
    const { run, document, machine } = await list('--vm VM011');
    expect(run.code).toBe(0);
    expect(document.items).toHaveLength(11);
    expect(machine).toMatchObject({
      protectionState: 'ProtectionStopped',
      softDelete: { deletedAt: '2026-11-20T18:00:00Z' },
      daysWithoutPoint: 4,
      daysMissing: null,
      gaps: [{ from: '2026-11-20', to: '2026-11-23', days: 4, missing: null }],
    });
  });

  it('lists a stopped item, and one whose machine is gone', async () => {
    const world = defaultWorld();
    await stopProtection(world, 'VM005');
    removeResource(world, vmId('VM005'));
    const { document, machine } = await list('--vm VM005', { world });
    expect(document.items).toHaveLength(40);
    expect(machine).toMatchObject({ protectionState: 'ProtectionStopped', daysMissing: null });
  });

  it('says so when there are none', async () => {
    const world = defaultWorld();
    await enable('--vm VM003', { world });
    const { run, document, machine } = await list('--vm VM003', { world });
    expect(run.code).toBe(0);
    expect(document.items).toEqual([]);
    expect(machine).toMatchObject({ points: 0, oldest: null, firstDay: null, daysMissing: 0 });
    const prose = await runCli(['recovery-points', 'list', '--vm', 'VM003'], { world });
    expect(prose.stdout).toMatch(
      /VM003 has no recovery points\. It is waiting for its first backup\./u,
    );
  });

  it('is also called rp', async () => {
    const run = await runCli(words('rp list', '--vm VM005'));
    expect(run.json<RecoveryPointsDocument>().items).toHaveLength(40);
  });

  it('streams points as jsonl, and a row a point as tsv', async () => {
    const jsonl = await runCli('rp list --vm VM016 -o jsonl'.split(' '));
    const records = jsonl.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(records).toHaveLength(36);
    expect(records[0]).toMatchObject({ type: 'item', kind: 'recovery-points' });
    expect(records.at(-1)).toMatchObject({ type: 'summary', machines: [{ points: 35 }] });
    const tsv = await runCli('rp list --vm VM016 -o tsv'.split(' '));
    expect(tsv.stdout.trim().split('\n')).toHaveLength(35);
  });
});

describe('recovery-points list --vault', () => {
  it('lists every item of the vault, and sums up what is known', async () => {
    const { document } = await list('--vault rsv-prod');
    expect(document.machines.map(({ vm, points }) => [vm.name, points])).toEqual([
      ['VM005', 40],
      ['VM011', 11],
      ['VM014', 30],
      ['VM016', 35],
    ]);
    expect(document.summary).toMatchObject({ total: 116, machines: 4, daysMissing: 15 });
  });

  it('reports the machines whose points could not be read, and lists the rest', async () => {
    const faults = [
      { match: 'GET **vm005/recoveryPoints', then: { kind: 'status', status: 503 } },
    ] as const;
    const { run, document } = await list('--vault rsv-prod', { faults });
    expect(run.code).toBe(6);
    expect(document.machines.map(({ outcome }) => outcome)).toEqual([
      'failed',
      'listed',
      'listed',
      'listed',
    ]);
    expect(document.machines[0]?.error).toMatchObject({ code: 'AZB_UNAVAILABLE' });
    const prose = await runCli('rp list --vault rsv-prod'.split(' '), { faults });
    expect(prose.stdout).toMatch(/error: .*VM005/iu);
  });
});

describe('recovery-points list --since, --until, --tier', () => {
  it.each([
    ['--since 3d', ['2026-11-22', '2026-11-21', '2026-11-20']],
    ['--since 2026-11-21', ['2026-11-22', '2026-11-21']],
    ['--since 2026-11-22T18:00:08Z', ['2026-11-22']],
    ['--since 2026-11-22T18:00:09Z', []],
    ['--until 2026-10-15', ['2026-10-15', '2026-10-14']],
    ['--until 2026-10-15T18:00:07Z', ['2026-10-14']],
    ['--until 2026-10-15T18:00:08Z', ['2026-10-15', '2026-10-14']],
    ['--since 2026-11-01 --until 2026-11-02', ['2026-11-02', '2026-11-01']],
    ['--tier snapshot', ['2026-11-22', '2026-11-21']],
    ['--tier archive', []],
  ])('%s', async (argv, expected) => {
    const { run, document } = await list(`--vm VM005 ${argv}`);
    expect(run.code).toBe(0);
    expect(days(document)).toEqual(expected);
  });

  it('say what they leave out', async () => {
    const run = await runCli('rp list --vm VM005 --since 3d --tier snapshot'.split(' '));
    expect(run.stdout).toMatch(
      /VM005 has 2 recovery points in the snapshot tier since 2026-11-20T18:00:00Z, from/u,
    );
  });

  it('judge days by all points, not by those that are listed', async () => {
    const { machine } = await list('--vm VM005 --tier snapshot');
    expect(machine).toMatchObject({ points: 2, daysMissing: 0, gaps: [] });
    const cut = await list('--vm VM005 --since 2026-11-20T20:00:00Z --calendar');
    expect(cut.machine.days.map(({ date, state }) => [date, state])).toEqual([
      ['2026-11-20', 'left-out'],
      ['2026-11-21', 'points'],
      ['2026-11-22', 'points'],
      ['2026-11-23', 'pending'],
    ]);
  });

  it('count days without any point since then, though none is left in the list', async () => {
    const { machine } = await list('--vm VM014 --since 5d');
    expect(machine).toMatchObject({ points: 0, daysMissing: 5, firstDay: '2026-11-18' });
  });

  it('know that protection began before, by an older point', async () => {
    const world = defaultWorld();
    const item = knownItem(world, 'VM005');
    item.recoveryPoints = item.recoveryPoints.filter(
      (_, index, all) => index < 20 || index === all.length - 1,
    );
    const { machine } = await list('--vm VM005 --since 10d', { world });
    expect(machine).toMatchObject({ points: 1, daysMissing: 9 });
    expect(machine.gaps).toEqual([{ from: '2026-11-13', to: '2026-11-21', days: 9, missing: 9 }]);
  });

  it('do not call days missing that lie before the first point', async () => {
    const world = defaultWorld();
    knownItem(world, 'VM005').recoveryPoints.splice(0, 37);
    const { machine } = await list('--vm VM005 --since 10d', { world });
    expect(machine).toMatchObject({ points: 3, daysMissing: 0, daysWithoutPoint: 7 });
  });
});

describe('recovery-points list --calendar', () => {
  it('has every day; its points are those of the list', async () => {
    const { document } = await list('--vault rsv-prod --calendar');
    for (const machine of document.machines) {
      const points = document.items.filter(({ vm }) => vm.id === machine.vm.id);
      expect(machine.days.reduce((sum, day) => sum + day.points, 0)).toBe(points.length);
      expect(machine.days.filter(({ state }) => state === 'missing')).toHaveLength(
        machine.daysMissing ?? 0,
      );
      expect(machine.days[0]?.date).toBe(machine.firstDay);
      expect(machine.days.at(-1)?.date).toBe(machine.lastDay);
    }
  });

  it('on a terminal as in a pipe is the same to the colour-blind', async () => {
    const argv = 'rp list --vm VM014 --calendar'.split(' ');
    const pipe = await runCli(argv);
    const terminal = await runCli(argv, { tty: { out: true } });
    const grid = (text: string): string[] =>
      text.split('\n').filter((line) => /^\s*\d{1,2} .*(?:v|\[\])/u.test(line));
    expect(terminal.stdout).toContain('\u001B[31m[]\u001B[39m');
    // oxlint-disable-next-line no-control-regex -- colours are what is taken out here
    const plain = terminal.stdout.replaceAll(/\u001B\[\d+m/gu, '');
    expect(grid(pipe.stdout)).toHaveLength(4);
    expect(grid(plain)).toEqual(grid(pipe.stdout));
    expect(pipe.stdout).not.toMatch(/[^\P{Cc}\n]/u);
    expect(pipe.stdout.match(/\[\]/gu)).toHaveLength(11);
  });

  it('of a weekly policy misses only scheduled days', async () => {
    const world = defaultWorld();
    changePolicy(world, {
      schedulePolicy: {
        schedulePolicyType: 'SimpleSchedulePolicy',
        scheduleRunFrequency: 'Weekly',
        scheduleRunDays: ['Sunday', 'Wednesday'],
        scheduleRunTimes: ['2026-01-01T18:00:00Z'],
        scheduleWeeklyFrequency: 0,
      },
      retentionPolicy: {
        retentionPolicyType: 'LongTermRetentionPolicy',
        weeklySchedule: {
          daysOfTheWeek: ['Sunday', 'Wednesday'],
          retentionTimes: ['2026-01-01T18:00:00Z'],
          retentionDuration: { count: 12, durationType: 'Weeks' },
        },
      },
    });
    const { machine } = await list('--vm VM014 --calendar', { world });
    expect(machine.days.filter(({ state }) => state === 'missing').map(({ date }) => date)).toEqual(
      ['2026-11-15', '2026-11-18', '2026-11-22'],
    );
    expect(machine).toMatchObject({ daysMissing: 3, daysWithoutPoint: 11 });
  });

  it('knows the hours of the policy in its own time zone', async () => {
    const world = defaultWorld();
    changePolicy(world, {
      timeZone: 'Tokyo Standard Time',
      schedulePolicy: {
        schedulePolicyType: 'SimpleSchedulePolicy',
        scheduleRunFrequency: 'Daily',
        scheduleRunTimes: ['2026-01-01T03:00:00Z'],
        scheduleWeeklyFrequency: 0,
      },
    });
    const { machine } = await list('--vm VM014', { world });
    expect(machine.daysMissing).toBe(10);
    changePolicy(world, { timeZone: 'Middle-earth Standard Time' });
    const nowhere = await list('--vm VM014', { world });
    expect(nowhere.machine).toMatchObject({ daysMissing: null, daysWithoutPoint: 11 });
  });

  it('does not call days missing whose points have expired', async () => {
    const world = defaultWorld();
    changePolicy(world, {
      retentionPolicy: {
        retentionPolicyType: 'LongTermRetentionPolicy',
        dailySchedule: {
          retentionTimes: ['2026-01-01T18:00:00Z'],
          retentionDuration: { count: 7, durationType: 'Days' },
        },
      },
    });
    const { machine } = await list('--vm VM014', { world });
    expect(machine.gaps).toEqual([{ from: '2026-11-13', to: '2026-11-22', days: 10, missing: 6 }]);
  });

  it('judges nothing where the policy may not be read', async () => {
    const faults = [
      {
        match: 'GET …/backupPolicies/*',
        then: { kind: 'status', status: 403, code: 'AuthorizationFailed' },
      },
    ] as const;
    const { run, machine } = await list('--vm VM014', { faults });
    expect(run.code).toBe(0);
    expect(machine).toMatchObject({ points: 30, daysMissing: null });
  });
});

describe('recovery-points show', () => {
  async function show(argv: string, options?: RunOptions) {
    const run = await runCli(words('recovery-points show', argv), options);
    const [item] = run.stdout === '' ? [] : run.json<RecoveryPointDocument>().items;
    return { run, item };
  }

  it.each([
    [undefined, false],
    ['copies', true],
  ] as const)(
    'tells which key and secret versions a point needs, never their data: %s',
    async (pointKeys, backedUp) => {
      const world = defaultWorld(pointKeys);
      const copies = knownItem(world, 'VM005').recoveryPoints.at(-1)?.keyAndSecret;
      const { run, item } = await show('latest --vm VM005', { world });
      expect(run.code).toBe(0);
      expect(item).toMatchObject({
        outcome: 'found',
        vm: { name: 'VM005' },
        time: '2026-11-22T18:00:08Z',
        osType: 'Windows',
        managedDisks: true,
        disks: null,
        archiveReadiness: { ready: false },
        encrypted: true,
        encryption: {
          mechanism: 'SinglePass',
          secret: {
            url: copies?.bekDetails.secretUrl,
            keyVault: { name: 'kv-prod-app' },
            backedUp,
          },
          key: { url: copies?.kekDetails?.keyUrl, name: 'kek-vm005', backedUp },
        },
      });
      expect(item?.encryption?.key?.version).toMatch(/^[\da-f]{32}$/u);
      expect(run.stdout).not.toContain(copies?.bekDetails.secretData);
      expect(run.stdout).not.toContain(copies?.kekDetails?.keyBackupData);
    },
  );

  it.each([
    ['by its name', (name: string) => name, '2026-10-14'],
    ['as the latest', () => 'latest', '2026-11-22'],
    ['as the newest of a day', () => '2026-11-01', '2026-11-01'],
    ['as the newest up to a moment', () => '2026-11-01T17:00:00Z', '2026-10-31'],
    ['as the newest of so long ago', () => '2w', '2026-11-08'],
  ])('finds a point %s', async (_how, text, day) => {
    const world = defaultWorld();
    const name = knownItem(world, 'VM005').recoveryPoints[0]?.name ?? '';
    const { item } = await show(`${text(name)} --vm VM005`, { world });
    expect(item?.time.slice(0, 10)).toBe(day);
  });

  it('names the disks of a selection', async () => {
    const world = defaultWorld();
    const point = knownItem(world, 'VM005').recoveryPoints.at(-1);
    if (point !== undefined) {
      point.disks = {
        included: [{ lun: -1, name: 'os' }],
        excluded: [{ lun: 0, name: 'scratch' }],
      };
    }
    const { item } = await show('latest --vm VM005', { world });
    expect(item?.disks).toEqual({
      included: [{ lun: -1, name: 'os' }],
      excluded: [{ lun: 0, name: 'scratch' }],
      includedCount: 1,
      attachedCount: 2,
    });
    const prose = await runCli('rp show latest --vm VM005'.split(' '), { world });
    expect(prose.stdout).toMatch(/disks +1 of 2 disks; with os \(OS\); without scratch \(LUN 0\)/u);
  });

  it.each(['123', '2020-01-01'])('has no point %s: exit 3, and where to look', async (point) => {
    const { run } = await show(`${point} --vm VM005`);
    expect(run.code).toBe(3);
    expect(JSON.parse(run.stderr)).toMatchObject({
      code: 'AZB_RECOVERY_POINT_NOT_FOUND',
      fix: ['azbackup recovery-points list --vm VM005'],
    });
  });

  it('of a soft-deleted item, and of a machine without ADE', async () => {
    expect((await show('latest --vm VM011')).item).toMatchObject({ encrypted: true });
    expect((await show('latest --vm VM010')).item).toMatchObject({
      encrypted: false,
      encryption: null,
    });
  });
});
