// Every rule of Azure on policies: the least that breaks it, and the nearest that keeps it.
import { describe, expect, it } from 'vitest';
import {
  POLICY_RULES,
  brokenNameRule,
  brokenRules,
} from '../../../../src/domain/backup-policy/rules.js';
import type {
  DaysOfMonth,
  PolicyRetention,
  PolicySchedule,
  PolicyTerms,
} from '../../../../src/domain/backup-policy/policy.js';

const DAILY: PolicyTerms = {
  policyType: 'Standard',
  timeZone: 'UTC',
  schedule: { frequency: 'Daily', times: ['02:00'], days: [] },
  retention: { daily: { days: 30 } },
  instantRestoreDays: 2,
};
const WEEKLY: PolicyTerms = {
  ...DAILY,
  schedule: { frequency: 'Weekly', times: ['02:00'], days: ['Sunday', 'Friday'] },
  retention: { weekly: { weeks: 12, on: ['Sunday', 'Friday'] } },
  instantRestoreDays: 5,
};
const HOURLY: PolicyTerms = {
  ...DAILY,
  policyType: 'Enhanced',
  schedule: { frequency: 'Hourly', times: ['08:00'], days: [], everyHours: 4, windowHours: 12 },
};

const FIRST_SUNDAY: DaysOfMonth = { format: 'Weekly', weeks: ['First'], days: ['Sunday'] };
const by = (...dates: readonly (number | 'Last')[]): DaysOfMonth => ({ format: 'Daily', dates });

const daily = (change: Partial<PolicyTerms>): PolicyTerms => ({ ...DAILY, ...change });
const times = (...each: readonly string[]): PolicyTerms =>
  daily({ schedule: { ...DAILY.schedule, times: each } });
const hourly = (change: Partial<PolicySchedule>): PolicyTerms => ({
  ...HOURLY,
  schedule: { ...HOURLY.schedule, ...change },
});
const storageSettings = (change: PolicyRetention, base = DAILY): PolicyTerms => ({
  ...base,
  retention: { ...base.retention, ...change },
});
const weekly = (change: Partial<PolicySchedule>): PolicyTerms => ({
  ...WEEKLY,
  schedule: { ...WEEKLY.schedule, ...change },
});

/** Counts from 1 to a most. */
const COUNTS: readonly (readonly [
  rule: string,
  most: number,
  part: (count: number) => PolicyRetention,
])[] = [
  ['weekly-count', 5163, (weeks) => ({ weekly: { weeks, on: ['Monday'] } })],
  ['monthly-count', 1188, (months) => ({ monthly: { months, on: FIRST_SUNDAY } })],
  ['yearly-count', 99, (years) => ({ yearly: { years, in: ['May'], on: FIRST_SUNDAY } })],
];

