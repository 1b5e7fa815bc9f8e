import { beforeEach, describe, expect, it } from 'vitest';
import type { BackupNowDocument } from '../../../src/commands/backup-now/result.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { worldClock } from '../../../src/sandbox/kernel/time/world-clock.js';
import { defaultWorld, memoryFiles, runCli, type RunOptions } from '../../support/run-cli.js';
import { backupNow, jobsOf, startedJob, suggested } from './backups.js';
import {
  knownItem,
  resource,
  setAgentReady,
  stopProtection,
  substance,
  vmId,
} from '../support/contoso.js';

let world: WorldState;

beforeEach(() => {
  world = defaultWorld();
});

async function run(argv: string, options: RunOptions = {}): ReturnType<typeof runCli> {
  return runCli(argv.split(' '), { world, ...options });
}

describe('backup-now', () => {
  it('after enable ends with a recovery point that is kept for as long as was asked', async () => {
    expect((await run('enable --vm VM003')).code).toBe(0);
    const started = world.nowMilliseconds;
    const ended = await run('backup-now --vm VM003 --retain 30d');
    expect(ended.code).toBe(0);
    expect(ended.stderr).toMatch(/done +Take Snapshot +7m42s/u);
    expect(ended.stderr).toMatch(/^still +Transfer data to vault, VM003 … \d+:\d\d/mu);
    expect(ended.stderr).toMatch(/kept until 2026-12-23T18:00:45Z \(2026-12-24T03:00:45\+09:00\)/u);
    expect(ended.stdout).toMatch(/VM003 is backed up to rsv-prod, after 41m18s/u);
    const [point] = knownItem(world, 'VM003').recoveryPoints;
    expect(point?.expiryMilliseconds).toBe(started + 30 * 86_400_000);
    expect(ended.stdout).toContain(point?.name);
    const lines = `${ended.stderr}${ended.stdout}`.trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(15);
  });

  it('of a machine whose grant goes while it runs exits 7, with the cause and the fix', async () => {
    const { run: ended, item } = await backupNow('--vm VM005', {
      world,
      around: async (request, answer) => {
        const response = await answer();
        if (request.method === 'POST' && request.url.endsWith('/backup?api-version=2023-06-01')) {
          resource(world, keyVaultOfVm005()).properties['accessPolicies'] = [];
        }
        return response;
      },
    });
    expect(ended.code).toBe(7);
    expect(item).toMatchObject({ outcome: 'failed', status: 'Failed', recoveryPoint: null });
    expect(item.error).toMatchObject({
      code: 'AZB_JOB_FAILED',
      azureCode: 'UserErrorKeyVaultPermissionsNotConfigured',
      fix: expect.arrayContaining(['azbackup grant-access --vm VM005']),
    });
    expect(item.error?.causes.join('\n')).toMatch(/no access to the keys or secrets/u);
  });

  it('exits 7 for a machine whose grant is gone, and has said so before', async () => {
    const { run: ended, item } = await backupNow('--vm VM016', { world });
    expect(ended.code).toBe(7);
    expect(ended.stderr).toMatch(/^warning: VM016: .*kv-prod-new.*the backup will fail/mu);
    expect(ended.stderr).toContain('azbackup grant-access --vm VM016');
    expect(item).toMatchObject({
      outcome: 'failed',
      error: {
        azureCode: 'UserErrorKeyVaultPermissionsNotConfigured',
        fix: expect.arrayContaining(['azbackup grant-access --vm VM016']),
      },
    });
  });

  it('is blocked before anything is sent by what no grant settles', async () => {
    setAgentReady(world, 'VM005', false);
    const { run: ended, item } = await backupNow('--vm VM005', { world });
    expect(ended.code).toBe(5);
    expect(ended.writes).toEqual([]);
    expect(item.findings.filter(({ status }) => status === 'fail')).toEqual([
      expect.objectContaining({ checkId: 'vm.agent-ready' }),
    ]);
  });

  it('without a preflight exits 7 for the same machine, and has said what is risked', async () => {
    const ended = await run('backup-now --vm VM016 --skip-preflight');
    expect(ended.code).toBe(7);
    expect(ended.stderr).toMatch(/^warning: preflight skipped: .*missing grant/mu);
    expect(ended.stdout).toContain('UserErrorKeyVaultPermissionsNotConfigured');
    expect(ended.stdout).toContain('azbackup grant-access --vm VM016');
  });

  it('stops waiting when told, and the printed command goes on to the end', async () => {
    const waited = await run('backup-now --vm VM005 --wait=1m');
    expect(waited.code).toBe(8);
    const [command] = suggested(waited.stderr);
    expect(command?.slice(0, 2)).toEqual(['jobs', 'watch']);
    const watched = await runCli(command ?? [], { world });
    expect(watched.code).toBe(0);
    expect(watched.writes).toEqual([]);
  });
});

