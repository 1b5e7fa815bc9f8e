// Options of commands that change many machines: when they give up.

import type { MaxErrors } from '../../steps/error-limit.js';
import type { OptionDefinition } from './option.js';

/** When to start no further machine. */
export const MAX_ERRORS_OPTION = {
  flags: '--max-errors <count>',
  description:
    'start no further VM once this many have failed, or this share of them, such as 10% (default: continue)',
  group: 'How',
  schema: (zod) =>
    zod
      .string()
      .regex(
        /^(?:[1-9]\d{0,5}|(?:100|[1-9]\d?)%)$/u,
        '--max-errors needs a number of VMs from 1, or a share such as 10%',
      )
      .transform((text): MaxErrors => ({
        unit: text.endsWith('%') ? 'percent' : 'machines',
        value: Number.parseInt(text, 10),
      }))
      .optional(),
} satisfies OptionDefinition;
