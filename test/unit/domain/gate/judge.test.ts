// Each rule of a gate: met, missed, unknown, not applicable; and what holds of all of them.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MachineDrills } from '../../../../src/domain/drill/history.js';
import { known } from '../../../../src/domain/fact.js';
import { GATE_RULES, type Demand } from '../../../../src/domain/gate/demand.js';
import type { GateFacts } from '../../../../src/domain/gate/facts.js';
import { judge } from '../../../../src/domain/gate/judge.js';
import type { Verdict } from '../../../../src/domain/gate/judgement.js';
import { backup, gateFacts, newest, POLICY, UNREAD, VAULT } from './gate-facts.js';

const ABSENT = { status: 'absent' } as const;

const DEMANDS: Readonly<Record<Demand['rule'], Demand>> = {
  protected: { rule: 'protected' },
  'all-disks': { rule: 'all-disks' },
  'last-point-max-age': { rule: 'last-point-max-age', seconds: 26 * 3600 },
  'last-job-succeeded': { rule: 'last-job-succeeded' },
  'last-point-clean': { rule: 'last-point-clean' },
  'keys-usable': { rule: 'keys-usable' },
  'grant-in-place': { rule: 'grant-in-place' },
  'purge-protection': { rule: 'purge-protection' },
  'soft-delete': { rule: 'soft-delete' },
  immutability: { rule: 'immutability', locked: true },
  'cross-region': { rule: 'cross-region' },
  policy: { rule: 'policy', names: ['Gold', 'defaultpolicy'] },
  'retention-at-least': { rule: 'retention-at-least', keep: { daily: 30 } },
  'no-points-after-retirement': {
    rule: 'no-points-after-retirement',
    deadline: '2028-09-15T00:00:00Z',
  },
  'drill-max-age': { rule: 'drill-max-age', seconds: 90 * 86_400 },
};

type Row = readonly [Demand['rule'], Verdict, string, Partial<GateFacts>];

const checks = (...statuses: readonly ('pass' | 'fail' | 'unknown' | 'skip')[]) =>
  known(statuses.map((status) => ({ status, summary: `kv-${status}` })));

const endingAt = (time: string): Pick<GateFacts, 'encryptedPoints'> => ({
  encryptedPoints: known([
    { time: '2026-11-01T00:00:00Z', end: { kind: 'at', time, source: 'azure', firm: true } },
  ]),
});

const drills = (change: Partial<MachineDrills>): Pick<GateFacts, 'drills'> => ({
  drills: known({
    now: '2026-11-23T18:00:00Z',
    lastPassed: '2026-10-01T00:00:00Z',
    newest: { started: '2026-11-01T00:00:00Z', outcome: 'failed' },
    unread: null,
    ...change,
  }),
});

