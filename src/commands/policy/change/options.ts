// The words in which policies are written on command lines.

import type { OptionTable, ValuesOf } from '../../options/option.js';

const schemas = async () => (await import('./option-schemas.js')).policyWordSchemas;

const CONSISTENCIES = ['application', 'crash'] as const;

/** What `policy create` and `policy update` take. */
export const POLICY_OPTIONS = {
  daily: {
    flags: '--daily <time>',
    description: 'back up every day at this time, such as 02:00',
    group: 'What',
    schema: async () => (await schemas()).daily.optional(),
  },
  weekly: {
    flags: '--weekly <days@time>',
    description: 'back up on these days, such as sun,wed@02:00',
    group: 'What',
    schema: async () => (await schemas()).weekly.optional(),
  },
  every: {
    flags: '--every <hours>',
    description: 'back up every 4h, 6h, 8h or 12h; makes an Enhanced policy',
    group: 'What',
    schema: async () => (await schemas()).every.optional(),
  },
  window: {
    flags: '--window <time+hours>',
    description: 'daily window of --every: start and length (default: 08:00+12h)',
    group: 'What',
    schema: async () => (await schemas()).window.optional(),
  },
  timeZone: {
    flags: '--time-zone <zone>',
    description: 'time zone, such as Asia/Tokyo or "Tokyo Standard Time" (default: UTC)',
    group: 'What',
    schema: async () => (await schemas()).timeZone.optional(),
  },
  keep: {
    flags: '--keep <terms>',
    description:
      'how long points are kept: daily=30,weekly=12,monthly=12,yearly=7; days after @, such as weekly=12@sun+wed, monthly=12@1, monthly=12@first-sun, yearly=7@jan:first-sun; none keeps no points of a kind, such as daily=none (default: daily=30, weekly=12 of weekly backups; days: Sunday or the backup days, their first of the month, and that of January)',
    group: 'What',
    schema: async () => (await schemas()).keep.optional(),
  },
  instant: {
    flags: '--instant <days>',
    description:
      'how long to keep snapshots for instant restore, such as 5d (default: 2d, weekly 5d)',
    group: 'What',
    schema: async () => (await schemas()).instant.optional(),
  },
  archive: {
    flags: '--archive <rule>',
    description: 'which points move to the archive tier: recommended, after=3mo, or never',
    group: 'What',
    schema: async () => (await schemas()).archive.optional(),
  },
  snapshotGroup: {
    flags: '--snapshot-group <name>',
    description:
      'resource group for snapshots, such as rg-snapshots-{n} (Azure fills in the number); none for the default',
    group: 'What',
    schema: async () => (await schemas()).snapshotGroup.optional(),
  },
  consistency: {
    flags: '--consistency <kind>',
    description: 'snapshots: application (default), or crash only (Enhanced policies)',
    group: 'What',
    choices: CONSISTENCIES,
    schema: (zod) => zod.enum(CONSISTENCIES).optional(),
  },
  file: {
    flags: '--file <file>',
    description: 'whole policy as JSON, from policy show -o json or az; - for standard input',
    group: 'What',
    schema: (zod) => zod.string().min(1, '--file needs a file, or - for standard input').optional(),
  },
} satisfies OptionTable;

/** What the words come to, once read. */
export type PolicyWords = ValuesOf<typeof POLICY_OPTIONS>;
