// Global set-up of the e2e project: the built program is tested, so it has to be built from this source.
import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

function newest(path: string): number {
  const stats = statSync(path);
  return stats.isDirectory()
    ? Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))))
    : stats.mtimeMs;
}

function isStale(): boolean {
  const built = statSync('dist/cli.js', { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return ['src', 'tools', 'package-lock.json'].some((source) => newest(source) > built);
}

/** Builds dist/ when it is missing or older than its source; a failing build fails the run. */
export function setup(): void {
  if (isStale()) {
    execFileSync('npm', ['run', '--silent', 'build'], { stdio: ['ignore', 'ignore', 'inherit'] });
  }
}
