// The view of `azbackup enable`: what is true now, and what comes next.

import { counted } from '../../output/counts.js';
import type { EnableDocument, EnableItem } from './result.js';
import { wrapIndented } from '../../output/text-width.js';
import type { View } from '../../output/view.js';
import { formatDryRun } from '../../output/views/dry-run.js';
import { enableFamily } from './steps.js';
import { formatBlockedEnding, formatFindings } from '../../output/views/findings.js';
import { formatNextCommand } from '../../output/views/fix-lines.js';
import { formatRun } from '../../output/views/run.js';
import { formatItemError } from '../../output/views/item-error.js';
import { formatMachineHeading } from '../../output/views/machine-heading.js';
import {
  formatSeveral,
  NOT_STARTED,
  type OutcomeWords,
} from '../../output/views/several-machines.js';
import { secondsBetween } from '../../domain/time/instant.js';
import { parseResourceId } from '../../domain/resource-id.js';
import { formatAge, formatDuration } from '../../output/durations.js';
import { formatInstantWithAge, formatPlannedInstant } from '../../output/instants.js';

const WORDS: Readonly<Record<EnableItem['outcome'], OutcomeWords>> = {
  enabled: { label: 'protected', meaning: 'ok' },
  'already-enabled': { label: 'unchanged', meaning: 'ok' },
  'policy-changed': { label: 'policy changed', meaning: 'ok' },
  resumed: { label: 'resumed', meaning: 'ok' },
  granted: { label: 'granted', meaning: 'ok' },
  accepted: { label: 'accepted', meaning: 'warn' },
  planned: { label: 'planned', meaning: 'muted' },
  blocked: { label: 'blocked', meaning: 'fail' },
  elsewhere: { label: 'elsewhere', meaning: 'warn' },
  declined: { label: 'declined', meaning: 'muted' },
  failed: { label: 'failed', meaning: 'fail' },
  interrupted: { label: 'interrupted', meaning: 'warn' },
  'not-started': { label: 'not started', meaning: 'warn' },
};

/** One machine in sentences, several at one line each. */
export function formatEnable(document: EnableDocument, view: View): string[] {
  const [only] = document.items;
  const items =
    only !== undefined && document.items.length === 1
      ? formatOne(only, view)
      : formatSeveral(document.items, WORDS, (item) => enableDetail(item, view), view);
  return [...formatDryRun(document, enableFamily, view), ...items, ...formatRun(document, view)];
}

function formatOne(item: EnableItem, view: View): string[] {
  if (item.error !== null) {
    return [...formatItemError(item.error, view), ...doneSoFar(item, view)];
  }
  if (item.outcome === 'blocked') {
    return formatBlocked(item, view);
  }
  return [wrapIndented(enableSentences(item, view), view.width, 0), ...nextCommand(item, view)];
}

function formatBlocked(item: EnableItem, view: View): string[] {
  return [
    formatMachineHeading(item, view),
    '',
    ...formatFindings(item.findings, view),
    '',
    ...formatBlockedEnding(item.findings, view),
    'Nothing was changed.',
  ];
}

function nextCommand(item: EnableItem, view: View): string[] {
  const command = `azbackup status --vm ${item.vm.name}`;
  switch (item.outcome) {
    case 'enabled':
    case 'resumed':
    case 'policy-changed':
    case 'granted':
      return [
        formatNextCommand(`azbackup backup-now --vm ${item.vm.name}`, 'backs it up now', view),
        formatNextCommand(command, 'shows backup status', view),
      ];
    case 'accepted':
      return [formatNextCommand(command, 'shows the result', view)];
    case 'interrupted':
      // Without an operation there is nothing to watch; the sentence says how to go on.
      return item.operationId === null
        ? []
        : [formatNextCommand(command, 'shows the result', view)];
    case 'already-enabled':
    case 'planned':
    case 'blocked':
    case 'elsewhere':
    case 'declined':
    case 'failed':
    case 'not-started':
      return [];
  }
}

/** What a failed run has changed all the same; a second run goes on from there. */
function doneSoFar(item: EnableItem, view: View): string[] {
  const done = item.changes.filter((change) => change.status === 'done').length;
  if (done === 0) {
    return [];
  }
  const command = `azbackup enable --vm ${item.vm.name}`;
  return [
    '',
    `${done} of ${counted(item.changes.length, 'change')} made and kept.`,
    formatNextCommand(command, 'continues from there', view),
  ];
}

