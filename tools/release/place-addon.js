// Inside a single-file executable: native code is loaded from a file by every operating system, so what the executable
// holds is written to a folder of the user's own, once, under a name with the hash of what is in it.
import { createHash, randomUUID } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';

const OTHERS_WRITE = 0o022;
const HASH_LENGTH = 16;

/**
 * Loads native code.
 * @param load loads a file, as process.dlopen does
 * @throws Error where it can be written to no folder, or loaded from none
 */
export function loadAddon({ name, bytes, folder, load }) {
  const failures = [];
  for (const place of [keptIn(folder, name), inTemporaryFolder(name)]) {
    try {
      return place(bytes, load);
    } catch (error) {
      failures.push(error instanceof Error ? error.message : String(error));
    }
  }
  throw new Error(
    `the library of the sandbox cannot be put on this computer; XDG_CACHE_HOME names another folder: ${failures.join('; ')}`,
  );
}

/** Where compiled code is kept, too: bin/azbackup.js. */
function cacheFolder() {
  return path.join(
    process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache'),
    'azbackup',
    'native',
  );
}

/** In a folder that stays. What is there is compared, byte for byte, with what should be. */
function keptIn(given, name) {
  return (bytes, load) => {
    // Here, where a user without a home is a failure like others.
    const folder = given ?? cacheFolder();
    makeFolder(folder);
    requireOwn(folder);
    const hash = createHash('sha256').update(bytes).digest('hex').slice(0, HASH_LENGTH);
    const file = path.join(folder, `${hash}-${name}`);
    if (!holds(file, bytes)) {
      writeWhole(file, bytes);
    }
    return load(file);
  };
}

/** In a folder that goes again: where a home is missing, cannot be written, or runs no code. */
function inTemporaryFolder(name) {
  return (bytes, load) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'azbackup-'));
    const remove = () => rmSync(folder, { recursive: true, force: true });
    try {
      const file = path.join(folder, name);
      writeFileSync(file, bytes, { flag: 'wx', mode: 0o600 });
      const loaded = load(file);
      try {
        remove();
      } catch {
        // Windows keeps a file that is loaded, until the process ends.
      }
      return loaded;
    } catch (error) {
      remove();
      throw error;
    }
  };
}

/** Step by step: Node's own way of making parents never ends where a file system takes no folders (/proc). */
function makeFolder(folder) {
  if (!existsSync(folder)) {
    if (path.dirname(folder) !== folder) {
      makeFolder(path.dirname(folder));
    }
    try {
      mkdirSync(folder, { mode: 0o700 });
    } catch (error) {
      if (error.code !== 'EEXIST') {
        throw error;
      }
    }
  }
}

/** What lies in a folder that others may write could be theirs. Windows has no such modes. */
function requireOwn(folder) {
  const { uid, mode } = lstatSync(folder);
  const user = process.getuid?.();
  if (
    user !== undefined &&
    (uid !== user || (mode & OTHERS_WRITE) !== 0 || !lstatSync(folder).isDirectory())
  ) {
    throw new Error(`${folder} can be changed by others`);
  }
}

/** A link is none of ours. */
function holds(file, bytes) {
  try {
    return lstatSync(file).isFile() && readFileSync(file).equals(bytes);
  } catch {
    return false;
  }
}

/** Whole or not at all, whoever else does the same at this moment. */
function writeWhole(file, bytes) {
  const beside = `${file}.${randomUUID()}.new`;
  try {
    writeFileSync(beside, bytes, { flag: 'wx', mode: 0o600 });
    renameSync(beside, file);
  } catch (error) {
    rmSync(beside, { force: true });
    // Windows replaces no file that another process has loaded, which then is the same one.
    if (!holds(file, bytes)) {
      throw error;
    }
  }
}
