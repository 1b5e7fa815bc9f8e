// The views of `azbackup vault list` and `vault show`.

import { guardedOperationWords } from '../../domain/vaults/resource-guard.js';
import { nameOf, parseResourceId } from '../../domain/resource-id.js';
import { counted } from '../../output/counts.js';
import type { VaultDocument, VaultItem, VaultsDocument, VaultsItem } from './result.js';
import { formatAge } from '../../output/durations.js';
import { formatInstant, formatPlannedInstant } from '../../output/instants.js';
import { formatTable } from '../../output/table.js';
import { wrapIndented } from '../../output/text-width.js';
import type { View } from '../../output/view.js';
import { formatField } from '../../output/views/fields.js';
import { formatNextCommand } from '../../output/views/fix-lines.js';
import { redundancyWords, shortRedundancy } from '../../output/views/redundancy-words.js';

const COLUMNS = [
  { header: 'vault' },
  { header: 'group', drops: 4 },
  { header: 'region', drops: 5 },
  { header: 'redundancy' },
  { header: 'cross-region', drops: 1 },
  { header: 'soft delete', drops: 3 },
  { header: 'immutable', drops: 2 },
  { header: 'items' },
  { header: 'deleted' },
];

/** A table of vaults, and their number. */
export function formatVaults(document: VaultsDocument, view: View): string[] {
  const { items, summary } = document;
  if (items.length === 0) {
    return ['No Recovery Services vaults found.'];
  }
  const rows = items.map((item) => [
    item.vault.name,
    item.resourceGroup,
    item.location,
    item.redundancy === null ? '?' : shortRedundancy(item.redundancy),
    onOff(item.crossRegionRestore),
    softDelete(item),
    IMMUTABLE[item.immutability] ?? item.immutability,
    numberOrUnknown(item.protectedItems),
    numberOrUnknown(item.softDeletedItems),
  ]);
  return [
    ...formatTable(COLUMNS, rows, view),
    `${counted(summary.total, 'vault')}, ${counted(summary.protectedItems, 'protected item')}.`,
    ...items.flatMap((item) => unread(item, view)),
  ];
}

const IMMUTABLE: Readonly<Record<string, string>> = {
  Disabled: 'no',
  Unlocked: 'yes',
  Locked: 'locked',
};

function onOff(value: boolean | null): string {
  if (value === null) {
    return '?';
  }
  return value ? 'on' : 'off';
}

function softDelete({ softDelete: setting }: VaultsItem): string {
  if (setting === null) {
    return '?';
  }
  switch (setting.state) {
    case 'Disabled':
      return 'off';
    case 'AlwaysON':
      return `always, ${counted(setting.retentionDays, 'day')}`;
    default:
      return counted(setting.retentionDays, 'day');
  }
}

function numberOrUnknown(count: number | null): string {
  return count === null ? '?' : `${count}`;
}

function unread({ vault, unread: names }: VaultsItem, view: View): string[] {
  return names.length === 0
    ? []
    : [view.theme.warn(`${vault.name}: could not be read: ${names.join(', ')}`)];
}

const FIELD_WIDTH = 22;

/** One vault in full. */
export function formatVault(document: VaultDocument, view: View): string[] {
  return document.items.flatMap((item) => formatOne(item, view));
}

function formatOne(item: VaultItem, view: View): string[] {
  const fields = [
    ['state', item.provisioningState],
    ['redundancy', redundancy(item)],
    ['cross-region restore', onOff(item.crossRegionRestore)],
    ['soft delete', softDeleteSentence(item)],
    ['immutability', IMMUTABILITY[item.immutability] ?? item.immutability],
    ['encryption', encryption(item)],
    ['identity', item.identity === null ? 'none' : identity(item.identity)],
    ['Resource Guard', guard(item)],
    ['items', states(item)],
    ['policies', policies(item)],
  ] as const;
  return [
    `${view.theme.heading(item.vault.name)}   ${item.resourceGroup}, ${item.location}`,
    '',
    ...fields.map(([name, value]) => formatField(name, value, view, FIELD_WIDTH)),
    ...deletedLines(item, view),
    ...ruleLines(item, view),
    ...unread(item, view),
  ];
}