const ROWS: readonly Row[] = [
  ['protected', 'met', 'is protected in rsv-prod', {}],
  ['protected', 'met', 'waits for its first backup', backup({ state: 'waiting-for-first-backup' })],
  ['protected', 'met', 'is protected', backup({ state: 'error' })],
  ['all-disks', 'met', 'all disks of VM001 are backed up', {}],
  [
    'all-disks',
    'not-met',
    'backed up without VM001_logs, VM001_temp',
    backup({ excludedDisks: ['VM001_logs', 'VM001_temp'] }),
  ],
  ['all-disks', 'unknown', 'which disks of VM001', backup({ excludedDisks: null })],
  ['all-disks', 'not-met', 'stopped', backup({ state: 'stopped', excludedDisks: null })],
  ['protected', 'not-met', 'stopped', backup({ state: 'stopped' })],
  ['protected', 'not-met', 'paused', backup({ state: 'paused' })],
  ['protected', 'not-met', 'soft-deleted', backup({ state: 'soft-deleted' })],
  ['protected', 'not-met', 'the VM is gone', backup({ state: 'machine-gone', machineGone: true })],
  ['protected', 'not-met', 'is not protected', { backup: ABSENT }],
  ['protected', 'not-met', 'another vault has it', backup({ state: 'elsewhere' })],
  ['protected', 'not-met', 'support with ADE', backup({ encryptedElsewhere: true })],
  ['protected', 'not-met', 'stopped', backup({ encryptedElsewhere: true, state: 'stopped' })],
  ['protected', 'unknown', 'try again later', { backup: UNREAD }],
  ['last-point-max-age', 'met', 'recent enough', {}],
  [
    'last-point-max-age',
    'met',
    'recent enough',
    backup({ lastPoint: { time: '2026-11-22T00:00:00Z', ageSeconds: 26 * 3600 } }),
  ],
  [
    'last-point-max-age',
    'not-met',
    'of 2026-11-22T00:00:00Z, is too old',
    backup({ lastPoint: { time: '2026-11-22T00:00:00Z', ageSeconds: 26 * 3600 + 1 } }),
  ],
  ['last-point-max-age', 'not-met', 'no recovery point', backup({ lastPoint: null })],
  ['last-point-max-age', 'not-met', 'earlier VM', backup({ pointsOfEarlier: true })],
  ['last-point-max-age', 'not-met', 'gone', backup({ machineGone: true })],
  ['last-point-max-age', 'not-met', 'not protected', { backup: ABSENT }],
  ['last-point-max-age', 'unknown', 'could not be read', { backup: UNREAD }],
  ['last-job-succeeded', 'met', 'of 2026-11-22T22:30:00Z, completed', {}],
  [
    'last-job-succeeded',
    'not-met',
    'failed',
    backup({ state: 'error', lastBackup: { status: 'Failed', time: '2026-11-22T22:30:00Z' } }),
  ],
  ['last-job-succeeded', 'not-met', 'reports an error', backup({ state: 'error' })],
  ['last-job-succeeded', 'not-met', 'no backup', backup({ lastBackup: null })],
  ['last-job-succeeded', 'not-met', 'stopped', backup({ state: 'stopped' })],
  [
    'last-job-succeeded',
    'unknown',
    'Azure reports InProgress',
    backup({ lastBackup: { status: 'InProgress', time: '2026-11-22T22:30:00Z' } }),
  ],
  ['last-job-succeeded', 'unknown', 'could not be read', { backup: UNREAD }],
  ['last-point-clean', 'met', 'of 2026-11-22T22:41:00Z, is reported as clean', {}],
  [
    'last-point-clean',
    'not-met',
    'with threats: Ransomware (High)',
    newest('infected', [{ title: 'Ransomware', severity: 'High' }]),
  ],
  ['last-point-clean', 'not-met', 'with warnings', newest('warning')],
  ['last-point-clean', 'unknown', 'does not report whether the last', newest('unknown')],
  ['last-point-clean', 'unknown', 'try again later', { newestPoint: UNREAD }],
  ['last-point-clean', 'unknown', 'not among those listed', { newestPoint: ABSENT }],
  [
    'last-point-clean',
    'not-met',
    'no recovery point',
    { newestPoint: ABSENT, ...backup({ lastPoint: null }) },
  ],
  ['last-point-clean', 'not-met', 'gone', backup({ machineGone: true })],
  ['last-point-clean', 'not-met', 'not protected', { backup: ABSENT }],
  ['last-point-clean', 'unknown', 'could not be read', { backup: UNREAD }],
  ['keys-usable', 'met', 'in place', {}],
  ['keys-usable', 'not-met', 'is gone', { keyHealth: known('gone') }],
  ['keys-usable', 'not-met', 'is disabled', { keyHealth: known('disabled') }],
  ['keys-usable', 'unknown', 'could not be read', { keyHealth: known('unknown') }],
  ['keys-usable', 'unknown', 'try again later', { keyHealth: UNREAD }],
  ['keys-usable', 'not-applicable', 'no keys', { keyHealth: ABSENT }],
  ['keys-usable', 'not-applicable', 'VM001 is gone', backup({ machineGone: true })],
  ['grant-in-place', 'met', 'can read', {}],
  ['grant-in-place', 'not-met', 'lacks access', { keyAccess: known('lacking') }],
  [
    'grant-in-place',
    'not-met',
    'a firewall',
    { keyNetwork: known([{ status: 'fail', summary: 'a firewall' }]) },
  ],
  ['grant-in-place', 'unknown', 'could not be read', { keyAccess: known('unknown') }],
  ['grant-in-place', 'not-applicable', 'no keys', { keyAccess: ABSENT }],
  ['purge-protection', 'met', 'as it should be', {}],
  [
    'purge-protection',
    'not-met',
    'kv-fail',
    { purgeProtection: checks('pass', 'fail', 'unknown') },
  ],
  ['purge-protection', 'unknown', 'kv-unknown', { purgeProtection: checks('pass', 'unknown') }],
  ['purge-protection', 'unknown', 'kv-skip', { purgeProtection: checks('pass', 'skip') }],
  ['purge-protection', 'not-applicable', 'kv-skip', { purgeProtection: checks('skip') }],
  ['soft-delete', 'met', 'vault rsv-prod is on', {}],
  [
    'soft-delete',
    'met',
    'vault rsv-prod is on',
    {
      keySoftDelete: ABSENT,
      vault: known({ ...VAULT, softDelete: { state: 'AlwaysON', retentionDays: 14 } }),
    },
  ],
  ['soft-delete', 'not-met', 'kv-fail', { keySoftDelete: checks('fail') }],
  [
    'soft-delete',
    'not-met',
    'vault rsv-prod is off',
    { vault: known({ ...VAULT, softDelete: { state: 'Disabled', retentionDays: 14 } }) },
  ],
  ['soft-delete', 'unknown', 'could not be read', { vault: UNREAD }],
  ['soft-delete', 'not-met', 'not protected', { backup: ABSENT }],
  ['immutability', 'met', 'locked', {}],
  [
    'immutability',
    'not-met',
    'not locked',
    { vault: known({ ...VAULT, immutability: 'Unlocked' }) },
  ],
  [
    'immutability',
    'not-met',
    'not immutable',
    { vault: known({ ...VAULT, immutability: 'Disabled' }) },
  ],
  [
    'immutability',
    'unknown',
    'as Thawing',
    { vault: known({ ...VAULT, immutability: 'Thawing' }) },
  ],
  ['immutability', 'unknown', 'was not found', { vault: ABSENT }],
  ['cross-region', 'met', 'is on', {}],
  ['cross-region', 'not-met', 'is off', { crossRegionRestore: known(false) }],
  ['cross-region', 'unknown', 'could not be read', { crossRegionRestore: UNREAD }],
  ['policy', 'met', 'has policy DefaultPolicy', {}],
  ['policy', 'not-met', 'not Gold or defaultpolicy', backup({ policyName: 'Silver' })],
  ['policy', 'not-met', 'has no policy', backup({ policyName: null })],
  ['policy', 'unknown', 'could not be read', { backup: UNREAD }],
  ['retention-at-least', 'met', 'long enough', {}],
  [
    'retention-at-least',
    'not-met',
    'keeps only daily=29',
    { policy: known({ ...POLICY, retention: { daily: { days: 29 } } }) },
  ],
  [
    'retention-at-least',
    'not-met',
    'keeps only daily=none',
    { policy: known({ ...POLICY, retention: { weekly: { weeks: 52, on: ['Sunday'] } } }) },
  ],
  ['retention-at-least', 'unknown', 'policy DefaultPolicy was not found', { policy: ABSENT }],
  ['retention-at-least', 'unknown', 'try again later', { policy: UNREAD }],
  ['no-points-after-retirement', 'met', 'expires by 2028-09-15', {}],
  ['no-points-after-retirement', 'met', 'has no recovery points', { encryptedPoints: known([]) }],
  [
    'no-points-after-retirement',
    'not-met',
    '2026-11-01T00:00:00Z',
    endingAt('2028-09-15T00:00:01Z'),
  ],
  [
    'no-points-after-retirement',
    'not-met',
    'kept past',
    {
      encryptedPoints: known([
        { time: '2026-11-01T00:00:00Z', end: { kind: 'never', because: 'retained' } },
      ]),
    },
  ],
  [
    'no-points-after-retirement',
    'unknown',
    'is not known',
    {
      encryptedPoints: known([
        { time: '2026-11-01T00:00:00Z', end: { kind: 'unknown', because: 'no-expiry' } },
      ]),
    },
  ],
  ['no-points-after-retirement', 'unknown', 'try again later', { encryptedPoints: UNREAD }],
  ['no-points-after-retirement', 'unknown', 'not all vaults', { pointsUnread: 'not all vaults' }],
  [
    'no-points-after-retirement',
    'unknown',
    'not all vaults',
    { encryptedPoints: ABSENT, pointsUnread: 'not all vaults' },
  ],
  // What is known to be one too many counts, whatever could not be read.
  [
    'no-points-after-retirement',
    'not-met',
    'kept past',
    { ...endingAt('2028-09-15T00:00:01Z'), pointsUnread: 'not all vaults' },
  ],
  [
    'no-points-after-retirement',
    'not-applicable',
    'no recovery points',
    { encryptedPoints: ABSENT },
  ],
  ['drill-max-age', 'met', 'of 2026-10-01T00:00:00Z, is recent enough', {}],
  ['drill-max-age', 'met', 'recent enough', drills({ lastPassed: '2026-08-25T18:00:00Z' })],
  ['drill-max-age', 'met', 'recent enough', drills({ unread: 'a.json was changed' })],
  ['drill-max-age', 'not-met', 'is too old', drills({ lastPassed: '2026-08-25T17:59:59Z' })],
  ['drill-max-age', 'not-met', '01T00:00:00Z, is failed', drills({ lastPassed: null })],
  [
    'drill-max-age',
    'not-met',
    'no drill of VM001 is recorded here',
    drills({ lastPassed: null, newest: null }),
  ],
  ['drill-max-age', 'not-met', 'no drill of VM001 is recorded here', { drills: ABSENT }],
  [
    'drill-max-age',
    'unknown',
    'a.json was changed',
    drills({ lastPassed: '2026-01-01T00:00:00Z', unread: 'a.json was changed' }),
  ],
  ['drill-max-age', 'unknown', 'try again later', { drills: UNREAD }],
];

