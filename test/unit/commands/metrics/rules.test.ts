// What of a status becomes a metric, and what of it nobody knows.
import { describe, expect, it } from 'vitest';
import { metricsItem, type JudgedStatus } from '../../../../src/commands/metrics/rules.js';
import type { MetricsItem } from '../../../../src/commands/metrics/result.js';
import { emptyItem } from '../../../../src/commands/status/item-part.js';
import type { StatusItem } from '../../../../src/commands/status/result.js';
import { ADE, PLATFORM_KEYS } from '../results/sample-documents.js';

const TARGET = { id: '/subscriptions/s/vm', name: 'VM014', subscriptionId: 's' };
const TIME = '2026-11-22T18:00:00Z';

function aStatus(change: Partial<StatusItem>): StatusItem {
  return { ...emptyItem(TARGET), outcome: 'protected', encryption: PLATFORM_KEYS, ...change };
}

const NO_DRILLS = { now: TIME, lastPassed: null, newest: null, unread: null };

function metricsOf(status: Omit<JudgedStatus, 'drills'>): MetricsItem {
  return metricsItem({ ...status, drills: NO_DRILLS });
}

function aBackup(status: string): StatusItem['lastBackup'] {
  return { status, time: TIME, ageSeconds: 1 };
}

describe('a machine as metrics', () => {
  it('has no point and no job where those of its item are of an earlier machine of its name', () => {
    const item = aStatus({
      lastRecoveryPoint: { time: TIME, ageSeconds: 1 },
      lastBackup: aBackup('Completed'),
    });
    expect(metricsOf({ item })).toMatchObject({
      lastRecoveryPoint: TIME,
      lastJob: { success: true },
    });
    expect(metricsOf({ item, isNewer: true })).toMatchObject({
      outcome: 'read',
      lastRecoveryPoint: null,
      lastJob: null,
    });
  });

  it('is not unprotected where a vault that nobody looked into may protect it: with ADE none can', () => {
    const unseen = ['other'];
    const bare = aStatus({ outcome: 'not-protected' });
    expect(metricsOf({ item: bare, unseen })).toMatchObject({
      outcome: 'partly-read',
      protected: null,
      unread: ['protected', 'lastRecoveryPoint', 'lastJob'],
    });
    expect(metricsOf({ item: { ...bare, encryption: ADE }, unseen }).protected).toBe(false);
    expect(metricsOf({ item: bare, unseen: [] }).protected).toBe(false);
  });

  it.each([true, false])('elsewhere, backups are taken there: %s', (backedUpElsewhere) => {
    const item = aStatus({ outcome: 'elsewhere' });
    expect(metricsOf({ item, backedUpElsewhere }).protected).toBe(backedUpElsewhere);
  });

  it('is not protected with ADE by a vault of another subscription', () => {
    const item = aStatus({ encryption: ADE });
    expect(metricsOf({ item }).protected).toBe(true);
    expect(metricsOf({ item, encryptedElsewhere: true }).protected).toBe(false);
  });

  it.each<[StatusItem['outcome'], boolean | null]>([
    ['protected', true],
    ['waiting-for-first-backup', true],
    ['error', true],
    ['elsewhere', null],
    ['stopped', false],
    ['paused', false],
    ['soft-deleted', false],
    ['machine-gone', false],
    ['not-protected', false],
    ['failed', null],
  ])('%s: protected is %s', (outcome, expected) => {
    expect(metricsOf({ item: aStatus({ outcome }) }).protected).toBe(expected);
  });

  it.each<[string, MetricsItem['lastJob'], MetricsItem['unread']]>([
    ['Completed', { success: true, time: TIME }, []],
    ['CompletedWithWarnings', { success: true, time: TIME }, []],
    ['Failed', { success: false, time: TIME }, []],
    ['Unheard', null, ['lastJob']],
  ])('%s', (status, lastJob, unread) => {
    const item = metricsOf({ item: aStatus({ lastBackup: aBackup(status) }) });
    expect(item).toMatchObject({ lastJob, unread });
  });

  it.each<[string, Partial<StatusItem>, boolean | null, MetricsItem['unread']]>([
    ['no keys', {}, null, []],
    ['keys in place', { keyAccess: 'granted', keyHealth: 'in-place' }, true, []],
    ['no access', { keyAccess: 'lacking', keyHealth: 'unknown' }, false, []],
    ['a key that is gone', { keyAccess: 'granted', keyHealth: 'gone' }, false, []],
    ['a disabled key', { keyAccess: 'unknown', keyHealth: 'disabled' }, false, []],
    ['keys not read', { keyAccess: 'granted', keyHealth: 'unknown' }, null, ['keysUsable']],
    ['access not read', { keyAccess: 'unknown', keyHealth: 'in-place' }, null, ['keysUsable']],
    ['ADE without known keys', { encryption: ADE }, null, ['keysUsable']],
    [
      'an unknown encryption',
      { encryption: { ...PLATFORM_KEYS, kind: 'unrecognised' } },
      null,
      ['keysUsable'],
    ],
  ])('%s', (_, change, keysUsable, unread) => {
    expect(metricsOf({ item: aStatus(change) })).toMatchObject({ keysUsable, unread });
  });

  it('of whose protection nothing could be read', () => {
    const item = aStatus({ outcome: 'not-protected' });
    expect(metricsOf({ item, protectionUnread: true })).toMatchObject({
      outcome: 'partly-read',
      protected: null,
      unread: ['protected', 'lastRecoveryPoint', 'lastJob'],
    });
  });

  it('that could not be looked at', () => {
    const unread = ['protected', 'lastRecoveryPoint', 'lastJob', 'keysUsable'];
    const item = aStatus({ outcome: 'failed', encryption: null });
    expect(metricsOf({ item })).toMatchObject({ outcome: 'failed', unread });
  });
});
