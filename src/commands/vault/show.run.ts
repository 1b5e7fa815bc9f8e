// `azbackup vault show`: one Recovery Services vault, what is in it, and what of it can still be changed.

import { commandLine } from '../../domain/command-line.js';
import { valueOf } from '../../domain/fact.js';
import { instantOf } from '../../domain/time/instant.js';
import type {
  ProtectedItem,
  RecoveryServicesVault,
} from '../../domain/vaults/recovery-services.js';
import { purgeTime } from '../../domain/vaults/soft-delete.js';
import { vaultRules } from '../../domain/vaults/vault-rules.js';
import type { ResourceGuard } from '../../domain/vaults/vault-settings.js';
import type { VaultItem, VaultDocument } from './result.js';
import type { CommandContext, CommandResult } from '../context.js';
import { createFactReader, type FactReader } from '../../facts/fact-reader.js';
import { resourceDocument } from '../results/machines.js';
import { untilAborted } from '../../facts/until-aborted.js';
import { findVault } from '../../facts/choose-vault.js';
import {
  gatherVaultFacts,
  immutabilityOf,
  unreadOf,
  vaultMembers,
  type VaultFacts,
} from './report.js';
import type { VaultShowOptions } from './show.command.js';

/** Runs the command. */
export function run(
  context: CommandContext,
  options: VaultShowOptions,
): Promise<CommandResult<VaultDocument>> {
  return untilAborted(context.signal, show(context, options));
}

async function show(
  context: CommandContext,
  options: VaultShowOptions,
): Promise<CommandResult<VaultDocument>> {
  const reader = createFactReader(context.services);
  const { name, subscription, resourceGroup } = options;
  const named = { vault: name, subscription, resourceGroup, suggest: showCommand };
  const vault = await findVault(context, reader, named);
  const facts = await gatherVaultFacts(reader, vault);
  const item = await describeVault(context, reader, facts);
  context.itemFinished(item);
  return {
    document: {
      kind: 'vault-show',
      schemaVersion: 1,
      items: [item],
      summary: {
        protectedItems: item.protectedItems ?? 0,
        softDeletedItems: item.softDeletedItems ?? 0,
      },
    },
    exit: item.unread.length > 0 ? 'partial' : 'done',
  };
}

async function describeVault(
  context: CommandContext,
  reader: FactReader,
  facts: VaultFacts,
): Promise<VaultItem> {
  const { vault } = facts;
  const [softDelete, encryption, guards, policies] = await Promise.all([
    reader.vaultSoftDelete(vault.id),
    reader.vaultEncryption(vault.id),
    reader.resourceGuards(vault.id),
    reader.policies(vault.id),
  ]);
  const members = vaultMembers(facts);
  const storage = valueOf(facts.storage);
  const setting = valueOf(softDelete) ?? vault.softDelete;
  const sealed = valueOf(encryption);
  const items = valueOf(facts.items) ?? [];
  const more = { 'soft delete': softDelete, encryption, 'Resource Guard': guards, policies };
  return {
    ...members,
    softDelete: setting === undefined ? null : { ...setting },
    redundancyLocked: storage?.locked ?? null,
    encryption: sealed === undefined ? null : { ...sealed, keyUrl: sealed.keyUrl ?? null },
    identity: identityOf(vault),
    resourceGuard: guardOf(valueOf(guards)),
    itemStates: countStates(items),
    policies: (valueOf(policies) ?? []).map((policy) => ({
      id: policy.id,
      name: policy.name,
      type: policy.policyType,
      protectedItems: policy.protectedItemsCount,
    })),
    softDeleted: softDeletedItems(items, context.clock.now()),
    rules:
      storage === undefined || setting === undefined || sealed === undefined
        ? []
        : vaultRules({
            location: vault.location,
            storage,
            softDelete: setting,
            immutability: immutabilityOf(vault),
            encryption: sealed.kind,
            hasItems: items.length > 0,
          }).map((rule) => ({ ...rule })),
    unread: [...members.unread, ...unreadOf(more)],
  };
}

function identityOf({
  identityType,
  identityPrincipalIds,
}: RecoveryServicesVault): VaultItem['identity'] {
  return identityType === undefined || identityType === 'None'
    ? null
    : { type: identityType, principalIds: [...identityPrincipalIds] };
}

/** A vault has one guard at most. */
function guardOf([guard]: readonly ResourceGuard[] = []): VaultItem['resourceGuard'] {
  return guard === undefined
    ? null
    : { id: guard.guardId, operations: guard.operations.map((each) => ({ ...each })) };
}

function countStates(items: readonly ProtectedItem[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { softDelete, protectionState } of items) {
    const state = softDelete === undefined ? protectionState : 'SoftDeleted';
    counts[state] = (counts[state] ?? 0) + 1;
  }
  return counts;
}

function softDeletedItems(
  items: readonly ProtectedItem[],
  nowMilliseconds: number,
): VaultItem['softDeleted'] {
  const now = instantOf(nowMilliseconds);
  return items.flatMap(({ sourceResourceId, friendlyName, softDelete }) =>
    softDelete === undefined
      ? []
      : [
          {
            vm: resourceDocument(sourceResourceId, friendlyName),
            ...softDelete,
            purgedAt: purgeTime(softDelete, now),
          },
        ],
  );
}

function showCommand(name: string): string {
  return commandLine('azbackup', 'vault', 'show', name);
}
