// The view of `azbackup retirement inventory`: one machine in full, several as a table.

import { firstNames } from '../../domain/fleet/first-names.js';
import { counted, countLabels } from '../../output/counts.js';
import { formatInstant } from '../../output/instants.js';
import { machineLabels } from '../../output/machine-labels.js';
import { formatTable } from '../../output/table.js';
import { wrapIndented } from '../../output/text-width.js';
import type { View } from '../../output/view.js';
import { formatFields } from '../../output/views/fields.js';
import { formatItemError } from '../../output/views/item-error.js';
import type { RetirementInventoryDocument, RetirementInventoryItem } from './inventory.result.js';

/** The words for each way out. */
export const WAY_OUT_WORDS: Readonly<Record<RetirementInventoryItem['outcome'], string>> = {
  'decrypt-then-upload': 'decrypt and upload',
  rebuild: 'rebuild',
  redeploy: 'redeploy',
  'points-only': 'points only',
  none: 'none needed',
  unknown: 'unknown',
  failed: 'could not be read',
};

const COLUMNS = [
  { header: 'machine' },
  { header: 'way out' },
  { header: 'OS', drops: 4 },
  { header: 'volumes', drops: 3 },
  { header: 'pass', drops: 1 },
  { header: 'policy', drops: 2 },
  { header: 'points' },
  { header: 'last expiry' },
];

/** One machine in full, several as a table. */
export function formatRetirementInventory(
  document: RetirementInventoryDocument,
  view: View,
): string[] {
  const [only] = document.items;
  if (only === undefined) {
    return ['No virtual machines found.'];
  }
  return document.items.length === 1
    ? formatOne(only, document, view)
    : [...formatAll(document, view), '', wrapIndented(closing(document), view.width, 0)];
}

function formatOne(
  item: RetirementInventoryItem,
  { deadline }: RetirementInventoryDocument,
  view: View,
): string[] {
  const heading = `${view.theme.heading(item.vm.name)}   ${WAY_OUT_WORDS[item.outcome]}: ${item.reason}`;
  if (item.error !== null) {
    return [heading, '', ...formatItemError(item.error, view)];
  }
  const { ade } = item;
  return [
    wrapIndented(heading, view.width, 0),
    '',
    ...formatFields(
      [
        ['OS', item.osType ?? ''],
        ['encryption', encryptionWords(item)],
        ['keys', ade === null ? '' : [...ade.keys, ...ade.secrets].join('\n')],
        ['size', sizeWords(item)],
        ['belongs to', item.belongsTo ?? ''],
        ...item.protection.map(
          (each) => ['points', protectionWords(each, deadline, view)] as const,
        ),
      ],
      view,
    ),
  ];
}

function encryptionWords({ ade, encryption }: RetirementInventoryItem): string {
  if (ade === null) {
    return encryption ?? '';
  }
  const kek = ade.keyEncryptionKey ? 'BEK and KEK' : 'BEK only';
  const bare = ade.bareDisks.length === 0 ? '' : ` but ${firstNames(ade.bareDisks)}`;
  return `ADE ${ade.pass} pass, ${VOLUMES[ade.volumes]}${bare}, ${kek} in ${ade.keyVaults.join(', ')}`;
}

/** The volumes in a cell, with how many disks are left out. */
export function volumesCell(ade: RetirementInventoryItem['ade']): string {
  const bare = ade?.bareDisks.length ?? 0;
  return `${ade?.volumes ?? '-'}${bare === 0 ? '' : ` but ${bare}`}`;
}

const VOLUMES: Readonly<Record<NonNullable<RetirementInventoryItem['ade']>['volumes'], string>> = {
  os: 'OS volume',
  data: 'data volumes',
  all: 'all volumes',
  none: 'no volume',
  unknown: 'volumes unknown',
};

function sizeWords({ size, sizeCanEncryptAtHost: can }: RetirementInventoryItem): string {
  if (size === null) {
    return '';
  }
  return can === null ? size : `${size}, ${can ? 'can' : 'cannot'} encrypt at host`;
}

type Protection = RetirementInventoryItem['protection'][number];

function protectionWords(protection: Protection, deadline: string, view: View): string {
  const { vault, policy, points, encryptedPoints, afterDeadline, unread } = protection;
  const under = policy === null ? '' : ` under ${policy}`;
  if (unread !== null) {
    return `in ${vault.name}${under}: not known, ${unread}`;
  }
  const after = `${afterDeadline ?? 0} of them after ${deadline.slice(0, 10)}`;
  const last =
    encryptedPoints === 0 ? '' : `, ${after}; last expiry ${expiryWords(protection, view)}`;
  return `${points ?? 0} in ${vault.name}${under}, ${encryptedPoints ?? 0} with ADE${last}`;
}

function expiryWords({ expiry, lastExpiry }: Protection, view: View): string {
  return expiry === 'at' && lastExpiry !== null ? formatInstant(lastExpiry, view) : expiry;
}

function formatAll({ items }: RetirementInventoryDocument, view: View): string[] {
  const label = machineLabels(items.map(({ vm }) => vm));
  const rows = items.map((item) => {
    const { ade, osType, protection } = item;
    const counts = protection.map(({ encryptedPoints }) => encryptedPoints);
    const known = counts.filter((count) => count !== null);
    return [
      label(item.vm),
      WAY_OUT_WORDS[item.outcome],
      osType ?? '-',
      volumesCell(ade),
      ade?.pass ?? '-',
      protection.map(({ policy }) => policy ?? '-').join(', ') || '-',
      known.length < counts.length ? '?' : String(known.reduce((sum, count) => sum + count, 0)),
      protection.map((each) => expiryWords(each, view)).join(', ') || '-',
    ];
  });
  return formatTable(COLUMNS, rows, view);
}

function closing({ items, summary, deadline }: RetirementInventoryDocument): string {
  const points = counted(summary.pointsAfterDeadline, 'recovery point');
  const unread =
    summary.unread === 0 ? '' : ` ${counted(summary.unread, 'VM')} could not be read fully.`;
  return `${countLabels(items.map(({ outcome }) => WAY_OUT_WORDS[outcome]))}. ${points} with ADE expire after ${deadline.slice(0, 10)}.${unread}`;
}
