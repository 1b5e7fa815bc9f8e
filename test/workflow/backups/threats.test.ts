// The threat status of recovery points: shown, chosen by, asked about; and what is not known is never taken for clean.
import { describe, expect, it } from 'vitest';
import type { GateDocument } from '../../../src/commands/gate/result.js';
import type { RecoveryPointsDocument } from '../../../src/commands/recovery-points/list.result.js';
import type { ReportDocument } from '../../../src/commands/report/result.js';
import type { RestoreDocument } from '../../../src/commands/restore/result.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { defaultWorld, runCli, type CliRun, type RunOptions } from '../../support/run-cli.js';
import { pointsOf } from '../support/key-world.js';

type Word = NonNullable<ReturnType<typeof pointsOf>[number]['threat']>['threatStatus'];

const RANSOMWARE = {
  threatTitle: 'Ransomware behavior <detected>',
  threatSeverity: 'High',
  threatState: 'Active',
} as const;

/** VM005 with the status of its points, newest first; older ones have none. */
function world(...words: readonly (Word | undefined)[]): WorldState {
  const state = defaultWorld();
  const points = pointsOf(state, 'VM005').toSorted(
    (left, right) => right.timeMilliseconds - left.timeMilliseconds,
  );
  for (const [place, threatStatus] of words.entries()) {
    const point = points[place];
    if (point !== undefined && threatStatus !== undefined) {
      const threatInfo = threatStatus === 'UnHealthy' ? [RANSOMWARE] : [];
      point.threat = { threatStatus, threatInfo };
    }
  }
  return state;
}

const LIST = ['recovery-points', 'list', '--vm', 'VM005', '--since', '4d'];
const RESTORE = ['restore', '--vm', 'VM005', '--recovery-point'];

async function restore(words: readonly string[], options: RunOptions): Promise<CliRun> {
  return runCli([...RESTORE, ...words], options);
}

describe('recovery points', () => {
  it('show what Azure reports of threats, where it reports anything', async () => {
    const some = world('UnHealthy', 'Warning', 'Healthy', 'NotAvailable');
    const table = await runCli(LIST, { world: some });
    expect(table.stdout).toMatch(/TIERS +THREAT\n.*infected\n.*warning\n.*clean\n.*-\n/u);
    const { items } = (await runCli([...LIST, '-o', 'json'], { world: some })).json<
      Pick<RecoveryPointsDocument, 'items'>
    >();
    expect(items.map(({ threat }) => threat.status)).toEqual([
      'infected',
      'warning',
      'clean',
      'unknown',
    ]);
    expect(items[0]?.threat.threats).toEqual([
      { title: RANSOMWARE.threatTitle, severity: 'High', state: 'Active' },
    ]);
    const none = await runCli(LIST, { world: world() });
    expect(none.stdout).not.toContain('threat');
  });

  it('are shown one by one with their threats', async () => {
    const words = ['recovery-points', 'show', 'latest', '--vm', 'VM005'];
    const infected = await runCli(words, { world: world('UnHealthy') });
    expect(infected.stdout).toContain('infected: Ransomware behavior <detected> (High, Active)');
    const silent = await runCli(words, { world: world() });
    expect(silent.stdout).toMatch(/threats +not reported/u);
  });

  it('are read by an older version where the newer is not served, and nothing is known then', async () => {
    let refused = 0;
    const run = await runCli([...LIST, '-o', 'json'], {
      world: world('Healthy', 'Healthy'),
      around: (request, answer) => {
        if (!request.url.includes('api-version=2026-07-01')) {
          return answer();
        }
        refused += 1;
        const error = { code: 'NoRegisteredProviderFound', message: 'No such version.' };
        return Promise.resolve(Response.json({ error }, { status: 400 }));
      },
    });
    expect([run.code, refused]).toEqual([0, 1]);
    const { items } = run.json<RecoveryPointsDocument>();
    expect(new Set(items.map(({ threat }) => threat.status))).toEqual(new Set(['unknown']));
  });
});

