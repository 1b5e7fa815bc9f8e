// What an audit says of the keys of a recovery point, from good to bad.

/** Verdicts in order of severity; each is worse than the one before it. */
export const KEY_AUDIT_STATUSES = [
  /** Exact versions there, enabled, within their dates, and protected from being purged. */
  'in-place',
  /** The same, but in danger: out of their dates or soon so, or nothing keeps them from being purged. */
  'at-risk',
  /** The secret's version is gone; its text stands under another one, which restored disks must name. */
  'replaced',
  /** There, but not as they are: disabled, soft-deleted, or their key vault not open to disks. */
  'unusable',
  /** Gone, but what brings them back is in the recovery point, or comes with a restore of its disks. */
  'missing',
  /** Could not be read, or was not looked at. */
  'unknown',
  /** Gone, and nothing brings them back: no copy in the recovery point, and its disks are deleted. */
  'lost',
] as const;

/** One of them. */
export type KeyAuditStatus = (typeof KEY_AUDIT_STATUSES)[number];

/** The worst of several; `in-place` for none. */
export function worstStatus(verdicts: readonly KeyAuditStatus[]): KeyAuditStatus {
  return verdicts.reduce<KeyAuditStatus>(
    (worst, verdict) => (isAtLeast(verdict, worst) ? verdict : worst),
    'in-place',
  );
}

/** True when a verdict is as bad as a severity, or worse. */
export function isAtLeast(verdict: KeyAuditStatus, severity: KeyAuditStatus): boolean {
  return KEY_AUDIT_STATUSES.indexOf(verdict) >= KEY_AUDIT_STATUSES.indexOf(severity);
}
