// Files of a folder that a user named, in the way of writing paths of the computer.

import path, { type PlatformPath } from 'node:path';

/** The path of such a file: on Windows either separator ends a folder, elsewhere a backslash is part of its name. */
export function fileIn(folder: string, name: string, style: PlatformPath = path): string {
  return style.join(folder, name);
}
