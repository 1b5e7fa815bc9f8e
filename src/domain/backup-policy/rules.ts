// The rules that a policy has to keep before Azure takes it, each with the page that has it. Azure itself
// answers BMSUserErrorInvalidPolicyInput to all of them, with a list of guesses.

import {
  WEEKDAYS,
  type DaysOfMonth,
  type PolicyRetention,
  type PolicyTerms,
  type Weekday,
} from './policy.js';
import { formatDaysOfMonth } from './keep.js';

const LEARN = 'https://learn.microsoft.com/azure';

/** Pages that have the rules. */
const PAGES = {
  rest: {
    title: 'Create Azure Recovery Services backup policies using REST API',
    url: `${LEARN}/backup/backup-azure-arm-userestapi-createorupdatepolicy`,
  },
  enhanced: {
    title: 'Back up an Azure VM using Enhanced policy',
    url: `${LEARN}/backup/backup-azure-vms-enhanced-policy`,
  },
  vmMatrix: {
    title: 'Support matrix for Azure VM backups',
    url: `${LEARN}/backup/backup-support-matrix-iaas`,
  },
  powerShell: {
    title: 'Back up and restore Azure VMs with PowerShell',
    url: `${LEARN}/backup/backup-azure-vms-automation`,
  },
  cli: {
    title: 'az backup policy',
    url: 'https://learn.microsoft.com/cli/azure/backup/policy',
  },
  archive: {
    title: 'Use Archive tier support',
    url: `${LEARN}/backup/use-archive-tier-support`,
  },
  names: {
    title: 'Naming rules and restrictions for Azure resources',
    url: `${LEARN}/azure-resource-manager/management/resource-name-rules`,
  },
} as const;

/** A rule that a policy does not keep. */
export interface BrokenRule {
  /** Stable id, such as `daily-kept-7-to-9999-days`. */
  readonly id: string;
  /** The rule, one sentence without full stop. */
  readonly rule: string;
  /** What in the policy breaks it. */
  readonly found: string;
  readonly page: { readonly title: string; readonly url: string };
  /** What to give instead, where the rule does not say so itself. */
  readonly way?: string | undefined;
}

interface Rule {
  readonly id: string;
  readonly rule: string;
  readonly page: BrokenRule['page'];
  readonly way?: (terms: PolicyTerms) => string | undefined;
  /** What breaks it; undefined when nothing does. */
  readonly broken: (terms: PolicyTerms) => string | undefined;
}

/** The longest that points are kept: 9,999 days, or 99 years in the other units. */
const MOST = { days: 9999, weeks: 5163, months: 1188, years: 99 } as const;
const MIN_DAYS = 7;
const INTERVALS: readonly number[] = [4, 6, 8, 12, 24];
const MAX_DATE = 28;
const MIN_ARCHIVE_MONTHS = 3;
const MONTHS_LEFT_IN_ARCHIVE = 6;

const SCHEDULE_RULES: readonly Rule[] = [
  {
    id: 'one-time',
    rule: 'a VM policy has one time of day',
    page: PAGES.powerShell,
    broken: ({ schedule: { times } }) =>
      times.length === 1 ? undefined : `${times.length} times given`,
  },
  {
    id: 'half-hours',
    rule: 'backups start on the hour or half hour',
    page: PAGES.rest,
    broken: ({ schedule: { times } }) => times.find((time) => !/:(?:00|30)$/u.test(time)),
  },
  {
    id: 'weekly-needs-days',
    rule: 'a weekly schedule needs days, each once',
    page: PAGES.rest,
    broken: ({ schedule: { frequency, days } }) =>
      frequency === 'Weekly' ? unlikeAList('days', days) : undefined,
  },
  {
    id: 'hourly-is-enhanced',
    rule: 'several backups a day need an Enhanced policy',
    page: PAGES.enhanced,
    broken: ({ policyType, schedule: { frequency } }) =>
      frequency === 'Hourly' && policyType === 'Standard' ? 'the policy is Standard' : undefined,
  },
  {
    id: 'interval',
    rule: 'the interval must be 4, 6, 8, 12 or 24 hours',
    page: PAGES.enhanced,
    broken: ({ schedule: { frequency, everyHours = 0 } }) =>
      frequency === 'Hourly' && !INTERVALS.includes(everyHours)
        ? `every ${everyHours}h`
        : undefined,
  },
  {
    id: 'window',
    rule: 'the window must be a multiple of the interval, at most 24 hours',
    page: PAGES.enhanced,
    broken: ({ schedule: { frequency, everyHours = 0, windowHours = 0 } }) =>
      frequency === 'Hourly' &&
      (windowHours < 1 || windowHours > 24 || windowHours % Math.max(everyHours, 1) !== 0)
        ? `a window of ${windowHours}h with a backup every ${everyHours}h`
        : undefined,
  },
];

