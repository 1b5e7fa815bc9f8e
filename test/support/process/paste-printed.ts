// Global set-up of the e2e project: what its processes print is collected, and pasted once all of them have ended.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PRINTED } from './printed-file.js';
import { hasToBeFilledIn, printedCommands, staysOn } from '../printed-commands.js';
import { runCli } from '../run-cli.js';
import { shellWords } from '../shell-blocks.js';

let folder: string | undefined;

/** Names the file to the processes of the tests. */
export function setup(): void {
  folder = mkdtempSync(path.join(tmpdir(), 'azbackup-printed-'));
  process.env[PRINTED] = path.join(folder, 'printed.txt');
}

/**
 * Runs the commands that were printed.
 * @throws Error, which fails the run, naming those that are not understood
 */
export async function teardown(): Promise<void> {
  const file = process.env[PRINTED];
  if (folder === undefined || file === undefined) {
    return;
  }
  const lines = readFileSync(file, { encoding: 'utf8', flag: 'a+' }).split('\n');
  rmSync(folder, { recursive: true, force: true });
  const wrong = await misunderstood(lines);
  if (wrong.length > 0) {
    // Vitest shows what a teardown throws, and then ends with 0.
    process.exitCode = 1;
    throw new Error(`printed by a process, and not understood when pasted:\n${wrong.join('\n')}`);
  }
}

/** Of lines that processes printed, in whichever world, the commands that are not understood, with why. */
async function misunderstood(lines: readonly string[]): Promise<readonly string[]> {
  const commands = new Set(lines.flatMap((line) => printedCommands(line)));
  const wrong: string[] = [];
  for (const command of commands) {
    if (!hasToBeFilledIn(command) && !staysOn(command)) {
      const { stderr } = await runCli(shellWords(command).slice(1));
      wrong.push(...(stderr.includes('AZB_USAGE') ? [`${command}\n${stderr}`] : []));
    }
  }
  return wrong;
}
