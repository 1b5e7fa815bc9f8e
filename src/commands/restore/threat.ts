// A restore of a point of which Azure reports threats: it may bring back what had infected the machine, so that it is asked
// for by itself. Most points have no threat status; of those nothing is said.

import type { RecoveryPoint } from '../../domain/recovery/recovery-point.js';
import { threatOf, threatWords } from '../../domain/recovery/threat.js';
import type { CommandContext } from '../context.js';
import type { PreparedRestore } from './prepare.js';

/** What says yes on the command line. */
const ACCEPT = 'add --accept-threat';

/** What is worth knowing of the point; sentences without a full stop. */
export function threatNotes(point: RecoveryPoint): readonly string[] {
  const threat = threatOf(point);
  const named = threat.threats.length === 0 ? '' : `: ${threatWords(threat.threats)}`;
  switch (threat.status) {
    case 'infected':
      return [`Azure reports threats in the VM when recovery point ${point.name} was made${named}`];
    case 'warning':
      return [`Azure reports warnings for recovery point ${point.name}${named}`];
    case 'unknown':
      return threat.threats.length === 0
        ? []
        : [
            `whether recovery point ${point.name} is clean is not known; Azure names${named.slice(1)}`,
          ];
    case 'clean':
      return [];
  }
}

/**
 * True where no threat is reported, or the restore is wanted all the same.
 * @throws AzbackupError `AZB_CONFIRMATION_NEEDED` (2) where nobody can be asked
 */
export async function agreesToThreat(
  context: Pick<CommandContext, 'confirm'>,
  { chosen: { point }, target }: Pick<PreparedRestore, 'chosen' | 'target'>,
  isAccepted: boolean,
): Promise<boolean> {
  if (isAccepted || threatOf(point).status !== 'infected') {
    return true;
  }
  const question = `Restore a recovery point of ${target.item.friendlyName} that is reported as infected?`;
  return context.confirm(question, threatNotes(point).join('; '), ACCEPT);
}