const RETENTION_RULES: readonly Rule[] = [
  {
    id: 'daily-backups-are-kept-daily',
    rule: 'daily and hourly backups need daily retention',
    page: PAGES.powerShell,
    way: () => 'add daily retention: --keep daily=30',
    broken: ({ schedule, retention }) =>
      schedule.frequency !== 'Weekly' && retention.daily === undefined
        ? 'no daily retention'
        : undefined,
  },
  {
    id: 'weekly-backups-are-kept-weekly',
    rule: 'weekly backups need weekly retention and no daily retention',
    page: PAGES.powerShell,
    way: ({ retention: { weekly } }) =>
      `take daily retention away: --keep ${weekly === undefined ? 'weekly=12,' : ''}daily=none`,
    broken: ({ schedule, retention: { daily, weekly } }) => {
      if (schedule.frequency !== 'Weekly') {
        return undefined;
      }
      return daily === undefined
        ? weekly === undefined
          ? 'no weekly retention'
          : undefined
        : `daily retention is ${daily.days} days`;
    },
  },
  {
    id: 'weekly-days-are-backup-days',
    rule: 'weekly retention must include all days of weekly backups',
    page: PAGES.powerShell,
    broken: ({ schedule, retention: { weekly } }) =>
      schedule.frequency !== 'Weekly' || weekly === undefined || sameDays(schedule.days, weekly.on)
        ? undefined
        : `backups run on ${list(schedule.days)}, weekly retention is for ${list(weekly.on)}`,
  },
  {
    id: 'weekly-needs-days-kept',
    rule: 'weekly retention needs days, each once',
    page: PAGES.powerShell,
    broken: ({ retention: { weekly } }) =>
      weekly === undefined ? undefined : unlikeAList('days', weekly.on),
  },
  {
    id: 'long-term-days',
    rule: `monthly and yearly retention need days: dates from 1 to ${MAX_DATE}, the last day, or weekdays of given weeks`,
    page: PAGES.powerShell,
    broken: ({ retention }) => longTermDays(retention).map(daysProblem).find(isText),
  },
  {
    id: 'long-term-days-are-backup-days',
    rule: 'monthly and yearly retention of weekly backups must use their weekdays, not dates',
    page: PAGES.powerShell,
    broken: ({ schedule, retention }) =>
      schedule.frequency === 'Weekly'
        ? longTermDays(retention)
            .filter((on) => on.format === 'Daily' || !isWithin(on.days, schedule.days))
            .map((on) => formatDaysOfMonth(on))[0]
        : undefined,
  },
  {
    id: 'yearly-needs-months',
    rule: 'yearly retention needs months, each once',
    page: PAGES.powerShell,
    broken: ({ retention: { yearly } }) =>
      yearly === undefined ? undefined : unlikeAList('months', yearly.in),
  },
  {
    id: 'daily-count',
    rule: `daily points must be kept ${MIN_DAYS} to ${MOST.days} days`,
    page: PAGES.vmMatrix,
    broken: ({ retention: { daily } }) => outside(daily?.days, MIN_DAYS, MOST.days),
  },
  {
    id: 'weekly-count',
    rule: `weekly points must be kept 1 to ${MOST.weeks} weeks`,
    page: PAGES.vmMatrix,
    broken: ({ retention: { weekly } }) => outside(weekly?.weeks, 1, MOST.weeks),
  },
  {
    id: 'monthly-count',
    rule: `monthly points must be kept 1 to ${MOST.months} months`,
    page: PAGES.vmMatrix,
    broken: ({ retention: { monthly } }) => outside(monthly?.months, 1, MOST.months),
  },
  {
    id: 'yearly-count',
    rule: `yearly points must be kept 1 to ${MOST.years} years`,
    page: PAGES.vmMatrix,
    broken: ({ retention: { yearly } }) => outside(yearly?.years, 1, MOST.years),
  },
];

