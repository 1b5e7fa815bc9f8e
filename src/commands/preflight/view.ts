// The view of `azbackup preflight`.

import { counted } from '../../output/counts.js';
import type { PreflightDocument, PreflightItem } from './result.js';
import type { View } from '../../output/view.js';
import { encryptionWords } from '../../output/views/encryption-words.js';
import { formatBlockedEnding, formatFindings } from '../../output/views/findings.js';
import { formatNextCommand } from '../../output/views/fix-lines.js';
import { formatItemError } from '../../output/views/item-error.js';
import { formatMachineHeading } from '../../output/views/machine-heading.js';
import { formatSharedCauses } from '../../output/views/shared-causes.js';
import { formatSeveral, type OutcomeWords } from '../../output/views/several-machines.js';

const WORDS: Readonly<Record<PreflightItem['outcome'], OutcomeWords>> = {
  ready: { label: 'ready', meaning: 'ok' },
  warning: { label: 'warning', meaning: 'warn' },
  blocked: { label: 'blocked', meaning: 'fail' },
  failed: { label: 'failed', meaning: 'fail' },
};

/** One machine in full, several at one line each. */
export function formatPreflight(document: PreflightDocument, view: View): string[] {
  const [only] = document.items;
  return only !== undefined && document.items.length === 1
    ? formatOne(only, view)
    : [
        ...formatSeveral(worstFirst(document.items), WORDS, describe, view),
        ...formatSharedCauses(document.items, view),
      ];
}

const WORST_FIRST: readonly PreflightItem['outcome'][] = ['failed', 'blocked', 'warning', 'ready'];

function worstFirst(items: readonly PreflightItem[]): readonly PreflightItem[] {
  return WORST_FIRST.flatMap((outcome) => items.filter((item) => item.outcome === outcome));
}

function formatOne(item: PreflightItem, view: View): string[] {
  const heading = [formatMachineHeading(item, view), ''];
  if (item.error !== null) {
    return [...heading, ...formatItemError(item.error, view)];
  }
  const ending = formatBlockedEnding(item.findings, view);
  return [
    ...heading,
    ...formatFindings(item.findings, view),
    '',
    ...(ending.length > 0 ? ending : formatReady(item, view)),
  ];
}

function formatReady(item: PreflightItem, view: View): string[] {
  const warnings = warningCount(item);
  const but = warnings === 0 ? '' : `, with ${counted(warnings, 'warning')}`;
  const command = `azbackup enable --vm ${item.vm.name}`;
  return [
    `${item.vm.name} can be protected${but}.`,
    formatNextCommand(command, 'protects it', view),
  ];
}

function describe(item: PreflightItem): string {
  const encryption = item.encryption === null ? '' : encryptionWords(item.encryption);
  const warning = item.findings.find(isWarning);
  return warning === undefined ? encryption : warning.summary;
}

function warningCount(item: PreflightItem): number {
  return item.findings.filter(isWarning).length;
}

function isWarning(finding: PreflightItem['findings'][number]): boolean {
  const settled = finding.status === 'pass' || finding.status === 'skip';
  return !settled && (finding.ignored || finding.severity === 'warn');
}
