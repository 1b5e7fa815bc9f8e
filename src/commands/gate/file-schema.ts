// What a gate file may hold: the words of the command line that select machines, the rules with their thresholds, and the
// waivers.

import { z } from 'zod';
import { parseKeep } from '../../domain/backup-policy/keep.js';
import { RETENTION_KINDS, type RetentionKind } from '../../domain/backup-policy/policy.js';
import { GATE_RULES, type Demand, type PLAIN_RULES } from '../../domain/gate/demand.js';
import { parseUntil } from '../../domain/recovery/retention-date.js';
import { ADE_RETIREMENT } from '../../domain/retirement/deadline.js';
import { durationSchema } from '../options/machine-options.js';
import * as schemaParts from '../options/schema-parts.js';
import { namesOrAll, SELECTION_OPTIONS, somethingOrVault } from '../options/selection-options.js';

const NEEDS_TEXT = 'needs a text';
const text = z.string(NEEDS_TEXT).trim().min(1, NEEDS_TEXT);

const NEEDS_DATE = 'needs a date such as 2027-01-31, or a time such as 2027-01-31T00:00:00Z';
const date = z
  .string(NEEDS_DATE)
  .trim()
  .refine((value) => parseUntil(value) !== undefined, NEEDS_DATE)
  .transform((value) => parseUntil(value) ?? ADE_RETIREMENT);

function plainRule(rule: (typeof PLAIN_RULES)[number] | 'last-point-clean') {
  return z
    .literal(true, 'needs true; remove the rule to turn it off')
    .transform((): Demand => ({ rule }))
    .optional();
}

const NEEDS_COUNTS = 'needs counts such as daily=30 or daily=30,monthly=12';

/** The words of `--keep`, without days: how many points of each kind at least. */
const leastRetention = z.string(NEEDS_COUNTS).transform((value, issues): Demand => {
  const { keep, problem } = parseKeep(value);
  const kept: Partial<Record<RetentionKind, number>> = {};
  const asked = RETENTION_KINDS.map((kind) => [kind, keep?.[kind]] as const);
  for (const [kind, words] of asked) {
    if (words === 'none' || (words !== undefined && Object.keys(words).length > 1)) {
      issues.addIssue({ code: 'custom', message: NEEDS_COUNTS });
      return z.NEVER;
    }
    if (words !== undefined) {
      kept[kind] = words.count;
    }
  }
  if (problem !== undefined) {
    issues.addIssue({ code: 'custom', message: problem });
    return z.NEVER;
  }
  return { rule: 'retention-at-least', keep: kept };
});

/** The rules of a block, each as the demand that it makes. */
const rulesSchema = z
  .strictObject({
    protected: plainRule('protected'),
    'all-disks': plainRule('all-disks'),
    'last-point-max-age': durationSchema(schemaParts, 'last-point-max-age')
      .transform((seconds): Demand => ({ rule: 'last-point-max-age', seconds }))
      .optional(),
    'last-job-succeeded': plainRule('last-job-succeeded'),
    'last-point-clean': plainRule('last-point-clean'),
    'keys-usable': plainRule('keys-usable'),
    'grant-in-place': plainRule('grant-in-place'),
    'purge-protection': plainRule('purge-protection'),
    'soft-delete': plainRule('soft-delete'),
    immutability: z
      .union([z.literal(true), z.literal('locked')], 'needs true or locked')
      .transform((level): Demand => ({ rule: 'immutability', locked: level === 'locked' }))
      .optional(),
    'cross-region': plainRule('cross-region'),
    policy: z
      .array(text, 'needs names of policies')
      .min(1, 'needs names of policies')
      .transform((names): Demand => ({ rule: 'policy', names }))
      .optional(),
    'retention-at-least': leastRetention.optional(),
    'no-points-after-retirement': z
      .union(
        [z.literal(true).transform(() => ADE_RETIREMENT), date],
        'needs true, or a date such as 2028-09-15',
      )
      .transform((deadline): Demand => ({ rule: 'no-points-after-retirement', deadline }))
      .optional(),
    'drill-max-age': durationSchema(schemaParts, 'drill-max-age')
      .transform((seconds): Demand => ({ rule: 'drill-max-age', seconds }))
      .optional(),
  })
  .refine((rules) => Object.values(rules).some((rule) => rule !== undefined), 'needs a rule');

const places = z.array(text, NEEDS_TEXT).default([]);

const {
  vm,
  all,
  tag,
  location,
  encryption,
  protected: state,
  exclude,
  managementGroup,
  graphQuery,
} = SELECTION_OPTIONS;

/** The words of a block's `select`: those of a command line, with the same meaning. */
const selectSchema = z
  .strictObject({
    vm: vm.schema(schemaParts),
    all: all.schema(schemaParts),
    tag: tag.schema(schemaParts),
    location: location.schema(schemaParts),
    encryption: encryption.schema(schemaParts),
    protected: state.schema(schemaParts),
    'management-group': managementGroup.schema(schemaParts),
    'graph-query': graphQuery.schema(schemaParts),
    exclude: exclude.schema(schemaParts),
    subscription: places,
    'resource-group': places,
    vault: text.optional(),
  })
  .transform(
    ({
      'management-group': groups,
      'graph-query': query,
      'resource-group': resourceGroups,
      subscription: subscriptions,
      ...words
    }) => ({
      ...words,
      managementGroup: groups,
      graphQuery: query,
      subscriptions,
      subscription: subscriptions[0],
      resourceGroups,
      resourceGroup: resourceGroups[0],
    }),
  )
  .check(({ value, issues }) => {
    for (const rule of [somethingOrVault, namesOrAll]) {
      const message = rule(value);
      if (message !== undefined) {
        issues.push({ code: 'custom', input: value, message });
      }
    }
  });

/** Words of `select` that take a list; one value stands for a list of it. */
export const LIST_WORDS: ReadonlySet<string> = new Set([
  'vm',
  'tag',
  'location',
  'encryption',
  'protected',
  'management-group',
  'exclude',
  'subscription',
  'resource-group',
]);

const blockSchema = z.strictObject({
  name: text,
  select: selectSchema,
  rules: rulesSchema,
});

const waiverSchema = z.strictObject({
  rule: z.enum(GATE_RULES, `needs one of ${GATE_RULES.join(', ')}`),
  scope: text,
  reason: text,
  expires: date,
});

/** A gate file. */
export const gateFileSchema = z.strictObject({
  version: z.literal(1, 'needs 1'),
  unknown: z.enum(['pass', 'fail'], 'needs pass or fail').default('fail'),
  /** Evidence of drills that other computers ran: files, or folders with them. */
  drills: z.array(text, 'needs names of files or folders').default([]),
  blocks: z.array(blockSchema, 'needs a list of blocks').min(1, 'needs a block'),
  waivers: z.array(waiverSchema, 'needs a list of waivers').default([]),
});

/** The words that select the machines of a block. */
export type GateSelection = z.output<typeof selectSchema>;
