// Which az is on this machine: some fixes are lines of az, and its login is one way to sign in.

import { execFile } from 'node:child_process';
import { z } from 'zod';
import { parseJson } from '../../domain/parse-json.js';

const versionSchema = z.object({ 'azure-cli': z.string() });

/** The release of az, such as 2.90.0; undefined when there is none on the path, or it does not answer. */
export function azRelease(
  machine: {
    readonly env: Readonly<Record<string, string | undefined>>;
    readonly platform: string;
  },
  limitSeconds: number,
): Promise<string | undefined> {
  // On Windows az is a script, which only a shell can start.
  const shell = machine.platform.startsWith('win32');
  const options = { env: { ...machine.env }, timeout: limitSeconds * 1000, shell };
  return new Promise((settle) => {
    execFile('az', ['version', '--output', 'json'], options, (_error, stdout) => {
      settle(versionSchema.safeParse(parseJson(stdout)).data?.['azure-cli']);
    });
  });
}
