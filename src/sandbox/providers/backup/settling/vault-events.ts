// The events to come in a vault: how they are told apart, and found when they are due.

import type { EntryIndex } from '../../../kernel/entry-index.js';
import { resourceKey } from '../../../kernel/resource.js';
import type { BackupEvent } from '../pending-event.js';
import type { BackupVault } from '../state.js';

/** The key of an event: it can happen once to what it is about. */
export function eventKey(kind: BackupEvent['kind'], about: string): string {
  return `${kind}/${about}`;
}

/** Notes what is to happen in a vault; returns its key. */
export function addEvent(vault: Pick<BackupVault, 'events'>, event: BackupEvent): string {
  const key = eventKey(event.kind, subjectOf(event));
  vault.events[key] = event;
  return key;
}

function subjectOf(event: BackupEvent): string {
  switch (event.kind) {
    case 'operation-ends':
      return event.operationId;
    case 'retention-ends':
      return `${event.itemName.toLowerCase()}/${event.deletedMilliseconds}`;
    case 'snapshot-checked':
    case 'snapshot-ends':
    case 'transfer-ends':
    case 'restore-ends':
      return event.jobId;
  }
}

/** Events by when they are due. */
export const eventsByDue: EntryIndex<BackupEvent> = {
  name: 'backup.events.due',
  valuesOf: ({ dueMilliseconds }) => [dueMilliseconds],
};

/** Backups that go on, by machine. */
export const backupsInProgress: EntryIndex<BackupEvent> = {
  name: 'backup.events.backup-of',
  valuesOf: (event) => (event.kind === 'transfer-ends' ? [resourceKey(event.vmId)] : []),
};
