// Runs blocks of commands of the built program in one process, as `sh -e` runs each: what one wrote, and how it ended,
// is a line of JSON. Arguments: one JSON array of commands, each an array of words, for each block.
import process from 'node:process';
import { runWords } from './run-words.js';

const write = process.stdout.write.bind(process.stdout);

/** Keeps what is written to a stream in place of writing it. */
function captured(stream) {
  const texts = [];
  stream.write = (text, ...rest) => {
    texts.push(typeof text === 'string' ? text : Buffer.from(text).toString());
    const done = rest.find((argument) => typeof argument === 'function');
    if (done !== undefined) {
      process.nextTick(done);
    }
    return true;
  };
  return texts;
}

for (const block of process.argv.slice(2)) {
  const stdout = captured(process.stdout);
  const stderr = captured(process.stderr);
  let code = 0;
  for (const words of JSON.parse(block)) {
    if (code === 0) {
      code = await runWords(words);
    }
  }
  write(`${JSON.stringify({ code, stdout: stdout.join(''), stderr: stderr.join('') })}\n`);
}
process.exitCode = 0;
