// Measures start-up by CPU time, which other work on the machine disturbs less than the clock: help and
// version against bare node, and commands until their first request leaves.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const RUNS = 11;
/** A subscription, tenant and client that do not exist: nothing is sent anywhere. */
const NOBODY = '00000000-0000-0000-0000-000000000000';
const SUBSCRIPTION = ['--subscription', NOBODY];
const SIGN_IN = {
  AZURE_TENANT_ID: NOBODY,
  AZURE_CLIENT_ID: NOBODY,
  AZURE_CLIENT_SECRET: 'not-a-secret',
};

/** What is measured; `stops` at its first request. */
const CASES = [
  { name: 'azbackup --version', args: ['--version'], ratio: 1.25 },
  { name: 'azbackup --help', args: ['--help'], ratio: 1.25 },
  { name: 'preflight, to its first request', args: ['preflight', '--vm', 'VM001'], stops: true },
  { name: 'jobs list, to its first request', args: ['jobs', 'list', '--vault', 'v'], stops: true },
  { name: 'restore, to its first request', args: ['restore', '--vm', 'VM001'], stops: true },
  { name: 'mcp, its first answer, and its end', args: ['mcp'], input: initialize() },
];

/** What a client says first; then it goes away. */
function initialize() {
  const clientInfo = { name: 'bench', version: '1' };
  const params = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo };
  return `${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params })}\n`;
}

/** Budgets of a command to its first request or answer: against bare node, or in milliseconds where code is cached. */
const FIRST_REQUEST = { 20: { ratio: 2.5 }, 24: { milliseconds: 200 } };

/**
 * The running Node, and those that npm's packages `node@22` and `node@24` have put into node_modules of
 * the project or of the folder that AZBACKUP_BENCH_NODES names, under any name that begins with `node`:
 * npm install --prefix FOLDER node22@npm:node@22 node24@npm:node@24
 */
export function installedNodes(root) {
  const folders = [root, process.env.AZBACKUP_BENCH_NODES]
    .filter((folder) => folder !== undefined)
    .map((folder) => path.join(folder, 'node_modules'))
    .filter((folder) => existsSync(folder));
  const installed = folders
    .flatMap((folder) => readdirSync(folder).map((name) => path.join(folder, name)))
    .filter((folder) => path.basename(folder).startsWith('node'))
    .map((folder) => path.join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node'))
    .filter((file) => existsSync(file));
  return [process.execPath, ...installed];
}

/** Prints the figures of one Node. `scratch` takes its cache of compiled code. */
export function printStartUp(node, root, scratch) {
  const version = spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim();
  const bin = path.join(root, 'bin', 'azbackup.js');
  const commands = CASES.map(({ args, stops, ...rest }) => ({
    ...rest,
    stops,
    args: [bin, ...args, ...(stops ? SUBSCRIPTION : [])],
  }));
  const cases = [{ name: 'node -e 0', args: ['-e', '0'] }, ...commands];
  // The first round fills the cache; the others take turns, so that a busy moment hits all alike.
  const rounds = Array.from({ length: RUNS + 1 }, () =>
    cases.map((each) => cpuTime(node, root, scratch, each)),
  );
  const times = cases.map((_, index) => summary(rounds.slice(1).map((round) => round[index])));
  console.log(`Start-up with Node ${version}, CPU time of ${RUNS} runs`);
  cases.forEach((each, index) => printRow(each, times[index], times[0], version));
}

function cpuTime(node, root, scratch, { name, args, stops, input }) {
  const out = path.join(scratch, 'cpu-time');
  const preload = path.join(root, 'bench', 'cpu-time.cjs');
  const { status } = spawnSync(node, ['--require', preload, ...args], {
    stdio: [input === undefined ? 'ignore' : 'pipe', 'ignore', 'ignore'],
    ...(input === undefined ? {} : { input }),
    env: {
      ...process.env,
      ...SIGN_IN,
      XDG_CACHE_HOME: scratch,
      AZBACKUP_BENCH_OUT: out,
      ...(stops ? { AZBACKUP_BENCH_STOP: '1' } : {}),
    },
  });
  if (status !== 0) {
    throw new Error(`${name} ended with ${status}`);
  }
  return JSON.parse(readFileSync(out, 'utf8')).milliseconds;
}

function summary(times) {
  const sorted = times.toSorted((a, b) => a - b);
  return { least: sorted[0], median: sorted[Math.floor(sorted.length / 2)] };
}

function printRow({ name, ratio }, time, bare, version) {
  const node = Number.parseInt(version.slice(1), 10);
  const budget = ratio === undefined && time !== bare ? (FIRST_REQUEST[node] ?? {}) : { ratio };
  const milliseconds = ({ least, median }) =>
    `${least.toFixed(0).padStart(5)} / ${median.toFixed(0)} ms`;
  const ratios = `${(time.least / bare.least).toFixed(2)} / ${(time.median / bare.median).toFixed(2)} x`;
  console.log(
    `  ${name.padEnd(34)} ${milliseconds(time).padEnd(14)}  ${ratios}  ${budgetOf(budget)}`.trimEnd(),
  );
}

function budgetOf({ ratio, milliseconds }) {
  if (milliseconds !== undefined) {
    return `budget ${milliseconds} ms`;
  }
  return ratio === undefined ? '' : `budget ${ratio.toFixed(2)} x`;
}
