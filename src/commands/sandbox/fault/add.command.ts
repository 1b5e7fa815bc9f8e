// `azbackup sandbox fault add`: its options, what help says of it, and where its run, its result and its view are.

import type { z } from 'zod';
import { defineCommand } from '../../command.js';
import type { OptionsOf } from '../../options/global-options.js';
import type { OptionTable, Zod } from '../../options/option.js';

const countSchema = (zod: Zod, flag: string): z.ZodOptional<z.ZodCoercedNumber> =>
  zod.coerce
    .number(`${flag} needs a whole number from 1`)
    .int(`${flag} needs a whole number from 1`)
    .positive(`${flag} needs a whole number from 1`)
    .optional();

const options = {
  match: {
    flags: '--match <pattern>',
    description:
      "method and glob for host and path (* within a segment, ** or … for anything), or 'job OPERATION VM'",
    group: 'What',
    schema: (zod) =>
      zod
        .string("--match is required: a method and a glob for host and path, or 'job OPERATION VM'")
        .regex(
          /^(?:job \S+ \S+|(?!job )\S+ \S+)$/iu,
          "--match needs a method, a space, and a glob, such as 'PUT …/protectedItems/*', or 'job Backup VM001'",
        ),
  },
  then: {
    flags: '--then <consequence>',
    description:
      'STATUS[:RETRY_AFTER], succeeded, reset, reset-after, bare, null, list, page, hang, truncate, malformed, without:ENTRY:MEMBER, or slow:SECONDS; for a job: failed[:CODE], warnings[:CODE], or cancelled',
    group: 'What',
    schema: async () => (await import('./add.run.js')).thenSchema,
  },
  nth: {
    flags: '--nth <number>',
    description: 'first match to affect (default: 1)',
    group: 'How',
    schema: (zod) => countSchema(zod, '--nth'),
  },
  times: {
    flags: '--times <number>',
    description: 'number of matches (default: all; with --nth, 1)',
    group: 'How',
    schema: (zod) => countSchema(zod, '--times'),
  },
} satisfies OptionTable;
const globalOptions = ['dryRun'] as const;

/** The options of `azbackup sandbox fault add`. */
export type FaultAddOptions = OptionsOf<typeof options, typeof globalOptions>;

/** `azbackup sandbox fault add` */
export const sandboxFaultAddCommand = defineCommand({
  name: 'add',
  parent: 'sandbox fault',
  kind: 'sandbox-fault',
  purpose: 'learn',
  summary: 'Inject faults into requests or backup jobs',
  examples: [
    {
      command: "azbackup sandbox fault add --match 'PUT …/protectedItems/*' --nth 2 --then 429:30",
      description: 'throttles the second request',
    },
    {
      command: "azbackup sandbox fault add --match 'GET *.vault.azure.net/**' --then 403",
      description: 'key vaults deny access',
    },
    {
      command: "azbackup sandbox fault add --match 'DELETE …/protectedItems/*' --then 204",
      description: 'reports success without deleting anything',
    },
    {
      command: "azbackup sandbox fault add --match 'GET …/backupJobs/*' --times 3 --then slow:10",
      description: 'slows down three responses',
    },
    {
      command:
        "azbackup sandbox fault add --match 'job Backup VM003' --then failed:UserErrorFsFreezeFailed",
      description: 'every backup of VM003 fails',
    },
  ],
  options,
  globalOptions,
  exits: ['done'],
  related: ['sandbox fault list', 'sandbox fault clear'],
  sandboxOnly: true,
  load: () => import('./add.run.js'),
  loadResultSchema: async () => (await import('./result.js')).sandboxFaultDocumentSchema,
  loadView: async () => (await import('./view.js')).formatSandboxFault,
});
