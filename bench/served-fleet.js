// A fleet in a served sandbox, a process of its own, and azbackup as its client, another one: what each run
// of it cost.
import { execFileSync, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const BIN = fileURLToPath(new URL('../bin/azbackup.js', import.meta.url));
const COUNTED = fileURLToPath(new URL('cpu-time.cjs', import.meta.url));

/** Serves a new fleet of so many machines in a folder; what its clients need. */
export async function serveFleet(folder, machines, speed) {
  const place = ['--sandbox-dir', path.join(folder, 'sandbox')];
  const args = ['--world', `fleet:${machines}`, '--port', '0', '--speed', String(speed)];
  const server = spawn(
    process.execPath,
    [BIN, 'sandbox', 'serve', ...place, ...args, '-o', 'json'],
    {
      // az asks for hosts that are not Azure's, and the sandbox remarks on it.
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  const ended = new Promise((resolve) => {
    server.once('exit', resolve);
  });
  await firstLine(server);
  const named = execFileSync(process.execPath, [BIN, 'sandbox', 'env', ...place, '-o', 'json']);
  const variables = JSON.parse(named.toString()).items.flatMap(({ name, value }) =>
    value === null ? [] : [[name, value]],
  );
  return {
    env: { PATH: process.env.PATH, HOME: folder, ...Object.fromEntries(variables) },
    folder,
    place,
    stop: async () => {
      server.kill('SIGTERM');
      await ended;
    },
  };
}

function firstLine(server) {
  return new Promise((resolve, reject) => {
    let text = '';
    server.stdout.setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
      if (text.includes('\n')) {
        resolve();
      }
    });
    server.once('exit', (code) => reject(new Error(`the sandbox ended with ${code}`)));
  });
}

/**
 * Runs azbackup to its end: its CPU time, memory and requests, how long it took and how it ended; its result
 * goes to a file, as a nightly run's does.
 */
export async function costsOfRun({ env, folder }, args) {
  const [costs, result, errors] = ['costs.json', 'result', 'errors'].map((name) =>
    path.join(folder, name),
  );
  const [stdout, stderr] = [openSync(result, 'w'), openSync(errors, 'w')];
  const started = performance.now();
  const client = spawn(process.execPath, ['--require', COUNTED, BIN, ...args], {
    stdio: ['ignore', stdout, stderr],
    env: { ...env, AZBACKUP_BENCH_OUT: costs, AZBACKUP_BENCH_REQUESTS: '1' },
  });
  const exit = await new Promise((resolve) => {
    client.once('exit', resolve);
  });
  const wallSeconds = (performance.now() - started) / 1000;
  closeSync(stdout);
  closeSync(stderr);
  return {
    ...JSON.parse(readFileSync(costs, 'utf8')),
    wallSeconds,
    exit,
    result,
    errors: readFileSync(errors, 'utf8'),
  };
}
