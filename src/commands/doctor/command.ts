// `azbackup doctor`: its options, what help says of it, and where its run, its result and its view are.

import { defineCommand } from '../command.js';
import type { OptionsOf } from '../options/global-options.js';
import { durationSchema } from '../options/machine-options.js';
import type { OptionTable } from '../options/option.js';
import { CATEGORIES } from './diagnosis.js';

const options = {
  category: {
    flags: '--category <names>',
    description: 'only these, separated by commas: local, network, sign-in, azure, sandbox',
    group: 'What',
    schema: (zod) =>
      zod
        .string()
        .transform((text) => text.split(',').map((name) => name.trim()))
        .pipe(
          zod.array(
            zod.enum(CATEGORIES, {
              error: () => `--category needs some of ${CATEGORIES.join(', ')}`,
            }),
          ),
        )
        .default([...CATEGORIES]),
  },
  timeout: {
    flags: '--timeout <duration>',
    description: 'how long to wait for each answer (default: 15s)',
    group: 'How',
    schema: (zod) => durationSchema(zod, '--timeout').default(15),
  },
  bundle: {
    flags: '--bundle <file>',
    description: 'also write a report for a ticket, without ids, names and secrets',
    group: 'Output',
    schema: (zod) => zod.string().min(1, '--bundle needs a file').optional(),
  },
} satisfies OptionTable;
const globalOptions = ['subscription'] as const;

/** The options of `azbackup doctor`. */
export type DoctorOptions = OptionsOf<typeof options, typeof globalOptions>;

/** `azbackup doctor` */
export const doctorCommand = defineCommand({
  name: 'doctor',
  kind: 'doctor',
  purpose: 'learn',
  summary: 'Check this machine, the network, the sign-in and the subscription',
  examples: [
    {
      command: 'azbackup doctor',
      description: 'checks everything, and shows a fix for each problem',
    },
    {
      command: 'azbackup doctor --category network,sign-in',
      description: 'only the way to Azure',
    },
    {
      command: 'azbackup doctor --bundle report.txt',
      description: 'also writes a redacted report for a ticket',
    },
  ],
  options,
  globalOptions,
  exits: ['done', 'blocked'],
  related: ['preflight', 'sandbox show'],
  diagnoses: true,
  load: () => import('./run.js'),
  loadResultSchema: async () => (await import('./result.js')).doctorDocumentSchema,
  loadView: async () => (await import('./view.js')).formatDoctor,
});
