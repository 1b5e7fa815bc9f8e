// The view of `azbackup audit-keys`: the keys of each machine, the points that need them, and what is wrong.

import { isAtLeast, KEY_AUDIT_STATUSES } from '../../domain/keys/key-audit-status.js';
import { machineLabels } from '../../output/machine-labels.js';
import { countLabels, counted } from '../../output/counts.js';
import type {
  AuditKeysDocument,
  AuditKeysItem,
  AuditKeysMachine,
  AuditKeysPair,
} from './result.js';
import { VOLUME_KEYS_NOT_CHECKED } from '../keys/volume-keys.js';
import { formatInstant } from '../../output/instants.js';
import { wrapIndented } from '../../output/text-width.js';
import type { Theme } from '../../output/theme.js';
import type { View } from '../../output/view.js';
import { formatFixes } from '../../output/views/fix-lines.js';
import { formatItemError } from '../../output/views/item-error.js';

type PairStatus = AuditKeysPair['verdict'];

const STYLES: Readonly<Record<PairStatus, Extract<keyof Theme, 'ok' | 'warn' | 'fail'>>> = {
  'in-place': 'ok',
  'at-risk': 'warn',
  replaced: 'warn',
  unusable: 'fail',
  missing: 'fail',
  unknown: 'fail',
  lost: 'fail',
};

const LABELS: Readonly<Record<AuditKeysItem['outcome'], string>> = {
  'in-place': 'in place',
  'at-risk': 'at risk',
  replaced: 'replaced',
  unusable: 'unusable',
  missing: 'missing',
  unknown: 'unknown',
  lost: 'lost',
  'not-encrypted': 'not encrypted',
};

/** Machine by machine, and a closing line for all. */
export function formatAuditKeys(document: AuditKeysDocument, view: View): string[] {
  if (document.machines.length === 0) {
    return ['No virtual machines found.'];
  }
  return [
    ...document.machines.flatMap((machine) => [...formatMachine(machine, document, view), '']),
    wrapIndented(closing(document), view.width, 0),
  ];
}

function formatMachine(
  machine: AuditKeysMachine,
  document: AuditKeysDocument,
  view: View,
): string[] {
  const { vm, vault, points } = machine;
  const name = machineLabels(document.machines.map((each) => each.vm))(vm);
  const heading = `${view.theme.heading(name)}   ${counted(points, 'recovery point')} in ${vault.name}`;
  if (machine.error !== null) {
    return [view.theme.heading(name), ...formatItemError(machine.error, view)];
  }
  const isOfMachine = (each: AuditKeysItem | AuditKeysPair): boolean =>
    each.vm.id === vm.id && each.vault.id === vault.id;
  const items = document.items.filter((item) => isOfMachine(item));
  const plain = items.filter(({ outcome }) => outcome === 'not-encrypted').length;
  return [
    heading,
    ...document.pairs.filter((pair) => isOfMachine(pair)).flatMap((pair) => formatPair(pair, view)),
    ...formatUnknown(items, view),
    ...(plain === 0 ? [] : [`  ${counted(plain, 'point')} without ADE (no keys needed)`]),
  ];
}

function formatPair(pair: AuditKeysPair, view: View): string[] {
  const { verdict, secret, key, findings } = pair;
  const style = view.theme[STYLES[verdict]];
  const fixes = new Set(findings.flatMap(({ fix }) => fix));
  return [
    `  ${style(LABELS[verdict])}   ${counted(pair.points, 'point')}, ${range(pair, view)}`,
    ...(key === null ? [] : [objectLine('KEK', key)]),
    objectLine('BEK', secret),
    ...findings.map((finding) =>
      wrapIndented(
        `${view.theme[STYLES[finding.verdict]]('-')} ${finding.summary}.`,
        view.width,
        4,
        6,
      ),
    ),
    ...(pair.replacedBy === null ? [] : [`      ${view.theme.muted(pair.replacedBy)}`]),
    ...formatFixes([...fixes], 6, view),
  ];
}

function objectLine(label: string, { name, keyVault, version }: AuditKeysPair['secret']): string {
  const exact = version === null ? 'any version' : `version ${version}`;
  return `    ${label} ${name} in ${keyVault}, ${exact}`;
}

function range({ oldest, newest }: AuditKeysPair, view: View): string {
  return oldest === newest
    ? formatInstant(newest, view)
    : `${formatInstant(oldest, view)} to ${formatInstant(newest, view)}`;
}

/** Points of which not even the pair is known, by why that is so. */
function formatUnknown(items: readonly AuditKeysItem[], view: View): string[] {
  const reasons = new Map<string, AuditKeysItem[]>();
  for (const item of items) {
    if (item.reason !== null) {
      reasons.set(item.reason, [...(reasons.get(item.reason) ?? []), item]);
    }
  }
  return [...reasons].flatMap(([reason, points]) => {
    const likely = points.filter(({ likelyPair }) => likelyPair !== null).length;
    const guess = likely === 0 ? '' : ` ${likely} of them lie between points with the same keys.`;
    return [
      `  ${view.theme[STYLES.unknown](LABELS.unknown)}   ${counted(points.length, 'point')}`,
      wrapIndented(`- ${reason}.${guess}`, view.width, 4, 6),
    ];
  });
}

function closing({ items, summary, failOn, machines, pairs }: AuditKeysDocument): string {
  const failed = machines.filter(({ outcome }) => outcome === 'failed').length;
  const unread = failed === 0 ? '' : ` ${counted(failed, 'machine')} could not be read.`;
  if (items.length === 0) {
    return `No recovery points.${unread}`;
  }
  const unjudged = pairs.some(({ checked }) => checked === 'os-volume')
    ? ` ${VOLUME_KEYS_NOT_CHECKED}.`
    : '';
  const counts = countLabels(items.map(({ outcome }) => LABELS[outcome]));
  const { failing } = summary;
  const verdict =
    failing === 0 ? 'All points pass' : counted(failing, 'point fails', 'points fail');
  return `${counts}. ${verdict} (--fail-on ${failOn}: ${failingWords(failOn)}).${unread}${unjudged}`;
}

/** The verdicts that fail, in the words in which they are shown. */
function failingWords(failOn: AuditKeysDocument['failOn']): string {
  const labels = KEY_AUDIT_STATUSES.filter((each) => isAtLeast(each, failOn)).map(
    (each) => LABELS[each],
  );
  const last = labels.at(-1) ?? '';
  return labels.length < 2 ? last : `${labels.slice(0, -1).join(', ')} or ${last}`;
}
