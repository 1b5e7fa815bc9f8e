import { describe, expect, it } from 'vitest';
import type { PolicyTerms } from '../../../../src/domain/backup-policy/policy.js';
import type { RecoveryPoint } from '../../../../src/domain/recovery/recovery-point.js';
import {
  itemLife,
  lastEnd,
  outlives,
  pointEnds,
  type ItemLife,
  type PointEnd,
  type PointsContext,
} from '../../../../src/domain/retirement/point-end.js';
import type { ProtectedItem } from '../../../../src/domain/vaults/recovery-services.js';

const NOW = '2026-11-24T12:00:00Z';
const DEADLINE = '2028-09-15T00:00:00Z';

const POLICY: PolicyTerms = {
  policyType: 'Standard',
  timeZone: 'Tokyo Standard Time',
  schedule: { frequency: 'Daily', times: ['02:00'], days: [] },
  retention: {
    daily: { days: 30 },
    monthly: { months: 36, on: { format: 'Daily', dates: [1] } },
  },
  instantRestoreDays: 2,
};

const BACKED_UP: PointsContext = {
  life: { kind: 'backed-up' },
  policy: POLICY,
  zone: 'Asia/Tokyo',
  now: NOW,
};

function point(time: string, more: Partial<RecoveryPoint> = {}): RecoveryPoint {
  return {
    name: time,
    time,
    consistency: 'AppConsistent',
    tiers: [{ tier: 'vault', status: 'Valid' }],
    softDeleted: false,
    encrypted: true,
    zones: [],
    ...more,
  };
}

/** The end of one point beside a newer one, or of the newest. */
function endOf(one: RecoveryPoint, context: Partial<PointsContext> = {}): PointEnd | undefined {
  const newer = point('2026-11-24T02:00:00Z', { expiryTime: '2026-12-24T02:00:00Z' });
  return pointEnds([newer, one], { ...BACKED_UP, ...context })[1];
}

describe('when a point goes', () => {
  const NAMED = point('2026-11-01T02:00:00Z', { expiryTime: '2026-12-01T02:00:00Z' });

  it.each<[string, RecoveryPoint, Partial<PointsContext>, PointEnd]>([
    [
      'as Azure says',
      NAMED,
      {},
      { kind: 'at', time: '2026-12-01T02:00:00Z', source: 'azure', firm: true },
    ],
    [
      'not yet, where it is past its end and still listed',
      point('2026-10-01T02:00:00Z', { expiryTime: '2026-11-01T02:00:00Z' }),
      {},
      { kind: 'at', time: '2026-11-01T02:00:00Z', source: 'azure', firm: false },
    ],
    [
      'by the rule that Azure names',
      point('2026-10-31T17:10:00Z', { ruleName: 'Monthly' }),
      {},
      { kind: 'at', time: '2029-10-31T17:10:00Z', source: 'policy', firm: true },
    ],
    [
      'by the day in the policy of its time zone: the first of November in Tokyo',
      point('2026-10-31T17:10:00Z'),
      {},
      { kind: 'at', time: '2029-10-31T17:10:00Z', source: 'policy', firm: false },
    ],
    [
      'by the daily rule on any other day',
      point('2026-11-01T17:10:00Z'),
      {},
      { kind: 'at', time: '2026-12-01T17:10:00Z', source: 'policy', firm: false },
    ],
    [
      'by the longest rule, where the time zone is not known',
      point('2026-11-01T17:10:00Z'),
      { zone: undefined },
      { kind: 'at', time: '2029-11-01T17:10:00Z', source: 'policy', firm: false },
    ],
    ['nobody knows without policy', point('2026-11-01T17:10:00Z'), { policy: undefined }, UNKNOWN],
    [
      'nobody knows by a rule that the policy has no more',
      point('2026-11-01T17:10:00Z', { ruleName: 'Yearly' }),
      {},
      { kind: 'unknown', because: 'no-expiry' },
    ],
    [
      'nobody knows of a point in soft delete',
      { ...NAMED, softDeleted: true },
      {},
      { kind: 'unknown', because: 'soft-deleted-point' },
    ],
    [
      'never, where all data are retained',
      NAMED,
      { life: { kind: 'retained' } },
      { kind: 'never', because: 'retained' },
    ],
    [
      'an archived one, too',
      { ...NAMED, tiers: [{ tier: 'archive', status: 'Valid' }] },
      { life: { kind: 'retained' } },
      { kind: 'never', because: 'retained' },
    ],
    [
      'with its item in soft delete',
      NAMED,
      { life: { kind: 'soft-deleted', purgedAt: '2026-12-08T00:00:00Z' } },
      { kind: 'at', time: '2026-12-08T00:00:00Z', source: 'soft-delete', firm: true },
    ],
    [
      'nobody knows of an item in an unclear state',
      NAMED,
      { life: { kind: 'unclear' } },
      { kind: 'unknown', because: 'item-state' },
    ],
  ])('%s', (_, one, context, end) => {
    expect(endOf(one, context)).toEqual(end);
  });

  it('the last one stays until a newer one comes', () => {
    const points = [
      point('2026-11-24T02:00:00Z', {
        expiryTime: '2026-12-24T02:00:00Z',
        tiers: [{ tier: 'snapshot', status: 'Valid' }],
      }),
      point('2026-11-23T02:00:00Z', { expiryTime: '2026-12-23T02:00:00Z' }),
    ];
    const azure = { kind: 'at', source: 'azure' };
    expect(pointEnds(points, BACKED_UP)).toEqual([
      { ...azure, time: '2026-12-24T02:00:00Z', firm: true },
      { ...azure, time: '2026-12-23T02:00:00Z', firm: false },
    ]);
    expect(pointEnds(points, { ...BACKED_UP, life: { kind: 'running-out' } })).toEqual([
      { ...azure, time: '2026-12-24T02:00:00Z', firm: true },
      { kind: 'never', because: 'last-point' },
    ]);
  });
});

