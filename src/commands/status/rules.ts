// What a status means for the exit code, and what helps after a failed backup now that the keys are known. Pure.

import type { StatusItem } from './result.js';

/** States of items that Azure backs up, or would. */
export const BACKED_UP: readonly StatusItem['outcome'][] = [
  'protected',
  'waiting-for-first-backup',
  'paused',
  'error',
];

/** True when a person has to do something: backups fail, or would fail for the keys. */
export function needsAttention({ outcome, keyAccess, keyHealth }: StatusItem): boolean {
  const keysUnusable = keyHealth === 'gone' || keyHealth === 'disabled';
  // A machine that is not backed up lacks the grant until it is.
  const noAccess = keyAccess === 'lacking' && BACKED_UP.includes(outcome);
  return outcome === 'error' || keysUnusable || noAccess;
}

const GRANT = /^azbackup grant-access /u;

/**
 * The item with the advice of its last error as it holds now: what has been granted since needs no grant, and keys that
 * are gone come back by no grant.
 */
export function withPresentAdvice(item: StatusItem): StatusItem {
  const { lastError, keyAccess, keyHealth, vm } = item;
  if (
    lastError === null ||
    keyAccess !== 'granted' ||
    !lastError.fix.some((fix) => GRANT.test(fix))
  ) {
    return item;
  }
  if (keyHealth === 'gone' || keyHealth === 'disabled') {
    const meaning = `the backup service may read the key vault, but a key or secret of ${vm.name} is ${keyHealth}`;
    return { ...item, lastError: { ...lastError, meaning, fix: [] } };
  }
  const meaning = `the backup service had no access to the keys or secrets of ${vm.name}; it has now`;
  const fix = item.outcome === 'error' ? [`azbackup backup-now --vm ${vm.name}`] : [];
  return { ...item, lastError: { ...lastError, meaning, fix } };
}
