// Runs one command of the built program in this process, which costs less than a process for each.
import process from 'node:process';
import { runProcess } from '../../../dist/cli.js';

/** Runs it to its end; returns its exit code. */
export async function runWords(words) {
  process.argv = [process.argv[0], process.argv[1], ...words];
  // Each call listens to the streams as if it were the only one.
  process.stdout.removeAllListeners('error');
  process.stderr.removeAllListeners('error');
  await runProcess();
  return process.exitCode;
}