const UNKNOWN: PointEnd = { kind: 'unknown', because: 'no-expiry' };

describe('what becomes of the points of an item', () => {
  const item = (more: Partial<ProtectedItem>): ProtectedItem => ({
    id: '/items/1',
    vaultId: '/vaults/1',
    sourceResourceId: '/machines/1',
    friendlyName: 'VM1',
    protectionState: 'Protected',
    health: [],
    policyId: '/policies/1',
    ...more,
  });

  it.each<[string, Partial<ProtectedItem>, 'there' | 'gone' | 'unknown', ItemLife]>([
    ['protected', {}, 'there', { kind: 'backed-up' }],
    ['protected, its machine gone', {}, 'gone', { kind: 'running-out' }],
    ['protected, its machine not to be read', {}, 'unknown', { kind: 'running-out' }],
    ['failing', { protectionState: 'ProtectionError' }, 'there', { kind: 'backed-up' }],
    ['stopped', { protectionState: 'ProtectionStopped' }, 'there', { kind: 'retained' }],
    ['suspended', { protectionState: 'BackupsSuspended' }, 'there', { kind: 'running-out' }],
    ['paused', { protectionState: 'ProtectionPaused' }, 'there', { kind: 'unclear' }],
    [
      'soft-deleted',
      {
        protectionState: 'ProtectionStopped',
        softDelete: { deletedAt: '2026-11-23T12:00:00Z', remainingSeconds: 86_400 },
      },
      'there',
      { kind: 'soft-deleted', purgedAt: '2026-11-25T12:00:00Z' },
    ],
  ])('%s', (_, more, machine, life) => {
    expect(itemLife(item(more), machine, NOW)).toEqual(life);
  });
});

describe('whether a point outlives a deadline', () => {
  const at = (time: string): PointEnd => ({ kind: 'at', time, source: 'azure', firm: true });

  it.each<[PointEnd, boolean | undefined]>([
    [at('2028-09-14T23:59:59Z'), false],
    [at('2028-09-15T00:00:00Z'), false],
    [at('2028-09-15T00:00:01Z'), true],
    [{ kind: 'never', because: 'retained' }, true],
    [UNKNOWN, undefined],
  ])('%o', (end, answer) => {
    expect(outlives(end, DEADLINE)).toBe(answer);
  });

  it('of several ends the last one counts, and doubt most of all', () => {
    const never: PointEnd = { kind: 'never', because: 'retained' };
    expect(lastEnd([])).toBeUndefined();
    expect(lastEnd([at('2027-01-02T00:00:00Z'), at('2027-01-01T00:00:00Z')])).toEqual(
      at('2027-01-02T00:00:00Z'),
    );
    expect(lastEnd([never, at('2027-01-01T00:00:00Z')])).toBe(never);
    expect(lastEnd([never, UNKNOWN])).toBe(UNKNOWN);
  });
});