/** More frequent backups leave fewer snapshots for each day; days by hours between backups. */
const MAX_INSTANT_DAYS: Readonly<Record<number, number>> = { 4: 17, 6: 22 };

const SNAPSHOT_RULES: readonly Rule[] = [
  {
    id: 'instant-standard',
    rule: 'a Standard policy keeps snapshots 1 to 5 days, and exactly 5 when it runs weekly',
    page: PAGES.cli,
    way: () => 'keep snapshots so long: --instant 5d',
    broken: ({ policyType, schedule, instantRestoreDays: days }) =>
      policyType === 'Standard'
        ? outside(days, schedule.frequency === 'Weekly' ? 5 : 1, 5)
        : undefined,
  },
  {
    id: 'instant-enhanced',
    rule: 'an Enhanced policy keeps snapshots 1 to 30 days: 17 at most every 4 hours, 22 every 6, and 5 at least when it runs weekly',
    page: PAGES.enhanced,
    way: ({ schedule: { frequency } }) =>
      frequency === 'Weekly' ? 'keep snapshots so long: --instant 5d' : undefined,
    broken: ({ policyType, schedule, instantRestoreDays: days }) => {
      const { frequency, everyHours = 24 } = schedule;
      return policyType === 'Enhanced'
        ? outside(days, frequency === 'Weekly' ? 5 : 1, MAX_INSTANT_DAYS[everyHours] ?? 30)
        : undefined;
    },
  },
  {
    id: 'instant-within-daily',
    rule: 'snapshots cannot be kept longer than daily points',
    page: PAGES.enhanced,
    broken: ({ retention: { daily }, instantRestoreDays: days }) =>
      daily !== undefined && days > daily.days
        ? `snapshots ${days} days, daily points ${daily.days} days`
        : undefined,
  },
  {
    id: 'snapshot-group',
    rule: 'a snapshot group name has letters, digits, _ . ( ) and -, at most 90 characters with its number, starts with the prefix and does not end with a period',
    page: PAGES.names,
    broken: ({ snapshotGroup }) => snapshotGroupProblem(snapshotGroup),
  },
  {
    id: 'crash-consistent-is-enhanced',
    rule: 'crash-consistent snapshots need an Enhanced policy',
    page: PAGES.enhanced,
    broken: ({ policyType, snapshotConsistency }) =>
      snapshotConsistency !== undefined && policyType === 'Standard'
        ? 'the policy is Standard'
        : undefined,
  },
];

const ARCHIVE_RULES: readonly Rule[] = [
  {
    id: 'archive-after',
    rule: `points can be archived after at least ${MIN_ARCHIVE_MONTHS} months, given in months`,
    page: PAGES.archive,
    broken: ({ archive }) =>
      archive?.mode === 'after' && (archive.unit !== 'Months' || archive.count < MIN_ARCHIVE_MONTHS)
        ? `after ${archive.count} ${archive.unit.toLowerCase()}`
        : undefined,
  },
  {
    id: 'archive-left',
    rule: `only monthly and yearly points are archived, with at least ${MONTHS_LEFT_IN_ARCHIVE} months of retention left`,
    page: PAGES.archive,
    broken: ({ archive, retention }) => archiveProblem(archive, retention),
  },
];

/** All rules; the ids are unique. */
export const POLICY_RULES: readonly Rule[] = [
  ...SCHEDULE_RULES,
  ...RETENTION_RULES,
  ...SNAPSHOT_RULES,
  ...ARCHIVE_RULES,
];

