// Policies as items of result documents.

import { termsOf, type PolicyTerms } from '../../domain/backup-policy/policy.js';
import { instantOf } from '../../domain/time/instant.js';
import type { PolicyItem, PolicyTermsDocument } from './result.js';
import type { CommandContext } from '../context.js';
import { resourceDocument } from '../results/machines.js';
import { nextBackup } from './next-backup.js';
import type { PolicyTarget } from './choose.js';
import { ianaZone } from './time-zone.js';

/** Terms in a document, with a null for everything that is absent. */
export function termsToJson(terms: PolicyTerms): PolicyTermsDocument {
  const { schedule, retention, snapshotGroup } = terms;
  return {
    policyType: terms.policyType,
    timeZone: terms.timeZone,
    schedule: {
      ...schedule,
      everyHours: schedule.everyHours ?? null,
      windowHours: schedule.windowHours ?? null,
    },
    retention: {
      daily: retention.daily ?? null,
      weekly: retention.weekly ?? null,
      monthly: retention.monthly ?? null,
      yearly: retention.yearly ?? null,
    },
    instantRestoreDays: terms.instantRestoreDays,
    archive: terms.archive ?? null,
    snapshotGroup:
      snapshotGroup === undefined
        ? null
        : { prefix: snapshotGroup.prefix, suffix: snapshotGroup.suffix ?? null },
    snapshotConsistency: terms.snapshotConsistency ?? null,
  };
}

/** What can be said of terms at a time: their JSON, their zone, their next run. */
export function termsMembers(
  context: CommandContext,
  terms: PolicyTerms,
): Pick<PolicyItem, 'terms' | 'zone' | 'nextBackup'> {
  const zone = ianaZone(terms.timeZone);
  return {
    terms: termsToJson(termsOf(terms)),
    zone: zone ?? null,
    nextBackup: nextBackup(terms, instantOf(context.clock.now()), zone) ?? null,
  };
}

/** A policy as an item. */
export function policyItem(
  context: CommandContext,
  { vault, policy }: PolicyTarget,
  protectedItems: number,
): PolicyItem {
  return {
    policy: resourceDocument(policy.id, policy.name),
    vault: resourceDocument(vault.id, vault.name),
    ...termsMembers(context, policy),
    protectedItems,
    unknownFields: [...(policy.unknownFields ?? [])],
  };
}
