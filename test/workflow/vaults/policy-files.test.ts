// Policies in the files that people have: what az prints, what PowerShell writes, what is not a policy for machines.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PolicyChangeDocument } from '../../../src/commands/policy/result.js';
import { loadWorld } from '../../../src/sandbox/estates/load-world.js';
import { defaultWorld, runCli, type CliRun } from '../../support/run-cli.js';

type Json = Record<string, unknown>;

const TIMES = ['2024-01-01T02:00:00Z'];

function properties(more: Json = {}): Json {
  return {
    backupManagementType: 'AzureIaasVM',
    schedulePolicy: {
      schedulePolicyType: 'SimpleSchedulePolicy',
      scheduleRunFrequency: 'Daily',
      scheduleRunTimes: TIMES,
      scheduleWeeklyFrequency: 0,
    },
    retentionPolicy: {
      retentionPolicyType: 'LongTermRetentionPolicy',
      dailySchedule: {
        retentionTimes: TIMES,
        retentionDuration: { count: 30, durationType: 'Days' },
      },
    },
    timeZone: 'UTC',
    instantRpRetentionRangeInDays: 2,
    ...more,
  };
}

const policy = (name: string): Json => ({ eTag: null, name, properties: properties() });

function create(content: string | Uint8Array): Promise<CliRun> {
  const cwd = mkdtempSync(path.join(tmpdir(), 'azb-policy-'));
  writeFileSync(path.join(cwd, 'policy.json'), content);
  const argv = 'policy create made --vault rsv-prod --file policy.json --dry-run -o json';
  return runCli(argv.split(' '), { cwd, world: defaultWorld() });
}

function daysOf(run: CliRun): number | undefined {
  return run.json<PolicyChangeDocument>().items[0]?.terms?.retention.daily?.days;
}

const template = (resources: unknown): Json => ({
  $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
  contentVersion: '1.0.0.0',
  resources,
});

const resource = {
  type: 'Microsoft.RecoveryServices/vaults/backupPolicies',
  apiVersion: '2023-04-01',
  ...policy('v/p'),
};

