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
    case 'declined':
      return 'Declined: nothing was changed.';
    case 'incomplete':
      return incompleteSentence(item, what);
    case 'started':
      return `The restore has started, job ${item.jobId ?? ''}. When it has ended, ${again(item)} to continue.`;
    case 'running':
      return `Stopped waiting. ${accepted(item) ?? 'The restore continues in Azure.'} ${capital(again(item))} to continue.`;
    case 'failed':
      return failedSentence(item);
    case 'interrupted':
      return stoppedSentence(item);
  }
}

function incompleteSentence({ machine }: RestoreItem, what: string): string {
  return machine === null
    ? `${what} are restored, but something is still missing.`
    : `${what} is created, but could not be fully verified.`;
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}

function failedSentence(item: RestoreItem): string {
  const rest = item.continuation === 'none' ? '.' : `; ${again(item)} to continue.`;
  return `${made(item)}${rest}`;
}

function stoppedSentence(item: RestoreItem): string {
  const under = accepted(item);
  const going = under === undefined ? '' : ` ${under}`;
  return `Stopped. ${made(item)}.${going} ${capital(again(item))} to continue.`;
}

function made(item: RestoreItem): string {
  return `${done(item)} of ${counted(item.changes.length, 'change')} made`;
}

function again({ continuation }: RestoreItem): string {
  return continuation === 'without-again'
    ? 'run the command again without --again'
    : 'run the command again';
}

/** What takes long, as a person is told that it goes on. */
const UNDER_WAY: Readonly<Record<string, string>> = {
  'restore-disks': 'the restore of the disks',
  'set-disk-encryption': 'the encryption settings of the OS disk',
  'create-interface': 'the network interface',
  'create-machine': 'the new VM',
  'put-ade-extension': 'the ADE extension',
};

/** What Azure goes on with, or may. */
function accepted({ changes, jobId }: RestoreItem): string | undefined {
  const change = changes.find(({ status }) => status === 'running');
  if (change === undefined) {
    return undefined;
  }
  const what = UNDER_WAY[change.type] ?? change.type;
  const { operationId } = change;
  const known =
    operationId === null
      ? change.type === 'restore-disks' && jobId !== null
        ? `job ${jobId}`
        : undefined
      : `operation ${operationId}`;
  return known === undefined
    ? `Azure may have accepted ${what}; the next run looks for it first.`
    : `Azure has accepted ${what} and continues it, ${known}.`;
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
