// The words in which people write parts of a policy on a command line, and back: what is printed reads
// as the same thing again.

import {
  ARCHIVE_UNITS,
  WEEKDAYS,
  inOrderOf,
  type PolicyArchive,
  type PolicySchedule,
  type PolicyTerms,
  type Weekday,
} from './policy.js';

/** A time of day as `HH:MM`; undefined when the text is none. `2:00` is taken for `02:00`. */
export function parseTimeOfDay(text: string): string | undefined {
  const padded = text.trim().padStart('HH:MM'.length, '0');
  return /^(?:[01]\d|2[0-3]):[0-5]\d$/u.test(padded) ? padded : undefined;
}

/**
 * The value of a list whose name begins with the text, such as `Sunday` for `sun`.
 * @returns undefined when none or several do, or the text has fewer than three letters
 */
export function wordStartingWith<T extends string>(
  words: readonly T[],
  text: string,
): T | undefined {
  const start = text.trim().toLowerCase();
  const found = words.filter((word) => word.toLowerCase().startsWith(start));
  return start.length >= 3 && found.length === 1 ? found[0] : undefined;
}

/** Days joined by a sign, each once and in the order of the week; undefined when one is no day. */
export function parseWeekdays(text: string, separator: ',' | '+'): readonly Weekday[] | undefined {
  const days = text.split(separator).map((day) => wordStartingWith(WEEKDAYS, day));
  const known = days.filter((day) => day !== undefined);
  return known.length === days.length ? inOrderOf(WEEKDAYS, known) : undefined;
}

/** The first letters of a day or month, as they are typed. */
export function shortWord(word: string): string {
  return word.slice(0, 3).toLowerCase();
}

/** `--daily 02:00` */
export function parseDaily(text: string): PolicySchedule | undefined {
  const time = parseTimeOfDay(text);
  return time === undefined ? undefined : { frequency: 'Daily', times: [time], days: [] };
}

/** `--weekly sun,wed@02:00` */
export function parseWeekly(text: string): PolicySchedule | undefined {
  const [left = '', right = '', ...more] = text.split('@');
  const days = parseWeekdays(left, ',');
  const time = parseTimeOfDay(right);
  return days === undefined || time === undefined || more.length > 0
    ? undefined
    : { frequency: 'Weekly', times: [time], days };
}

/** `--every 4h`, in hours. */
export function parseEvery(text: string): number | undefined {
  const hours = /^(?<hours>\d{1,2})h?$/u.exec(text.trim())?.groups?.['hours'];
  return hours === undefined ? undefined : Number(hours);
}

/** `--window 08:00+12h`: when it begins, and its length in hours. */
export function parseWindow(
  text: string,
): { readonly time: string; readonly hours: number } | undefined {
  const [left = '', right = '', ...more] = text.split('+');
  const time = parseTimeOfDay(left);
  const hours = parseEvery(right);
  return time === undefined || hours === undefined || more.length > 0 ? undefined : { time, hours };
}

/** A schedule as the options that make it, such as `--weekly sun,wed@02:00`. */
export function formatSchedule({
  frequency,
  times,
  days,
  everyHours = 0,
  windowHours = 0,
}: PolicySchedule): string {
  const time = times.join(' ');
  switch (frequency) {
    case 'Hourly':
      return `--every ${everyHours}h --window ${time}+${windowHours}h`;
    case 'Daily':
      return `--daily ${time}`;
    case 'Weekly':
      return `--weekly ${days.map((day) => shortWord(day)).join(',')}@${time}`;
  }
}

/** `--instant 5d`, in days. */
export function parseInstantDays(text: string): number | undefined {
  const days = /^(?<days>\d{1,4})d?$/u.exec(text.trim())?.groups?.['days'];
  return days === undefined ? undefined : Number(days);
}

/** Days as `--instant` takes them. */
export function formatInstantDays(days: number): string {
  return `${days}d`;
}

/** The letters of each unit in `--archive after=3mo`. */
const UNIT_LETTERS: Readonly<Record<(typeof ARCHIVE_UNITS)[number], string>> = {
  Days: 'd',
  Weeks: 'w',
  Months: 'mo',
  Years: 'y',
};

/** `--archive recommended | after=3mo | never` */
export function parseArchive(text: string): PolicyArchive | undefined {
  const word = text.trim().toLowerCase();
  if (word === 'recommended' || word === 'never') {
    return { mode: word };
  }
  const { count, letters } =
    /^after=(?<count>\d{1,4})(?<letters>[a-z]+)$/u.exec(word)?.groups ?? {};
  const unit = ARCHIVE_UNITS.find((each) => UNIT_LETTERS[each] === letters);
  return unit === undefined ? undefined : { mode: 'after', count: Number(count), unit };
}

/** An archive rule as `--archive` takes it. */
export function formatArchive(archive: PolicyArchive): string {
  return archive.mode === 'after'
    ? `after=${archive.count}${UNIT_LETTERS[archive.unit]}`
    : archive.mode;
}

/** Where Azure puts its number in the name of a snapshot group. */
const GROUP_NUMBER = '{n}';

/** `--snapshot-group rg-snapshots-{n}-tail`; the number comes last where its place is not said. */
export function parseSnapshotGroup(text: string): PolicyTerms['snapshotGroup'] {
  const [prefix = '', suffix = '', ...more] = text.trim().split(GROUP_NUMBER);
  if (prefix === '' || more.length > 0) {
    return undefined;
  }
  return suffix === '' ? { prefix } : { prefix, suffix };
}

/** The names of snapshot groups as `--snapshot-group` takes them. */
export function formatSnapshotGroup({
  prefix,
  suffix = '',
}: NonNullable<PolicyTerms['snapshotGroup']>): string {
  return `${prefix}${GROUP_NUMBER}${suffix}`;
}
