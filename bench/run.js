// `npm run bench`: start-up as ratios to bare node, and the sequential round trips of `enable` before the
// protection request. Prints figures; judges nothing, because a machine under load is not a regression.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'rolldown';

const RUNS = 11;
/** A subscription, tenant and client that do not exist: nothing is sent anywhere. */
const NOBODY = '00000000-0000-0000-0000-000000000000';
const root = fileURLToPath(new URL('..', import.meta.url));
const bin = path.join(root, 'bin', 'azbackup.js');
const scratch = mkdtempSync(path.join(tmpdir(), 'azbackup-bench-'));

/** Fastest of several runs in milliseconds: what the machine can do, not what else it was doing. */
function fastest(args, env = {}) {
  const times = Array.from({ length: RUNS }, () => {
    const begun = performance.now();
    spawnSync(process.execPath, args, { stdio: 'ignore', env: { ...process.env, ...env } });
    return performance.now() - begun;
  });
  return Math.min(...times);
}

function row(name, milliseconds, bare, budget) {
  const ratio = (milliseconds / bare).toFixed(2);
  const limit = budget === undefined ? '' : `budget ${budget.toFixed(2)}`;
  console.log(`${name.padEnd(44)} ${milliseconds.toFixed(0).padStart(5)} ms  ${ratio} x  ${limit}`);
}

async function roundTrips() {
  const file = path.join(scratch, 'round-trips.mjs');
  await build({
    input: path.join(root, 'bench', 'round-trips.ts'),
    platform: 'node',
    logLevel: 'silent',
    output: { file, codeSplitting: false },
  });
  const { countRoundTrips } = await import(pathToFileURL(file).href);
  for (const { situation, sequential, requests, budget } of await countRoundTrips()) {
    const limit = budget === undefined ? '' : `budget ${budget}`;
    console.log(
      `${situation.padEnd(44)} ${String(sequential).padStart(5)} in sequence, ${requests} in all  ${limit}`,
    );
  }
}

try {
  const bare = fastest(['-e', '0']);
  console.log(`Start-up, fastest of ${RUNS}, as ratios to bare node`);
  row('node -e 0', bare, bare);
  row('azbackup --version', fastest([bin, '--version']), bare, 1.25);
  row('azbackup --help', fastest([bin, '--help']), bare, 1.25);
  const preload = pathToFileURL(path.join(root, 'bench', 'stop-at-first-connection.js')).href;
  const command = ['preflight', '--vm', 'VM001', '--subscription', NOBODY];
  row(
    'azbackup preflight, until its first request',
    fastest(['--import', preload, bin, ...command], {
      AZURE_TENANT_ID: NOBODY,
      AZURE_CLIENT_ID: NOBODY,
      AZURE_CLIENT_SECRET: 'not-a-secret',
    }),
    bare,
    2.5,
  );
  console.log('\nRequests of `enable` before the protection request, sign-in not counted');
  await roundTrips();
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
