// A world that a user describes: a JSON file in the form in which sandboxes are saved.

import { readFile } from 'node:fs/promises';
import { parseWorld } from '../kernel/persistence/saved-world.js';
import type { WorldState } from '../kernel/state.js';

/**
 * Reads a world from a JSON file. Throws StateFileError when the file holds no world, and Node's
 * error when it cannot be read.
 */
export async function loadWorld(path: string): Promise<WorldState> {
  return parseWorld(path, textOf(await readFile(path)));
}

/** PowerShell writes UTF-8 with a byte order mark, or UTF-16. */
function textOf(bytes: Uint8Array): string {
  const [first = 0, second = 0] = bytes;
  const encoding =
    first === 0xff && second === 0xfe
      ? 'utf-16le'
      : first === 0xfe && second === 0xff
        ? 'utf-16be'
        : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}
