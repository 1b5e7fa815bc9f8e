// The view of `azbackup policy create`, `update` and `delete`.

import { counted } from '../../../output/counts.js';
import type { PolicyChangeDocument, PolicyChangeItem } from '../result.js';
import { formatPlannedInstant } from '../../../output/instants.js';
import { scheduleWords, shortRetention } from '../words.view.js';
import { formatTable } from '../../../output/table.js';
import { wrapIndented } from '../../../output/text-width.js';
import type { View } from '../../../output/view.js';
import { formatDryRun } from '../../../output/views/dry-run.js';
import { policyFamily } from '../../../steps/policy/describe.js';
import { formatNextCommand } from '../../../output/views/fix-lines.js';
import { formatItemError } from '../../../output/views/item-error.js';

/** What became of the policy. */
export function formatPolicyChange(document: PolicyChangeDocument, view: View): string[] {
  const lines = document.items.flatMap((item) => formatOne(item, view));
  return [...formatDryRun(document, policyFamily, view), ...lines];
}

function formatOne(item: PolicyChangeItem, view: View): string[] {
  if (item.error !== null) {
    return formatItemError(item.error, view);
  }
  return [
    ...differences(item, view),
    wrapIndented(`${sentence(item)}${affected(item)}${next(item, view)}`, view.width, 0),
    ...commands(item, view),
  ];
}

/** What an update changes, a field a line. */
function differences(item: PolicyChangeItem, view: View): string[] {
  // A dry run has them in its plan already.
  if (item.differences.length === 0 || item.outcome === 'planned') {
    return [];
  }
  const columns = [{ header: 'field' }, { header: 'before' }, { header: 'after' }];
  const rows = item.differences.map(({ field, before, after }) => [
    field,
    before ?? '-',
    after ?? '-',
  ]);
  return [...formatTable(columns, rows, view), ''];
}

function sentence(item: PolicyChangeItem): string {
  const name = `${item.policy.name} of ${item.vault.name}`;
  switch (item.outcome) {
    case 'created':
      return `${item.policy.name} is in ${item.vault.name}: ${terms(item)}.`;
    case 'updated':
      return `${name} is changed: ${terms(item)}.`;
    case 'deleted':
      return `${name} is deleted.`;
    case 'unchanged':
      return `${name} already matches: ${terms(item)}. Nothing to do.`;
    case 'accepted':
      return `Azure has accepted the ${kindOfChange(item)} of ${name} and is working on it${operation(item)}.`;
    case 'planned':
      return 'Dry run: nothing was changed.';
    case 'declined':
      return `Declined: nothing was changed on ${name}.`;
    case 'interrupted':
      return item.operationId === null
        ? `Stopped. It is unknown whether Azure changed ${name}.`
        : `Stopped watching. Azure continues the ${kindOfChange(item)} of ${name}${operation(item)}.`;
    case 'failed':
      return `${name} is not changed.`;
  }
}

/** Only what is deleted will have no terms. */
function kindOfChange({ terms: laidDown }: PolicyChangeItem): string {
  return laidDown === null ? 'deletion' : 'change';
}

function operation({ operationId }: PolicyChangeItem): string {
  return operationId === null ? '' : `, operation ${operationId}`;
}

function terms({ terms: laidDown, zone }: PolicyChangeItem): string {
  return laidDown === null
    ? ''
    : `${scheduleWords(laidDown, zone)}, kept ${shortRetention(laidDown)}`;
}

/** Whose protection follows an update. */
function affected({ outcome, differences: changed, machines }: PolicyChangeItem): string {
  if (changed.length === 0) {
    return '';
  }
  if (machines.length === 0) {
    return outcome === 'planned' ? ' No VM uses the policy.' : '';
  }
  const names = machines.length <= 5 ? ` (${machines.map(({ name }) => name).join(', ')})` : '';
  return outcome === 'planned'
    ? ` It would change the backups of ${counted(machines.length, 'machine')}${names}.`
    : ` The backups of ${counted(machines.length, 'machine')}${names} use it.`;
}

function next({ outcome, nextBackup }: PolicyChangeItem, view: View): string {
  const runs = outcome === 'created' || outcome === 'updated';
  return runs && nextBackup !== null
    ? ` The next backup starts at ${formatPlannedInstant(nextBackup, view)}.`
    : '';
}

function commands(item: PolicyChangeItem, view: View): string[] {
  const { outcome, policy } = item;
  return [
    ...(outcome === 'created'
      ? [
          formatNextCommand(
            `azbackup enable --vm NAME --policy ${policy.name}`,
            'protects a VM with it',
            view,
          ),
        ]
      : []),
    ...(outcome === 'interrupted' || outcome === 'accepted' ? [lookCommand(item, view)] : []),
  ];
}

/** How to see what came of a change that was not watched to its end. */
function lookCommand(item: PolicyChangeItem, view: View): string {
  const { name } = item.policy;
  const place = `--vault ${item.vault.name}`;
  return kindOfChange(item) === 'deletion'
    ? formatNextCommand(`azbackup policy list ${place}`, 'shows whether it is gone', view)
    : formatNextCommand(
        `azbackup policy show ${name} ${place}`,
        'shows its current settings',
        view,
      );
}
