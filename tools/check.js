// `npm run check`: every gate but the tests, two at a time, each output shown whole and in order.
import { spawn } from 'node:child_process';

// The slow ones first, so that the quick ones fill the second core. Lint checks the types, too.
const GATES = ['lint', 'deps', 'knip', 'format:check'];
const LANES = 2;

function run(gate) {
  const started = performance.now();
  return new Promise((resolve) => {
    const child = spawn('npm', ['run', '--silent', gate], { stdio: ['ignore', 'pipe', 'pipe'] });
    const output = [];
    child.stdout.on('data', (chunk) => output.push(chunk));
    child.stderr.on('data', (chunk) => output.push(chunk));
    child.on('error', (error) => resolve({ code: 1, output: String(error) }));
    child.on('close', (code) => {
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      console.log(`${code === 0 ? 'ok  ' : 'FAIL'}  ${gate.padEnd(14)}${seconds} s`);
      if (code !== 0) {
        console.log(Buffer.concat(output).toString());
      }
      resolve(code === 0);
    });
  });
}

const queue = [...GATES];
async function lane() {
  let good = true;
  for (let gate = queue.shift(); gate !== undefined; gate = queue.shift()) {
    good = (await run(gate)) === true && good;
  }
  return good;
}

const results = await Promise.all(Array.from({ length: LANES }, lane));
process.exitCode = results.every(Boolean) ? 0 : 1;
