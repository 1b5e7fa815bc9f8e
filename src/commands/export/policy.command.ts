// `azbackup export policy`: its options, what help says of it, and where its run, its result and its view are.

import { isBackupPolicyId } from '../../domain/export/policy/backup-policy-id.js';
import { POLICY_NAMES } from '../../domain/export/names.js';
import { parseTag } from '../../domain/fleet/selection.js';
import { defineCommand } from '../command.js';
import type { OptionsOf } from '../options/global-options.js';
import {
  rule,
  type ArgumentTable,
  type OptionDefinition,
  type OptionRule,
  type OptionTable,
} from '../options/option.js';
import { needsOneOf } from '../options/selection-options.js';
import { nameArgument, OUT_OPTION } from './export-options.js';

/** The key and value of a tag; both are read by Azure Policy, whose expressions stand in square brackets. */
function tagOption(flag: string, description: string) {
  return {
    flags: `${flag} <tag>`,
    description,
    group: 'What',
    repeatable: true,
    schema: (zod) =>
      zod
        .array(
          zod.string().transform((text, issues): { name: string; value: string } => {
            const tag = parseTag(text);
            if (tag?.kind !== 'is' || tag.key.includes('[') || tag.value.startsWith('[')) {
              issues.addIssue({
                code: 'custom',
                message: `${flag} needs key=value, without [ in the key or at the start of the value`,
              });
              return zod.NEVER;
            }
            return { name: tag.key, value: tag.value };
          }),
        )
        .default([]),
  } satisfies OptionDefinition;
}

const SCOPES = ['subscription', 'management-group'] as const;
const EXTENSION_EFFECTS = ['deny', 'audit', 'disabled'] as const;

const args = {
  part: nameArgument(
    POLICY_NAMES,
    'parts to export (default: all into a folder, the definitions template to standard output)',
  ),
} satisfies ArgumentTable;
const options = {
  scope: {
    flags: '--scope <kind>',
    description: 'what the definitions are deployed to (default: subscription)',
    group: 'What',
    choices: SCOPES,
    schema: (zod) => zod.enum(SCOPES, needsOneOf('--scope', SCOPES)).default('subscription'),
  },
  extensionEffect: {
    flags: '--extension-effect <effect>',
    description: 'what happens to new extensions of Azure Disk Encryption (default: deny)',
    group: 'How',
    choices: EXTENSION_EFFECTS,
    schema: (zod) =>
      zod
        .enum(EXTENSION_EFFECTS, needsOneOf('--extension-effect', EXTENSION_EFFECTS))
        .default('deny'),
  },
  backupPolicy: {
    flags: '--backup-policy <id>',
    description: 'assign the built-in that protects VMs with this backup policy, by resource id',
    group: 'What',
    schema: (zod) =>
      zod
        .string()
        .trim()
        .refine(isBackupPolicyId, {
          error: '--backup-policy needs the resource id of a policy of a Recovery Services vault',
        })
        .optional(),
  },
  location: {
    flags: '--location <region>',
    description: 'region of the VMs and the vault of --backup-policy',
    group: 'What',
    schema: (zod) =>
      zod
        .string()
        .trim()
        .regex(/^[a-z\d]+(?: [a-z\d]+)*$/iu, '--location needs a region, such as japaneast')
        .optional(),
  },
  newVault: {
    flags: '--new-vault',
    description: 'assign the built-in that makes a vault in the resource group of each VM',
    group: 'What',
    schema: (zod) => zod.boolean().default(false),
  },
  tag: tagOption(
    '--tag',
    'the built-in protects only VMs with this tag, as key=value; can be repeated with one key',
  ),
  excludeTag: tagOption(
    '--exclude-tag',
    'VMs with this tag, as key=value, need no backup; can be repeated with one key',
  ),
  out: OUT_OPTION,
} satisfies OptionTable;
const globalOptions = [] as const;

/** The options of `azbackup export policy`. */
export type ExportPolicyOptions = OptionsOf<typeof options, typeof globalOptions, typeof args>;

const oneKey = (tags: readonly { readonly name: string }[]): boolean =>
  // Azure does not mind the case of keys.
  new Set(tags.map(({ name }) => name.toLowerCase())).size < 2;

const policyRules: readonly OptionRule<ExportPolicyOptions>[] = [
  rule(
    ({ backupPolicy, newVault }) => backupPolicy === undefined || !newVault,
    '--backup-policy and --new-vault cannot be used together',
  ),
  rule(
    ({ backupPolicy, location }) => (backupPolicy === undefined) === (location === undefined),
    '--backup-policy and --location are used together',
  ),
  rule(
    ({ tag, backupPolicy, newVault }) => tag.length === 0 || newVault || backupPolicy !== undefined,
    '--tag needs --backup-policy or --new-vault',
  ),
  rule(
    ({ part, backupPolicy, newVault }) =>
      !part.includes('assignment') || newVault || backupPolicy !== undefined,
    'assignment needs --backup-policy or --new-vault',
  ),
  rule(({ tag }) => oneKey(tag), '--tag takes several values of one key, not several keys'),
  rule(
    ({ excludeTag }) => oneKey(excludeTag),
    '--exclude-tag takes several values of one key, not several keys',
  ),
];

/** `azbackup export policy` */
export const exportPolicyCommand = defineCommand({
  name: 'policy',
  parent: 'export',
  kind: 'export',
  purpose: 'look',
  summary: 'Write Azure Policy definitions on backups and Azure Disk Encryption',
  examples: [
    {
      command: 'azbackup export policy --scope management-group --out .',
      description: 'definitions and an initiative for a management group',
    },
    {
      command: 'azbackup export policy definitions --extension-effect audit',
      description: 'as a template, finding the ADE extension and not refusing it',
    },
    {
      command: 'azbackup export policy assignment --new-vault --tag backup=yes',
      description: 'the built-in that protects VMs with a tag, with its parameters filled',
    },
  ],
  arguments: args,
  options,
  globalOptions,
  local: true,
  exits: ['done'],
  related: ['export queries', 'enable', 'grant-access', 'retirement inventory'],
  load: async () => ({ ...(await import('./policy.run.js')), rules: policyRules }),
  loadResultSchema: async () => (await import('./result.js')).exportDocumentSchema,
  loadView: async () => (await import('./view.js')).formatExport,
});
