// A folder of the user's own, for what the program keeps.

import { mkdir } from 'node:fs/promises';
import path from 'node:path';

/**
 * Makes the folder and its parents, for their owner alone; one that is there stays as it is. Step by step: Node's own
 * way of making parents never ends where a file system takes no folders (/proc).
 * @throws Error of the file system
 */
export async function makeFolder(directory: string): Promise<void> {
  try {
    await mkdir(directory, { mode: 0o700 });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const parent = path.dirname(directory);
    if (code === 'ENOENT' && parent !== directory) {
      await makeFolder(parent);
      await mkdir(directory, { mode: 0o700 });
    } else if (code !== 'EEXIST') {
      throw error;
    }
  }
}
