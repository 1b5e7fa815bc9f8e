// The view of `azbackup restore-keys`: where key and secret are now, and what is still to be done.

import { counted } from '../../output/counts.js';
import type { RestoreKeysDocument, RestoreKeysItem } from './result.js';
import { wrapIndented } from '../../output/text-width.js';
import type { View } from '../../output/view.js';
import { formatDryRun } from '../../output/views/dry-run.js';
import { keyFamily } from '../keys/describe.js';
import { formatFields } from '../../output/views/fields.js';
import { formatNextCommand } from '../../output/views/fix-lines.js';
import { formatItemError } from '../../output/views/item-error.js';

/** What became of the one source that was named. */
export function formatRestoreKeys(document: RestoreKeysDocument, view: View): string[] {
  return [
    ...formatDryRun(document, keyFamily, view),
    ...document.items.flatMap((item) => formatItem(item, view)),
  ];
}

function formatItem(item: RestoreKeysItem, view: View): string[] {
  const { key, secret, notes } = item;
  return [
    ...(item.error === null ? [] : formatItemError(item.error, view)),
    wrapIndented(sentence(item), view.width, 0),
    ...(item.outcome === 'planned'
      ? []
      : formatFields(
          [...(key === null ? [] : [objectField('KEK', key)]), objectField('BEK', secret)],
          view,
        )),
    ...notes.map((note) => wrapIndented(`${view.theme.warn('note:')} ${note}.`, view.width, 0, 2)),
    ...settingsLines(item, view),
    ...nextCommands(item, view),
  ];
}

function sentence(item: RestoreKeysItem): string {
  const what = item.key === null ? 'The secret' : 'The key and the secret';
  const verb = item.key === null ? 'is' : 'are';
  switch (item.outcome) {
    case 'restored':
      return `${what} of ${sourceWords(item)} ${verb} back.`;
    case 'unchanged':
      return item.diskSettings?.differs === true
        ? `${what} of ${sourceWords(item)} ${verb} back already. Nothing to restore.`
        : `${what} of ${sourceWords(item)} ${verb} in place. Nothing to do.`;
    case 'planned':
      return 'Dry run: nothing was changed.';
    case 'incomplete':
      return item.error === null
        ? `Something is still missing. Run the command again to continue.`
        : 'The changes were made, but the current state could not be read.';
    case 'failed':
      return `${done(item)} of ${counted(item.changes.length, 'change')} made; run the command again to continue.`;
    case 'interrupted':
      return `Stopped. ${done(item)} of ${counted(item.changes.length, 'change')} made; run the command again to continue.`;
  }
}

function sourceWords({ source, vm }: RestoreKeysItem): string {
  return source.file === null
    ? `recovery point ${source.recoveryPoint ?? ''} of ${vm?.name ?? ''}`
    : source.file === '-'
      ? 'standard input'
      : source.file;
}

function done(item: RestoreKeysItem): number {
  return item.changes.filter(({ status }) => status === 'done').length;
}

const STATES: Readonly<Record<RestoreKeysItem['secret']['state'], string>> = {
  'in-place': 'in place',
  replaced: 'exists as a new version',
  unusable: 'exists, but not usable',
  'soft-deleted': 'deleted; it can be recovered',
  'version-gone': 'exists in other versions only',
  gone: 'gone',
  'vault-gone': 'gone with its key vault',
  unknown: 'unknown',
};

function objectField(
  label: string,
  { name, keyVault, state, url }: NonNullable<RestoreKeysItem['key']>,
): readonly [string, string] {
  const where = url === null ? `${name} of ${keyVault.name}` : url;
  return [label, `${STATES[state]}: ${where}`];
}

/** Disks keep the addresses that they had when the point was taken; nobody changes that for them. */
function settingsLines({ diskSettings, outcome }: RestoreKeysItem, view: View): string[] {
  if (diskSettings?.differs !== true || outcome === 'planned') {
    return [];
  }
  const text =
    'Disks restored from this point, and the VM itself, still refer to the old URL. Before a VM can start from them, set in the encryption settings of its OS disk:';
  const { secretUrl, keyUrl, secretVaultId, keyVaultId } = diskSettings;
  return [
    '',
    wrapIndented(`${view.theme.warn('next:')} ${text}`, view.width, 0, 2),
    `  secretUrl   ${secretUrl}`,
    `  in          ${secretVaultId}`,
    ...(keyUrl === null ? [] : [`  keyUrl      ${keyUrl}`, `  in          ${keyVaultId ?? ''}`]),
  ];
}

function nextCommands({ vm, outcome }: RestoreKeysItem, view: View): string[] {
  return vm === null || outcome !== 'restored'
    ? []
    : [
        '',
        formatNextCommand(
          `azbackup audit-keys --vm ${vm.name}`,
          'audits all its recovery points',
          view,
        ),
      ];
}
