// Which change of a protected item Azure allows in which state, and what to do where it does not: one
// table, so that no order that Azure refuses is ever sent. States as recorded (stop, resume, delete with
// and without soft delete, undelete); rules from the pages that each refusal names.

import type { ProtectedItem } from '../vaults/recovery-services.js';

/** Where an item stands, told apart as far as the changes differ. */
export type ItemState =
  /** Backups run, or are about to. */
  | 'protected'
  /** No backups, no policy; recovery points are kept for good. */
  | 'stopped'
  /** No backups; recovery points go as the policy says. */
  | 'suspended'
  /** Azure's word for an item that is not backed up at present; it keeps its policy. */
  | 'paused'
  /** Deleted; the vault keeps it for a while. */
  | 'soft-deleted'
  /** Protection was asked for and never came about. */
  | 'failed';

/** What can be asked of an item. */
export type ItemChange = 'stop' | 'suspend' | 'delete-data' | 'resume' | 'undelete';

/** What is to be said of a change in a state; commands have `{vm}` where the machine's name goes. */
export type Transition =
  | { readonly kind: 'allowed' }
  /** What is asked for is so already. */
  | { readonly kind: 'nothing-to-do' }
  | {
      readonly kind: 'refused';
      /** Completes "VM001 …". */
      readonly reason: string;
      /** Title of the documentation page, or what else the rule comes from. */
      readonly source: string;
      readonly instead: readonly string[];
    };

/** The state of an item; soft delete outweighs what Azure still calls stopped. */
export function itemStateOf(item: ProtectedItem): ItemState {
  if (item.softDelete !== undefined) {
    return 'soft-deleted';
  }
  switch (item.protectionState) {
    case 'IRPending':
    case 'Protected':
      return 'protected';
    case 'ProtectionPaused':
      return 'paused';
    case 'ProtectionStopped':
      return 'stopped';
    case 'BackupsSuspended':
      return 'suspended';
    case 'ProtectionError':
      // An item whose last run failed keeps its policy; one that never came about has none.
      return item.policyId === undefined ? 'failed' : 'protected';
    case 'Invalid':
      return 'failed';
  }
}

const ALLOWED: Transition = { kind: 'allowed' };
const NOTHING_TO_DO: Transition = { kind: 'nothing-to-do' };

const SOFT_DELETE_PAGE = 'Soft delete for Azure Backup';
const MANAGE_PAGE = 'Manage Azure VM backups, stop and resume protection';

const DELETED = 'is soft-deleted: undelete it first';
const UNDELETE = 'azbackup undelete --vm {vm}';

const NEVER_CAME_ABOUT: Transition = {
  kind: 'refused',
  reason: 'is not backed up: enabling its protection failed',
  source: MANAGE_PAGE,
  instead: ['azbackup enable --vm {vm}', 'azbackup disable --vm {vm} --delete-data'],
};

const TABLE: Readonly<Record<ItemState, Readonly<Record<ItemChange, Transition>>>> = {
  protected: {
    stop: ALLOWED,
    suspend: ALLOWED,
    'delete-data': ALLOWED,
    resume: NOTHING_TO_DO,
    undelete: NOTHING_TO_DO,
  },
  stopped: {
    stop: NOTHING_TO_DO,
    suspend: {
      kind: 'refused',
      reason: 'is stopped and no longer has a policy that expires them',
      source: MANAGE_PAGE,
      instead: ['azbackup resume --vm {vm} --policy NAME'],
    },
    'delete-data': ALLOWED,
    resume: ALLOWED,
    undelete: NOTHING_TO_DO,
  },
  suspended: {
    stop: ALLOWED,
    suspend: NOTHING_TO_DO,
    'delete-data': ALLOWED,
    resume: ALLOWED,
    undelete: NOTHING_TO_DO,
  },
  paused: {
    stop: ALLOWED,
    suspend: ALLOWED,
    'delete-data': ALLOWED,
    resume: ALLOWED,
    undelete: NOTHING_TO_DO,
  },
  'soft-deleted': {
    stop: { kind: 'refused', reason: DELETED, source: SOFT_DELETE_PAGE, instead: [UNDELETE] },
    suspend: { kind: 'refused', reason: DELETED, source: SOFT_DELETE_PAGE, instead: [UNDELETE] },
    'delete-data': NOTHING_TO_DO,
    resume: {
      kind: 'refused',
      reason: DELETED,
      source: SOFT_DELETE_PAGE,
      instead: ['azbackup undelete --vm {vm} --resume --policy NAME'],
    },
    undelete: ALLOWED,
  },
  failed: {
    stop: NEVER_CAME_ABOUT,
    suspend: NEVER_CAME_ABOUT,
    'delete-data': ALLOWED,
    resume: NEVER_CAME_ABOUT,
    undelete: NOTHING_TO_DO,
  },
};

