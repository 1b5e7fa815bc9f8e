// The view of `azbackup grant-access`.

import { counted } from '../../output/counts.js';
import type { GrantAccessDocument, GrantAccessItem } from './result.js';
import { wrapIndented } from '../../output/text-width.js';
import type { View } from '../../output/view.js';
import { formatDryRun } from '../../output/views/dry-run.js';
import { roleFamily } from '../../steps/roles/describe.js';
import { formatBlockedEnding, formatFindings } from '../../output/views/findings.js';
import { formatNextCommand } from '../../output/views/fix-lines.js';
import { formatRun } from '../../output/views/run.js';
import { formatItemError } from '../../output/views/item-error.js';
import {
  formatSeveral,
  NOT_STARTED,
  type OutcomeWords,
} from '../../output/views/several-machines.js';

const WORDS: Readonly<Record<GrantAccessItem['outcome'], OutcomeWords>> = {
  granted: { label: 'granted', meaning: 'ok' },
  'already-granted': { label: 'unchanged', meaning: 'ok' },
  revoked: { label: 'revoked', meaning: 'ok' },
  'nothing-to-revoke': { label: 'unchanged', meaning: 'ok' },
  'not-needed': { label: 'not needed', meaning: 'muted' },
  planned: { label: 'planned', meaning: 'muted' },
  blocked: { label: 'blocked', meaning: 'fail' },
  failed: { label: 'failed', meaning: 'fail' },
  interrupted: { label: 'interrupted', meaning: 'warn' },
  'not-started': { label: 'not started', meaning: 'warn' },
  declined: { label: 'declined', meaning: 'muted' },
};

/** One machine in sentences, several at one line each. */
export function formatGrantAccess(document: GrantAccessDocument, view: View): string[] {
  const [only] = document.items;
  const items =
    only !== undefined && document.items.length === 1
      ? formatOne(only, view)
      : formatSeveral(document.items, WORDS, describe, view);
  return [
    ...formatDryRun(document, roleFamily, view, principalNames(document)),
    ...items,
    ...formatRun(document, view),
  ];
}

function principalNames(document: GrantAccessDocument): Record<string, string> {
  const principals = document.items.flatMap(({ principal }) => principal ?? []);
  return Object.fromEntries(principals.map(({ objectId, displayName }) => [objectId, displayName]));
}

function formatOne(item: GrantAccessItem, view: View): string[] {
  if (item.error !== null) {
    return formatItemError(item.error, view);
  }
  if (item.outcome === 'blocked') {
    return [
      ...formatFindings(item.findings, view),
      '',
      ...formatBlockedEnding(item.findings, view),
      'Nothing was changed.',
    ];
  }
  return [
    wrapIndented(sentences(item), view.width, 0),
    ...missingLines(item, view),
    ...nextCommand(item, view),
  ];
}

function sentences(item: GrantAccessItem): string {
  const who = item.principal?.displayName ?? 'The backup service';
  const where = vaultNames(item);
  const vm = item.vm.name;
  switch (item.outcome) {
    case 'granted':
      return `${who} can read the keys for backups of ${vm} in ${where}.`;
    case 'already-granted':
      return `${who} can already read the keys for backups of ${vm} in ${where}. Nothing to do.`;
    case 'revoked':
      return `${who} no longer has the access that azbackup granted on ${where}.`;
    case 'nothing-to-revoke':
      return `${who} has no access granted by azbackup on ${where}. Nothing to do.`;
    case 'not-needed':
      return `${vm} does not use Azure Disk Encryption, so its backups need no key vault.`;
    case 'planned':
      return 'Dry run: nothing was changed.';
    case 'declined':
      return 'Declined: nothing was changed.';
    case 'interrupted':
      return `Stopped. ${doneCount(item)} of ${changeCount(item)} made; run the command again to continue.`;
    case 'not-started':
      return NOT_STARTED;
    case 'blocked':
    case 'failed':
      return `Access for ${vm} was not changed.`;
  }
}

/** What the service still lacks, vault by vault. */
function missingLines(item: GrantAccessItem, view: View): string[] {
  return item.keyVaults
    .filter((vault) => vault.missing.length > 0)
    .map((vault) =>
      wrapIndented(`${vault.name} lacks ${vault.missing.join(', ')}`, view.width, 2, 4),
    );
}

function nextCommand(item: GrantAccessItem, view: View): string[] {
  const command = `azbackup enable --vm ${item.vm.name}`;
  return item.outcome === 'granted' || item.outcome === 'already-granted'
    ? [formatNextCommand(command, 'protects it', view)]
    : [];
}

function describe(item: GrantAccessItem): string {
  if (item.outcome === 'planned') {
    return `${changeCount(item)} for ${vaultNames(item)}`;
  }
  return item.keyVaults.length === 0 ? '' : vaultNames(item);
}

function vaultNames(item: GrantAccessItem): string {
  return item.keyVaults.map((vault) => vault.name).join(', ');
}

function changeCount(item: GrantAccessItem): string {
  return counted(item.changes.length, 'change');
}

function doneCount(item: GrantAccessItem): number {
  return item.changes.filter((change) => change.status === 'done').length;
}
