// What a status means for the exit code, and what helps after a failed backup now that the keys are known. Pure.

import { isBefore, type Instant } from '../../domain/time/instant.js';
import type { StatusItem } from './result.js';

/** States of items that Azure backs up, or would. */
export const BACKED_UP: readonly StatusItem['outcome'][] = [
  'protected',
  'waiting-for-first-backup',
  'paused',
  'error',
];

/** True when a person has to do something: backups fail, or would fail for the keys or where they go. */
export function needsAttention(item: StatusItem): boolean {
  const { outcome, keyAccess, keyHealth, findings } = item;
  // A machine that is not backed up lacks the grant until it is.
  const noAccess = (keyAccess === 'lacking' || isShutOut(item)) && BACKED_UP.includes(outcome);
  const wrongVault = findings.some(
    ({ checkId, status }) => checkId === 'vm.subscription-matches-vault' && status === 'fail',
  );
  return outcome === 'error' || isUnusable(keyHealth) || noAccess || wrongVault;
}

/** True where the network of a key vault keeps Azure Backup out, whatever it was granted. */
export function isShutOut({ findings }: Pick<StatusItem, 'findings'>): boolean {
  return barriers(findings).length > 0;
}

function barriers(findings: StatusItem['findings']): StatusItem['findings'] {
  return findings.filter(
    ({ checkId, status }) => checkId === 'keyvault.lets-backup-through' && status === 'fail',
  );
}

function isUnusable(keyHealth: StatusItem['keyHealth']): boolean {
  return keyHealth === 'gone' || keyHealth === 'disabled';
}

/**
 * Whether Azure Backup could read and use the keys that the disks of a machine use now; null where they use none, undefined
 * where it is not known.
 */
export function keysUsable({
  encryption,
  keyAccess,
  keyHealth,
  findings,
}: Pick<StatusItem, 'encryption' | 'keyAccess' | 'keyHealth' | 'findings'>):
  | boolean
  | null
  | undefined {
  if (isUnusable(keyHealth) || keyAccess === 'lacking' || isShutOut({ findings })) {
    return false;
  }
  if (keyHealth === 'in-place' && keyAccess === 'granted') {
    return true;
  }
  const mayUseKeys = encryption?.kind === 'ade' || encryption?.kind === 'unrecognised';
  return mayUseKeys || keyHealth !== null || keyAccess !== null ? undefined : null;
}

/** What Azure says of a machine that it did not find. */
const NOT_FOUND: ReadonlySet<string> = new Set(['BCMV2VMNotFound', '320001', '400094']);

/** True of a machine that is newer than its last recovery point: one of its name was there before, and the points are of that. */
export function isNewerThanPoints(
  { lastRecoveryPoint }: Pick<StatusItem, 'lastRecoveryPoint'>,
  createdAt: Instant | undefined,
): boolean {
  return (
    createdAt !== undefined &&
    lastRecoveryPoint !== null &&
    isBefore(lastRecoveryPoint.time, createdAt)
  );
}

const GRANT = /^azbackup grant-access /u;

/**
 * The item with the advice of its last error as it holds now: what has been granted since needs no grant, keys that are gone
 * come back by no grant, and a machine that was created again is there.
 */
export function withPresentAdvice(item: StatusItem, createdAt?: Instant): StatusItem {
  const { lastError, keyAccess, keyHealth, vm } = item;
  if (lastError !== null && NOT_FOUND.has(lastError.code) && isNewerThanPoints(item, createdAt)) {
    const meaning = `${vm.name} was created again at ${createdAt}; its recovery points are of the VM before`;
    const fix = [`azbackup backup-now --vm ${vm.name}`];
    return { ...item, lastError: { ...lastError, meaning, fix } };
  }
  if (
    lastError === null ||
    keyAccess !== 'granted' ||
    !lastError.fix.some((fix) => GRANT.test(fix))
  ) {
    return item;
  }
  if (isUnusable(keyHealth)) {
    const meaning = `the backup service may read the key vault, but a key or secret of ${vm.name} is ${keyHealth}`;
    return { ...item, lastError: { ...lastError, meaning, fix: [] } };
  }
  if (isShutOut(item)) {
    const meaning = `the backup service is granted the keys of ${vm.name}, and the network of a key vault keeps it out`;
    const fix = barriers(item.findings).flatMap((finding) => finding.fix);
    return { ...item, lastError: { ...lastError, meaning, fix } };
  }
  const meaning = `the backup service had no access to the keys or secrets of ${vm.name}; it has now`;
  const fix = item.outcome === 'error' ? [`azbackup backup-now --vm ${vm.name}`] : [];
  return { ...item, lastError: { ...lastError, meaning, fix } };
}
