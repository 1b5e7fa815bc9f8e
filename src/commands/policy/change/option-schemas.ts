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
    const near = zone.near.length === 0 ? '' : `; near names: ${zone.near.join(', ')}`;
    context.addIssue({ code: 'custom', message: `--time-zone knows no ${text}${near}` });
    return z.NEVER;
  }
  return zone.name;
});

/** The options in words, and the file in their place. */
export const policyWordFields = {
  daily: worded('--daily', 'a time such as 02:00', parseDaily).optional(),
  weekly: worded('--weekly', 'days and a time such as sun,wed@02:00', parseWeekly).optional(),
  every: worded('--every', 'hours such as 4h', parseEvery).optional(),
  window: worded('--window', 'a start and hours such as 08:00+12h', parseWindow).optional(),
  timeZone: zoneSchema.optional(),
  keep: keepSchema.optional(),
  instant: worded('--instant', 'days such as 5d', parseInstantDays).optional(),
  archive: worded('--archive', 'recommended, after=3mo or never', parseArchive).optional(),
  snapshotGroup: worded('--snapshot-group', 'a name such as rg-snapshots-{n}', (text) =>
    text.trim() === 'none' ? ('none' as const) : parseSnapshotGroup(text),
  ).optional(),
  consistency: z.enum(['application', 'crash']).optional(),
  file: z.string().min(1, '--file needs a file, or - for standard input').optional(),
};

/** What the words come to, once read. */
export type PolicyWords = z.infer<z.ZodObject<typeof policyWordFields>>;

/** Names of the options that say when backups run. */
const SCHEDULES = ['daily', 'weekly', 'every'] as const;

/** The rule of a schema with `policyWordFields`: one schedule at most. */
export const oneSchedule = z.refine<PolicyWords>(
  (words) => SCHEDULES.filter((name) => words[name] !== undefined).length <= 1,
  { error: '--daily, --weekly and --every exclude each other' },
);

/** A file says everything, so no word stands beside it. */
export const fileAlone = z.refine<PolicyWords & { readonly enhanced?: boolean | undefined }>(
  ({ file, enhanced, ...words }) => file === undefined || (!isNamed(words) && enhanced !== true),
  { error: '--file says all that a policy lays down, so no other option may' },
);

/** True when any word is given. */
export function isNamed(words: Omit<PolicyWords, 'file'>): boolean {
  const { daily, weekly, every, window, timeZone, keep, instant } = words;
  const { archive, snapshotGroup, consistency } = words;
  const all = [daily, weekly, every, window, timeZone, keep, instant];
  return [...all, archive, snapshotGroup, consistency].some((value) => value !== undefined);
}
