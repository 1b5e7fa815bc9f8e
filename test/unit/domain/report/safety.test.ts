// Whether a machine could be had back: each of the rules by itself misses it, or leaves it open.
import { describe, expect, it } from 'vitest';
import { known } from '../../../../src/domain/fact.js';
import type { GateFacts } from '../../../../src/domain/gate/facts.js';
import { safetyOf } from '../../../../src/domain/report/safety.js';
import { backup, gateFacts, UNREAD } from '../gate/gate-facts.js';

describe('a machine', () => {
  it.each<[string, Partial<GateFacts>, ReturnType<typeof safetyOf>['outcome'], string]>([
    ['with all of it', {}, 'safe', ''],
    [
      'without keys of ADE',
      { keyHealth: { status: 'absent' }, keyAccess: { status: 'absent' } },
      'safe',
      '',
    ],
    ['that is not protected', { backup: { status: 'absent' } }, 'not-safe', 'is not protected'],
    ['whose backups are stopped', backup({ state: 'stopped' }), 'not-safe', 'stopped'],
    ['that another vault protects', backup({ state: 'elsewhere' }), 'not-safe', 'another vault'],
    [
      'whose last backup failed',
      backup({ state: 'error', lastBackup: { status: 'Failed', time: '2026-11-22T22:30:00Z' } }),
      'not-safe',
      'failed',
    ],
    ['without a point', backup({ lastPoint: null }), 'not-safe', 'no recovery point'],
    [
      'of which the points are an earlier one’s',
      backup({ pointsOfEarlier: true }),
      'not-safe',
      'earlier VM',
    ],
    ['whose keys are gone', { keyHealth: known('gone') }, 'not-safe', 'is gone'],
    ['without the grant', { keyAccess: known('lacking') }, 'not-safe', 'lacks access'],
    ['of which it could not be read', { backup: UNREAD }, 'unknown', 'could not be read'],
    [
      'whose keys could not be read',
      { keyHealth: known('unknown') },
      'unknown',
      'could not be read',
    ],
    [
      'that lacks one thing, and of which another is unknown',
      { keyHealth: known('unknown'), keyAccess: known('lacking') },
      'not-safe',
      'lacks access',
    ],
  ])('%s', (_, change, outcome, reason) => {
    const safety = safetyOf(gateFacts(change));
    expect(safety.outcome).toBe(outcome);
    expect(safety.reasons.join('; ')).toContain(reason);
    expect(safety.reasons.length === 0).toBe(outcome === 'safe');
    expect(new Set(safety.reasons).size).toBe(safety.reasons.length);
  });
});
