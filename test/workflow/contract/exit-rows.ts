// Every exit code that a command can have, with a command line that has it.

import { expect } from 'vitest';
import { EXIT_CODES } from '../../../src/errors/exit-code.js';
import { defaultWorld, runCli } from '../../support/run-cli.js';
import type { Row } from './exit-row.js';
import { DRILLS } from './exit-rows-of-drills.js';
import { LOOKING } from './exit-rows-of-looking.js';
import { POSTURE } from './exit-rows-of-posture.js';
import { PROTECTING } from './exit-rows-of-protecting.js';
import { VAULTS_AND_SANDBOX } from './exit-rows-of-vaults-and-sandbox.js';

export const EXIT_ROWS: readonly Row[] = [
  ...DRILLS,
  ...LOOKING,
  ...POSTURE,
  ...PROTECTING,
  ...VAULTS_AND_SANDBOX,
];

/** Runs the command line of a row, which must end as the row says. */
export async function expectExit({ command, argv, exit, options, change }: Row): Promise<void> {
  const world = defaultWorld();
  change?.(world);
  const words = typeof argv === 'string' ? argv.split(' ') : argv;
  const line = [...command.split(' '), ...words.filter((word) => word !== '')];
  const run = await runCli(line, { world, ...options });
  expect(run.code).toBe(EXIT_CODES[exit]);
}
