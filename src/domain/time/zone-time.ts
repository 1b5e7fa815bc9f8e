// What the clock on the wall of a time zone says, and when it says so. Zones have IANA's names.

import { instantOf, millisecondsOf, type Instant } from './instant.js';

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;

/** Turns wall time of one zone into UTC. */
export interface ZoneTime {
  /**
   * The instant at which the zone's clock shows a wall time, which is written as if it were UTC. Of two
   * the earlier; for a time that is left out as the clocks go forward, the one that it would be had they
   * not.
   */
  instantAt(wallTime: Instant): Instant;
}

/** The clock of a zone; undefined for a name that is not IANA's. */
export function zoneTime(zone: string): ZoneTime | undefined {
  const offsetAt = offsets(zone);
  if (offsetAt === undefined) {
    return undefined;
  }
  return {
    instantAt: (wallTime) => {
      const local = millisecondsOf(wallTime);
      // No zone changes its clocks twice within two days.
      const candidates = [local - offsetAt(local - DAY), local - offsetAt(local + DAY)];
      const exact = candidates.filter((instant) => instant + offsetAt(instant) === local);
      return instantOf(exact.length === 0 ? local - offsetAt(local - DAY) : Math.min(...exact));
    },
  };
}

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
