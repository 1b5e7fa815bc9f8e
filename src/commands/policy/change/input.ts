// What a user asks a policy to be, from words or from a file, checked against Azure's rules before anything
// is sent.

import { applyKeep, type KeepWords } from '../../../domain/backup-policy/keep.js';
import {
  brokenNameRule,
  brokenRules,
  type BrokenRule,
} from '../../../domain/backup-policy/rules.js';
import {
  defaultInstantDays,
  type PolicyRetention,
  type PolicySchedule,
  type PolicyTerms,
} from '../../../domain/backup-policy/policy.js';
import { usageError } from '../../../errors/azbackup-error.js';
import type { CommandContext } from '../../context.js';
import type { PolicyWords } from './options.js';
import { windowsZone } from '../time-zone.js';

/** Hourly backups whose window is not named: that of Azure's own EnhancedPolicy. */
const NEW_HOURLY: PolicySchedule = {
  frequency: 'Hourly',
  times: ['08:00'],
  days: [],
  windowHours: 12,
};
/** What is kept where nothing is said: as Azure's own policies keep it, and twelve weeks of weekly points. */
const DEFAULT_KEEP: Readonly<Record<'days' | 'weeks', KeepWords>> = {
  days: { daily: { count: 30 } },
  weeks: { weekly: { count: 12 } },
};

/** The terms of a new policy; undefined when the words name no schedule. */
export function newTerms(
  words: PolicyWords & { readonly enhanced: boolean },
): PolicyTerms | undefined {
  const schedule = scheduleOf(words, undefined);
  if (schedule === undefined) {
    return undefined;
  }
  // Only Enhanced policies run hourly, so asking for that asks for the other.
  const policyType = words.enhanced || schedule.frequency === 'Hourly' ? 'Enhanced' : 'Standard';
  const keep = words.keep ?? DEFAULT_KEEP[schedule.frequency === 'Weekly' ? 'weeks' : 'days'];
  return {
    policyType,
    timeZone: words.timeZone ?? 'UTC',
    schedule,
    retention: applyKeep(keep, schedule),
    instantRestoreDays: words.instant ?? defaultInstantDays(schedule.frequency),
    ...optionalTerms(words, {}),
  };
}

/** The terms of a policy once what the words name is changed; everything else stays. */
export function changedTerms(before: PolicyTerms, words: PolicyWords): PolicyTerms {
  const schedule = scheduleOf(words, before.schedule) ?? before.schedule;
  const { policyType, timeZone, retention, instantRestoreDays } = before;
  return {
    policyType,
    timeZone: words.timeZone ?? timeZone,
    schedule,
    retention: changedRetention(retention, schedule, words, before),
    instantRestoreDays: words.instant ?? instantRestoreDays,
    ...optionalTerms(words, before),
  };
}

/** Days of weekly backups are kept on just these days, so a new schedule takes the retention along. */
function changedRetention(
  retention: PolicyRetention,
  schedule: PolicySchedule,
  words: PolicyWords,
  before: PolicyTerms,
): PolicyRetention {
  return words.keep === undefined && schedule === before.schedule
    ? retention
    : applyKeep(words.keep ?? {}, schedule, retention);
}

function scheduleOf(
  { daily, weekly, every, window }: PolicyWords,
  before: PolicySchedule | undefined,
): PolicySchedule | undefined {
  const hourly = before?.frequency === 'Hourly' ? before : undefined;
  return every === undefined && (window === undefined || hourly === undefined)
    ? (daily ?? weekly)
    : hourlySchedule(every, window, hourly ?? NEW_HOURLY);
}

/** What the words do not say of hourly backups stays as it was. */
function hourlySchedule(
  every: number | undefined,
  window: PolicyWords['window'],
  before: PolicySchedule,
): PolicySchedule {
  const { everyHours = 0, windowHours = 0 } = before;
  return {
    ...before,
    times: window === undefined ? before.times : [window.time],
    everyHours: every ?? everyHours,
    windowHours: window?.hours ?? windowHours,
  };
}

/** What may be absent from a policy. */
function optionalTerms(
  words: PolicyWords,
  before: Pick<PolicyTerms, 'archive' | 'snapshotGroup' | 'snapshotConsistency'>,
): Pick<PolicyTerms, 'archive' | 'snapshotGroup' | 'snapshotConsistency'> {
  const archive = words.archive ?? before.archive;
  const group = words.snapshotGroup ?? before.snapshotGroup;
  const crash =
    words.consistency === undefined
      ? before.snapshotConsistency !== undefined
      : words.consistency === 'crash';
  return {
    ...(archive === undefined ? {} : { archive }),
    ...(group === undefined || group === 'none' ? {} : { snapshotGroup: group }),
    ...(crash ? { snapshotConsistency: 'OnlyCrashConsistent' } : {}),
  };
}

/**
 * The terms in a file, as `policy show -o json` or az prints them.
 * @throws AzbackupError `AZB_POLICY_FILE` (2)
 */
export async function termsFromFile(context: CommandContext, file: string): Promise<PolicyTerms> {
  const read = await context.services.policyReader();
  const reading = read(await jsonIn(context, file));
  if (reading === undefined) {
    throw badFile(file, ['it contains no policy']);
  }
  const { terms, problems, unknown } = reading;
  const unsupported = unknown.map((path) => `${path}: not supported by azbackup`);
  if (terms === undefined) {
    throw badFile(file, [...problems, ...unsupported]);
  }
  if (unsupported.length > 0) {
    throw usageError(
      'AZB_POLICY_FILE',
      `the policy in ${fileWords(file)} has ${unsupported.length === 1 ? 'a field' : 'fields'} that azbackup does not support`,
      { target: file, causes: unsupported, fix: ['remove what is named from the file'] },
    );
  }
  const zone = windowsZone(terms.timeZone);
  if (zone.name === undefined) {
    throw badFile(file, [`timeZone: unknown time zone ${terms.timeZone}`]);
  }
  return { ...terms, timeZone: zone.name };
}

async function jsonIn(context: CommandContext, file: string): Promise<unknown> {
  const text = await context.readInput(file);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw badFile(file, [error instanceof Error ? error.message : String(error)]);
  }
}

function badFile(file: string, causes: readonly string[]): Error {
  return usageError('AZB_POLICY_FILE', `${fileWords(file)} is not a VM backup policy`, {
    target: file,
    causes,
    fix: ['azbackup policy show NAME -o json'],
  });
}

/** What a file is called in messages. */
export function fileWords(file: string): string {
  return file === '-' ? 'standard input' : file;
}

/**
 * Lets terms through that Azure would take.
 * @param name of a new policy
 * @throws AzbackupError `AZB_POLICY_RULES` (2) with every rule that is broken
 */
export function requireRules(terms: PolicyTerms, name?: string): void {
  const badName = name === undefined ? undefined : brokenNameRule(name);
  const broken = [...(badName === undefined ? [] : [badName]), ...brokenRules(terms)];
  const [first] = broken;
  if (first !== undefined) {
    throw usageError(
      'AZB_POLICY_RULES',
      broken.length === 1
        ? `Azure Backup will reject this policy: ${first.rule}`
        : `Azure Backup will reject this policy: it breaks ${broken.length} rules`,
      {
        ...(name === undefined ? {} : { target: name }),
        causes: broken.map((rule) => ruleLine(rule)),
        fix: [...new Set(broken.flatMap(({ way }) => way ?? []))],
        docs: first.page.url,
      },
    );
  }
}

function ruleLine({ rule, found, page }: BrokenRule): string {
  return `${rule}; here: ${found} (${page.title})`;
}