/** Which rule, what breaks it, and what it says of that; then what just keeps it. */
const ROWS: readonly (readonly [
  rule: string,
  breaks: PolicyTerms,
  found: RegExp,
  keeps: PolicyTerms,
])[] = [
  ['one-time', times('02:00', '14:00'), /2 times/u, DAILY],
  ['one-time', times(), /0 times/u, DAILY],
  ['half-hours', times('02:15'), /02:15/u, times('02:30')],
  ['weekly-needs-days', weekly({ days: [] }), /no days/u, WEEKLY],
  ['weekly-needs-days', weekly({ days: ['Sunday', 'Sunday'] }), /Sunday is given twice/u, WEEKLY],
  ['hourly-is-enhanced', { ...HOURLY, policyType: 'Standard' }, /is Standard/u, HOURLY],
  ['interval', hourly({ everyHours: 5, windowHours: 10 }), /every 5h/u, hourly({ everyHours: 6 })],
  [
    'window',
    hourly({ windowHours: 10 }),
    /10h with a backup every 4h/u,
    hourly({ windowHours: 4 }),
  ],
  ['window', hourly({ windowHours: 28 }), /28h/u, hourly({ windowHours: 24 })],
  ['window', hourly({ windowHours: 0 }), /0h/u, hourly({ windowHours: 4 })],
  ['daily-backups-are-kept-daily', daily({ retention: {} }), /no daily/u, DAILY],
  ['daily-backups-are-kept-daily', { ...HOURLY, retention: {} }, /no daily/u, HOURLY],
  ['weekly-backups-are-kept-weekly', { ...WEEKLY, retention: {} }, /no weekly/u, WEEKLY],
  [
    'weekly-backups-are-kept-weekly',
    storageSettings({ daily: { days: 30 } }, WEEKLY),
    /retention is 30 days/u,
    WEEKLY,
  ],
  [
    'weekly-days-are-backup-days',
    storageSettings({ weekly: { weeks: 12, on: ['Sunday'] } }, WEEKLY),
    /run on Sunday, Friday, weekly retention is for Sunday/u,
    storageSettings({ weekly: { weeks: 12, on: ['Friday', 'Sunday'] } }, WEEKLY),
  ],
  [
    'weekly-needs-days-kept',
    storageSettings({ weekly: { weeks: 12, on: [] } }),
    /no days/u,
    storageSettings({ weekly: { weeks: 12, on: ['Monday'] } }),
  ],
  ...[by(0), by(29), by()].map((on): (typeof ROWS)[number] => [
    'long-term-days',
    storageSettings({ monthly: { months: 1, on } }),
    /the \d+\.|no days/u,
    storageSettings({ monthly: { months: 1, on: by(1, 28, 'Last') } }),
  ]),
  [
    'long-term-days',
    storageSettings({ yearly: { years: 1, in: ['May'], on: { ...FIRST_SUNDAY, weeks: [] } } }),
    /no weeks/u,
    storageSettings({ yearly: { years: 1, in: ['May'], on: FIRST_SUNDAY } }),
  ],
  [
    'long-term-days-are-backup-days',
    storageSettings({ monthly: { months: 1, on: by(1) } }, WEEKLY),
    /^1$/u,
    storageSettings({ monthly: { months: 1, on: FIRST_SUNDAY } }, WEEKLY),
  ],
  [
    'long-term-days-are-backup-days',
    storageSettings({ monthly: { months: 1, on: { ...FIRST_SUNDAY, days: ['Monday'] } } }, WEEKLY),
    /first-mon/u,
    storageSettings({ monthly: { months: 1, on: { ...FIRST_SUNDAY, days: ['Monday'] } } }),
  ],
  [
    'yearly-needs-months',
    storageSettings({ yearly: { years: 1, in: [], on: FIRST_SUNDAY } }),
    /no months/u,
    storageSettings({ yearly: { years: 1, in: ['May'], on: FIRST_SUNDAY } }),
  ],
  [
    'daily-count',
    storageSettings({ daily: { days: 6 } }),
    /^6$/u,
    storageSettings({ daily: { days: 7 } }),
  ],
  [
    'daily-count',
    storageSettings({ daily: { days: 10_000 } }),
    /10000/u,
    storageSettings({ daily: { days: 9999 } }),
  ],
  ...COUNTS.flatMap(([rule, most, part]): (typeof ROWS)[number][] => [
    [rule, storageSettings(part(0)), /^0$/u, storageSettings(part(1))],
    [
      rule,
      storageSettings(part(most + 1)),
      new RegExp(`${most + 1}`, 'u'),
      storageSettings(part(most)),
    ],
  ]),
  ['instant-standard', daily({ instantRestoreDays: 6 }), /^6$/u, daily({ instantRestoreDays: 5 })],
  ['instant-standard', { ...WEEKLY, instantRestoreDays: 4 }, /^4$/u, WEEKLY],
  [
    'instant-enhanced',
    { ...HOURLY, instantRestoreDays: 18 },
    /18/u,
    { ...HOURLY, instantRestoreDays: 17 },
  ],
  [
    'instant-enhanced',
    daily({ policyType: 'Enhanced', instantRestoreDays: 31 }),
    /31/u,
    daily({ policyType: 'Enhanced', instantRestoreDays: 30 }),
  ],
  [
    'instant-within-daily',
    daily({ policyType: 'Enhanced', instantRestoreDays: 8, retention: { daily: { days: 7 } } }),
    /snapshots 8 days, daily points 7 days/u,
    daily({ policyType: 'Enhanced', instantRestoreDays: 7, retention: { daily: { days: 7 } } }),
  ],
  ...['a b', 'x'.repeat(89), 'ends.'].map((prefix): (typeof ROWS)[number] => [
    'snapshot-group',
    daily({ snapshotGroup: { prefix } }),
    /\{n\}/u,
    daily({ snapshotGroup: { prefix: 'rg_(snap).', suffix: '-1' } }),
  ]),
  [
    'snapshot-group',
    daily({ snapshotGroup: { prefix: '', suffix: 'tail' } }),
    /\{n\}tail/u,
    daily({ snapshotGroup: { prefix: 'rg' } }),
  ],
  [
    'crash-consistent-is-enhanced',
    daily({ snapshotConsistency: 'OnlyCrashConsistent' }),
    /is Standard/u,
    daily({ policyType: 'Enhanced', snapshotConsistency: 'OnlyCrashConsistent' }),
  ],
  ...(
    [
      [2, 'Months'],
      [90, 'Days'],
    ] as const
  ).map(([count, unit]): (typeof ROWS)[number] => [
    'archive-after',
    {
      ...storageSettings({ yearly: { years: 9, in: ['May'], on: FIRST_SUNDAY } }),
      archive: { mode: 'after', count, unit },
    },
    /after \d+ (?:months|days)/u,
    {
      ...storageSettings({ yearly: { years: 9, in: ['May'], on: FIRST_SUNDAY } }),
      archive: { mode: 'after', count: 3, unit: 'Months' },
    },
  ]),
  [
    'archive-left',
    daily({ archive: { mode: 'recommended' } }),
    /no monthly or yearly/u,
    daily({ archive: { mode: 'never' } }),
  ],
  [
    'archive-left',
    {
      ...storageSettings({ monthly: { months: 8, on: FIRST_SUNDAY } }),
      archive: { mode: 'recommended' },
    },
    /kept 8 months, and archived after 3/u,
    {
      ...storageSettings({ monthly: { months: 9, on: FIRST_SUNDAY } }),
      archive: { mode: 'recommended' },
    },
  ],
  [
    'archive-left',
    {
      ...storageSettings({ monthly: { months: 10, on: FIRST_SUNDAY } }),
      archive: { mode: 'after', count: 5, unit: 'Months' },
    },
    /archived after 5/u,
    {
      ...storageSettings({ yearly: { years: 1, in: ['May'], on: FIRST_SUNDAY } }),
      archive: { mode: 'after', count: 5, unit: 'Months' },
    },
  ],
];

describe('a rule on policies', () => {
  it.each(ROWS)('%s', (id, breaks, found, keeps) => {
    const broken = brokenRules(breaks).find((rule) => rule.id === id);
    expect(broken?.found).toMatch(found);
    expect(broken?.rule).toMatch(/^[^.]/u);
    expect(broken?.page.url).toMatch(/^https:\/\/learn\.microsoft\.com\//u);
    expect(brokenRules(keeps)).toEqual([]);
  });

  it('has an id of its own and is tried above', () => {
    const ids = POLICY_RULES.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(ROWS.map(([id]) => id))).toEqual(new Set(ids));
  });

  it.each(['ab', '1st', 'a b c', 'a.b.c', '_abc', 'x'.repeat(151), ''])(
    'refuses the name %j',
    (name) => {
      expect(brokenNameRule(name)?.id).toBe('policy-name');
    },
  );

  it.each(['abc', 'a-1', 'ends-', 'under_score', 'Hourly_backup!', 'x'.repeat(150)])(
    'takes the name %j',
    (name) => {
      expect(brokenNameRule(name)).toBeUndefined();
    },
  );
});
