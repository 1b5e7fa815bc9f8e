// Times in the particulars of jobs, in American notation and UTC as recorded: `5/20/2023 1:03:06 PM`.

import type { Instant } from './instant.js';

const US_TIME =
  /^(?<month>\d{1,2})\/(?<day>\d{1,2})\/(?<year>\d{4}) (?<hour>\d{1,2}):(?<rest>\d{2}:\d{2}) (?<half>[AP])M$/u;

/** The instant, to the second; undefined where the text is none of these. */
export function parseUsTime(text: string): Instant | undefined {
  const groups = US_TIME.exec(text.trim())?.groups;
  if (groups === undefined) {
    return undefined;
  }
  const hour = (Number(groups['hour']) % 12) + (groups['half'] === 'P' ? 12 : 0);
  return `${groups['year']}-${two(groups['month'])}-${two(groups['day'])}T${two(hour)}:${groups['rest']}Z`;
}

function two(part: string | number | undefined): string {
  return String(part ?? '').padStart(2, '0');
}
