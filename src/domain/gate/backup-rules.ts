// The rules on a machine's backups.

import { isTooOld } from '../protection/point-age.js';
import type { BackupFacts, BackupState, GateFacts, NewestPoint } from './facts.js';
import { threatWords } from '../recovery/threat.js';
import { met, notMet, unknown, type Judgement } from './judgement.js';

const STATES: Readonly<Record<BackupState, string>> = {
  protected: 'is protected',
  'waiting-for-first-backup': 'is protected, and waits for its first backup',
  error: 'is protected',
  stopped: 'is not backed up: its backups are stopped',
  paused: 'is not backed up: its backups are paused',
  'soft-deleted': 'is not backed up: its backups are soft-deleted',
  'machine-gone': 'is not backed up: the VM is gone',
  'not-protected': 'is not protected',
  elsewhere: 'is not in the vault asked for; another vault has it',
};

const BACKED_UP: ReadonlySet<BackupState> = new Set([
  'protected',
  'waiting-for-first-backup',
  'error',
]);

/** A judgement of what a vault says; unknown where no vault could be asked. */
export function ofBackup(
  { name, backup }: Pick<GateFacts, 'name' | 'backup'>,
  judge: (backup: BackupFacts) => Judgement,
): Judgement {
  switch (backup.status) {
    case 'known':
      return judge(backup.value);
    case 'absent':
      return withoutBackups(name, 'not-protected');
    case 'unreadable':
      return unknown(`whether ${name} is protected could not be read: ${backup.message}`);
  }
}

/** That a machine has no backups in the vault that counts. */
export function withoutBackups(name: string, state: BackupState): Judgement {
  return notMet(`${name} ${STATES[state]}`);
}

/** The same for what only a machine that is backed up can have. */
function ofBackedUp(facts: GateFacts, judge: (backup: BackupFacts) => Judgement): Judgement {
  return ofBackup(facts, (backup) =>
    BACKED_UP.has(backup.state) ? judge(backup) : withoutBackups(facts.name, backup.state),
  );
}

/** `protected` */
export function isProtected(facts: GateFacts): Judgement {
  return ofBackedUp(facts, ({ state, vaultName, encryptedElsewhere }) => {
    const words = `${facts.name} ${STATES[state]}${vaultName === null ? '' : ` in ${vaultName}`}`;
    return encryptedElsewhere === true
      ? notMet(`${words}, a vault of another subscription, which Azure does not support with ADE`)
      : met(words);
  });
}

/** `all-disks` */
export function hasAllDisks(facts: GateFacts): Judgement {
  const { name } = facts;
  return ofBackedUp(facts, ({ excludedDisks }) => {
    if (excludedDisks === null) {
      return unknown(`which disks of ${name} are backed up is not known`);
    }
    return excludedDisks.length === 0
      ? met(`all disks of ${name} are backed up`)
      : notMet(`${name} is backed up without ${excludedDisks.join(', ')}`);
  });
}

/** `last-point-max-age`. A point that is recent enough counts only where backups go on, as in `azbackup status --max-age`. */
export function hasRecentPoint(facts: GateFacts, maxAgeSeconds: number): Judgement {
  const { name } = facts;
  return ofBackup(facts, ({ state, machineGone, lastPoint, pointsOfEarlier }) => {
    if (machineGone || state === 'not-protected' || state === 'elsewhere') {
      return withoutBackups(name, machineGone ? 'machine-gone' : state);
    }
    if (lastPoint === null) {
      return notMet(`${name} has no recovery point`);
    }
    const last = `the last recovery point of ${name}, of ${lastPoint.time},`;
    if (pointsOfEarlier) {
      return notMet(`${last} is of an earlier VM of the same name`);
    }
    return isTooOld(lastPoint.ageSeconds, maxAgeSeconds)
      ? notMet(`${last} is too old`)
      : met(`${last} is recent enough`);
  });
}

const SUCCESS: ReadonlySet<string> = new Set(['completed', 'completedwithwarnings']);

/** `last-job-succeeded` */
export function lastJobSucceeded(facts: GateFacts): Judgement {
  const { name } = facts;
  return ofBackedUp(facts, ({ state, lastBackup }) => {
    if (state === 'error' && lastBackup?.status !== 'Failed') {
      return notMet(`Azure reports an error in the protection of ${name}`);
    }
    if (lastBackup === null) {
      return notMet(`no backup of ${name} has run yet`);
    }
    const { status, time } = lastBackup;
    if (status === 'Failed') {
      return notMet(`the last backup of ${name}, of ${time}, failed`);
    }
    return SUCCESS.has(status.toLowerCase())
      ? met(`the last backup of ${name}, of ${time}, completed`)
      : unknown(`how the last backup of ${name} ended is not known: Azure reports ${status}`);
  });
}

/** `last-point-clean`. Only what Azure reports as clean is met: most vaults report nothing, and that is unknown. */
export function lastPointClean(facts: GateFacts): Judgement {
  const { name, newestPoint } = facts;
  return ofBackup(facts, ({ state, machineGone, lastPoint }) => {
    if (machineGone || state === 'not-protected' || state === 'elsewhere') {
      return withoutBackups(name, machineGone ? 'machine-gone' : state);
    }
    switch (newestPoint.status) {
      case 'unreadable':
        return unknown(
          `the recovery points of ${name} could not be listed: ${newestPoint.message}`,
        );
      case 'absent':
        return lastPoint === null
          ? notMet(`${name} has no recovery point`)
          : unknown(`the last recovery point of ${name} is not among those listed`);
      case 'known':
        return ofThreat(name, newestPoint.value);
    }
  });
}

function ofThreat(name: string, { time, threat }: NewestPoint): Judgement {
  const last = `the last recovery point of ${name}, of ${time},`;
  const named = threat.threats.length === 0 ? '' : `: ${threatWords(threat.threats)}`;
  switch (threat.status) {
    case 'clean':
      return met(`${last} is reported as clean`);
    case 'warning':
      return notMet(`${last} is reported with warnings${named}`);
    case 'infected':
      return notMet(`${last} is reported with threats${named}`);
    case 'unknown':
      return unknown(`Azure does not report whether ${last.replace(/,$/u, '')} is clean${named}`);
  }
}
