// Options of commands that change many machines: when they give up, and how they are resumed.

import type { MaxErrors } from '../../domain/fleet/max-errors.js';
import type { OptionDefinition, OptionTable } from './option.js';

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

/** Where a run is recorded, and which one goes on. */
export const RUN_OPTIONS = {
  runFile: {
    flags: '--run-file <file>',
    description:
      'record the run in this new file (default: a file in the state folder, if there are several VMs)',
    group: 'How',
    schema: (zod) => zod.string().min(1).optional(),
  },
  resume: {
    flags: '--resume <run>',
    description:
      'resume a run, by id, file, or last: skips the VMs that are done, and retries those that failed',
    group: 'What',
    schema: (zod) => zod.string().min(1).optional(),
  },
} satisfies OptionTable;

/** What a change of many machines is given besides what to change. */
export const FLEET_OPTIONS = {
  maxErrors: MAX_ERRORS_OPTION,
  ...RUN_OPTIONS,
} satisfies OptionTable;

/** What of a command line steers one call and no more, and consents, which are given anew. */
export const CALL_OPTIONS: ReadonlySet<string> = new Set([
  'maxErrors',
  'runFile',
  'resume',
  'wait',
  'timeout',
  'detailedExitcode',
  'confirm',
  'acceptRetentionLoss',
  'resourceGuardRequest',
  'expect',
]);

/** What selects machines: a resumed run has those that it had. */
export const SELECTING_OPTIONS: ReadonlySet<string> = new Set([
  'vm',
  'all',
  'tag',
  'location',
  'encryption',
  'protected',
  'exclude',
  'managementGroup',
  'graphQuery',
  'resourceGroup',
]);
