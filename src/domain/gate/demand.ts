// What a gate file can demand of a machine: the rules by name, each with its threshold.

import type { RetentionKind } from '../backup-policy/policy.js';
import type { Instant } from '../time/instant.js';

/** The rules, in the order in which they are judged and shown. */
export const GATE_RULES = [
  'protected',
  'all-disks',
  'last-point-max-age',
  'last-job-succeeded',
  'last-point-clean',
  'keys-usable',
  'grant-in-place',
  'purge-protection',
  'soft-delete',
  'immutability',
  'cross-region',
  'policy',
  'retention-at-least',
  'no-points-after-retirement',
  'drill-max-age',
] as const;

/** The name of a rule. */
export type GateRule = (typeof GATE_RULES)[number];

/** Rules without a threshold that are judged by what `azbackup status` reads. */
export const PLAIN_RULES = [
  'protected',
  'all-disks',
  'last-job-succeeded',
  'keys-usable',
  'grant-in-place',
  'purge-protection',
  'soft-delete',
  'cross-region',
] as const satisfies readonly GateRule[];

/** How many points of each kind a policy has to keep at least. */
export type LeastRetention = Readonly<Partial<Record<RetentionKind, number>>>;

/** A rule with its threshold. */
export type Demand =
  | { readonly rule: (typeof PLAIN_RULES)[number] }
  | { readonly rule: 'last-point-max-age' | 'drill-max-age'; readonly seconds: number }
  | { readonly rule: 'last-point-clean' }
  | { readonly rule: 'immutability'; readonly locked: boolean }
  | { readonly rule: 'policy'; readonly names: readonly string[] }
  | { readonly rule: 'retention-at-least'; readonly keep: LeastRetention }
  | { readonly rule: 'no-points-after-retirement'; readonly deadline: Instant };

/** What a rule is about, for reports that explain themselves. */
export interface RuleText {
  /** A few words. */
  readonly short: string;
  /** A sentence. */
  readonly full: string;
  /** What to look at, or to do. */
  readonly help: string;
}

/** By rule. */
export const RULE_TEXTS: Readonly<Record<GateRule, RuleText>> = {
  protected: {
    short: 'VM is protected',
    full: 'A Recovery Services vault takes backups of the VM by a policy.',
    help: 'Look at the VM with azbackup status --vm NAME, and protect it with azbackup enable --vm NAME.',
  },
  'all-disks': {
    short: 'All disks are backed up',
    full: 'The backups of the VM leave out none of its disks.',
    help: 'azbackup status --vm NAME shows the disks that are left out; az backup protection update-for-vm --disk-list-setting resetexclusionsettings includes them again.',
  },
  'last-point-max-age': {
    short: 'Last recovery point is recent',
    full: 'The last recovery point of the VM is no older than the file allows.',
    help: 'Look at the VM with azbackup status --vm NAME, and back it up with azbackup backup-now --vm NAME.',
  },
  'last-job-succeeded': {
    short: 'Last backup succeeded',
    full: 'The last backup of the VM completed.',
    help: 'azbackup status --vm NAME shows why the last backup failed.',
  },
  'last-point-clean': {
    short: 'Last recovery point is known to be clean',
    full: 'Azure reports of the last recovery point of the VM that no threat was known when it was made.',
    help: 'azbackup recovery-points list --vm NAME shows the threat status of each point.',
  },
  'keys-usable': {
    short: 'Keys of Azure Disk Encryption are in place',
    full: 'The secrets and keys that the disks of the VM use are in their key vaults, and enabled.',
    help: 'azbackup audit-keys --vm NAME shows which key or secret is missing or disabled.',
  },
  'grant-in-place': {
    short: 'Backup service can read the keys',
    full: 'The backup service has the access to key vaults that backups of the VM need.',
    help: 'Give the access with azbackup grant-access --vm NAME.',
  },
  'purge-protection': {
    short: 'Key vaults have purge protection',
    full: 'Purge protection of the key vaults that the disks of the VM depend on is on.',
    help: 'azbackup preflight --vm NAME shows the command that turns purge protection on.',
  },
  'soft-delete': {
    short: 'Soft delete is on',
    full: 'Soft delete is on at the Recovery Services vault of the VM and at the key vaults of its disks.',
    help: 'azbackup vault show NAME shows the Recovery Services vault, azbackup preflight --vm NAME the key vaults.',
  },
  immutability: {
    short: 'Vault is immutable',
    full: 'The Recovery Services vault of the VM is immutable; locked, if the file asks for that.',
    help: 'azbackup vault show NAME shows the immutability of the vault.',
  },
  'cross-region': {
    short: 'Cross-region restore is on',
    full: 'Recovery points of the VM can be restored in the secondary region.',
    help: 'azbackup vault show NAME shows redundancy and cross-region restore of the vault.',
  },
  policy: {
    short: 'Policy is an allowed one',
    full: 'The VM is backed up by one of the policies that the file names.',
    help: 'Change the policy with azbackup enable --vm NAME --policy POLICY.',
  },
  'retention-at-least': {
    short: 'Policy keeps points long enough',
    full: 'The policy of the VM keeps recovery points at least as long as the file asks for.',
    help: 'azbackup policy show NAME shows the retention, azbackup policy update NAME --keep changes it.',
  },
  'no-points-after-retirement': {
    short: 'No points with ADE outlive it',
    full: 'No recovery point with Azure Disk Encryption is kept past the end of Azure Disk Encryption.',
    help: 'azbackup retirement points --vm NAME lists the points and the policy change that stops new ones.',
  },
  'drill-max-age': {
    short: 'Restore drill has passed lately',
    full: 'A restore drill of the VM has passed, no longer ago than the file allows.',
    help: 'azbackup drill report shows the drills that are known; run one with azbackup drill run --vm NAME.',
  },
};
