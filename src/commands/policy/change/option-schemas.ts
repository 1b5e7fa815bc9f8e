// The words in which `policy create` and `policy update` take a policy. Messages name the option as the
// user typed it.

import { z } from 'zod';
import { parseKeep, type KeepWords } from '../../../domain/backup-policy/keep.js';
import {
  parseArchive,
  parseDaily,
  parseEvery,
  parseInstantDays,
  parseSnapshotGroup,
  parseWeekly,
  parseWindow,
} from '../../../domain/backup-policy/words.js';
import { rule, type OptionRule } from '../../options/option.js';
import type { PolicyWords } from './options.js';
import { windowsZone } from '../time-zone.js';

/** An option whose text is read by `parse`, and refused with what it takes when that yields nothing. */
function worded<T>(option: string, takes: string, parse: (text: string) => T | undefined) {
  return z.string().transform((text, context) => {
    const value = parse(text);
    if (value === undefined) {
      context.addIssue({ code: 'custom', message: `${option} takes ${takes}, not '${text}'` });
      return z.NEVER;
    }
    return value;
  });
}

const keepSchema = z.string().transform((text, context): KeepWords => {
  const { keep, problem } = parseKeep(text);
  if (keep === undefined) {
    context.addIssue({ code: 'custom', message: `--keep ${problem}` });
    return z.NEVER;
  }
  return keep;
});

const zoneSchema = z.string().transform((text, context): string => {
  const zone = windowsZone(text.trim());
  if (zone.name === undefined) {
    const near = zone.near.length === 0 ? '' : `; similar names: ${zone.near.join(', ')}`;
    context.addIssue({ code: 'custom', message: `--time-zone: unknown time zone ${text}${near}` });
    return z.NEVER;
  }
  return zone.name;
});

/** The schemas of the options in words; apart from these, because they need the policy's own language. */
export const policyWordSchemas = {
  daily: worded('--daily', 'a time such as 02:00', parseDaily),
  weekly: worded('--weekly', 'days and a time such as sun,wed@02:00', parseWeekly),
  every: worded('--every', 'hours such as 4h', parseEvery),
  window: worded('--window', 'a start and hours such as 08:00+12h', parseWindow),
  timeZone: zoneSchema,
  keep: keepSchema,
  instant: worded('--instant', 'days such as 5d', parseInstantDays),
  archive: worded('--archive', 'recommended, after=3mo or never', parseArchive),
  snapshotGroup: worded('--snapshot-group', 'a name such as rg-snapshots-{n}', (text) =>
    text.trim() === 'none' ? ('none' as const) : parseSnapshotGroup(text),
  ),
};

/** Names of the options that say when backups run. */
const SCHEDULES = ['daily', 'weekly', 'every'] as const;

/** One schedule at most. */
export const oneSchedule: OptionRule<PolicyWords> = rule(
  (words) => SCHEDULES.filter((name) => words[name] !== undefined).length <= 1,
  '--daily, --weekly and --every cannot be used together',
);

/** A file says everything, so no word stands beside it. */
export const fileAlone: OptionRule<PolicyWords & { readonly enhanced?: boolean | undefined }> =
  rule(
    ({ file, enhanced, ...words }) => file === undefined || (!isNamed(words) && enhanced !== true),
    '--file defines the whole policy; no other option is allowed',
  );

/** True when any word is given. */
export function isNamed(words: Omit<PolicyWords, 'file'>): boolean {
  const { daily, weekly, every, window, timeZone, keep, instant } = words;
  const { archive, snapshotGroup, consistency } = words;
  const all = [daily, weekly, every, window, timeZone, keep, instant];
  return [...all, archive, snapshotGroup, consistency].some((value) => value !== undefined);
}
