// A policy from Azure's JSON to ours, to our own JSON, and back: nothing is lost, nothing passed over.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { policyDifferences } from '../../../../../src/domain/backup-policy/differences.js';
import { brokenRules } from '../../../../../src/domain/backup-policy/rules.js';
import type { PolicyTerms } from '../../../../../src/domain/backup-policy/policy.js';
import { findPolicyIn } from '../../../../../src/services/backup/policy/file.js';
import { termsFromJson } from '../../../../../src/services/backup/policy/terms.js';
import { policyFromWire, policyToWire } from '../../../../../src/services/backup/policy/wire.js';
import { termsToJson } from '../../../../../src/commands/policy/report.js';
import { randomTerms } from '../../../../support/random-policies.js';

const DATE = '2026-11-23';

/** As az prints a policy: every member, absent ones as null, names in the casing of its SDK. */
const PRINTED_BY_AZ = {
  eTag: null,
  id: '/subscriptions/s/resourceGroups/g/providers/Microsoft.RecoveryServices/vaults/v/backupPolicies/p',
  location: null,
  name: 'p',
  properties: {
    backupManagementType: 'AzureIaasVM',
    instantRpDetails: { azureBackupRgNamePrefix: null, azureBackupRgNameSuffix: null },
    instantRpRetentionRangeInDays: 2,
    policyType: null,
    protectedItemsCount: 3,
    resourceGuardOperationRequests: null,
    retentionPolicy: {
      dailySchedule: {
        retentionDuration: { count: 30, durationType: 'Days' },
        retentionTimes: ['2026-11-20T22:30:00+00:00'],
      },
      monthlySchedule: null,
      retentionPolicyType: 'LongTermRetentionPolicy',
      weeklySchedule: null,
      yearlySchedule: null,
    },
    schedulePolicy: {
      hourlySchedule: null,
      schedulePolicyType: 'SimpleSchedulePolicy',
      scheduleRunDays: null,
      scheduleRunFrequency: 'Daily',
      scheduleRunTimes: ['2026-11-20T22:30:00+00:00'],
      scheduleWeeklyFrequency: 0,
    },
    tieringPolicy: null,
    timeZone: 'UTC',
  },
  resourceGroup: 'g',
  tags: null,
  type: 'Microsoft.RecoveryServices/vaults/backupPolicies',
};

const DAILY_TERMS: PolicyTerms = {
  policyType: 'Standard',
  timeZone: 'UTC',
  schedule: { frequency: 'Daily', times: ['22:30'], days: [] },
  retention: { daily: { days: 30 } },
  instantRestoreDays: 2,
};

/** The daily policy on the wire with something else in it. */
function wireWith(change: Readonly<Record<string, unknown>>): object {
  return { ...policyToWire(DAILY_TERMS, DATE), ...change };
}

