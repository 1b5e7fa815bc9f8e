// From the status of a machine to its metrics. Pure: what `status` has judged is only translated, and what it could not
// find out has no value.

import type { MachineDrills } from '../../domain/drill/history.js';
import { keysUsable } from '../status/rules.js';
import type { StatusItem } from '../status/result.js';
import type { MetricsItem } from './result.js';

/** What of a status is told by its metrics. */
export interface JudgedStatus {
  readonly item: StatusItem;
  /** True where `not-protected` is only what nobody could say otherwise. */
  readonly protectionUnread?: boolean;
  /** True for a machine whose recovery points are of an earlier one of its name. */
  readonly isNewer?: boolean;
  /** Subscriptions that could not be looked into, of whose vaults one may protect a machine without an item. */
  readonly unseen?: readonly string[];
  /** Of a machine that is elsewhere, whether backups are taken of it there; left out where that is not known. */
  readonly backedUpElsewhere?: boolean;
  /** True for a machine with ADE whose vault is of another subscription, which Azure does not support. */
  readonly encryptedElsewhere?: boolean;
  readonly drills: MachineDrills;
}

/** The metrics of a machine. */
export function metricsItem(status: JudgedStatus): MetricsItem {
  const { item } = status;
  const { vm, vault, policy, error } = item;
  const measured = item.outcome === 'failed' ? NOTHING : measure(status);
  const lastPassedDrill = ofDrills(status.drills);
  const unread = [
    ...UNREADABLE.filter((name) => measured[name] === undefined),
    ...(lastPassedDrill === undefined ? (['lastPassedDrill'] as const) : []),
  ];
  return {
    vm,
    outcome: item.outcome === 'failed' ? 'failed' : unread.length > 0 ? 'partly-read' : 'read',
    vault,
    policy,
    protected: measured.protected ?? null,
    excludedDisks: item.excludedDisks?.length ?? null,
    lastRecoveryPoint: measured.lastRecoveryPoint ?? null,
    lastJob: measured.lastJob ?? null,
    keysUsable: measured.keysUsable ?? null,
    lastPassedDrill: lastPassedDrill ?? null,
    unread,
    error,
  };
}

/** A record that cannot be read may be of a later drill. */
function ofDrills({
  lastPassed,
  unread,
}: MachineDrills): MetricsItem['lastPassedDrill'] | undefined {
  return unread === null ? lastPassed : undefined;
}

const UNREADABLE = ['protected', 'lastRecoveryPoint', 'lastJob', 'keysUsable'] as const;

/** Values; null where there is nothing to measure, undefined where it could not be read. */
type Measured = {
  readonly [Name in (typeof UNREADABLE)[number]]: MetricsItem[Name] | undefined;
};

const NOTHING: Measured = {
  protected: undefined,
  lastRecoveryPoint: undefined,
  lastJob: undefined,
  keysUsable: undefined,
};

/** Whether a vault that nobody looked into may protect the machine: with ADE none of another subscription can. */
export function mayBeElsewhere({
  item,
  unseen = [],
}: Pick<JudgedStatus, 'item' | 'unseen'>): boolean {
  return unseen.length > 0 && item.encryption?.kind !== 'ade';
}

function measure(status: JudgedStatus): Measured {
  const { item, protectionUnread, isNewer } = status;
  if (protectionUnread === true || mayBeElsewhere(status)) {
    return { ...NOTHING, keysUsable: keysUsable(item) };
  }
  const protection = {
    protected: protectedOf(status),
    keysUsable: keysUsable(item),
  };
  if (isNewer === true) {
    // A recent time would say that this machine can be restored, and a restore brings back another one.
    return { ...protection, lastRecoveryPoint: null, lastJob: null };
  }
  return {
    ...protection,
    // What another vault has of it was not asked for.
    lastRecoveryPoint: item.lastRecoveryPoint?.time ?? null,
    lastJob: lastJob(item),
  };
}

function protectedOf({
  item: { outcome },
  encryptedElsewhere,
  backedUpElsewhere,
}: JudgedStatus): boolean | undefined {
  if (encryptedElsewhere === true) {
    // As a gate has it: the next backup will fail.
    return false;
  }
  return outcome === 'elsewhere' ? backedUpElsewhere : isProtected(outcome);
}

function isProtected(outcome: Exclude<StatusItem['outcome'], 'elsewhere'>): boolean | undefined {
  switch (outcome) {
    case 'protected':
    case 'waiting-for-first-backup':
    // Its last backup failed; the next one is taken.
    case 'error':
      return true;
    case 'stopped':
    case 'paused':
    case 'soft-deleted':
    case 'machine-gone':
    case 'not-protected':
      return false;
    case 'failed':
      return undefined;
  }
}

/** Azure's words for how a backup ended. */
const SUCCESS: Readonly<Record<string, boolean>> = {
  Completed: true,
  CompletedWithWarnings: true,
  Failed: false,
};

function lastJob({ lastBackup }: StatusItem): Measured['lastJob'] {
  if (lastBackup === null) {
    return null;
  }
  const { status, time } = lastBackup;
  const success = SUCCESS[status];
  return success === undefined ? undefined : { success, time };
}
