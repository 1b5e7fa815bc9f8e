// The view of `azbackup disable`, `resume` and `undelete`: what is true of each machine's backups now.

import { counted } from '../../output/counts.js';
import type { ItemChangeDocument, ItemChangeItem } from './result.js';
import { formatDuration } from '../../output/durations.js';
import { formatPlannedInstant } from '../../output/instants.js';
import { wrapIndented } from '../../output/text-width.js';
import type { View } from '../../output/view.js';
import { formatDryRun } from '../../output/views/dry-run.js';
import { protectionFamily } from '../../steps/protection/describe.js';
import { formatNextCommand } from '../../output/views/fix-lines.js';
import { formatRun } from '../../output/views/run.js';
import { formatItemError } from '../../output/views/item-error.js';
import {
  formatSeveral,
  NOT_STARTED,
  type OutcomeWords,
} from '../../output/views/several-machines.js';

const WORDS: Readonly<Record<ItemChangeItem['outcome'], OutcomeWords>> = {
  stopped: { label: 'stopped', meaning: 'ok' },
  suspended: { label: 'suspended', meaning: 'ok' },
  'soft-deleted': { label: 'soft-deleted', meaning: 'ok' },
  deleted: { label: 'deleted', meaning: 'ok' },
  resumed: { label: 'resumed', meaning: 'ok' },
  undeleted: { label: 'undeleted', meaning: 'ok' },
  unchanged: { label: 'unchanged', meaning: 'ok' },
  accepted: { label: 'accepted', meaning: 'warn' },
  planned: { label: 'planned', meaning: 'muted' },
  refused: { label: 'refused', meaning: 'fail' },
  declined: { label: 'declined', meaning: 'muted' },
  failed: { label: 'failed', meaning: 'fail' },
  interrupted: { label: 'interrupted', meaning: 'warn' },
  'not-started': { label: 'not started', meaning: 'warn' },
};

/** One machine in sentences, several at one line each. */
export function formatItemChange(document: ItemChangeDocument, view: View): string[] {
  const [only] = document.items;
  const items =
    only !== undefined && document.items.length === 1
      ? formatOne(only, document, view)
      : formatSeveral(
          document.items.map((item) => ({ ...item, findings: [] })),
          WORDS,
          (item) => detail(item, view),
          view,
        );
  return [
    ...formatDryRun(document, protectionFamily, view),
    ...items,
    ...formatRun(document, view),
  ];
}

function formatOne(item: ItemChangeItem, document: ItemChangeDocument, view: View): string[] {
  if (item.error !== null) {
    const nothing = item.outcome === 'refused' ? ['Nothing was changed.'] : [];
    return [...formatItemError(item.error, view), ...nothing];
  }
  const text = SENTENCES[item.outcome](item, document.kind, view);
  return [wrapIndented(text, view.width, 0), ...nextCommands(item, document, view)];
}

type Sentence = (item: ItemChangeItem, kind: ItemChangeDocument['kind'], view: View) => string;

const SENTENCES: Readonly<Record<ItemChangeItem['outcome'], Sentence>> = {
  stopped: (item) =>
    `${item.vault.name} no longer backs up ${item.vm.name}. ${kept(item)} until you delete them.`,
  suspended: ({ vm, vault }) =>
    `${vault.name} no longer backs up ${vm.name}. Its recovery points expire by policy.`,
  'soft-deleted': (item, _kind, view) =>
    `The backups of ${item.vm.name} in ${item.vault.name} are deleted. ${purge(item, view)}`,
  deleted: ({ vm, vault }) =>
    `The backups of ${vm.name} in ${vault.name} are permanently deleted: soft delete was off.`,
  resumed: ({ vm, vault, policy }) =>
    `Backups of ${vm.name} to ${vault.name} are resumed with ${policy ?? 'their policy'}.`,
  undeleted: ({ vm, vault }) =>
    `The backups of ${vm.name} are recovered in ${vault.name}. They are stopped: no new backups run.`,
  unchanged: (item, kind, view) =>
    `${item.vm.name} ${itemStatus(item, kind, view)}. Nothing to do.`,
  accepted: (item) =>
    `Azure has accepted the change to ${item.vm.name} in ${item.vault.name} and is working on it${operation(item)}.`,
  planned: () => 'Dry run: nothing was changed.',
  declined: ({ vm }) => `Declined: nothing was changed for ${vm.name}.`,
  interrupted: (item) =>
    item.operationId === null
      ? `Stopped. ${done(item)} of ${counted(item.changes.length, 'change')} made; run the command again to continue.`
      : `Stopped watching. Azure continues the accepted changes to ${item.vm.name}${operation(item)}.`,
  'not-started': () => NOT_STARTED,
  refused: ({ vm }) => `Nothing was changed for ${vm.name}.`,
  failed: ({ vm }) => `Nothing was changed for ${vm.name}.`,
};

