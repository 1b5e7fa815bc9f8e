// What the commands under `azbackup retirement` take.

import { parseUntil } from '../../domain/recovery/retention-date.js';
import { ADE_RETIREMENT } from '../../domain/retirement/deadline.js';
import type { OptionDefinition } from '../options/option.js';

const NEEDS_DATE = 'needs a date such as 2028-09-15, or a time such as 2028-09-15T00:00:00Z';

/** By when nothing of ADE may be left. */
export const DEADLINE_OPTION = {
  flags: '--deadline <date>',
  description: 'a date of your own in place of the end of ADE (default: 2028-09-15)',
  group: 'How',
  schema: (zod) =>
    zod
      .string()
      .trim()
      .refine((text) => parseUntil(text) !== undefined, `--deadline ${NEEDS_DATE}`)
      .transform((text) => parseUntil(text) ?? ADE_RETIREMENT)
      .default(ADE_RETIREMENT),
} satisfies OptionDefinition;

/** Which points are listed. */
export const AFTER_OPTION = {
  flags: '--after <date>',
  description: 'list points that expire after this date (default: that of --deadline)',
  group: 'What',
  schema: (zod) =>
    zod
      .string()
      .trim()
      .refine((text) => parseUntil(text) !== undefined, `--after ${NEEDS_DATE}`)
      .transform((text) => parseUntil(text) ?? ADE_RETIREMENT)
      .optional(),
} satisfies OptionDefinition;