/** What the state alone says of a change. */
export function transitionOf(state: ItemState, change: ItemChange): Transition {
  return TABLE[state][change];
}

/** What else a change depends on besides the item's state. */
export interface ChangeCircumstances {
  /** The vault's immutability: `Disabled`, `Unlocked`, `Locked`; undefined where it was never set. */
  readonly immutability: string | undefined;
  /** Undefined where the service does not count them. */
  readonly recoveryPoints: number | undefined;
  /** The job of the backup that runs now, if one does. */
  readonly runningBackup: string | undefined;
  /** False when the machine itself is known to be gone. */
  readonly machineExists: boolean;
}

/** The verdict on a change with everything that it depends on. */
export function transitionFor(
  state: ItemState,
  change: ItemChange,
  circumstances: ChangeCircumstances,
): Transition {
  const transition = transitionOf(state, change);
  if (transition.kind !== 'allowed') {
    return transition;
  }
  return obstacleOf(change, circumstances) ?? transition;
}

function obstacleOf(
  change: ItemChange,
  circumstances: ChangeCircumstances,
): Transition | undefined {
  switch (change) {
    case 'delete-data':
      return deletionObstacle(circumstances);
    case 'suspend':
      return isImmutable(circumstances) ? undefined : SUSPENDING_NEEDS_IMMUTABILITY;
    case 'resume':
      return circumstances.machineExists ? undefined : MACHINE_GONE;
    case 'stop':
    case 'undelete':
      return undefined;
  }
}

const SUSPENDING_NEEDS_IMMUTABILITY: Transition = {
  kind: 'refused',
  reason:
    'cannot keep its policy for its recovery points: only vaults with immutability allow that',
  source: 'Disable-AzRecoveryServicesBackupProtection, RetainRecoveryPointsAsPerPolicy',
  instead: ['azbackup disable --vm {vm}'],
};

const MACHINE_GONE: Transition = {
  kind: 'refused',
  reason: 'no longer exists, so there is nothing to back up',
  source: MANAGE_PAGE,
  instead: ['azbackup recovery-points list --vm {vm}'],
};

const IMMUTABLE: Transition = {
  kind: 'refused',
  reason: 'has recovery points in an immutable vault, which cannot be deleted before they expire',
  source: 'Immutable vault for Azure Backup, restricted operations',
  instead: ['azbackup disable --vm {vm}', 'azbackup disable --vm {vm} --retain-as-policy'],
};

function isImmutable({ immutability }: ChangeCircumstances): boolean {
  return immutability === 'Unlocked' || immutability === 'Locked';
}

function deletionObstacle(circumstances: ChangeCircumstances): Transition | undefined {
  const { recoveryPoints, runningBackup } = circumstances;
  if (isImmutable(circumstances) && recoveryPoints !== 0) {
    return IMMUTABLE;
  }
  if (runningBackup !== undefined) {
    return {
      kind: 'refused',
      reason: 'is being backed up, and Azure cannot delete data while a backup is running',
      source: 'UserErrorBackupOperationInProgress, troubleshoot Azure Backup failure',
      instead: [`azbackup jobs watch ${runningBackup}`, `azbackup jobs cancel ${runningBackup}`],
    };
  }
  return undefined;
}
