// The view of `azbackup enable`: what is true now, and what comes next.

import { counted } from '../../output/counts.js';
import type { EnableDocument, EnableItem } from './result.js';
import { wrapIndented } from '../../output/text-width.js';
import type { View } from '../../output/view.js';
import { formatDryRun } from '../../output/views/dry-run.js';
import { enableDetail, enableSentences } from './sentences.js';
import { formatBlockedEnding, formatFindings } from '../../output/views/findings.js';
import { formatNextCommand } from '../../output/views/fix-lines.js';
import { formatItemError } from '../../output/views/item-error.js';
import { formatMachineHeading } from '../../output/views/machine-heading.js';
import { formatSeveral, type OutcomeWords } from '../../output/views/several-machines.js';

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
  failed: { label: 'failed', meaning: 'fail' },
  interrupted: { label: 'interrupted', meaning: 'warn' },
};

/** One machine in sentences, several at one line each. */
export function formatEnable(document: EnableDocument, view: View): string[] {
  const [only] = document.items;
  const items =
    only !== undefined && document.items.length === 1
      ? formatOne(only, view)
      : formatSeveral(document.items, WORDS, (item) => enableDetail(item, view), view);
  return [...formatDryRun(document, view), ...items];
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
        formatNextCommand(`azbackup backup-now --vm ${item.vm.name}`, 'takes one now', view),
        formatNextCommand(command, 'shows how its backups fare', view),
      ];
    case 'accepted':
      return [formatNextCommand(command, 'tells how it ended', view)];
    case 'interrupted':
      // Without an operation there is nothing to watch; the sentence says how to go on.
      return item.operationId === null
        ? []
        : [formatNextCommand(command, 'tells how it ended', view)];
    case 'already-enabled':
    case 'planned':
    case 'blocked':
    case 'elsewhere':
    case 'failed':
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
    `${done} of ${counted(item.changes.length, 'change')} made; what is made stays.`,
    formatNextCommand(command, 'goes on from there', view),
  ];
}
