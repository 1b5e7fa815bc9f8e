// A place as empty as a container: a fresh folder, nothing on the path but what is put there, nothing of this user's.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** How a process ended. */
export interface Ended {
  readonly code: number | null;
  readonly said: string;
}

/** The place; whoever made it removes it. */
export interface EmptyPlace {
  readonly directory: string;
  run(command: readonly string[], more?: Readonly<Record<string, string>>): Ended;
  remove(): void;
}

/** Makes it, with commands by their names and what they are: all that is on the path. */
export function emptyPlace(programs: Readonly<Record<string, string>> = {}): EmptyPlace {
  const directory = mkdtempSync(path.join(tmpdir(), 'azbackup-empty-'));
  const commands = path.join(directory, 'commands');
  mkdirSync(commands);
  for (const [name, file] of Object.entries(programs)) {
    symlinkSync(file, path.join(commands, name));
  }
  const env = { PATH: commands, HOME: directory, TMPDIR: directory };
  return {
    directory,
    run: ([file = '', ...args], more = {}) => {
      const options = { cwd: directory, env: { ...env, ...more }, encoding: 'utf8' } as const;
      const { status, stdout, stderr, error } = spawnSync(file, args, options);
      return { code: status, said: `${stdout}${stderr}${error?.message ?? ''}` };
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

/** The tour of README.md with another azbackup than the clone's. */
export function tourWith(place: EmptyPlace, cli: string): Ended {
  return place.run([process.execPath, path.resolve('tools/tour.js'), '--cli', cli]);
}
