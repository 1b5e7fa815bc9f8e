// `azbackup gate`: its options, what help says of it, and where its run, its result and its view are.

import { defineCommand } from '../command.js';
import type { OptionsOf } from '../options/global-options.js';
import type { OptionTable } from '../options/option.js';
import { REPORT_FORMATS, type ReportRequest } from './report-formats.js';
import { PRINCIPAL_OPTION } from '../options/machine-options.js';

const KINDS = 'junit, sarif, markdown or json';
const NEEDS_KIND = `--format needs a kind and a file, such as sarif=gate.sarif; the kinds are ${KINDS}`;

const options = {
  file: {
    flags: '-f, --file <file>',
    description: 'gate file; - for standard input (default: azbackup.gate.yaml)',
    group: 'What',
    schema: (zod) =>
      zod.string().min(1, '--file needs the name of a file').default('azbackup.gate.yaml'),
  },
  format: {
    flags: '--format <kind=file>',
    description: `also write the result as ${KINDS}, such as sarif=gate.sarif; - for standard output; can be repeated`,
    group: 'Output',
    repeatable: true,
    schema: (zod) =>
      zod
        .array(
          zod.string().transform((text, issues): ReportRequest => {
            const at = text.indexOf('=');
            const format = REPORT_FORMATS.find((each) => each === text.slice(0, Math.max(0, at)));
            const file = text.slice(at + 1);
            if (format === undefined || file === '') {
              issues.addIssue({ code: 'custom', message: NEEDS_KIND });
              return zod.NEVER;
            }
            return { format, file };
          }),
        )
        .default([]),
  },
  baseline: {
    flags: '--baseline <file>',
    description: 'an earlier JSON result: only misses that it does not have exit 12',
    group: 'How',
    schema: (zod) => zod.string().min(1, '--baseline needs a file').optional(),
  },
  backupPrincipalId: PRINCIPAL_OPTION,
} satisfies OptionTable;
const globalOptions = ['subscription'] as const;

/** The options of `azbackup gate`. */
export type GateOptions = OptionsOf<typeof options, typeof globalOptions>;

/** `azbackup gate` */
export const gateCommand = defineCommand({
  name: 'gate',
  kind: 'gate',
  purpose: 'look',
  summary: 'Check VMs against a file of rules on their backups',
  examples: [
    { command: 'azbackup gate', description: 'by the rules of azbackup.gate.yaml' },
    {
      command: 'azbackup gate -f prod.gate.yaml -o json',
      description: 'by those of another file, as JSON',
    },
    {
      command: 'azbackup gate --format junit=gate.xml --format sarif=gate.sarif',
      description: 'for a pipeline: reports besides the table',
    },
  ],
  options,
  globalOptions,
  exits: ['done', 'not-found', 'not-allowed', 'partial', 'unavailable', 'unmet'],
  related: ['gate init', 'status', 'preflight', 'retirement points'],
  load: () => import('./run.js'),
  loadResultSchema: async () => (await import('./result.js')).gateDocumentSchema,
  loadView: async () => (await import('./view.js')).formatGate,
});
