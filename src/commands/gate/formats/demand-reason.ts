// Why a demand came out as it did, as reports have it.

import { safeText } from '../../results/reports/safe-text.js';

/** The reason for what became of a demand, with what is to be known of its waiver. */
export function reasonOf({
  reason,
  waiver,
}: {
  readonly reason: string;
  readonly waiver: {
    readonly line: number;
    readonly expires: string;
    readonly expired: boolean;
  } | null;
}): string {
  const expired =
    waiver?.expired === true
      ? `; the waiver of line ${waiver.line} expired on ${waiver.expires.slice(0, 10)}`
      : '';
  return safeText(`${reason}${expired}`);
}
