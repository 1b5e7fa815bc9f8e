// Options of all exports.

import { durationSchema } from '../options/machine-options.js';
import type { ArgumentDefinition, OptionDefinition } from '../options/option.js';

/** Where files go. */
export const OUT_OPTION = {
  flags: '--out <path>',
  description:
    'write to this folder, which must exist, or to this file if there is only one to write; - for standard output (default)',
  group: 'Output',
  schema: (zod) =>
    zod
      .string()
      .trim()
      .min(1, '--out needs a folder or a file')
      .transform((text) => (text === '-' ? undefined : text))
      .optional(),
} satisfies OptionDefinition;

/** How old a last recovery point may be. */
export const MAX_AGE_OPTION = {
  flags: '--max-age <duration>',
  description: 'how old a last recovery point may be, for old-points (default: 26h)',
  group: 'How',
  schema: (zod) => durationSchema(zod, '--max-age').default(26 * 3600),
} satisfies OptionDefinition;

/** A title that people read. */
export const TITLE_OPTION = {
  flags: '--title <text>',
  description: 'title (default: Azure VM backups)',
  group: 'How',
  schema: (zod) => zod.string().trim().min(1, '--title needs a text').default('Azure VM backups'),
} satisfies OptionDefinition;

/** Which of the files of an export. */
export function nameArgument<const Name extends string>(
  names: readonly [Name, ...Name[]],
  description: string,
) {
  return {
    description,
    optional: true,
    repeatable: true,
    choices: names,
    schema: (zod) =>
      zod
        .array(
          zod.enum(names, {
            error: ({ input }) =>
              `what to export is one of ${names.join(', ')}, not ${String(input)}`,
          }),
        )
        .default([]),
  } satisfies ArgumentDefinition;
}