describe('a policy is taken', () => {
  it.each<[what: string, json: unknown, days: number]>([
    ['from a list of one, as az prints it', [policy('p')], 30],
    ['from a list of one, as REST answers it', { value: [policy('p')] }, 30],
    ['from an ARM template', template([{ type: 'Microsoft.Storage/x' }, resource]), 30],
    ['from an ARM template with names', template({ policy: resource }), 30],
    ['without its envelope, with the workload', properties({ workLoadType: 'VM' }), 30],
    [
      'with counts as text',
      properties({
        instantRpRetentionRangeInDays: '2',
        retentionPolicy: {
          retentionPolicyType: 'LongTermRetentionPolicy',
          dailySchedule: {
            retentionTimes: TIMES,
            retentionDuration: { count: '14', durationType: 'Days' },
          },
        },
      }),
      14,
    ],
    [
      'with a format that is filled and not in use',
      properties({
        retentionPolicy: {
          retentionPolicyType: 'LongTermRetentionPolicy',
          dailySchedule: {
            retentionTimes: TIMES,
            retentionDuration: { count: 30, durationType: 'Days' },
          },
          monthlySchedule: {
            retentionScheduleFormatType: 'Weekly',
            retentionScheduleWeekly: { daysOfTheWeek: ['Sunday'], weeksOfTheMonth: ['First'] },
            retentionScheduleDaily: { daysOfTheMonth: [{ date: 1, isLast: false }] },
            retentionTimes: TIMES,
            retentionDuration: { count: 12, durationType: 'Months' },
          },
        },
      }),
      30,
    ],
  ])('%s', async (_, json, days) => {
    const run = await create(JSON.stringify(json));
    expect(run.stderr).toBe('');
    expect(run.code).toBe(0);
    expect(daysOf(run)).toBe(days);
  });

  const text = JSON.stringify(policy('p'));
  const utf16 = Buffer.from(`\uFEFF${text}`, 'utf16le');

  it.each<[encoding: string, content: Uint8Array]>([
    ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${text}`, 'utf8')],
    ['UTF-16, little endian', utf16],
    ['UTF-16, big endian', Buffer.from(utf16).swap16()],
  ])('in %s', async (_, content) => {
    const run = await create(content);
    expect(run.code).toBe(0);
    const piped = await runCli(
      'policy create made --vault rsv-prod --file - --dry-run -o json'.split(' '),
      { stdin: content },
    );
    expect([daysOf(run), daysOf(piped)]).toEqual([30, 30]);
  });

  it.each(['Hourly_backup_1', 'weekly!', 'ends-'])('by the name %s', async (name) => {
    const world = defaultWorld();
    const run = await runCli(`policy create ${name} --daily 02:00 --vault rsv-prod`.split(' '), {
      world,
    });
    expect(run.code).toBe(0);
    const shown = await runCli(`policy show ${name} --vault rsv-prod`.split(' '), { world });
    expect(shown.code).toBe(0);
  });
});

describe('a policy is refused, with the reason', () => {
  const v2 = {
    schedulePolicyType: 'SimpleSchedulePolicyV2',
    scheduleRunFrequency: 'Daily',
    dailySchedule: { scheduleRunTimes: TIMES },
  };

  it.each<[what: string, json: unknown, says: RegExp]>([
    [
      'of a file share',
      { properties: properties({ backupManagementType: 'AzureStorage' }) },
      /backupManagementType must be one of AzureIaasVM, not 'AzureStorage'/u,
    ],
    [
      'of the MARS agent',
      { properties: properties({ backupManagementType: 'MAB' }) },
      /backupManagementType must be one of AzureIaasVM, not 'MAB'/u,
    ],
    [
      'with an Enhanced schedule that is not said to be one',
      { properties: properties({ schedulePolicy: v2 }) },
      /policyType must be V2/u,
    ],
    ['of two', [policy('first'), policy('second')], /2 policies, keep one of: first, second/u],
    ['of none', template([]), /contains no policy/u],
    [
      'with a field that is not known',
      { properties: properties({ lock: true }) },
      /has a field that azbackup does not support[\s\S]*lock: not supported/u,
    ],
  ])('%s', async (_, json, says) => {
    const run = await create(JSON.stringify(json));
    expect(run.code).toBe(2);
    expect(run.stderr.replaceAll('\\n', '\n')).toMatch(says);
  });

  it('an Enhanced schedule that is said to be one is Enhanced', async () => {
    const json = { properties: properties({ policyType: 'V2', schedulePolicy: v2 }) };
    const run = await create(JSON.stringify(json));
    const [item] = run.json<PolicyChangeDocument>().items;
    expect(item?.terms?.policyType).toBe('Enhanced');
  });

  it('shows the way from daily to weekly backups, which works', async () => {
    const argv = 'policy update DefaultPolicy --vault rsv-prod --weekly sun@02:00 --keep weekly=12';
    const refused = await runCli(argv.split(' '));
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('--keep daily=none');
    expect(refused.stderr).toContain('--instant 5d');
    const way = `${argv},daily=none --instant 5d`;
    expect((await runCli(way.split(' '))).code).toBe(0);
    const zero = await runCli(`${argv},daily=0`.split(' '));
    expect(zero.stderr).toContain('use daily=none');
  });

  it('weekly Enhanced policies keep snapshots five days at least', async () => {
    const argv = 'policy create made --vault rsv-prod --weekly sun@02:00 --enhanced';
    expect((await runCli(argv.split(' '))).code).toBe(0);
    const short = await runCli(`${argv} --instant 4d`.split(' '));
    expect(short.code).toBe(2);
    expect(short.stderr).toContain('--instant 5d');
  });
});

describe('a world of the sandbox', () => {
  it('may begin with a byte order mark', async () => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'azb-world-')), 'world.json');
    const text = JSON.stringify(defaultWorld());
    for (const bytes of [
      Buffer.from(`\uFEFF${text}`, 'utf8'),
      Buffer.from(`\uFEFF${text}`, 'utf16le'),
    ]) {
      writeFileSync(file, bytes);
      expect((await loadWorld(file)).nowMilliseconds).toBe(defaultWorld().nowMilliseconds);
    }
  });
});
