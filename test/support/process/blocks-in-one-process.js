// Runs blocks of commands of the built program in one process, as `sh -e` runs each: what one wrote, and how it ended,
// is a line of JSON. Arguments: one JSON array of commands, each an array of words, for each block.
import process from 'node:process';
import { runProcess } from '../../../dist/cli.js';

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
      process.argv = [process.argv[0], process.argv[1], ...words];
      // Each call listens to the streams as if it were the only one.
      process.stdout.removeAllListeners('error');
      process.stderr.removeAllListeners('error');
      await runProcess();
      code = process.exitCode;
    }
  }
  write(`${JSON.stringify({ code, stdout: stdout.join(''), stderr: stderr.join('') })}\n`);
}
process.exitCode = 0;