function keyVaultOfVm005(): string {
  return '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-prod/providers/Microsoft.KeyVault/vaults/kv-prod-app';
}

describe('a backup that is already running', () => {
  it('is joined, not begun again, and its own expiry is told', async () => {
    const jobId = await startedJob(world, 'VM005');
    const { run: ended, item } = await backupNow('--vm VM005 --retain 1y', { world });
    expect(ended.code).toBe(0);
    expect(item).toMatchObject({ outcome: 'completed', joined: true, jobId, changes: [] });
    expect(item.expiry).toBe('2026-12-23T18:00:00Z');
    expect(ended.writes).toEqual([]);
    expect(ended.stderr).toMatch(/already running; .*2026-12-23T18:00:00Z, not until 2027-11-23/u);
  });

  it('is joined by dry runs and --no-wait too', async () => {
    const jobId = await startedJob(world, 'VM005');
    const dry = await backupNow('--vm VM005 --dry-run --detailed-exitcode', { world });
    expect([dry.run.code, dry.item.outcome, dry.item.jobId]).toEqual([0, 'planned', jobId]);
    const quick = await backupNow('--vm VM005 --no-wait', { world });
    expect([quick.run.code, quick.item.outcome, quick.item.jobId]).toEqual([0, 'joined', jobId]);
  });

  it('is joined by another computer before it is listed', async () => {
    world.jobListing = { leastSeconds: 100, mostSeconds: 100 };
    const jobId = await startedJob(world, 'VM005');
    const { run: ended, item } = await backupNow('--vm VM005', {
      world,
      stateFiles: memoryFiles(),
    });
    expect([ended.code, item.joined, item.jobId]).toEqual([0, true, jobId]);
  });

  it('is joined where only the refusal tells of it', async () => {
    const jobId = await startedJob(world, 'VM005');
    let lists = 0;
    const { run: ended, item } = await backupNow('--vm VM005', {
      world,
      around: async (request, answer) => {
        const isFirstList = /\/backupJobs\?/u.test(request.url) && (lists += 1) <= 2;
        return isFirstList ? Response.json({ value: [] }) : answer();
      },
    });
    expect(ended.code).toBe(0);
    expect(item).toMatchObject({ outcome: 'completed', joined: true, jobId });
    expect(ended.stderr).toMatch(/^joined +backup of VM005/mu);
    expect(jobsOf(world).filter(({ operation }) => operation === 'Backup')).toHaveLength(
      jobsOf(defaultWorld()).length + 1,
    );
  });
});

describe('trouble with the request', () => {
  const POST = 'POST **/backup';

  it('whose answer is lost does not begin a second backup', async () => {
    const faults: RunOptions['faults'] = [
      { match: POST, times: 1, then: { kind: 'reset', afterwards: true } },
    ];
    const { run: ended, item } = await backupNow('--vm VM005', { world, faults });
    expect(ended.code).toBe(0);
    expect(item).toMatchObject({ outcome: 'completed', joined: false });
    expect(ended.writes).toHaveLength(1);
  });

  it('that Azure never saw is sent again', async () => {
    const faults: RunOptions['faults'] = [{ match: POST, times: 1, then: { kind: 'reset' } }];
    const { run: ended, item } = await backupNow('--vm VM005', { world, faults });
    expect([ended.code, item.outcome]).toEqual([0, 'completed']);
  });

  it('that lasts is an error, and nothing is said to run', async () => {
    const faults: RunOptions['faults'] = [{ match: POST, then: { kind: 'status', status: 503 } }];
    const { run: ended, item } = await backupNow('--vm VM005', { world, faults });
    expect(ended.code).toBe(10);
    expect(item).toMatchObject({
      outcome: 'failed',
      jobId: null,
      error: { code: 'AZB_UNAVAILABLE' },
    });
  });

  it('that the item is busy with something else waits for it to end', async () => {
    const enabling = runCli(['enable', '--vm', 'VM003', '--no-wait'], { world });
    expect((await enabling).code).toBe(0);
    const clock = worldClock(world);
    clock.advanceTo(clock.now() + 60_000);
    const { run: ended } = await backupNow('--vm VM003', {
      world,
      faults: [
        {
          match: POST,
          times: 2,
          then: {
            kind: 'status',
            status: 409,
            code: 'BMSUserErrorConflictingProtectionOperation',
          },
        },
      ],
    });
    expect(ended.code).toBe(0);
  });
});

