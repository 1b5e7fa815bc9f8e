// Runs several commands of the built program one after the other in one process, which costs less than a process
// each. Arguments: one JSON array of words for each command.
import process from 'node:process';
import { runProcess } from '../../../dist/cli.js';

for (const line of process.argv.slice(2)) {
  const words = JSON.parse(line);
  process.stdout.write(`$ ${words[0]}\n`);
  process.argv = [process.argv[0], process.argv[1], ...words];
  // Each call listens to the streams as if it were the only one.
  process.stdout.removeAllListeners('error');
  process.stderr.removeAllListeners('error');
  await runProcess();
}
process.exitCode = 0;
