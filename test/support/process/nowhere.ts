// The home and working folder of commands that run in the process of a test: one that is not there. A test that
// makes it, as root can, changes what others see, in this run and in the next.
import { existsSync } from 'node:fs';

/** Is not there, and stays away. */
export const NOWHERE = '/nowhere';

/** Why tests cannot rely on that; undefined where they can. */
export function whyNotNowhere(): string | undefined {
  return existsSync(NOWHERE)
    ? `${NOWHERE} is there, which tests take for a folder that is not: find what made it, and remove it`
    : undefined;
}
