// Which point a restore takes, from which tier Azure reads it, and when its disks come without settings.
import { describe, expect, it } from 'vitest';
import type {
  RecoveryPoint,
  RecoveryPointTier,
} from '../../../../src/domain/recovery/recovery-point.js';
import {
  ADE_LARGEST_GB,
  ADE_MAX_DISKS,
  comesWithoutSettings,
} from '../../../../src/domain/recovery/restore-limits.js';
import { newestPoint, restoresFrom } from '../../../../src/domain/recovery/restore-point.js';

const SNAPSHOT: RecoveryPointTier = { tier: 'snapshot', status: 'Valid' };
const VAULT: RecoveryPointTier = { tier: 'vault', status: 'Valid' };
const GONE: RecoveryPointTier = { tier: 'snapshot', status: 'Deleted' };

function point(day: number, ...tiers: readonly RecoveryPointTier[]): RecoveryPoint {
  return {
    name: String(day),
    time: `2026-11-${day}T22:30:00Z`,
    consistency: 'AppConsistent',
    tiers,
    softDeleted: false,
    encrypted: true,
    zones: [],
  };
}

/** Newest first: one that is nowhere, two with a snapshot, one in the vault only. */
const POINTS = [
  point(23, GONE),
  point(22, SNAPSHOT, VAULT),
  point(21, SNAPSHOT),
  point(20, GONE, VAULT),
];

describe('the point that a restore takes', () => {
  it.each([
    [{}, '22', 'the newest point that can be restored'],
    [
      { tier: 'snapshot' },
      '22',
      'the newest point that is read from the snapshot tier that can be restored',
    ],
    [
      { tier: 'vault' },
      '20',
      'the newest point that is read from the vault tier that can be restored',
    ],
    [
      { until: '2026-11-21T22:30:00Z' },
      '21',
      'the newest point up to 2026-11-21T22:30:00Z that can be restored',
    ],
    [
      { until: '2026-11-21T22:29:59Z' },
      '20',
      'the newest point up to 2026-11-21T22:29:59Z that can be restored',
    ],
    [
      { until: '2026-11-22T23:00:00Z', tier: 'vault' },
      '20',
      'the newest point up to 2026-11-22T23:00:00Z that is read from the vault tier that can be restored',
    ],
  ] as const)('%o: %s', (wanted, name, reason) => {
    const chosen = newestPoint(POINTS, wanted);
    expect(chosen?.point.name).toBe(name);
    expect(chosen?.reason).toBe(reason);
  });

  it.each([
    [[], {}],
    [[point(23, GONE)], {}],
    [POINTS, { until: '2026-11-20T22:29:59Z' }],
    [POINTS, { until: '2026-11-20T22:30:00Z', tier: 'snapshot' }],
    [[point(22, SNAPSHOT, VAULT)], { tier: 'vault' }],
  ] as const)('is none of %o for %o', (points, wanted) => {
    expect(newestPoint(points, wanted)).toBeUndefined();
  });

  it('is read from the snapshot while there is one', () => {
    expect(POINTS.map((each) => restoresFrom(each))).toEqual([
      undefined,
      'snapshot',
      'snapshot',
      'vault',
    ]);
  });
});

describe('restored disks', () => {
  it.each([
    ['one disk', [30], false],
    ['as many as may be', Array.from({ length: ADE_MAX_DISKS }, () => 30), false],
    ['one too many', Array.from({ length: ADE_MAX_DISKS + 1 }, () => 30), true],
    ['as large as may be', [30, ADE_LARGEST_GB], false],
    ['one too large', [30, ADE_LARGEST_GB + 1], true],
    ['of unknown size', [undefined], false],
  ] as const)('%s', (_, sizes, without) => {
    expect(comesWithoutSettings(sizes)).toBe(without);
  });
});
