// Times of a schedule. The wire writes a whole date with `Z`, yet only the time of day counts, and it is in
// the policy's own time zone (Documentation: Protection policies, scheduleRunTimes).

import { instantOf } from '../../domain/instant.js';
import type { WireDate } from '../arm/wire-time.js';

/** `HH:MM` of each time, in the policy's time zone. */
export function timesOfDay(dates: readonly WireDate[] | undefined): readonly string[] {
  return (dates ?? []).map((date) =>
    instantOf(date.getTime()).slice('yyyy-mm-ddT'.length, -':ssZ'.length),
  );
}
