// A policy's terms as people keep them in files: what `policy show -o json` prints under `terms`.

import { z } from 'zod';
import {
  ARCHIVE_UNITS,
  MONTHS,
  WEEKDAYS,
  WEEKS_OF_MONTH,
  type PolicyTerms,
} from '../../../domain/backup-policy/policy.js';
import type { PolicyReading } from '../../services.js';
import { members, readMembers, variants, word } from './members.js';

const weekdays = z.array(word(WEEKDAYS)).default([]);

const time = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/u, 'must be a time such as 02:00');

const date = z.union([z.int(), z.literal('Last')], { error: "must be a number or 'Last'" });

const daysOfMonth = variants(
  z.discriminatedUnion('format', [
    z.strictObject({ format: z.literal('Daily'), dates: z.array(date).default([]) }),
    z.strictObject({
      format: z.literal('Weekly'),
      weeks: z.array(word(WEEKS_OF_MONTH)).default([]),
      days: weekdays,
    }),
  ]),
);

/** The terms; what is printed as null may be left out. */
const termsSchema = members({
  policyType: word(['Standard', 'Enhanced']),
  timeZone: z.string(),
  schedule: members({
    frequency: word(['Hourly', 'Daily', 'Weekly']),
    times: z.array(time).default([]),
    days: weekdays,
    everyHours: z.int().exactOptional(),
    windowHours: z.int().exactOptional(),
  }),
  retention: members({
    daily: members({ days: z.int() }).exactOptional(),
    weekly: members({ weeks: z.int(), on: weekdays }).exactOptional(),
    monthly: members({ months: z.int(), on: daysOfMonth }).exactOptional(),
    yearly: members({
      years: z.int(),
      in: z.array(word(MONTHS)).default([]),
      on: daysOfMonth,
    }).exactOptional(),
  }),
  instantRestoreDays: z.int(),
  archive: variants(
    z.discriminatedUnion('mode', [
      z.strictObject({ mode: z.literal('recommended') }),
      z.strictObject({ mode: z.literal('after'), count: z.int(), unit: word(ARCHIVE_UNITS) }),
      z.strictObject({ mode: z.literal('never') }),
    ]),
  ).exactOptional(),
  snapshotGroup: members({
    prefix: z.string(),
    suffix: z.string().exactOptional(),
  }).exactOptional(),
  snapshotConsistency: word(['OnlyCrashConsistent']).exactOptional(),
}) satisfies z.ZodType<PolicyTerms>;

/** Reads terms. */
export function termsFromJson(json: unknown): PolicyReading {
  const { value, ...findings } = readMembers(termsSchema, json);
  return value === undefined ? findings : { terms: value, ...findings };
}