/** The state that was there already. */
function itemStatus(item: ItemChangeItem, kind: ItemChangeDocument['kind'], view: View): string {
  if (item.softDelete !== null) {
    return `is already deleted from ${item.vault.name}. ${purge(item, view).replace(/\.$/u, '')}`;
  }
  switch (kind) {
    case 'disable':
      return `is already stopped in ${item.vault.name}; ${kept(item).toLowerCase()}`;
    case 'resume':
      return `is already backed up by ${item.vault.name}${item.policy === null ? '' : ` with ${item.policy}`}`;
    case 'undelete':
      return `is not soft-deleted in ${item.vault.name}`;
  }
}

function kept(item: ItemChangeItem): string {
  const { recoveryPoints: points } = item;
  if (points === null) {
    return 'Its recovery points are kept';
  }
  return `${counted(points, 'recovery point')} ${points === 1 ? 'is' : 'are'} kept`;
}

function purge({ softDelete }: ItemChangeItem, view: View): string {
  return softDelete === null
    ? ''
    : `Soft delete keeps them until ${formatPlannedInstant(softDelete.purgedAt, view)}; then they are purged.`;
}

function operation({ operationId }: ItemChangeItem): string {
  return operationId === null ? '' : `, operation ${operationId}`;
}

function done(item: ItemChangeItem): number {
  return item.changes.filter(({ status }) => status === 'done').length;
}

/** What a list adds to the outcome: by default how long it took. */
function detail(item: ItemChangeItem, view: View): string {
  const { outcome, seconds } = item;
  if (outcome === 'planned') {
    return counted(item.changes.length, 'change');
  }
  if (outcome === 'accepted' || outcome === 'interrupted') {
    return operation(item).slice(2);
  }
  if (outcome !== 'unchanged') {
    return seconds === null ? '' : formatDuration(seconds);
  }
  return item.softDelete === null
    ? `${item.protectionState ?? 'not'} in ${item.vault.name}`
    : `deleted, kept until ${formatPlannedInstant(item.softDelete.purgedAt, view)}`;
}

type Next = (
  item: ItemChangeItem,
  kind: ItemChangeDocument['kind'],
) => readonly [command: string, does: string] | undefined;

const resume: Next = ({ vm }) => [
  `azbackup resume --vm ${vm.name} --policy NAME`,
  'resumes backups',
];
const look: Next = ({ vault }) => [`azbackup status --vault ${vault.name}`, 'shows the result'];

/** The command that comes next, where there is one. */
const NEXT: Partial<Record<ItemChangeItem['outcome'], Next>> = {
  unchanged: (item, kind) =>
    kind === 'undelete' && item.protectionState === 'ProtectionStopped'
      ? resume(item, kind)
      : undefined,
  stopped: resume,
  undeleted: resume,
  suspended: ({ vm }) => [`azbackup resume --vm ${vm.name}`, 'resumes backups'],
  'soft-deleted': ({ vm }) => [`azbackup undelete --vm ${vm.name}`, 'recovers them'],
  resumed: ({ vm }) => [`azbackup status --vm ${vm.name}`, 'shows backup status'],
  accepted: look,
  interrupted: look,
};

function nextCommands(item: ItemChangeItem, { kind }: ItemChangeDocument, view: View): string[] {
  const next = NEXT[item.outcome]?.(item, kind);
  return next === undefined ? [] : [formatNextCommand(...next, view)];
}
