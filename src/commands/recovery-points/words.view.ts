// How consistency, tiers and states of recovery points are called.

import { threatWords } from '../../domain/recovery/threat.js';
import type { RecoveryPointsItem, RecoveryPointTierDocument } from './list.result.js';

const CONSISTENCY: Readonly<Record<string, string>> = {
  AppConsistent: 'application',
  FileSystemConsistent: 'file system',
  CrashConsistent: 'crash',
};

/** Such as `application`; a word that is not known here is shown as it is. */
export function consistencyWord(consistency: string): string {
  return CONSISTENCY[consistency] ?? consistency;
}

/** Such as `infected: Ransomware behavior (High, Active)`. */
export function threatText({ status, threats }: RecoveryPointsItem['threat']): string {
  if (threats.length === 0) {
    return status === 'unknown' ? 'not reported' : status;
  }
  return `${status}: ${threatWords(threats)}`;
}

/** Such as `snapshot, vault`; a tier that is not simply there says how it is: `archive (Rehydrated)`. */
export function tierWords(tiers: readonly RecoveryPointTierDocument[]): string {
  const words = tiers.map(({ tier, status }) =>
    status === 'Valid' ? tier : `${tier} (${status})`,
  );
  return words.length === 0 ? 'none' : words.join(', ');
}