/** The rules that a policy breaks; none when Azure may be asked to take it. */
export function brokenRules(terms: PolicyTerms): readonly BrokenRule[] {
  return POLICY_RULES.flatMap(({ broken, way, ...rule }) => {
    const found = broken(terms);
    return found === undefined ? [] : [{ ...rule, found, way: way?.(terms) }];
  });
}

/**
 * The rule on names of policies, broken by this one; undefined when it keeps it. The documented rule has neither
 * underscore nor exclamation mark, and no hyphen at the end; Azure takes them (names that the portal made; the
 * pattern of the Terraform provider).
 */
export function brokenNameRule(name: string): BrokenRule | undefined {
  return /^[a-z][\w!-]{2,149}$/iu.test(name)
    ? undefined
    : {
        id: 'policy-name',
        rule: 'a policy name has 3 to 150 letters, digits, hyphens, underscores and exclamation marks, and starts with a letter',
        found: name === '' ? 'nothing' : name,
        page: PAGES.names,
      };
}

/** Policies that a vault holds at most (Documentation: Azure Backup FAQ). */
export const MAX_POLICIES = 200;

function outside(value: number | undefined, least: number, most: number): string | undefined {
  return value === undefined || (Number.isInteger(value) && value >= least && value <= most)
    ? undefined
    : String(value);
}

function unlikeAList(what: string, values: readonly string[]): string | undefined {
  if (values.length === 0) {
    return `no ${what} given`;
  }
  const twice = values.find((value, index) => values.indexOf(value) < index);
  return twice === undefined ? undefined : `${twice} is given twice`;
}

function longTermDays({ monthly, yearly }: PolicyRetention): readonly DaysOfMonth[] {
  return [monthly?.on, yearly?.on].filter((on) => on !== undefined);
}

function daysProblem(on: DaysOfMonth): string | undefined {
  if (on.format === 'Weekly') {
    return unlikeAList('weeks', on.weeks) ?? unlikeAList('weekdays', on.days);
  }
  const outOfRange = on.dates.find(
    (date) => date !== 'Last' && outside(date, 1, MAX_DATE) !== undefined,
  );
  return outOfRange === undefined
    ? unlikeAList(
        'days',
        on.dates.map((date) => String(date)),
      )
    : `the ${outOfRange}.`;
}

function isText(value: string | undefined): value is string {
  return value !== undefined;
}

function sameDays(left: readonly Weekday[], right: readonly Weekday[]): boolean {
  return WEEKDAYS.every((day) => left.includes(day) === right.includes(day));
}

function isWithin(days: readonly Weekday[], all: readonly Weekday[]): boolean {
  return days.every((day) => all.includes(day));
}

function list(days: readonly Weekday[]): string {
  return days.join(', ');
}

/** Resource groups: 90 characters; Azure's number takes up to two of them. */
const MAX_GROUP_CHARACTERS = 88;

function snapshotGroupProblem(group: PolicyTerms['snapshotGroup']): string | undefined {
  if (group === undefined) {
    return undefined;
  }
  const { prefix, suffix = '' } = group;
  const whole = `${prefix}${suffix}`;
  const fits =
    prefix !== '' &&
    whole.length <= MAX_GROUP_CHARACTERS &&
    /^[\p{L}\p{N}_.()-]+$/u.test(whole) &&
    !whole.endsWith('.');
  return fits ? undefined : `${prefix}{n}${suffix}`;
}

function archiveProblem(
  archive: PolicyTerms['archive'],
  { monthly, yearly }: PolicyRetention,
): string | undefined {
  if (archive === undefined || archive.mode === 'never') {
    return undefined;
  }
  const after = archive.mode === 'after' ? archive.count : MIN_ARCHIVE_MONTHS;
  const kept = Math.max(monthly?.months ?? 0, (yearly?.years ?? 0) * 12);
  return kept >= after + MONTHS_LEFT_IN_ARCHIVE
    ? undefined
    : kept === 0
      ? 'no monthly or yearly points are kept'
      : `they are kept ${kept} months, and archived after ${after}`;
}
