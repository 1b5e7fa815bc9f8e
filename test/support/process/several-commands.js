// Runs several commands of the built program one after the other in one process, which costs less than a process
// each. Arguments: one JSON array of words for each command.
import process from 'node:process';
import { runWords } from './run-words.js';

for (const line of process.argv.slice(2)) {
  const words = JSON.parse(line);
  process.stdout.write(`$ ${words[0]}\n`);
  await runWords(words);
}
process.exitCode = 0;
