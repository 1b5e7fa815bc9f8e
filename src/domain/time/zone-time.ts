// What a clock in a time zone says that is never put forward: Azure Backup does not adjust its schedules for daylight
// saving time ("Support matrix for Azure VM backups"). That it means the zone's standard time is an inference. Zones have
// IANA's names.

import { instantOf, millisecondsOf, type Instant } from './instant.js';

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;

/** Turns standard time of one zone into UTC. */
export interface ZoneTime {
  /** The instant at which a clock on standard time shows a time, which is written as if it were UTC. */
  instantAt(standardTime: Instant): Instant;
  /** True where the clocks of the zone are put forward at an instant. */
  savesDaylightAt(instant: Instant): boolean;
}

/** The clock of a zone; undefined for a name that is not IANA's. */
export function zoneTime(zone: string): ZoneTime | undefined {
  const offsetAt = offsets(zone);
  if (offsetAt === undefined) {
    return undefined;
  }
  const standardAt = (milliseconds: number): number => standardOffset(offsetAt, milliseconds);
  return {
    instantAt: (standardTime) => {
      const local = millisecondsOf(standardTime);
      return instantOf(local - standardAt(local));
    },
    savesDaylightAt: (instant) => {
      const milliseconds = millisecondsOf(instant);
      return offsetAt(milliseconds) !== standardAt(milliseconds);
    },
  };
}

/** The least offset of a year's quarters: standard time lasts more than one, north of the equator and south of it. */
function standardOffset(offsetAt: (milliseconds: number) => number, milliseconds: number): number {
  return Math.min(...QUARTER_DAYS.map((days) => offsetAt(milliseconds + days * DAY)));
}

const QUARTER_DAYS = [-91, 0, 91, 182];

/** How far the zone is ahead of UTC at an instant; both in milliseconds. */
function offsets(zone: string): ((milliseconds: number) => number) | undefined {
  const format = formatOf(zone);
  if (format === undefined) {
    return undefined;
  }
  return (milliseconds) => {
    const parts = Object.fromEntries(
      format.formatToParts(milliseconds).map(({ type, value }) => [type, value]),
    );
    const { year = '', month = '', day = '', hour = '', minute = '' } = parts;
    const wall = millisecondsOf(`${year.padStart(4, '0')}-${month}-${day}T${hour}:${minute}:00Z`);
    return wall - Math.floor(milliseconds / MINUTE) * MINUTE;
  };
}

function formatOf(zone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'gregory',
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    });
  } catch {
    return undefined;
  }
}
