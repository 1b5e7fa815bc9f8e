// `azbackup sandbox reset`: its options, what help says of it, and where its run, its result and its view are.

import { defineCommand } from '../command.js';
import type { OptionsOf } from '../options/global-options.js';
import type { OptionTable } from '../options/option.js';

const options = {
  world: {
    flags: '--world <world>',
    description: 'default, empty, fleet:N, or a JSON file (default: default)',
    group: 'What',
    schema: (zod) =>
      zod.string().trim().min(1, '--world needs a name or a file').default('default'),
  },
  limits: {
    flags: '--limits',
    description: "count requests, and refuse them beyond Azure's limits",
    group: 'How',
    schema: (zod) => zod.boolean().default(false),
  },
  busy: {
    flags: '--busy <share>',
    description: 'answer this share of requests with 429 or 503, such as 5%',
    group: 'How',
    schema: (zod) =>
      zod
        .string()
        .regex(/^(?:100|[1-9]?\d)%$/u, '--busy needs a share of requests, such as 5%')
        .transform((text) => Number.parseInt(text, 10))
        .optional(),
  },
} satisfies OptionTable;
const globalOptions = ['dryRun'] as const;

/** The options of `azbackup sandbox reset`. */
export type SandboxResetOptions = OptionsOf<typeof options, typeof globalOptions>;

/** `azbackup sandbox reset` */
export const sandboxResetCommand = defineCommand({
  name: 'reset',
  parent: 'sandbox',
  kind: 'sandbox-reset',
  purpose: 'learn',
  summary: 'Reset the sandbox',
  examples: [
    {
      command: 'azbackup sandbox reset',
      description: 'sixteen VMs, each in a different state',
    },
    { command: 'azbackup sandbox reset --world fleet:200', description: 'two hundred VMs' },
    {
      command: 'azbackup sandbox reset --world fleet:200 --limits --busy 5%',
      description: 'to rehearse throttling',
    },
    { command: 'azbackup sandbox reset --world ./world.json', description: 'a world of your own' },
  ],
  options,
  globalOptions,
  exits: ['done'],
  related: ['sandbox show', 'enable'],
  sandboxOnly: true,
  repairsSandbox: true,
  load: () => import('./reset.run.js'),
  loadResultSchema: async () => (await import('./result.js')).sandboxResetDocumentSchema,
  loadView: async () => (await import('./view.js')).formatSandboxReset,
});
