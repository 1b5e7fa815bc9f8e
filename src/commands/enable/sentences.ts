// What `azbackup enable` says of a machine, in sentences and in the few words of a list.

import { secondsBetween } from '../../domain/time/instant.js';
import { parseResourceId } from '../../domain/resource-id.js';
import { counted } from '../../output/counts.js';
import type { EnableItem } from './result.js';
import { formatDuration } from '../../output/durations.js';
import { formatInstantWithAge, formatPlannedInstant } from '../../output/instants.js';
import type { View } from '../../output/view.js';

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
    `Backups of ${item.vm.name} to ${vaultName(item)} go on.${nextBackup(item, 'The next one runs', view)}`,
  granted: (item) =>
    `The backup service can read what it needs to back up ${item.vm.name}, protected by ${vaultName(item)}.`,
  accepted: (item) =>
    `Azure has accepted the protection of ${item.vm.name} by ${vaultName(item)} and works on it${operation(item, ', ')}.`,
  planned: () => 'Dry run: nothing was changed.',
  elsewhere: (item) => `${item.vm.name} is ${elsewhere(item)}. Nothing was changed.`,
  interrupted: (item) =>
    item.operationId === null
      ? `Stopped. ${madeOf(item)} of ${counted(item.changes.length, 'change')} had been made; a second run goes on.`
      : `Stopped watching. Azure goes on with what it has accepted for ${item.vm.name}${operation(item, ', ')}.`,
  blocked: (item) => `${item.vm.name} is not protected.`,
  failed: (item) => `${item.vm.name} is not protected.`,
};

/** What is true of the machine now. */
export function enableSentences(item: EnableItem, view: View): string {
  return SENTENCES[item.outcome](item, view);
}

const DETAILS: Partial<Record<EnableItem['outcome'], Sentence>> = {
  elsewhere,
  'already-enabled': (item, view) => `by ${vaultName(item)}${lastPoint(item, view)}`,
  planned: (item) => counted(item.changes.length, 'change'),
  accepted: (item) => operation(item, ''),
  interrupted: (item) => operation(item, ''),
};

/** What a list adds to the machine's outcome: by default how long it took. */
export function enableDetail(item: EnableItem, view: View): string {
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

function lastPoint(item: EnableItem, view: View): string {
  if (item.lastRecoveryPoint === null) {
    return '; no recovery point yet';
  }
  const age = secondsBetween(item.lastRecoveryPoint, view.now);
  return `; last point ${formatInstantWithAge(item.lastRecoveryPoint, age, view)}`;
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