function redundancy({ redundancy: kind }: VaultItem): string {
  return kind === null ? 'unknown' : redundancyWords(kind);
}

const IMMUTABILITY: Readonly<Record<string, string>> = {
  Disabled: 'off',
  Unlocked: 'on, not locked: recovery points cannot be deleted before they expire',
  Locked: 'on and locked: recovery points cannot be deleted before they expire',
};

function softDeleteSentence(item: VaultItem): string {
  const { softDelete: setting } = item;
  if (setting === null) {
    return 'unknown';
  }
  if (setting.state === 'Disabled') {
    return 'off: deleted backups are permanently deleted at once';
  }
  const lead = setting.state === 'AlwaysON' ? 'always on' : 'on';
  return `${lead}: deleted backups are kept ${counted(setting.retentionDays, 'day')}`;
}

function encryption({ encryption: found }: VaultItem): string {
  if (found === null) {
    return 'unknown';
  }
  const twice = found.infrastructureEncryption ? ', with infrastructure encryption' : '';
  return found.kind === 'platform'
    ? `by platform-managed keys${twice}`
    : `by a customer-managed key: ${found.keyUrl ?? 'not named'}${twice}`;
}

function identity({ type, principalIds }: NonNullable<VaultItem['identity']>): string {
  return [type, ...principalIds].join(', ');
}

function guard({ resourceGuard }: VaultItem): string {
  if (resourceGuard === null) {
    return 'none';
  }
  const guarded = resourceGuard.operations.map(({ operation }) => guardedOperationWords(operation));
  const group = parseResourceId(resourceGuard.id)?.resourceGroup;
  const place = group === undefined ? '' : ` (${group})`;
  return `${nameOf(resourceGuard.id)}${place} must approve: ${guarded.join(', ')}`;
}

function states({ itemStates, unread: names }: VaultItem): string {
  const counts = Object.entries(itemStates).map(([state, count]) => `${count} ${state}`);
  if (counts.length === 0) {
    return names.includes('items') ? 'unknown' : 'none';
  }
  return counts.join(', ');
}

function policies({ policies: found }: VaultItem): string {
  const each = found.map(({ name, protectedItems }) =>
    protectedItems === 0 ? name : `${name} (${counted(protectedItems, 'item')})`,
  );
  return each.length === 0 ? 'none' : each.join(', ');
}

function deletedLines({ softDeleted }: VaultItem, view: View): string[] {
  if (softDeleted.length === 0) {
    return [];
  }
  const lines = softDeleted.map(({ vm, deletedAt, purgedAt, remainingSeconds }) =>
    wrapIndented(
      `${vm.name}, deleted ${formatInstant(deletedAt, view)}, purged ${formatPlannedInstant(purgedAt, view)}, in ${formatAge(remainingSeconds)}`,
      view.width,
      2,
      4,
    ),
  );
  const [first] = softDeleted;
  return [
    '',
    view.theme.heading('Soft-deleted'),
    ...lines,
    formatNextCommand(`azbackup undelete --vm ${first?.vm.name ?? ''}`, 'recovers backups', view),
  ];
}

const SETTINGS: Readonly<Record<string, string>> = {
  location: 'region',
  'cross-region-restore': 'cross-region restore',
  'soft-delete': 'soft delete',
};

function ruleLines({ rules }: VaultItem, view: View): string[] {
  const part = (changeable: boolean, heading: string): string[] => {
    const found = rules.filter((rule) => rule.changeable === changeable);
    const lines = found.map(({ setting, reason, source }) =>
      wrapIndented(
        `${SETTINGS[setting] ?? setting}: ${reason}${view.verbose ? ` (${source})` : ''}`,
        view.width,
        2,
        4,
      ),
    );
    return lines.length === 0 ? [] : ['', view.theme.heading(heading), ...lines];
  };
  return [...part(false, 'Locked settings'), ...part(true, 'Changeable settings')];
}
