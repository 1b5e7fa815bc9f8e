// `azbackup explain`: its options, what help says of it, and where its run, its result and its view are.

import { defineCommand } from '../command.js';
import type { OptionsOf } from '../options/global-options.js';
import { rule, type ArgumentTable, type OptionRule, type OptionTable } from '../options/option.js';

const taken = {
  code: {
    description: 'error code, check id or exit code; - reads a log or JSON from stdin',
    optional: true,
    repeatable: true,
    schema: (zod) => zod.array(zod.string().trim().min(1, 'a code is empty')).default([]),
  },
} satisfies ArgumentTable;
const options = {
  all: {
    flags: '--all',
    description: 'every code that azbackup knows',
    group: 'What',
    schema: (zod) => zod.boolean().default(false),
  },
  vm: {
    flags: '--vm <name>',
    description: 'name of the VM, for the commands shown',
    group: 'What',
    schema: (zod) => zod.string().trim().min(1, '--vm needs a name').optional(),
  },
} satisfies OptionTable;
const globalOptions = ['vault'] as const;

/** The options of `azbackup explain`. */
export type ExplainOptions = OptionsOf<typeof options, typeof globalOptions, typeof taken>;

/** Codes or all of them, not both, and standard input by itself. */
const explainRules: readonly OptionRule<ExplainOptions>[] = [
  rule(({ code, all }) => all || code.length > 0, 'specify a code, - for stdin, or --all'),
  rule(({ code, all }) => !all || code.length === 0, '--all takes no code'),
  rule(({ code }) => code.length < 2 || !code.includes('-'), '- takes no other code'),
];

/** `azbackup explain` */
export const explainCommand = defineCommand({
  name: 'explain',
  kind: 'explain',
  purpose: 'learn',
  summary: 'Explain error codes, checks and exit codes',
  examples: [
    {
      command: 'azbackup explain UserErrorKeyVaultPermissionsNotConfigured',
      description: 'what it means, how to prove it, how to fix it',
    },
    {
      command: 'azbackup explain AZB_NOT_ALLOWED ade.key-current 6',
      description: 'codes of azbackup, checks, exit codes',
    },
    {
      command: 'azbackup explain - < backup.log',
      description: 'every code in a log, or in JSON',
    },
    { command: 'azbackup explain --all -o json', description: 'everything, for another program' },
  ],
  arguments: taken,
  options,
  globalOptions,
  exits: ['done', 'not-found', 'partial'],
  related: ['preflight', 'status', 'jobs show'],
  local: true,
  load: async () => ({ ...(await import('./run.js')), rules: explainRules }),
  loadResultSchema: async () => (await import('./result.js')).explainDocumentSchema,
  loadView: async () => (await import('./view.js')).formatExplain,
});
