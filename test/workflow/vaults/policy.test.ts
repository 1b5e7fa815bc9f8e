// `azbackup policy`: exit code, result, and the policy that the vault has afterwards.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  PolicyChangeDocument,
  PolicyChangeItem,
  PolicyDiffDocument,
  PolicyListDocument,
  PolicyShowDocument,
} from '../../../src/commands/policy/result.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { defaultWorld, runCli, type CliRun, type RunOptions } from '../../support/run-cli.js';
import { recoveryVaultId } from '../support/contoso.js';
import { deletedLater } from '../support/accepted-deletion.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'azbackup-policy-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a command under `policy` on rsv-prod, its result as JSON. */
function policy(words: string, options: RunOptions = {}): Promise<CliRun> {
  const [name = '', ...rest] = words.split(' ');
  return runCli(['policy', name, ...rest, '--vault', 'rsv-prod', '-o', 'json'], options);
}

/** The only item of a change. */
function changeOf(run: CliRun): PolicyChangeItem {
  const [item] = run.json<PolicyChangeDocument & Record<string, unknown>>().items;
  if (item === undefined) {
    throw new Error(run.stderr);
  }
  return item;
}

async function shown(name: string, world: WorldState) {
  const run = await policy(`show ${name}`, { world });
  return run.json<PolicyShowDocument & Record<string, unknown>>().items[0];
}

/** Writes a file into the test's folder; the options let a command find it. */
function file(name: string, content: unknown): RunOptions {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  writeFileSync(path.join(folder, name), text);
  return { cwd: folder };
}

const NIGHTLY =
  'create nightly --daily 02:00 --time-zone asia/tokyo --keep daily=30,weekly=12,monthly=12,yearly=7';

describe('policy list', () => {
  it('shows the policies of all vaults, and counts the machines itself', async () => {
    const run = await runCli(['policy', 'list', '-o', 'json']);
    expect(run.code).toBe(0);
    const { items, summary } = run.json<PolicyListDocument & Record<string, unknown>>();
    expect(summary).toEqual({ total: 5, vaults: 2 });
    expect(items.map((item) => [item.vault.name, item.policy.name, item.protectedItems])).toEqual([
      ['rsv-legacy', 'DefaultPolicy', 1],
      ['rsv-legacy', 'EnhancedPolicy', 0],
      ['rsv-prod', 'daily-90-days', 3],
      ['rsv-prod', 'DefaultPolicy', 0],
      ['rsv-prod', 'EnhancedPolicy', 0],
    ]);
    expect(run.writes).toEqual([]);
  });

  it.each([
    [['--vault', 'rsv-legacy'], 1],
    [['-g', 'rg-legacy'], 1],
    [['-g', 'rg-none'], 0],
  ])('with %j looks into %i vaults', async (place, vaults) => {
    const run = await runCli(['policy', 'list', ...place, '-o', 'json']);
    expect(run.json()['summary']).toMatchObject({ vaults });
  });
});

describe('policy show', () => {
  it('tells the policy, its next run and its machines', async () => {
    expect(await shown('daily-90-days', defaultWorld())).toMatchObject({
      policy: { name: 'daily-90-days' },
      terms: { policyType: 'Standard', retention: { daily: { days: 90 }, weekly: null } },
      zone: 'UTC',
      nextBackup: '2026-11-24T18:00:00Z',
      protectedItems: 3,
      unknownFields: [],
    });
  });

  it('finds a policy by its id, whatever vault is named', async () => {
    const id = `${recoveryVaultId('rsv-legacy', 'rg-legacy')}/backupPolicies/defaultpolicy`;
    const run = await policy(`show ${id}`);
    expect(run.json<PolicyShowDocument & Record<string, unknown>>().items[0]?.vault.name).toBe(
      'rsv-legacy',
    );
  });

  it('names what Azure has set and azbackup does not know', async () => {
    const world = defaultWorld();
    const run = await policy('show DefaultPolicy', { world, around: withField('backupVaultLock') });
    expect(run.json()['items']).toMatchObject([{ unknownFields: ['backupVaultLock'] }]);
  });
});

/** Has every policy answered with one more field. */
function withField(name: string): NonNullable<RunOptions['around']> {
  return async (request, answer) => {
    const response = await answer();
    if (!/\/backupPolicies\/[^/?]+\?/u.test(request.url) || response.status !== 200) {
      return response;
    }
    const body = (await response.json()) as { properties: object };
    const properties = { ...body.properties, [name]: true };
    return new Response(JSON.stringify({ ...body, properties }), {
      status: 200,
      headers: response.headers,
    });
  };
}

