// The view of `azbackup recovery-points show`.

import { counted } from '../../output/counts.js';
import type { RecoveryPointDocument, RecoveryPointItem } from './show.result.js';
import { formatInstantWithAge, formatPlannedInstant } from '../../output/instants.js';
import type { View } from '../../output/view.js';
import { diskWord } from '../../domain/recovery/disks-of-point.js';
import { formatFields } from '../../output/views/fields.js';
import { consistencyWord, threatText, tierWords } from './words.view.js';

/** One point in full. */
export function formatRecoveryPoint(document: RecoveryPointDocument, view: View): string[] {
  return document.items.flatMap((item) => formatItem(item, view));
}

function formatItem(item: RecoveryPointItem, view: View): string[] {
  const place = [item.vault.name, ...(item.policy === null ? [] : [item.policy])].join(', ');
  return [
    `${view.theme.heading(item.vm.name)}   recovery point ${item.name}   ->  ${place}`,
    '',
    ...formatFields(
      [
        ['time', formatInstantWithAge(item.time, item.ageSeconds, view)],
        ['consistency', `${consistencyWord(item.consistency)} consistent`],
        ['tiers', tierWords(item.tiers)],
        ['expires', expiryWords(item, view)],
        ['threats', threatText(item.threat)],
        ['archive', archiveWords(item)],
        ['machine', machineWords(item)],
        ['disks', diskWords(item)],
        ...encryptionFields(item),
      ],
      view,
    ),
  ];
}

function expiryWords(item: RecoveryPointItem, view: View): string {
  const kept = item.softDeleted ? '; soft-deleted' : '';
  const rule = item.ruleName === null ? '' : `, kept by the rule ${item.ruleName}`;
  return item.expiryTime === null
    ? `not reported${rule}${kept}`
    : `${formatPlannedInstant(item.expiryTime, view)}${rule}${kept}`;
}

/** Azure's reasons end in full stops, some of them in two. */
function archiveWords({ archiveReadiness, tiers }: RecoveryPointItem): string {
  if (archiveReadiness === null || tiers.some(({ tier }) => tier === 'archive')) {
    return '';
  }
  const reason = archiveReadiness.reason.replaceAll('..', '.').trim();
  return archiveReadiness.ready
    ? 'can be moved to the archive tier'
    : `cannot be moved to the archive tier now${reason === '' ? '' : `: ${reason}`}`;
}

function machineWords(item: RecoveryPointItem): string {
  const { osType, vmSize, managedDisks, securityType, zones } = item;
  return [
    osType,
    vmSize,
    managedDisks === false ? 'unmanaged disks' : null,
    securityType === 'None' ? null : securityType,
    zones.length === 0 ? null : `${zones.length === 1 ? 'zone' : 'zones'} ${zones.join(', ')}`,
  ]
    .filter((word) => word !== null)
    .join(', ');
}

function diskWords({ disks }: RecoveryPointItem): string {
  if (disks === null) {
    return 'all';
  }
  const { included, excluded, includedCount, attachedCount } = disks;
  const counts =
    includedCount === null || attachedCount === null
      ? ''
      : `${includedCount} of ${counted(attachedCount, 'disk')}`;
  const lists = [
    ...(included.length === 0 ? [] : [`with ${included.map(diskWord).join(', ')}`]),
    ...(excluded.length === 0 ? [] : [`without ${excluded.map(diskWord).join(', ')}`]),
  ];
  return [counts, ...lists].filter((text) => text !== '').join('; ');
}

const MECHANISMS: Readonly<Record<string, string>> = {
  SinglePass: 'ADE single pass',
  DoublePass: 'ADE dual pass',
};

type Key = NonNullable<NonNullable<RecoveryPointItem['encryption']>['key']>;

function encryptionFields({ encrypted, encryption }: RecoveryPointItem): [string, string][] {
  if (!encrypted) {
    return [['encryption', 'no ADE']];
  }
  if (encryption === null) {
    return [['encryption', 'ADE; keys not reported']];
  }
  const kind = MECHANISMS[encryption.mechanism ?? ''] ?? 'ADE';
  const { secret, key } = encryption;
  return [
    ['encryption', `${kind}, ${key === null ? 'BEK only' : 'BEK + KEK'}`],
    ...(secret === null ? [] : keyFields('BEK', 'secret', secret)),
    ...(key === null ? [] : keyFields('KEK', 'key', key)),
  ];
}

function keyFields(name: string, kind: string, key: Key): [string, string][] {
  const version = key.version === null ? 'no version' : `version ${key.version}`;
  const backup = key.backedUp ? 'backed up in the point' : 'no backup in the point';
  return [
    [name, `${kind} ${key.name} in ${key.keyVault.name}, ${version}; ${backup}`],
    [`${name} id`, key.url],
  ];
}