describe('restore --recovery-point latest-clean', () => {
  it('takes the newest point that is known to be clean', async () => {
    const state = world('UnHealthy', 'Unknown', undefined, 'Healthy', 'Healthy');
    const run = await restore(['latest-clean', '--dry-run', '-o', 'json'], { world: state });
    expect(run.code).toBe(0);
    const [item] = run.json<RestoreDocument>().items;
    const points = pointsOf(state, 'VM005').filter(({ threat }) => threat !== undefined);
    const clean = points.filter(({ threat }) => threat?.threatStatus === 'Healthy');
    expect(item?.recoveryPoint).toMatchObject({ name: clean.at(-1)?.name, threat: 'clean' });
    expect(item?.recoveryPoint.reason).toBe('the newest clean point that can be restored');
  });

  it.each<[string, readonly (Word | undefined)[], RegExp]>([
    ['nothing is reported', [], /40 of 40: Azure does not report .*\n.*\(preview\)/u],
    ['none is clean', ['UnHealthy', 'Warning'], /1 of 40: Azure reports warnings/u],
  ])('changes nothing where %s', async (_, words, cause) => {
    const run = await restore(['latest-clean', '--yes'], { world: world(...words) });
    expect([run.code, run.writes]).toEqual([5, []]);
    expect(run.stderr).toContain('VM005 has no recovery point that is known to be clean');
    expect(run.stderr).toMatch(cause);
    expect(run.stderr).toContain('AZB_NO_CLEAN_POINT');
  });

  it('goes by what the answer about the point says, where the list is older', async () => {
    const run = await restore(['latest-clean', '--yes'], {
      world: world('Healthy'),
      around: async (request, answer) => {
        const response = await answer();
        const isPoint = /\/recoveryPoints\/\d+\?/u.test(request.url);
        return isPoint
          ? Response.json(JSON.parse((await response.text()).replace('"Healthy"', '"UnHealthy"')))
          : response;
      },
    });
    expect([run.code, run.writes]).toEqual([5, []]);
    expect(run.stderr).toContain('AZB_NO_CLEAN_POINT');
  });

  it('is a point for the keys, too', async () => {
    const words = [
      'restore-keys',
      '--vm',
      'VM005',
      '--recovery-point',
      'latest-clean',
      '--dry-run',
    ];
    expect((await runCli(words, { world: world('UnHealthy', 'Healthy') })).code).toBe(0);
    expect((await runCli(words, { world: world('UnHealthy') })).code).toBe(5);
  });
});

describe('a restore of a point that is reported as infected', () => {
  it('asks, and --yes does not answer for it', async () => {
    const refused = await restore(['latest', '--yes'], { world: world('UnHealthy') });
    expect([refused.code, refused.writes]).toEqual([2, []]);
    expect(refused.stderr).toContain('add --accept-threat');
    expect(refused.stderr).toMatch(/Ransomware\s+behavior/u);
    const declined = await restore(['latest'], {
      world: world('UnHealthy'),
      tty: { in: true, err: true },
      answer: false,
    });
    expect([declined.code, declined.writes]).toEqual([2, []]);
  });

  it('goes on where that is accepted, and names the threat', async () => {
    const run = await restore(['latest', '--yes', '--accept-threat', '-o', 'json'], {
      world: world('UnHealthy'),
    });
    expect([run.code, run.writes.length > 0]).toEqual([0, true]);
    const [item] = run.json<RestoreDocument>().items;
    expect(item?.recoveryPoint.threat).toBe('infected');
    expect(item?.notes.join(' ')).toMatch(
      /Azure reports threats in the VM when .* \(High, Active\)/u,
    );
  });

  it.each<[Word, RegExp]>([
    ['Healthy', /^$/u],
    ['Warning', /Azure reports warnings/u],
  ])('%s is not asked about', async (word, note) => {
    const run = await restore(['latest', '--dry-run', '-o', 'json'], { world: world(word) });
    const [item] = run.json<RestoreDocument>().items;
    expect(item?.notes.filter((text) => /Azure reports/u.test(text)).join(' ')).toMatch(note);
  });
});

describe('last-point-clean', () => {
  const FILE = [
    'version: 1',
    'blocks:',
    '  - name: all',
    '    select: { vm: VM005 }',
    '    rules: { last-point-clean: true }',
    '',
  ].join('\n');

  it.each<[string, number, readonly (Word | undefined)[]]>([
    ['met', 0, ['Healthy', 'UnHealthy']],
    ['not-met', 12, ['UnHealthy', 'Healthy']],
    ['not-met', 12, ['Warning']],
    ['unknown', 6, [undefined, 'Healthy']],
  ])('%s', async (outcome, code, words) => {
    const argv = ['gate', '-f', '-', '-o', 'json'];
    const run = await runCli(argv, { world: world(...words), stdin: FILE });
    expect(run.code).toBe(code);
    const [item] = run.json<GateDocument>().items;
    expect(item?.results.map((each) => each.outcome)).toEqual([outcome]);
  });
});

describe('the report', () => {
  it('names points with a reported threat, and what to do where they are infected', async () => {
    const state = world('UnHealthy', 'Warning', 'Healthy');
    const run = await runCli(['report', '--vm', 'VM005', '-o', 'json'], { world: state });
    const { calendar, next } = run.json<ReportDocument>();
    expect(calendar.items[0]?.threats.map(({ status, threats }) => [status, threats])).toEqual([
      ['infected', 'Ransomware behavior <detected> (High, Active)'],
      ['warning', ''],
    ]);
    expect(next[0]?.problem).toBe('Azure reports recovery points of VM005 as infected.');
    const page = await runCli(['report', '--vm', 'VM005', '--out', '-'], { world: state });
    expect(page.stdout).toContain('Recovery points with a reported threat</h2>');
    expect(page.stdout).toContain('Ransomware behavior &lt;detected&gt; (High, Active)');
  });
});
