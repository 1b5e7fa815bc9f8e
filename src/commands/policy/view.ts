// The views of `azbackup policy list`, `show` and `diff`.

import { zoneTime } from '../../domain/time/zone-time.js';
import { nameOf } from '../../domain/resource-id.js';
import { counted } from '../../output/counts.js';
import type {
  PolicyDiffDocument,
  PolicyItem,
  PolicyListDocument,
  PolicyShowDocument,
} from './result.js';
import { formatPlannedInstant } from '../../output/instants.js';
import {
  archiveWords,
  briefRetention,
  retentionLines,
  scheduleWords,
  shortSchedule,
  snapshotWords,
} from './words.view.js';
import { formatTable } from '../../output/table.js';
import type { View } from '../../output/view.js';
import { formatFields } from '../../output/views/fields.js';
import { formatNextCommand } from '../../output/views/fix-lines.js';

const COLUMNS = [
  { header: 'policy' },
  { header: 'vault' },
  { header: 'type', drops: 1 },
  { header: 'machines', drops: 2 },
  { header: 'backs up' },
  { header: 'keeps' },
];

/** A policy a line. */
export function formatPolicyList({ items, summary }: PolicyListDocument, view: View): string[] {
  if (items.length === 0) {
    return [`No backup policy for virtual machines in ${counted(summary.vaults, 'vault')}.`];
  }
  const rows = items.map((item) => [
    item.policy.name,
    item.vault.name,
    item.terms.policyType,
    String(item.protectedItems),
    shortSchedule(item.terms, item.zone),
    briefRetention(item.terms),
  ]);
  return formatTable(COLUMNS, rows, view);
}

/** One policy in words. */
export function formatPolicyShow({ items }: PolicyShowDocument, view: View): string[] {
  return items.flatMap((item) => formatPolicy(item, view));
}

/** Where the zone's own clocks are put forward then, the time that people read is an hour off. */
function nextBackupWords(
  { nextBackup, zone }: { readonly nextBackup: string; readonly zone: string | null },
  view: View,
): string {
  const forward = zone !== null && zoneTime(zone)?.savesDaylightAt(nextBackup) === true;
  const remark = forward ? '; Azure does not adjust for daylight saving time' : '';
  return `${formatPlannedInstant(nextBackup, view)}${remark}`;
}

function formatPolicy(item: PolicyItem, view: View): string[] {
  const { policy, vault, terms, zone, nextBackup, protectedItems, unknownFields } = item;
  const azureZone = zone === null || zone === terms.timeZone ? '' : ` (Azure: ${terms.timeZone})`;
  const [firstKept = '', ...moreKept] = retentionLines(terms);
  return [
    `${view.theme.heading(policy.name)}   ${terms.policyType} policy of ${vault.name}`,
    '',
    ...formatFields(
      [
        ['backs up', `${scheduleWords(terms, zone)}${azureZone}`],
        ['next backup', nextBackup === null ? '' : nextBackupWords({ nextBackup, zone }, view)],
        ['keeps', firstKept],
      ],
      view,
    ),
    ...moreKept.map((line) => `${' '.repeat(14)}${line}`),
    ...formatFields(
      [
        ['snapshots', snapshotWords(terms)],
        ['archives', archiveWords(terms)],
        ['protects', protectedItems === 0 ? 'nothing' : counted(protectedItems, 'machine')],
        ['unknown', unknownFields.join(', ')],
      ],
      view,
    ),
    ...(protectedItems === 0
      ? [
          '',
          formatNextCommand(
            `azbackup enable --vm NAME --policy ${policy.name}`,
            'protects a VM with it',
            view,
          ),
        ]
      : []),
  ];
}

/** Where the two differ, one field a line. */
export function formatPolicyDiff(document: PolicyDiffDocument, view: View): string[] {
  const { same, items } = document;
  const [left, right] = sideNames(document);
  if (same) {
    return [`same: ${left} and ${right} are the same.`];
  }
  const columns = [{ header: 'field' }, { header: 'left' }, { header: 'right' }];
  const rows = items.map(({ field, before, after }) => [field, before ?? '-', after ?? '-']);
  return [
    `${left} (left) and ${right} (right) differ in ${counted(items.length, 'field')}:`,
    '',
    ...formatTable(columns, rows, view),
  ];
}

/** Names alone where they tell the two apart, with their vaults where they do not. */
function sideNames({ left, right }: PolicyDiffDocument): readonly [string, string] {
  const names = [nameOf(left), nameOf(right)] as const;
  return names[0].toLowerCase() === names[1].toLowerCase()
    ? [withVault(left), withVault(right)]
    : names;
}

function withVault(id: string): string {
  const vault = /\/vaults\/(?<vault>[^/]+)\//iu.exec(id)?.groups?.['vault'];
  return vault === undefined ? id : `${nameOf(id)} in ${vault}`;
}