describe('machines that take no backups', () => {
  it('that are stopped are to be resumed first', async () => {
    await stopProtection(world, 'VM005');
    const ended = await run('backup-now --vm VM005');
    expect(ended.code).toBe(5);
    expect(ended.writes).toEqual([]);
    expect(suggested(ended.stdout)).toContainEqual('resume --vm VM005 --vault rsv-prod'.split(' '));
  });

  it('that are soft-deleted are to be brought back first', async () => {
    const ended = await run('backup-now --vm VM011');
    expect(ended.code).toBe(5);
    expect(suggested(ended.stdout)).toContainEqual(
      'undelete --vm VM011 --vault rsv-prod'.split(' '),
    );
  });

  it('that are not protected are to be protected first', async () => {
    const ended = await run('backup-now --vm VM003');
    expect(ended.code).toBe(3);
    expect(ended.stderr).toContain('azbackup enable --vm VM003');
  });

  it('that are gone have recovery points and nothing else', async () => {
    Reflect.deleteProperty(world.resources, vmId('VM005').toLowerCase());
    const { run: ended, item } = await backupNow('--vm VM005', { world });
    expect(ended.code).toBe(3);
    expect(item.error).toMatchObject({
      code: 'AZB_VM_NOT_FOUND',
      message: expect.stringContaining('no longer exists'),
      fix: ['azbackup recovery-points list --vm VM005 --vault rsv-prod'],
    });
  });
});

describe('several machines', () => {
  it('exit 6 when one fails, and each says how it fared', async () => {
    const ended = await run('backup-now --vm VM016 --vm VM005 --skip-preflight -o jsonl');
    expect(ended.code).toBe(6);
    const records = ended.stdout
      .trim()
      .split('\n')
      .map((line): { type: string; outcome?: string } => JSON.parse(line));
    // As they finish: the one that fails does so first.
    expect(records.map(({ outcome }) => outcome)).toEqual(['failed', 'completed', undefined]);
  });

  it('in different vaults are watched together', async () => {
    const ended = await run('backup-now --vm VM005 --vm VM010 -o json');
    expect(ended.code).toBe(0);
    const { items } = ended.json<BackupNowDocument>();
    expect(items.map(({ vault, outcome }) => [vault.name, outcome])).toEqual([
      ['rsv-prod', 'completed'],
      ['rsv-legacy', 'completed'],
    ]);
  });

  it.each([
    ['CompletedWithWarnings', 9],
    ['Failed', 6],
    ['Cancelled', 6],
  ] as const)('of which one is %s exit with %i', async (outcome, exit) => {
    const faults: RunOptions['faults'] = [
      { match: 'job Backup VM005', then: { kind: 'job', outcome } },
    ];
    expect((await run('backup-now --vm VM005 --vm VM010', { faults })).code).toBe(exit);
  });
});

describe('Ctrl-C', () => {
  it('leaves the backup running and prints the command that watches it', async () => {
    const whole = await runCli(['backup-now', '--vm', 'VM005'], { world: defaultWorld() });
    const sent = whole.exchanges.findIndex(
      ({ method, url }) => method === 'POST' && url.includes('/backup?'),
    );
    const ended = await run('backup-now --vm VM005', {
      signalAfter: { requests: sent + 5, signal: 'SIGINT' },
    });
    expect(ended.code).toBe(130);
    expect(ended.stdout).toContain('Stopped watching. The backup continues in Azure.');
    const [command] = suggested(ended.stderr);
    expect((await runCli(command ?? [], { world })).code).toBe(0);
  });

  it('before the job is known names the machine instead', async () => {
    const whole = await runCli(['backup-now', '--vm', 'VM005'], { world: defaultWorld() });
    const sent = whole.exchanges.findIndex(
      ({ method, url }) => method === 'POST' && url.includes('/backup?'),
    );
    const ended = await run('backup-now --vm VM005', {
      signalAfter: { requests: sent + 1, signal: 'SIGINT' },
    });
    expect(ended.code).toBe(130);
    const [command] = suggested(ended.stderr);
    expect(command).toEqual('jobs watch --vm VM005 --vault rsv-prod'.split(' '));
    expect((await runCli(command ?? [], { world })).code).toBe(0);
  });

  it('before anything was sent says so', async () => {
    const ended = await run('backup-now --vm VM005', {
      signalAfter: { requests: 4, signal: 'SIGINT' },
    });
    expect(ended.code).toBe(130);
    expect(ended.writes).toEqual([]);
    expect(ended.stderr).toContain('stopped before anything was changed');
  });
});

describe('a dry run', () => {
  it('prints the plan and changes nothing', async () => {
    const before = substance(world);
    const ended = await run('backup-now --vm VM005 --retain 2027-01-31 --dry-run');
    expect(ended.code).toBe(0);
    expect(ended.stdout).toMatch(/\+ backup +VM005 in rsv-prod, kept until 2027-01-31T00:00:00Z/u);
    expect(substance(world)).toEqual(before);
    expect((await run('backup-now --vm VM005 --dry-run --detailed-exitcode')).code).toBe(11);
  });
});