type Sentence = (item: EnableItem, view: View) => string;

const SENTENCES: Readonly<Record<EnableItem['outcome'], Sentence>> = {
  enabled: (item, view) =>
    `${item.vm.name} is protected by ${vaultName(item)}.${nextBackup(item, 'The first backup runs', view)}`,
  'already-enabled': (item, view) => {
    const policy = item.policy === null ? '' : ` with ${item.policy}`;
    const point = lastPoint(item, view);
    return `${item.vm.name} is already protected by ${vaultName(item)}${policy}${point}. Nothing to do.`;
  },
  'policy-changed': (item) =>
    `${item.vm.name} is protected by ${vaultName(item)} with ${item.policy ?? 'another policy'} now.`,
  resumed: (item, view) =>
    `Backups of ${item.vm.name} to ${vaultName(item)} are resumed.${nextBackup(item, 'The next one runs', view)}`,
  granted: (item) =>
    `The backup service can read the keys needed to back up ${item.vm.name}, protected by ${vaultName(item)}.`,
  accepted: (item) =>
    `Azure has accepted the protection of ${item.vm.name} by ${vaultName(item)} and is working on it${operation(item, ', ')}.`,
  planned: () => 'Dry run: nothing was changed.',
  elsewhere: (item) => `${item.vm.name} is ${elsewhere(item)}. Nothing was changed.`,
  interrupted: (item) =>
    item.operationId === null
      ? `Stopped. ${madeOf(item)} of ${counted(item.changes.length, 'change')} made; run the command again to continue.`
      : `Stopped watching. Azure continues the accepted changes to ${item.vm.name}${operation(item, ', ')}.`,
  'not-started': () => NOT_STARTED,
  blocked: (item) => `${item.vm.name} is not protected.`,
  declined: ({ vm }) => `Declined: nothing was changed for ${vm.name}.`,
  failed: (item) => `${item.vm.name} is not protected.`,
};

/** What is true of the machine now. */
function enableSentences(item: EnableItem, view: View): string {
  return SENTENCES[item.outcome](item, view);
}

const DETAILS: Partial<Record<EnableItem['outcome'], Sentence>> = {
  elsewhere,
  'already-enabled': (item, view) => `by ${vaultName(item)}${lastPoint(item, view, formatBrief)}`,
  planned: (item) => counted(item.changes.length, 'change'),
  accepted: (item) => operation(item, ''),
  interrupted: (item) => operation(item, ''),
};

/** What a list adds to the machine's outcome: by default how long it took. */
function enableDetail(item: EnableItem, view: View): string {
  const detail = DETAILS[item.outcome];
  if (detail !== undefined) {
    return detail(item, view);
  }
  return item.seconds === null ? '' : formatDuration(item.seconds);
}

function madeOf(item: EnableItem): number {
  return item.changes.filter(({ status }) => status === 'done').length;
}

function vaultName(item: EnableItem): string {
  return item.vault?.name ?? 'a vault';
}

function nextBackup(item: EnableItem, lead: string, view: View): string {
  return item.nextBackup === null
    ? ''
    : ` ${lead} at ${formatPlannedInstant(item.nextBackup, view)}.`;
}

/** On a line of several VMs the age is enough. */
function formatBrief(instant: string, age: number, view: View): string {
  return view.terminal ? `${formatAge(age)} ago` : formatInstantWithAge(instant, age, view);
}

function lastPoint(item: EnableItem, view: View, format = formatInstantWithAge): string {
  if (item.lastRecoveryPoint === null) {
    return '; no recovery point yet';
  }
  const age = secondsBetween(item.lastRecoveryPoint, view.now);
  return `; last point ${format(item.lastRecoveryPoint, age, view)}`;
}

/** The operation's whole id: it is what support asks for. */
function operation(item: EnableItem, lead: string): string {
  return item.operationId === null ? '' : `${lead}operation ${item.operationId}`;
}

/** The item names the vault that holds the machine, not the one that was asked for. */
function elsewhere(item: EnableItem): string {
  if (item.vault === null) {
    return 'already protected by another vault';
  }
  const group = parseResourceId(item.vault.id)?.resourceGroup;
  return `already protected by ${item.vault.name}${group === undefined ? '' : ` (${group})`}`;
}
