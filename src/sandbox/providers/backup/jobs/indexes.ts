// How jobs are found other than by their id.

import { sortableNumber, type EntryIndex } from '../../../kernel/entry-index.js';
import { resourceKey } from '../../../kernel/resource.js';
import type { BackupJob } from './state.js';

/** Backups by their machine, and when they end. */
export const backupJobsByMachine: EntryIndex<BackupJob> = {
  name: 'backup.jobs.machine',
  valuesOf: ({ operation, vmId, endsMilliseconds }) =>
    operation === 'Backup' ? [`${resourceKey(vmId)} ${sortableNumber(endsMilliseconds)}`] : [],
};

/** Jobs by when they start. */
export const jobsByStart: EntryIndex<BackupJob> = {
  name: 'backup.jobs.start',
  valuesOf: ({ startedMilliseconds }) => [startedMilliseconds],
};

/** Jobs by when they end. */
export const jobsByEnd: EntryIndex<BackupJob> = {
  name: 'backup.jobs.end',
  valuesOf: ({ endsMilliseconds }) => [endsMilliseconds],
};
