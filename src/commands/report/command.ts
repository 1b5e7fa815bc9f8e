// `azbackup report`: its options, what help says of it, and where its run, its result and its view are.

import { defineCommand } from '../command.js';
import type { OptionsOf, TypedPlaces } from '../options/global-options.js';
import type { OptionTable } from '../options/option.js';
import { PLACE_GLOBALS, PRINCIPAL_OPTION } from '../options/machine-options.js';
import { ITEM_SELECTION_OPTIONS } from '../options/selection-options.js';
import { DEADLINE_OPTION } from '../retirement/options.js';

const MAX_DAYS = 90;
const DAYS_MESSAGE = `--days needs a whole number from 1 to ${MAX_DAYS}`;
const IDS = ['masked', 'full'] as const;

const options = {
  ...ITEM_SELECTION_OPTIONS,
  gate: {
    flags: '--gate <file>',
    description: 'gate file to check VMs against (default: azbackup.gate.yaml, if it exists)',
    group: 'What',
    schema: (zod) => zod.string().min(1, '--gate needs a file').optional(),
  },
  days: {
    flags: '--days <number>',
    description: `days of the calendar and of failed jobs, up to ${MAX_DAYS} (default: 30)`,
    group: 'What',
    schema: (zod) =>
      zod.coerce
        .number(DAYS_MESSAGE)
        .int(DAYS_MESSAGE)
        .min(1, DAYS_MESSAGE)
        .max(MAX_DAYS, DAYS_MESSAGE)
        .default(30),
  },
  deadline: DEADLINE_OPTION,
  ids: {
    flags: '--ids <kind>',
    description: 'ids on the page: masked (default) or full',
    group: 'Output',
    choices: IDS,
    schema: (zod) => zod.enum(IDS, '--ids needs masked or full').default('masked'),
  },
  out: {
    flags: '--out <file>',
    description:
      'the page; - for standard output (default: azbackup-report.html, and none with another --output than table)',
    group: 'Output',
    schema: (zod) => zod.string().trim().min(1, '--out needs a file').optional(),
  },
  backupPrincipalId: PRINCIPAL_OPTION,
} satisfies OptionTable;
const globalOptions = [...PLACE_GLOBALS, 'output', 'query'] as const;

/** The options of `azbackup report`. */
export type ReportOptions = OptionsOf<typeof options, typeof globalOptions> & TypedPlaces;

/** `azbackup report` */
export const reportCommand = defineCommand({
  name: 'report',
  kind: 'report',
  purpose: 'look',
  summary: 'Write an HTML report on backups, keys and ADE',
  examples: [
    {
      command: 'azbackup report --all',
      description: 'all VMs of the subscription, into azbackup-report.html',
    },
    {
      command: 'azbackup report --vault rsv-prod --out prod.html --days 60',
      description: 'VMs of a vault, with the recovery points of 60 days',
    },
    {
      command: 'azbackup report --all -o json',
      description: 'the same facts as JSON, for azbackup report diff',
    },
  ],
  options,
  globalOptions,
  selectsMachines: true,
  exits: ['done', 'not-found', 'not-allowed', 'partial', 'unavailable'],
  related: ['status', 'gate', 'retirement inventory', 'metrics'],
  load: () => import('./run.js'),
  loadResultSchema: async () => (await import('./result.js')).reportDocumentSchema,
  loadView: async () => (await import('./view.js')).formatReport,
});
