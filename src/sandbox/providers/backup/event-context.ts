// Where and when something happens by itself.

import type { WorldState } from '../../kernel/state.js';
import type { PolicyBody } from './policies/body.js';
import type { BackupEvent } from './pending-event.js';
import type { BackupPolicy } from './policies/state.js';
import type { BackupVault } from './state.js';

/** The vault in which an event happens, and its time, which may lie before the present. */
export interface EventContext {
  readonly state: WorldState;
  /** The vault's id in lower case. */
  readonly vaultKey: string;
  readonly vault: BackupVault;
  /** Reads a stored policy; undefined for one of another workload. */
  readonly readPolicy: (policy: BackupPolicy) => PolicyBody | undefined;
  /** Notes what is to happen in this vault, maybe before the present. */
  readonly addEvent: (event: BackupEvent) => void;
  /** Milliseconds since the epoch. */
  readonly atMilliseconds: number;
}
