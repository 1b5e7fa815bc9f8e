// The steps that create, change and delete a backup policy.

import { formatKeep } from '../../../domain/backup-policy/keep.js';
import type { PolicyDifference } from '../../../domain/backup-policy/differences.js';
import type { PolicyTerms } from '../../../domain/backup-policy/policy.js';
import {
  formatArchive,
  formatInstantDays,
  formatSchedule,
  formatSnapshotGroup,
} from '../../../domain/backup-policy/words.js';
import type { RetentionLoss } from '../../../domain/recovery/retention-loss.js';
import type { ResourceId } from '../../../domain/resource-id.js';
import type { Approvals } from '../../../steps/plan.js';
import type { PolicyStep } from '../../../steps/policy/step.js';

/** A policy by its place. */
export interface PolicyAddress {
  readonly vaultId: ResourceId;
  readonly policyName: string;
}

/** The id of a policy. */
export function policyIdOf({ vaultId, policyName }: PolicyAddress): ResourceId {
  return `${vaultId}/backupPolicies/${policyName}`;
}

/**
 * Makes a new policy.
 * @param zone how people call its time zone
 * @param timesDate `yyyy-mm-dd`, today
 */
export function createPolicyStep(
  address: PolicyAddress,
  terms: PolicyTerms,
  zone: string,
  timesDate: string,
): PolicyStep {
  return {
    kind: 'put-policy',
    ...stepBase('create', address),
    change: 'create',
    vmIds: [],
    terms,
    timesDate,
    words: optionWords(terms, zone),
  };
}

/** A policy as the options that would make it. */
export function optionWords(terms: PolicyTerms, zone: string): readonly string[] {
  const { schedule, archive, snapshotGroup } = terms;
  return [
    formatSchedule(schedule),
    `--time-zone ${zone}`,
    `--keep ${formatKeep(terms.retention)}`,
    `--instant ${formatInstantDays(terms.instantRestoreDays)}`,
    ...(terms.policyType === 'Enhanced' ? ['--enhanced'] : []),
    ...(archive === undefined ? [] : [`--archive ${formatArchive(archive)}`]),
    ...(snapshotGroup === undefined
      ? []
      : [snapshotGroupOption(formatSnapshotGroup(snapshotGroup))]),
    ...(terms.snapshotConsistency === undefined ? [] : ['--consistency crash']),
  ];
}

/** A name that starts with a hyphen would be taken for an option of its own. */
function snapshotGroupOption(snapshotGroup: string): string {
  return `--snapshot-group${snapshotGroup.startsWith('-') ? '=' : ' '}${snapshotGroup}`;
}

/** What an update writes, and why. */
export interface PolicyUpdate {
  readonly terms: PolicyTerms;
  readonly timesDate: string;
  readonly differences: readonly PolicyDifference[];
  /** The machines whose protection follows. */
  readonly vmIds: readonly ResourceId[];
  readonly approvals: Approvals;
  /** What the recovery points of all items lose; absent where they lose nothing. */
  readonly loss?: RetentionLoss | undefined;
}

/** Changes a policy. */
export function updatePolicyStep(
  address: PolicyAddress,
  { terms, timesDate, differences, vmIds, approvals, loss }: PolicyUpdate,
): PolicyStep {
  return {
    kind: 'put-policy',
    ...stepBase('update', address),
    change: 'update',
    vmIds,
    terms,
    timesDate,
    words: differences.map((difference) => differenceWords(difference)),
    ...(loss === undefined ? {} : { loss }),
    ...(approvals.length === 0 ? {} : { approvals }),
  };
}

/** Words of retention name their kind themselves. */
function differenceWords({ field, before, after }: PolicyDifference): string {
  const lead = field.startsWith('retention.') && before !== null ? '' : `${field} `;
  return `${lead}${before ?? 'none'} -> ${after ?? 'none'}`;
}

/** Deletes a policy. */
export function deletePolicyStep(address: PolicyAddress): PolicyStep {
  return { kind: 'delete-policy', ...stepBase('delete', address), vmIds: [] };
}

function stepBase(
  verb: string,
  address: PolicyAddress,
): Pick<PolicyStep, 'id' | 'target' | 'after'> & PolicyAddress {
  const target = policyIdOf(address);
  return { id: `${verb}-policy:${target.toLowerCase()}`, target, after: [], ...address };
}
