// The recorded runs of this user, for the commands that show and delete them.

import type { RunHistory } from '../../commands/context.js';
import { AzbackupError } from '../../errors/azbackup-error.js';
import type { Host } from '../host.js';

/** The history; nothing is read before it is asked for. */
export function runHistory(host: Host): RunHistory {
  return {
    list: async () => {
      const { fileOfRun, readRun, runIds } = await import('./run-folder.js');
      const ids = await runIds(host);
      return Promise.all(
        ids.map(async (id) => {
          const file = fileOfRun(host, id);
          try {
            const { run } = await readRun(file);
            return { status: 'read' as const, file: file.path, run };
          } catch (error) {
            if (!(error instanceof AzbackupError)) {
              throw error;
            }
            const { message } = error;
            return { status: 'unreadable' as const, id, file: file.path, problem: message };
          }
        }),
      );
    },
    find: async (name) => {
      const { readNamedRun } = await import('./run-folder.js');
      const { file, run } = await readNamedRun(host, name);
      return { file: file.path, run };
    },
    remove: async (id) => {
      const { fileOfRun } = await import('./run-folder.js');
      const { files, name } = fileOfRun(host, id);
      await files.remove(name);
    },
  };
}
