// The view of `azbackup retirement points`: the policies that make such points, the points by machine, and what helps.

import { counted } from '../../output/counts.js';
import { formatInstant } from '../../output/instants.js';
import { machineLabels } from '../../output/machine-labels.js';
import { formatTable } from '../../output/table.js';
import { wrapIndented } from '../../output/text-width.js';
import type { View } from '../../output/view.js';
import { formatCommand } from '../../output/views/fix-lines.js';
import type {
  RetirementPointsDocument,
  RetirementPointsItem,
  RetirementPointsPolicy,
} from './points.result.js';

const POLICY_COLUMNS = [
  { header: 'policy' },
  { header: 'vault', drops: 1 },
  { header: 'machines', drops: 2 },
  { header: 'from' },
  { header: 'by its' },
  { header: 'change' },
];

const POINT_COLUMNS = [
  { header: 'machine' },
  { header: 'point' },
  { header: 'time' },
  { header: 'expiry' },
  { header: 'vault', drops: 1 },
  { header: 'remains' },
];

/** The words for what a policy comes to. */
export const POLICY_VERDICTS: Readonly<Record<RetirementPointsPolicy['verdict'], string>> = {
  'not-yet': 'none yet',
  shorten: 'shorten it',
  immutable: 'the vault is immutable',
  'too-late': 'stop it: no retention is short enough',
  unknown: 'its time zone is unknown',
};

/** The words for what remains to be done with a point. */
export const REMEDIES: Readonly<Record<RetirementPointsItem['remedy'], string>> = {
  expire: 'expires with a shorter policy',
  'restore-and-reprotect': 'restore and re-protect',
};

/** Policies, points, and a closing line. */
export function formatRetirementPoints(document: RetirementPointsDocument, view: View): string[] {
  return [
    ...formatPolicies(document, view),
    ...formatPoints(document.items, view),
    ...document.failed.map(({ vm, reason }) =>
      wrapIndented(
        `${view.theme.fail(vm.name)}   not all points are listed: ${reason}`,
        view.width,
        0,
      ),
    ),
    wrapIndented(closing(document), view.width, 0),
  ];
}

function formatPolicies({ policies, deadline }: RetirementPointsDocument, view: View): string[] {
  if (policies.length === 0) {
    return [];
  }
  const rows = policies.map(({ policy, vault, machines, from, verdict }) => [
    policy.name,
    vault.name,
    String(machines),
    from?.day ?? '-',
    from === null ? '-' : `${from.rule} retention`,
    POLICY_VERDICTS[verdict],
  ]);
  const changes = policies.flatMap(({ change }) =>
    change === null ? [] : [formatCommand(change.command, untilWords(change.until), view)],
  );
  return [
    `Policies that keep recovery points after ${deadline.slice(0, 10)}, from which day on:`,
    ...formatTable(POLICY_COLUMNS, rows, view),
    '',
    ...changes,
    ...(changes.length === 0 ? [] : ['']),
  ];
}

/** How long a change of a policy helps. */
export function untilWords(until: NonNullable<RetirementPointsPolicy['change']>['until']): string {
  return until === null ? '' : `holds until ${until.day}`;
}

function formatPoints(items: readonly RetirementPointsItem[], view: View): string[] {
  if (items.length === 0) {
    return [];
  }
  const label = machineLabels(items.map(({ vm }) => vm));
  const rows = items.map((item) => [
    label(item.vm),
    item.name,
    formatInstant(item.time, view),
    pointExpiry(item, view),
    item.vault.name,
    REMEDIES[item.remedy],
  ]);
  return [...formatTable(POINT_COLUMNS, rows, view), ''];
}

/** When a point expires. */
export function pointExpiry(
  { expiry, outcome, basis }: RetirementPointsItem,
  view: Pick<View, 'terminal'>,
): string {
  if (expiry === null) {
    return outcome === 'unknown' ? 'unknown' : 'never';
  }
  const at = formatInstant(expiry, view);
  return basis === 'policy' ? `${at} by policy` : at;
}

function closing({ items, summary, after, failed }: RetirementPointsDocument): string {
  const unknown = items.filter(({ outcome }) => outcome === 'unknown').length;
  const found = items.length - unknown;
  const open = unknown === 0 ? '' : ` Of ${unknown} it is unknown.`;
  const unread = failed.length === 0 ? '' : ` ${counted(failed.length, 'VM')} could not be read.`;
  const verb = found === 1 ? 'expires' : 'expire';
  return `${found} of ${counted(summary.points, 'recovery point')} with ADE ${verb} after ${after.slice(0, 10)}.${open}${unread}`;
}