describe('a rule', () => {
  it.each(ROWS)('%s is %s: %s', (rule, verdict, words, change) => {
    const judgement = judge(gateFacts(change), DEMANDS[rule]);
    expect(judgement).toMatchObject({ verdict, reason: expect.stringContaining(words) });
  });

  it.each(GATE_RULES)('%s has a row for met, missed and unknown', (rule) => {
    const verdicts = new Set(ROWS.filter(([of]) => of === rule).map(([, verdict]) => verdict));
    expect([...verdicts]).toEqual(expect.arrayContaining(['met', 'not-met', 'unknown']));
  });
});

describe('what cannot be read', () => {
  const FACTS = [
    'backup',
    'keyHealth',
    'keyAccess',
    'keyNetwork',
    'purgeProtection',
    'keySoftDelete',
    'vault',
    'crossRegionRestore',
    'policy',
    'encryptedPoints',
    'drills',
  ] as const satisfies readonly (keyof GateFacts)[];

  it('leaves a verdict as it is, or open', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ROWS.filter(([, verdict]) => verdict !== 'not-applicable')),
        fc.subarray([...FACTS], { minLength: 1 }),
        ([rule, verdict, , change], unread) => {
          const facts = gateFacts(change);
          const less = { ...facts, ...Object.fromEntries(unread.map((key) => [key, UNREAD])) };
          const after = judge(less, DEMANDS[rule]).verdict;
          // A fact less can leave a verdict as it is or open; it settles nothing.
          expect([verdict, 'unknown']).toContain(after);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('leaves no rule met when nothing can be read', () => {
    const nothing = { name: 'VM001', ...Object.fromEntries(FACTS.map((key) => [key, UNREAD])) };
    const verdicts = GATE_RULES.map(
      (rule) => judge({ ...gateFacts(), ...nothing }, DEMANDS[rule]).verdict,
    );
    expect(new Set(verdicts)).toEqual(new Set(['unknown']));
  });
});
