// Runs one command of the built program in this process, which costs less than a process for each; an executable that
// is tested in its place can only be a process.
import { spawnSync } from 'node:child_process';
import process from 'node:process';

const executable = process.env['AZBACKUP_TEST_EXECUTABLE'];
const program = executable === undefined ? await import('../../../dist/cli.js') : undefined;

/** Runs it to its end; returns its exit code. */
export async function runWords(words) {
  if (program === undefined) {
    return runExecutable(words);
  }
  process.argv = [process.argv[0], process.argv[1], ...words];
  // Each call listens to the streams as if it were the only one.
  process.stdout.removeAllListeners('error');
  process.stderr.removeAllListeners('error');
  await program.runProcess();
  return process.exitCode;
}

/** At a terminal it has the terminal; what it writes into a pipe is passed on, so that it can be captured. */
function runExecutable(words) {
  if (process.stdout.isTTY) {
    return spawnSync(executable, words, { stdio: 'inherit' }).status;
  }
  const { status, stdout, stderr } = spawnSync(executable, words, { encoding: 'utf8' });
  process.stdout.write(stdout);
  process.stderr.write(stderr);
  return status;
}
