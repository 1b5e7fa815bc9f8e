// A world that a user describes: a JSON file in the form in which sandboxes are saved.

import { readFile } from 'node:fs/promises';
import { parseWorld } from '../kernel/persistence/saved-world.js';
import type { WorldState } from '../kernel/state.js';

/**
 * Reads a world from a JSON file. Throws StateFileError when the file holds no world, and Node's
 * error when it cannot be read.
 */
export async function loadWorld(path: string): Promise<WorldState> {
  return parseWorld(path, await readFile(path, 'utf8'));
}
