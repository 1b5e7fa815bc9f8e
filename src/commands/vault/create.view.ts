// The view of `azbackup vault create`.

import { counted } from '../../output/counts.js';
import type { VaultCreateDocument, VaultCreateItem } from './result.js';
import { wrapIndented } from '../../output/text-width.js';
import type { View } from '../../output/view.js';
import { formatDryRun } from '../../output/views/dry-run.js';
import { vaultFamily } from '../../steps/vault/describe.js';
import { formatNextCommand } from '../../output/views/fix-lines.js';
import { formatItemError } from '../../output/views/item-error.js';
import { redundancyWords } from '../../output/views/redundancy-words.js';

/** What is true of the vault now. */
export function formatVaultCreate(document: VaultCreateDocument, view: View): string[] {
  return [
    ...formatDryRun(document, vaultFamily, view),
    ...document.items.flatMap((item) => formatOne(item, view)),
  ];
}

function formatOne(item: VaultCreateItem, view: View): string[] {
  if (item.error !== null) {
    const nothing = item.outcome === 'refused' ? ['Nothing was changed.'] : [];
    return [...formatItemError(item.error, view), ...nothing];
  }
  return [wrapIndented(sentence(item), view.width, 0), ...nextCommands(item, view)];
}

function sentence(item: VaultCreateItem): string {
  const { name } = item.vault;
  switch (item.outcome) {
    case 'created':
      return `${name} is created in ${item.resourceGroup}, ${settings(item)}.`;
    case 'changed':
      return `${name} now matches: ${settings(item)}.`;
    case 'unchanged':
      return `${name} already exists in ${item.resourceGroup}, ${settings(item)}. Nothing to do.`;
    case 'planned':
      return 'Dry run: nothing was changed.';
    case 'accepted':
      return `Azure has accepted the changes to ${name} and is working on them.`;
    case 'interrupted':
      return `Stopped watching. ${made(item)} of ${counted(item.changes.length, 'change')} made; accepted changes continue in Azure. Run the command again to continue.`;
    case 'refused':
    case 'failed':
      return `${name} was not changed.`;
  }
}

function settings(item: VaultCreateItem): string {
  const { redundancy, crossRegionRestore, softDelete } = item;
  return [
    item.location,
    ...(redundancy === null ? [] : [redundancyWords(redundancy)]),
    ...(crossRegionRestore === true ? ['with cross-region restore'] : []),
    ...(softDelete === null ? [] : [softDeleteWords(softDelete)]),
  ].join(', ');
}

function softDeleteWords({
  state,
  retentionDays,
}: NonNullable<VaultCreateItem['softDelete']>): string {
  return state === 'Disabled'
    ? 'soft delete off'
    : `deleted backups kept ${counted(retentionDays, 'day')}`;
}

function made({ changes }: VaultCreateItem): number {
  return changes.filter(({ status }) => status === 'done').length;
}

function nextCommands({ outcome, vault }: VaultCreateItem, view: View): string[] {
  if (outcome === 'created') {
    const command = `azbackup enable --vm NAME --vault ${vault.name}`;
    return [formatNextCommand(command, 'protects a VM', view)];
  }
  return outcome === 'accepted' || outcome === 'interrupted'
    ? [formatNextCommand(`azbackup vault show ${vault.name}`, 'shows the result', view)]
    : [];
}