describe('policies of the domain', () => {
  it('break no rule, and come back from the wire and from JSON as they were', () => {
    fc.assert(
      fc.property(randomTerms, (terms) => {
        expect(brokenRules(terms)).toEqual([]);
        const wire = policyToWire(terms, DATE);
        const read = policyFromWire(wire);
        expect(read).toEqual({ terms, problems: [], unknown: [], timesDate: DATE });
        expect(policyToWire(read.terms ?? DAILY_TERMS, read.timesDate ?? '')).toEqual(wire);
        const json: object = JSON.parse(JSON.stringify(termsToJson(terms)));
        expect(termsFromJson(json)).toEqual({ terms, problems: [], unknown: [] });
        expect(policyDifferences(terms, read.terms ?? DAILY_TERMS)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});

describe("Azure's JSON", () => {
  it('is read as az prints it', () => {
    const found = findPolicyIn(PRINTED_BY_AZ);
    expect(found?.kind).toBe('azure');
    expect(policyFromWire(found?.value)).toEqual({
      terms: DAILY_TERMS,
      problems: [],
      unknown: [],
      timesDate: '2026-11-20',
    });
  });

  it.each([
    ['a member', wireWith({ vaultLock: true }), ['vaultLock']],
    [
      'a schedule of every second week',
      wireWith({
        schedulePolicy: {
          schedulePolicyType: 'SimpleSchedulePolicy',
          scheduleRunFrequency: 'Daily',
          scheduleRunTimes: [`${DATE}T22:30:00Z`],
          scheduleWeeklyFrequency: 2,
        },
      }),
      ['schedulePolicy.scheduleWeeklyFrequency'],
    ],
    [
      'another tier',
      wireWith({ tieringPolicy: { ColdRP: { tieringMode: 'TierAfter' } } }),
      ['tieringPolicy.ColdRP'],
    ],
    [
      'times of its own for what is kept',
      wireWith({
        retentionPolicy: {
          retentionPolicyType: 'LongTermRetentionPolicy',
          dailySchedule: {
            retentionTimes: [`${DATE}T01:00:00Z`],
            retentionDuration: { count: 30, durationType: 'Days' },
          },
        },
      }),
      ['retentionPolicy.dailySchedule.retentionTimes, which are not the times of the backups'],
    ],
  ])('with %s that has no words here names it', (_, wire, unknown) => {
    expect(policyFromWire(wire)).toMatchObject({ problems: [], unknown });
  });

  it.each([
    ['no schedule', wireWith({ schedulePolicy: null }), /^schedulePolicy is missing/u],
    [
      'a schedule of logs',
      wireWith({ schedulePolicy: { schedulePolicyType: 'LogSchedulePolicy' } }),
      /schedulePolicyType must be one of .*, not 'LogSchedulePolicy'/u,
    ],
    ['a text for days', wireWith({ instantRpRetentionRangeInDays: 'two' }), /whole number/u],
    [
      'weeks for daily points',
      wireWith({
        retentionPolicy: {
          retentionPolicyType: 'LongTermRetentionPolicy',
          dailySchedule: { retentionDuration: { count: 2, durationType: 'Weeks' } },
        },
      }),
      /dailySchedule.retentionDuration.durationType must be one of Days/u,
    ],
    [
      'archiving after nothing',
      wireWith({ tieringPolicy: { ArchivedRP: { tieringMode: 'TierAfter', duration: 3 } } }),
      /tieringPolicy.ArchivedRP.durationType/u,
    ],
  ])('with %s is no policy', (_, wire, problem) => {
    expect(policyFromWire(wire).problems.join('\n')).toMatch(problem);
  });
});

describe('a file', () => {
  const terms = termsToJson(DAILY_TERMS);
  it.each([
    ['terms alone', terms, 'terms'],
    ['an item', { policy: {}, terms }, 'terms'],
    ['a document', { kind: 'policy-show', items: [{ terms }] }, 'terms'],
    ["Azure's properties", PRINTED_BY_AZ.properties, 'azure'],
    ['two policies', { items: [{ terms }, { terms }] }, 'none'],
    ['a list of one', [terms], 'terms'],
    ['a list of two', [terms, terms], 'none'],
    ['an empty list', [], 'none'],
    ['something else', { a: 1 }, 'none'],
    ['a text', 'policy', 'none'],
  ])('with %s is seen to hold it', (_, json, kind) => {
    expect(findPolicyIn(json)?.kind ?? 'none').toBe(kind);
  });

  it.each([
    [{ ...terms, extra: 1 }, 'unknown', 'extra'],
    [{ ...terms, policyType: 'Premium' }, 'problems', "not 'Premium'"],
    [{ ...terms, timeZone: null }, 'problems', 'timeZone is missing'],
    [{ ...terms, schedule: { ...terms.schedule, times: ['2am'] } }, 'problems', 'such as 02:00'],
    [{ ...terms, schedule: { ...terms.schedule, days: ['Someday'] } }, 'problems', 'Sunday'],
    [
      {
        ...terms,
        retention: {
          ...terms.retention,
          monthly: { months: 1, on: { format: 'Daily', dates: ['2nd'] } },
        },
      },
      'problems',
      'retention.monthly.on.dates',
    ],
  ] as const)('that says %j is refused by name', (json, where, what) => {
    expect(termsFromJson(json)[where].join('\n')).toContain(what);
  });
});
