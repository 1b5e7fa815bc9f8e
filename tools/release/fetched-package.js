// Packages of npm that a release is made of and nothing depends on, such as the Node of another platform: fetched once,
// and only what has the hash that is written down here or in the lock file.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';

const CACHE = path.resolve('node_modules/.cache/azbackup-release');

/**
 * The folder of a package.
 * @param integrity as npm writes it: sha512-…
 * @throws Error where the registry does not serve it, or serves something else
 */
export function fetchedPackage({ name, version, integrity }) {
  const folder = path.join(CACHE, `${name.replace('/', '-')}-${version}`);
  if (!existsSync(folder)) {
    mkdirSync(CACHE, { recursive: true });
    const scratch = mkdtempSync(path.join(CACHE, 'fetching-'));
    try {
      // On Windows npm is a script, which needs a shell; none of these words has anything for one.
      const options = {
        cwd: scratch,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
        shell: process.platform === 'win32',
      };
      const file = execFileSync('npm', ['pack', '--silent', `${name}@${version}`], options).trim();
      requireIntegrity(path.join(scratch, file), integrity, `${name}@${version}`);
      execFileSync('tar', ['-xzf', file], { cwd: scratch });
      putInPlace(path.join(scratch, 'package'), folder);
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
  }
  return folder;
}

/** Where another process was faster, what it put there is the same: both have the hash. */
function putInPlace(fetched, folder) {
  try {
    renameSync(fetched, folder);
  } catch (error) {
    if (!existsSync(folder)) {
      throw error;
    }
  }
}

function requireIntegrity(file, integrity, what) {
  const found = `sha512-${createHash('sha512').update(readFileSync(file)).digest('base64')}`;
  if (found !== integrity) {
    throw new Error(`${what} is not what it should be: ${found} in place of ${integrity}`);
  }
}