describe('policy create', () => {
  it('makes what the words say, in one request, and nothing the second time', async () => {
    const world = defaultWorld();
    const first = await policy(NIGHTLY, { world });
    expect(first.code).toBe(0);
    expect(
      first.writes.map(({ method, url }) => [method, url.split('?')[0]?.split('/').at(-1)]),
    ).toEqual([['PUT', 'nightly']]);
    expect(changeOf(first)).toMatchObject({
      outcome: 'created',
      zone: 'Asia/Tokyo',
      nextBackup: '2026-11-24T17:00:00Z',
      terms: {
        timeZone: 'Tokyo Standard Time',
        schedule: { frequency: 'Daily', times: ['02:00'] },
      },
    });
    const second = await policy(NIGHTLY.replace('asia/tokyo', 'Asia/Tokyo'), { world });
    expect(second).toMatchObject({ code: 0, writes: [] });
    expect(changeOf(second).outcome).toBe('unchanged');
  });

  it('makes in a dry run the plan alone', async () => {
    const run = await policy(`${NIGHTLY} --dry-run --detailed-exitcode`);
    expect(run).toMatchObject({ code: 11, writes: [] });
    expect(changeOf(run)).toMatchObject({
      outcome: 'planned',
      changes: [
        {
          type: 'put-policy',
          status: 'planned',
          details: { change: 'create', words: expect.arrayContaining(['--time-zone Asia/Tokyo']) },
        },
      ],
    });
  });

  it.each([
    ['--weekly wed,sun@22:30', { frequency: 'Weekly', days: ['Sunday', 'Wednesday'] }, 'Standard'],
    ['--every 6h', { frequency: 'Hourly', times: ['08:00'], windowHours: 12 }, 'Enhanced'],
    ['--daily 2:00 --enhanced --consistency crash', { frequency: 'Daily' }, 'Enhanced'],
  ])('takes %s', async (words, schedule, policyType) => {
    const world = defaultWorld();
    const run = await policy(`create made ${words}`, { world });
    expect(run.code).toBe(0);
    expect((await shown('made', world))?.terms).toMatchObject({ schedule, policyType });
  });

  it('keeps apart what another policy of that name lays down', async () => {
    const run = await policy('create DefaultPolicy --daily 01:00');
    expect(run).toMatchObject({ code: 7, writes: [] });
    expect(run.stderr).toContain('AZB_POLICY_EXISTS');
    expect(run.stderr).toContain('schedule: current --daily 22:30, requested --daily 01:00');
    expect(run.stderr).toContain('azbackup policy update DefaultPolicy --vault rsv-prod');
  });

  it('refuses what breaks rules before anything is sent, and quotes them', async () => {
    const run = await policy('create bad.name --daily 02:10 --keep daily=3');
    expect(run).toMatchObject({ code: 2, exchanges: [] });
    expect(run.stderr).toContain('AZB_POLICY_RULES');
    for (const rule of [
      /3 to 150 letters/u,
      /half hour; here: 02:10/u,
      /7 to 9999 days; here: 3/u,
    ]) {
      expect(run.stderr).toMatch(rule);
    }
  });

  it('refuses one too many', async () => {
    const around: RunOptions['around'] = async (request, answer) => {
      const response = await answer();
      if (!/\/backupPolicies\?/u.test(request.url)) {
        return response;
      }
      const body = (await response.json()) as { value: object[] };
      const [one] = body.value;
      const value = Array.from({ length: 200 }, () => one);
      return new Response(JSON.stringify({ value }), { status: 200, headers: response.headers });
    };
    const run = await policy(NIGHTLY, { around });
    expect(run).toMatchObject({ code: 5, writes: [] });
    expect(run.stderr).toContain('AZB_POLICY_LIMIT');
  });

  it('takes what az prints of a policy, from a file and from standard input', async () => {
    const world = defaultWorld();
    const printed = {
      name: 'x',
      properties: {
        backupManagementType: 'AzureIaasVM',
        instantRpDetails: null,
        instantRpRetentionRangeInDays: 3,
        schedulePolicy: {
          schedulePolicyType: 'SimpleSchedulePolicy',
          scheduleRunFrequency: 'Daily',
          scheduleRunTimes: ['2023-05-20T04:30:00+00:00'],
        },
        retentionPolicy: {
          retentionPolicyType: 'LongTermRetentionPolicy',
          dailySchedule: {
            retentionTimes: ['2023-05-20T04:30:00+00:00'],
            retentionDuration: { count: 45, durationType: 'Days' },
          },
        },
        timeZone: 'UTC',
      },
    };
    const first = await policy('create one --file az.json', { world, ...file('az.json', printed) });
    const second = await policy('create two --file -', { world, stdin: JSON.stringify(printed) });
    expect([first.code, second.code]).toEqual([0, 0]);
    const diff = await policy('diff one two', { world });
    expect(diff.json()).toMatchObject({ same: true });
  });
});

