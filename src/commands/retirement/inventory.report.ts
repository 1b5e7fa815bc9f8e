// Puts what was read of a machine into the document of `azbackup retirement inventory`.

import type { AdeEncryption } from '../../domain/encryption/encryption.js';
import { vaultNameOf } from '../../domain/keys/key-vault-url.js';
import { parseResourceId } from '../../domain/resource-id.js';
import { volumesWord } from '../../domain/retirement/encrypted-volumes.js';
import { machineKind } from '../../domain/retirement/machine-kind.js';
import { lastEnd, outlives } from '../../domain/retirement/point-end.js';
import { wayOut, type WayOutFacts, type WayOutReading } from '../../domain/retirement/way-out.js';
import type { Instant } from '../../domain/time/instant.js';
import { countOutcomes, itemError, resourceDocument } from '../results/machines.js';
import type { FailedSubject, SubjectReading } from './gather.js';
import type { RetirementInventoryDocument, RetirementInventoryItem } from './inventory.result.js';
import type { MachineReading } from './machine.js';

/** The document on all subjects. */
export function retirementInventoryDocument(
  readings: readonly (SubjectReading | FailedSubject)[],
  deadline: Instant,
): RetirementInventoryDocument {
  const items = readings.map((reading) => inventoryItem(reading, deadline));
  const protection = items.flatMap((item) => item.protection);
  return {
    kind: 'retirement-inventory',
    schemaVersion: 1,
    deadline,
    items,
    summary: {
      total: items.length,
      outcomes: countOutcomes(items),
      pointsAfterDeadline: protection.reduce((sum, each) => sum + (each.afterDeadline ?? 0), 0),
      unread: items.filter((item) => isUnread(item)).length,
    },
  };
}

/** A machine of the inventory. */
export function inventoryItem(
  reading: SubjectReading | FailedSubject,
  deadline: Instant,
): RetirementInventoryItem {
  const { target } = reading.subject;
  const base = {
    vm: resourceDocument(target.id, target.name),
    resourceGroup: parseResourceId(target.id)?.resourceGroup ?? null,
  };
  if ('error' in reading) {
    return { ...base, ...NOTHING_KNOWN, error: itemError(reading.error) };
  }
  const protection = reading.items.map((item) => protectionOf(item, deadline));
  const { way, reason } = wayOut(factsOf(reading, protection));
  return {
    ...base,
    ...machinePart(reading.machine),
    outcome: way,
    reason,
    protection,
    error: null,
  };
}

const NOTHING_KNOWN = {
  outcome: 'failed' as const,
  reason: 'it could not be looked at',
  machine: 'unknown' as const,
  location: null,
  osType: null,
  size: null,
  sizeCanEncryptAtHost: null,
  belongsTo: null,
  encryption: null,
  ade: null,
  protection: [],
};

/** True where something of a machine could not be read. */
function isUnread({ outcome, machine, protection }: RetirementInventoryItem): boolean {
  return (
    outcome === 'failed' ||
    machine === 'unknown' ||
    protection.some(({ unread }) => unread !== null)
  );
}

type MachinePart = Omit<
  RetirementInventoryItem,
  'vm' | 'resourceGroup' | 'outcome' | 'reason' | 'protection' | 'error'
>;

function machinePart(machine: MachineReading): MachinePart {
  if (machine.status !== 'there') {
    const { outcome: _, reason: __, protection: ___, ...nothing } = NOTHING_KNOWN;
    return { ...nothing, machine: machine.status };
  }
  const { vm, encryption, sizeCanEncryptAtHost } = machine;
  return {
    machine: 'there',
    location: vm.location,
    osType: vm.osType,
    size: vm.size,
    sizeCanEncryptAtHost: sizeCanEncryptAtHost ?? null,
    belongsTo: machineKind(vm) ?? null,
    encryption: encryption.kind,
    ade: encryption.kind === 'ade' ? adePart(encryption, machine) : null,
  };
}

function adePart(
  { pass, state, secrets, keys }: AdeEncryption,
  { volumes, bareDisks }: Extract<MachineReading, { readonly status: 'there' }>,
): RetirementInventoryItem['ade'] {
  const vaults = [...secrets, ...keys].map(({ vaultUrl }) => vaultNameOf(vaultUrl));
  return {
    pass,
    state,
    volumes: volumesWord(volumes),
    bareDisks: [...bareDisks],
    keyEncryptionKey: keys.length > 0,
    secrets: secrets.map(({ url }) => url),
    keys: keys.map(({ url }) => url),
    keyVaults: [...new Set(vaults)],
  };
}

type Protection = RetirementInventoryItem['protection'][number];

function protectionOf(item: SubjectReading['items'][number], deadline: Instant): Protection {
  const { item: of, vault } = item.target;
  const base = {
    vault: resourceDocument(vault.id, vault.name),
    policy: (of.policyName ?? '') === '' ? null : (of.policyName ?? null),
    protectionState: of.softDelete === undefined ? of.protectionState : 'SoftDeleted',
  };
  if (item.points.status === 'unread') {
    const nothing = { points: null, encryptedPoints: null, afterDeadline: null, lastExpiry: null };
    return { ...base, ...nothing, expiry: 'unknown', unread: item.points.reason };
  }
  const { points } = item.points;
  const ends = points.filter(({ point }) => point.encrypted).map(({ end }) => end);
  const last = lastEnd(ends);
  return {
    ...base,
    points: points.length,
    encryptedPoints: ends.length,
    afterDeadline: ends.filter((end) => outlives(end, deadline) === true).length,
    expiry: last?.kind ?? 'none',
    lastExpiry: last?.kind === 'at' ? last.time : null,
    unread: null,
  };
}

/** The way out of a subject that was read. */
export function wayOutOf(reading: SubjectReading, deadline: Instant): WayOutReading {
  return wayOut(
    factsOf(
      reading,
      reading.items.map((item) => protectionOf(item, deadline)),
    ),
  );
}

function factsOf(
  { machine, subject }: SubjectReading,
  protection: readonly Protection[],
): WayOutFacts {
  const counts = protection.map(({ encryptedPoints }) => encryptedPoints);
  const known = counts.filter((count) => count !== null);
  const sum = known.reduce((total, count) => total + count, 0);
  const encryptedPoints =
    known.length < counts.length && sum === 0 && subject.items.length > 0 ? undefined : sum;
  if (machine.status !== 'there') {
    return { machine: machine.status, encryptedPoints };
  }
  const { vm, encryption, volumes } = machine;
  const kind = machineKind(vm);
  return {
    machine: 'there',
    osType: vm.osType,
    encryption,
    volumes,
    ...(kind === undefined ? {} : { kind }),
    encryptedPoints,
  };
}
