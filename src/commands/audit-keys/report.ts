// What an audit of keys found, as its result document has it.

import { isBefore, type Instant } from '../../domain/time/instant.js';
import type { WantedObject } from '../../domain/keys/key-copies.js';
import { pairKey, type KeyPair } from '../../domain/keys/key-pair.js';
import { vaultNameOf } from '../../domain/keys/key-vault-url.js';
import { isAtLeast, worstStatus, type KeyAuditStatus } from '../../domain/keys/key-audit-status.js';
import { mayHaveVolumeKeys, type RecoveryPoint } from '../../domain/recovery/recovery-point.js';
import { idKey } from '../../domain/resource-id.js';
import type {
  AuditKeysDocument,
  AuditKeysItem,
  AuditKeysMachine,
  AuditKeysPair,
} from './result.js';
import type { AuditedPair } from '../keys/findings.js';
import type { AuditedMachine, AuditedPoint } from './points.js';
import type { ItemTarget } from '../../facts/choose-items.js';
import { countOutcomes, itemError, resourceDocument } from '../results/machines.js';

/** A pair of one machine, with the points that need it, newest first. */
export interface PairOfMachine {
  readonly target: ItemTarget;
  readonly pair: KeyPair;
  readonly points: readonly RecoveryPoint[];
}

/** The pairs of a machine that its points are known to need. */
export function pairsOf(machine: AuditedMachine): readonly PairOfMachine[] {
  if ('error' in machine) {
    return [];
  }
  const groups = new Map<string, PairOfMachine>();
  for (const each of machine.points) {
    if (each.status === 'read') {
      const known = groups.get(pairKey(each.pair));
      const points = [...(known?.points ?? []), each.point];
      groups.set(pairKey(each.pair), { target: machine.target, pair: each.pair, points });
    }
  }
  return [...groups.values()];
}

/** When the last of some points goes; undefined where Azure does not say it of any. */
export function lastExpiry(points: readonly RecoveryPoint[]): Instant | undefined {
  return points
    .flatMap(({ expiryTime }) => (expiryTime === undefined ? [] : [expiryTime]))
    .reduce<Instant | undefined>(
      (last, time) => (last !== undefined && isBefore(time, last) ? last : time),
      undefined,
    );
}

/** A pair with its judgement. */
export interface AuditedPairOfMachine extends PairOfMachine {
  readonly evaluation: AuditedPair;
}

/** The document on all machines. */
export function auditKeysDocument(
  machines: readonly AuditedMachine[],
  auditedPairs: readonly AuditedPairOfMachine[],
  failOn: KeyAuditStatus,
): AuditKeysDocument {
  const pairs = numbered(auditedPairs);
  const items = machines.flatMap((machine) =>
    'error' in machine ? [] : machine.points.map((point) => itemOf(machine.target, point, pairs)),
  );
  const documents = machines.map((machine) => machineOf(machine, items));
  return {
    kind: 'audit-keys',
    schemaVersion: 1,
    failOn,
    machines: documents,
    pairs: [...pairs.values()],
    items,
    summary: {
      total: items.length,
      machines: machines.length,
      outcomes: countOutcomes(items),
      failing: items.filter(({ outcome }) => isFailing(outcome, failOn)).length,
      notLookedAt: documents.reduce((sum, { notLookedAt }) => sum + notLookedAt, 0),
    },
  };
}

function isFailing(outcome: AuditKeysItem['outcome'], failOn: KeyAuditStatus): boolean {
  return outcome !== 'not-encrypted' && isAtLeast(outcome, failOn);
}

type Pairs = ReadonlyMap<string, AuditKeysPair>;

/** By machine and pair, the worst first. */
function numbered(evaluated: readonly AuditedPairOfMachine[]): Pairs {
  const sorted = evaluated.toSorted((left, right) => {
    const [one, other] = [left.evaluation.verdict, right.evaluation.verdict];
    if (one === other) {
      return 0;
    }
    return isAtLeast(one, other) ? -1 : 1;
  });
  return new Map(
    sorted.map((each, place) => [placeOf(each.target, each.pair), pairDocument(each, place + 1)]),
  );
}

function placeOf({ item }: ItemTarget, pair: KeyPair): string {
  return `${idKey(item.id)} ${pairKey(pair)}`;
}

function pairDocument(
  { target: { item, vault }, pair, points, evaluation }: AuditedPairOfMachine,
  id: number,
): AuditKeysPair {
  return {
    id,
    vm: resourceDocument(item.sourceResourceId, item.friendlyName),
    vault: resourceDocument(vault.id, vault.name),
    verdict: evaluation.verdict,
    secret: objectDocument(pair.secret),
    key: pair.key === undefined ? null : objectDocument(pair.key),
    checked: points.some((point) => mayHaveVolumeKeys(point)) ? 'os-volume' : 'all-volumes',
    points: points.length,
    oldest: points.at(-1)?.time ?? '',
    newest: points[0]?.time ?? '',
    replacedBy: evaluation.replacedBy ?? null,
    findings: evaluation.findings.map((finding) => ({
      ...finding,
      evidence: [...finding.evidence],
      fix: [...finding.fix],
    })),
  };
}

function objectDocument({ url, vaultUrl, name, version }: WantedObject): AuditKeysPair['secret'] {
  return { url, keyVault: vaultNameOf(vaultUrl), name, version: version ?? null };
}

function itemOf(target: ItemTarget, audited: AuditedPoint, pairs: Pairs): AuditKeysItem {
  const { item, vault } = target;
  const { point } = audited;
  const found = (pair: KeyPair | undefined): AuditKeysPair | undefined =>
    pair === undefined ? undefined : pairs.get(placeOf(target, pair));
  const known = audited.status === 'read' ? found(audited.pair) : undefined;
  const likely = audited.status === 'not-known' ? found(audited.likely) : undefined;
  return {
    vm: resourceDocument(item.sourceResourceId, item.friendlyName),
    outcome: audited.status === 'not-encrypted' ? 'not-encrypted' : (known?.verdict ?? 'unknown'),
    vault: resourceDocument(vault.id, vault.name),
    name: point.name,
    time: point.time,
    pair: known?.id ?? null,
    likelyPair: likely?.id ?? null,
    reason: audited.status === 'not-known' ? audited.reason : null,
  };
}

function machineOf(machine: AuditedMachine, items: readonly AuditKeysItem[]): AuditKeysMachine {
  const { item, vault } = machine.target;
  const base = {
    vm: resourceDocument(item.sourceResourceId, item.friendlyName),
    vault: resourceDocument(vault.id, vault.name),
  };
  if ('error' in machine) {
    const none = { verdict: null, points: 0, encrypted: 0, notLookedAt: 0 };
    return { ...base, outcome: 'failed', ...none, error: itemError(machine.error) };
  }
  const verdicts = items
    .filter((each) => each.vm.id === base.vm.id && each.vault.id === base.vault.id)
    .flatMap(({ outcome }) => (outcome === 'not-encrypted' ? [] : [outcome]));
  const spared = machine.points.filter((each) => each.status === 'not-known' && each.spared);
  return {
    ...base,
    outcome: 'audited',
    verdict: verdicts.length === 0 ? null : worstStatus(verdicts),
    points: machine.points.length,
    encrypted: verdicts.length,
    notLookedAt: spared.length,
    error: null,
  };
}