describe('policy update', () => {
  it('changes what is named alone, and nothing the second time', async () => {
    const world = defaultWorld();
    await policy(NIGHTLY, { world });
    const words = 'update nightly --keep weekly=8@tue,yearly=none --instant 3d';
    const first = await policy(words, { world });
    expect(first.code).toBe(0);
    expect(changeOf(first)).toMatchObject({
      outcome: 'updated',
      machines: [],
      differences: [
        { field: 'retention.weekly', before: 'weekly=12@sun', after: 'weekly=8@tue' },
        { field: 'retention.yearly', before: 'yearly=7@jan:first-sun', after: null },
        { field: 'instantRestore', before: '2d', after: '3d' },
      ],
    });
    const second = await policy(words, { world });
    expect(second).toMatchObject({ code: 0, writes: [] });
    expect(changeOf(second).outcome).toBe('unchanged');
  });

  it('waits until the machines of a policy in use have followed', async () => {
    const world = defaultWorld();
    const run = await policy('update daily-90-days --daily 20:00', { world });
    expect(run.code).toBe(0);
    const item = changeOf(run);
    expect(item).toMatchObject({ outcome: 'updated', operationId: expect.any(String) });
    expect(item.machines.map(({ name }) => name)).toEqual(['VM005', 'VM014', 'VM016']);
    expect((await shown('daily-90-days', world))?.terms.schedule.times).toEqual(['20:00']);
  });

  it.each([
    ['is not requested without a person', {}, 2, /AZB_CONFIRMATION_NEEDED/u],
    ['is left when turned down', { tty: { in: true, err: true }, answer: false }, 2, /declined/u],
    ['is done when wanted', { tty: { in: true, err: true }, answer: true }, 0, /updated/u],
  ] as const)('a shorter retention of machines %s', async (_, options, code, says) => {
    const run = await policy('update daily-90-days --keep daily=30', options);
    expect(run.code).toBe(code);
    expect(run.stdout + run.stderr).toMatch(says);
    expect(run.writes.length > 0).toBe('answer' in options && options.answer);
  });

  it('ends archiving in so many words, for Azure keeps what is not mentioned', async () => {
    const world = defaultWorld();
    await policy(`${NIGHTLY} --archive recommended`, { world });
    const plain = await policy(NIGHTLY.replace('nightly', 'plain'), { world });
    expect(plain.code).toBe(0);
    const source = await policy('show plain', { world });
    const run = await policy('update nightly --file -', { world, stdin: source.stdout });
    expect(changeOf(run)).toMatchObject({
      outcome: 'updated',
      differences: [{ field: 'archive', before: 'recommended', after: 'never' }],
    });
    expect((await shown('nightly', world))?.terms.archive).toEqual({ mode: 'never' });
  });

  it('does not touch a policy with fields that it would lose', async () => {
    const run = await policy('update DefaultPolicy --instant 3d', { around: withField('lock') });
    expect(run).toMatchObject({ code: 5, writes: [] });
    expect(run.stderr).toMatch(/AZB_POLICY_NOT_UNDERSTOOD/u);
    expect(run.stderr).toMatch(/\block\b/u);
  });

  it('keeps the sub-type of a policy', async () => {
    const world = defaultWorld();
    const source = await policy('show EnhancedPolicy', { world });
    const run = await policy('update DefaultPolicy --file -', { world, stdin: source.stdout });
    expect(run).toMatchObject({ code: 2, writes: [] });
    expect(run.stderr).toContain('AZB_POLICY_TYPE');
  });

  it('refuses what would break a rule, for the whole of the policy', async () => {
    const run = await policy('update DefaultPolicy --weekly sun@02:00');
    expect(run).toMatchObject({ code: 2, writes: [] });
    expect(run.stderr).toContain('weekly backups need weekly retention and no daily retention');
  });

  it('says on Ctrl-C what goes on, and how to look again', async () => {
    const world = defaultWorld();
    const count = (await policy('update daily-90-days --daily 20:00', { world: defaultWorld() }))
      .exchanges.length;
    const run = await runCli(
      ['policy', 'update', 'daily-90-days', '--vault', 'rsv-prod', '--daily', '20:00'],
      { world, signalAfter: { requests: count - 1, signal: 'SIGINT' } },
    );
    expect(run.code).toBe(130);
    expect(run.stdout).toMatch(
      /Azure continues the change of daily-90-days of rsv-prod, operation/u,
    );
    expect(run.stderr).toContain('azbackup policy show daily-90-days --vault rsv-prod');
  });
});

