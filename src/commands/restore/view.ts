// The view of `azbackup restore`: which point, what was made of it, what was seen of the new machine, and what is
// left to do.

import type { RestoreDocument, RestoreItem, VerificationDocument } from './result.js';
import { counted } from '../../output/counts.js';
import { wrapIndented } from '../../output/text-width.js';
import type { View } from '../../output/view.js';
import { formatChosenPoint } from '../../output/views/chosen-point.js';
import { formatDryRun } from '../../output/views/dry-run.js';
import { restoreFamily } from './steps/describe.js';
import { formatFields } from '../../output/views/fields.js';
import { formatNextCommand } from '../../output/views/fix-lines.js';
import { formatItemError } from '../../output/views/item-error.js';

/** What became of the restore. */
export function formatRestore(document: RestoreDocument, view: View): string[] {
  return [
    ...formatDryRun(document, restoreFamily, view),
    ...document.items.flatMap((item) => formatItem(item, view)),
  ];
}

function formatItem(item: RestoreItem, view: View): string[] {
  return [
    ...formatChosenPoint(item.recoveryPoint, view),
    ...(item.error === null ? [] : formatItemError(item.error, view)),
    ...item.verified.map((each) => formatVerification(each, view)),
    ...item.notes.map((note) =>
      wrapIndented(`${view.theme.warn('note:')} ${note}.`, view.width, 0, 2),
    ),
    wrapIndented(sentence(item), view.width, 0),
    ...diskLines(item, view),
    ...stagingLines(item, view),
    ...nextLines(item, view),
  ];
}

function formatVerification({ status, detail }: VerificationDocument, view: View): string {
  const { theme } = view;
  const word = {
    verified: theme.ok('verified'),
    failed: theme.fail('failed'),
    'not-verified': theme.warn('not verified'),
  }[status];
  return wrapIndented(`${word}: ${detail}`, view.width, 0, 2);
}

function sentence(item: RestoreItem): string {
  const what = item.machine === null ? `The disks of ${item.vm.name}` : item.machine.name;
  const verb = item.machine === null ? 'are' : 'is';
  switch (item.outcome) {
    case 'restored':
      return item.machine === null
        ? `${what} are restored.`
        : `${what} is running, created from ${item.vm.name}.`;
    case 'unchanged':
      return `${what} ${verb} already restored from this point. Nothing to do; use --again to restore again.`;
    case 'planned':
      return 'Dry run: nothing was changed.';
    case 'incomplete':
      return item.machine === null
        ? `${what} are restored, but something is still missing.`
        : `${what} is created, but could not be fully verified.`;
    case 'started':
      return `The restore has started, job ${item.jobId ?? ''}. When it has ended, run the command again to continue.`;
    case 'running':
      return 'Stopped waiting. The restore continues in Azure. Run the command again to continue.';
    case 'failed':
      return `${done(item)} of ${counted(item.changes.length, 'change')} made; run the command again to continue.`;
    case 'interrupted':
      return `Stopped. ${done(item)} of ${counted(item.changes.length, 'change')} made; started operations continue in Azure. Run the command again to continue.`;
  }
}

function done({ changes }: RestoreItem): number {
  return changes.filter(({ status }) => status === 'done').length;
}

function diskLines({ disks, machine }: RestoreItem, view: View): string[] {
  return machine !== null
    ? []
    : formatFields(
        disks.map(({ role, lun, id }) => [
          role === 'os' ? 'OS disk' : `data disk ${lun ?? ''}`,
          id,
        ]),
        view,
      );
}

/** Key material that stays behind is said however the restore ended. */
function stagingLines({ staging, stagingAccount }: RestoreItem, view: View): string[] {
  const { container, left } = staging;
  if (container === null || left.length === 0) {
    return [];
  }
  const place = `${stagingAccount.name}/${container}`;
  const text = `${place} still has ${counted(left.length, 'blob')} of this restore, including copies of the key: ${left.join(', ')}`;
  return [wrapIndented(`${view.theme.warn('left behind:')} ${text}`, view.width, 0, 2)];
}

function nextLines(item: RestoreItem, view: View): string[] {
  const over = item.outcome === 'restored' || item.outcome === 'unchanged';
  const does = over ? 'creates a VM from them' : 'watches the restore';
  return item.next.map((command) => formatNextCommand(command, does, view));
}
