// The time zones of policies. They carry Windows' names (OpenAPI AzureIaaSVMProtectionPolicy), which
// Unicode's table, kept by the package windows-iana, turns into the names that Intl knows.

import { findIana } from 'windows-iana';
import { dayNumberOf } from '../../../kernel/time/calendar.js';
import { day, hour, minute } from '../../../kernel/time/durations.js';

/** The clock on the wall of a time zone. Wall time is counted as if it were UTC, in milliseconds. */
export interface ZoneClock {
  /** What the clock shows at an instant. */
  local(milliseconds: number): number;
  /**
   * The instant at which the clock shows a wall time. Of two, the earlier; for a time that is left out
   * when the clocks go forward, the one at which it would have been had they not. Both are assumed:
   * Azure Backup documents neither.
   */
  instant(localMilliseconds: number): number;
}

/** Finds the clocks of time zones, and keeps each for the next time. */
export type ZoneClocks = (windowsName: string) => ZoneClock | undefined;

/** Whether a policy may name this time zone. */
export function isTimeZone(windowsName: string): boolean {
  return windowsName === 'UTC' || findIana(windowsName).length > 0;
}

/** Clocks by Windows' names; undefined for a name that Unicode does not know. */
export function zoneClocks(): ZoneClocks {
  const known = new Map<string, ZoneClock | undefined>();
  return (windowsName) => {
    if (!known.has(windowsName)) {
      known.set(windowsName, clockOf(windowsName));
    }
    return known.get(windowsName);
  };
}

const utc: ZoneClock = { local: (instant) => instant, instant: (local) => local };

function clockOf(windowsName: string): ZoneClock | undefined {
  if (windowsName === 'UTC') {
    return utc;
  }
  const [timeZone] = findIana(windowsName);
  return timeZone === undefined ? undefined : clockByOffset(offsets(timeZone));
}

function clockByOffset(offsetAt: (milliseconds: number) => number): ZoneClock {
  // The least of the quarters of a year.
  const standard = (milliseconds: number): number =>
    Math.min(...[-91, 0, 91, 182].map((days) => offsetAt(milliseconds + days * day)));
  return {
    local: (milliseconds) => milliseconds + standard(milliseconds),
    instant: (local) => local - standard(local),
  };
}

/** How far a zone is ahead of UTC at an instant, in milliseconds. */
function offsets(timeZone: string): (milliseconds: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  return (milliseconds) => {
    const parts = Object.fromEntries(
      format.formatToParts(milliseconds).map(({ type, value }) => [type, Number(value)]),
    );
    const { year = 0, month = 1, day: date = 1, hour: hours = 0, minute: minutes = 0 } = parts;
    const local = dayNumberOf({ year, month, date }) * day + hours * hour + minutes * minute;
    return local - Math.floor(milliseconds / minute) * minute;
  };
}