describe('policy diff', () => {
  it.each([
    ['DefaultPolicy DefaultPolicy', true, 0],
    ['DefaultPolicy EnhancedPolicy', false, 0],
    ['DefaultPolicy DefaultPolicy --detailed-exitcode', true, 0],
    ['DefaultPolicy EnhancedPolicy --detailed-exitcode', false, 11],
  ])('of %s is same: %s, exit %i', async (words, same, code) => {
    const run = await policy(`diff ${words}`);
    expect(run).toMatchObject({ code, writes: [] });
    const document = run.json<PolicyDiffDocument & Record<string, unknown>>();
    expect(document.same).toBe(same);
    expect(document.items.length > 0).toBe(!same);
  });

  it('compares policies of two vaults by their ids', async () => {
    const ids = [
      recoveryVaultId('rsv-prod', 'rg-prod'),
      recoveryVaultId('rsv-legacy', 'rg-legacy'),
    ];
    const [left = '', right = ''] = ids.map((id) => `${id}/backupPolicies/DefaultPolicy`);
    const run = await policy(`diff ${left} ${right}`);
    expect(run.json()).toMatchObject({ left, right, same: true });
  });

  it('sees how a policy differs from its file', async () => {
    const world = defaultWorld();
    const source = (await policy('show DefaultPolicy', { world })).stdout;
    const cwd = file('policy.json', source.replace('"days": 30', '"days": 31'));
    const run = await policy('diff DefaultPolicy --file policy.json', { world, ...cwd });
    expect(run.json()).toMatchObject({
      right: 'policy.json',
      items: [{ field: 'retention.daily', before: 'daily=30', after: 'daily=31' }],
    });
  });
});

describe('waiting for a policy update', () => {
  it.each([
    ['--no-wait', 0],
    ['--timeout 5s', 8],
    ['--wait=5s', 8],
  ])('%s: Azure continues', async (wait, code) => {
    const run = await policy(`update daily-90-days --daily 20:00 --yes ${wait}`);
    expect(run.code).toBe(code);
    const { outcome, operationId, changes, error } = changeOf(run);
    expect({ outcome, error }).toEqual({ outcome: 'accepted', error: null });
    expect(operationId).toMatch(/^[\da-f-]{36}$/u);
    expect(changes.map(({ status }) => status)).toEqual(['running']);
  });

  it('is over at once where no VM has the policy', async () => {
    const run = await policy('update DefaultPolicy --daily 20:00 --no-wait');
    expect(run.code).toBe(0);
    expect(changeOf(run).outcome).toBe('updated');
  });
});

describe('policy delete', () => {
  it('deletes after a yes, and the policy is gone then', async () => {
    const world = defaultWorld();
    await policy(NIGHTLY, { world });
    const asked = await policy('delete nightly', { world });
    expect(asked).toMatchObject({ code: 2, writes: [] });
    const run = await policy('delete nightly --yes', { world });
    expect(run.code).toBe(0);
    expect(changeOf(run).outcome).toBe('deleted');
    expect((await policy('show nightly', { world })).code).toBe(3);
  });

  it.each([
    ['--no-wait', 0, /^Azure has accepted the deletion of EnhancedPolicy of rsv-prod/u],
    ['--timeout 5s', 8, /^Azure has accepted the deletion of EnhancedPolicy of rsv-prod/u],
  ])('with %s leaves an operation of Azure to itself', async (wait, code, says) => {
    const argv = `policy delete EnhancedPolicy --vault rsv-prod --yes ${wait}`;
    const run = await runCli(argv.split(' '), { around: deletedLater() });
    expect(run.code).toBe(code);
    expect(run.stdout).toMatch(says);
    expect(run.stderr).toContain('azbackup policy list --vault rsv-prod');
  });

  it('is refused before anything is sent while machines have the policy', async () => {
    const run = await policy('delete daily-90-days --yes');
    expect(run).toMatchObject({ code: 5, writes: [] });
    expect(run.stderr).toContain('AZB_POLICY_IN_USE');
    expect(run.stderr).toContain('VMs: VM005, VM014, VM016');
  });

  it('shows in a dry run what it would do', async () => {
    const run = await policy('delete DefaultPolicy --dry-run');
    expect(run).toMatchObject({ code: 0, writes: [] });
    expect(changeOf(run)).toMatchObject({
      outcome: 'planned',
      changes: [{ type: 'delete-policy' }],
    });
  });
});
