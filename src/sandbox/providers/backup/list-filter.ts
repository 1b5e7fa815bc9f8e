// Filters of Azure Backup's lists: equalities joined by `and`, held to the fields a list knows.

import { notModelled } from '../../http/not-modelled.js';
import { parseFilter } from '../../http/odata-filter.js';
import type { OperationRequest } from '../../http/operation.js';
import { Refusal } from '../../http/refusal.js';
import { parseInstant } from '../../kernel/time/instant.js';

/** The values asked for by field; empty without a filter. Anything unknown is refused by name (501). */
export function readFilter<Field extends string>(
  request: OperationRequest,
  fields: readonly Field[],
): Partial<Record<Field, string>> {
  const filter = request.query['$filter'];
  if (filter === undefined || filter.trim() === '') {
    return {};
  }
  const terms = parseFilter(filter);
  const found: Partial<Record<Field, string>> = {};
  for (const term of terms ?? [undefined]) {
    const field =
      term?.kind === 'equals'
        ? fields.find((known) => known.toLowerCase() === term.field.toLowerCase())
        : undefined;
    if (term?.kind !== 'equals' || field === undefined) {
      throw new Refusal(notModelled(`the filter ${filter} on ${request.url.pathname}`));
    }
    found[field] = term.value;
  }
  return found;
}

/** Whether a value is what a filter asks for; compared without case. */
export function isWanted(wanted: string | undefined, value: string): boolean {
  return wanted === undefined || wanted.toLowerCase() === value.toLowerCase();
}

const FILTER_TIME =
  /^(?<date>\d{4}-\d{2}-\d{2}) (?<hour>\d{1,2}):(?<rest>\d{2}:\d{2})(?: (?<half>[AP]M))?$/iu;

/**
 * The instant that a filter names, UTC in milliseconds: `2016-01-01 00:00:00 AM`, whose hour may be
 * of 12 or of 24 (OpenAPI BackupJobs_List). Refuses any other notation (501).
 */
export function readFilterTime(text: string): number {
  const groups = FILTER_TIME.exec(text)?.groups;
  const hour = hourOfDay(Number(groups?.['hour']), groups?.['half']);
  const time = `${groups?.['date']}T${String(hour).padStart(2, '0')}:${groups?.['rest']}Z`;
  const instant = parseInstant(time);
  if (instant === undefined) {
    throw new Refusal(notModelled(`the time ${text} in a filter`));
  }
  return instant;
}

function hourOfDay(hour: number, half: string | undefined): number {
  if (half === undefined || hour > 12) {
    return hour;
  }
  return (hour % 12) + (half.toUpperCase() === 'PM' ? 12 : 0);
}
