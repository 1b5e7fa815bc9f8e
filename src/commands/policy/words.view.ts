// What a backup policy lays down, in sentences.

import type { DaysOfMonth } from '../../domain/backup-policy/policy.js';
import { counted } from '../../output/counts.js';
import type { PolicyTermsDocument } from './result.js';

type Terms = PolicyTermsDocument;

/** `every day at 02:00 Asia/Tokyo`. */
export function scheduleWords({ schedule, timeZone }: Terms, zone: string | null): string {
  const { frequency, times, days, everyHours, windowHours } = schedule;
  const time = times.join(' and ');
  // Azure chooses the hour of a vault's first policy when it makes the vault.
  const at = time === '' ? '' : ` at ${time} ${zone ?? timeZone}`;
  switch (frequency) {
    case 'Hourly':
      return `every ${everyHours ?? 0} hours for ${windowHours ?? 0} hours from ${time} ${zone ?? timeZone}`;
    case 'Daily':
      return `every day${at}`;
    case 'Weekly':
      return `every ${listed(days)}${at}`;
  }
}

/** The same for a column of a table: `daily 02:00 Asia/Tokyo`. */
export function shortSchedule({ schedule, timeZone }: Terms, zone: string | null): string {
  const { frequency, times, days, everyHours, windowHours } = schedule;
  const at = `${times.join(' ')} ${zone ?? timeZone}`;
  switch (frequency) {
    case 'Hourly':
      return `every ${everyHours ?? 0} h, ${windowHours ?? 0} h from ${at}`;
    case 'Daily':
      return `daily ${at}`;
    case 'Weekly':
      return `${days.map((day) => day.slice(0, 3)).join(', ')} ${at}`;
  }
}

/** The same for a column of a table: `30d 12w 12mo 7y`. */
export function briefRetention({ retention }: Terms): string {
  const { daily, weekly, monthly, yearly } = retention;
  return [
    ...(daily === null ? [] : [`${daily.days}d`]),
    ...(weekly === null ? [] : [`${weekly.weeks}w`]),
    ...(monthly === null ? [] : [`${monthly.months}mo`]),
    ...(yearly === null ? [] : [`${yearly.years}y`]),
  ].join(' ');
}

/** How long each kind of point is kept: `30 days, 12 weeks, 7 years`. */
export function shortRetention({ retention }: Terms): string {
  const { daily, weekly, monthly, yearly } = retention;
  return [
    ...(daily === null ? [] : [counted(daily.days, 'day')]),
    ...(weekly === null ? [] : [counted(weekly.weeks, 'week')]),
    ...(monthly === null ? [] : [counted(monthly.months, 'month')]),
    ...(yearly === null ? [] : [counted(yearly.years, 'year')]),
  ].join(', ');
}

/** Each kind of retention as a line: `points of Sunday 12 weeks`. */
export function retentionLines({ retention }: Terms): string[] {
  const { daily, weekly, monthly, yearly } = retention;
  return [
    ...(daily === null ? [] : [`${counted(daily.days, 'day')}, points of every day`]),
    ...(weekly === null
      ? []
      : [`${counted(weekly.weeks, 'week')}, points of every ${listed(weekly.on)}`]),
    ...(monthly === null
      ? []
      : [`${counted(monthly.months, 'month')}, points of ${monthDays(monthly.on)} of every month`]),
    ...(yearly === null
      ? []
      : [
          `${counted(yearly.years, 'year')}, points of ${monthDays(yearly.on)} of ${listed(yearly.in)}`,
        ]),
  ];
}

function monthDays(on: DaysOfMonth): string {
  if (on.format === 'Weekly') {
    return `the ${listed(on.weeks.map((week) => week.toLowerCase()))} ${listed(on.days)}`;
  }
  return listed(on.dates.map((date) => (date === 'Last' ? 'the last day' : `day ${date}`)));
}

/** Whether and when points move to the archive tier. */
export function archiveWords({ archive }: Terms): string {
  switch (archive?.mode) {
    case 'recommended':
      return 'points for which Azure recommends it';
    case 'after':
      return `points older than ${counted(archive.count, archive.unit.toLowerCase().replace(/s$/u, ''))}`;
    case 'never':
    case undefined:
      return 'nothing';
  }
}

/** How long snapshots stay, where, and how consistent they are. */
export function snapshotWords({
  instantRestoreDays,
  snapshotGroup,
  snapshotConsistency,
}: Terms): string {
  const group = snapshotGroup === null ? undefined : firstGroup(snapshotGroup);
  return [
    `${counted(instantRestoreDays, 'day')} in the snapshot tier`,
    ...(group === undefined ? [] : [`in resource groups ${group} and so on`]),
    ...(snapshotConsistency === null ? [] : ['crash-consistent only']),
  ].join(', ');
}

/** Azure counts its groups from 1. */
function firstGroup({ prefix, suffix }: NonNullable<Terms['snapshotGroup']>): string {
  return `${prefix}1${suffix ?? ''}`;
}

/** `Sunday`, `Sunday and Wednesday`, `Sunday, Monday and Friday`. */
function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length <= 1 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}
