// `npm run bench`: start-up by CPU time, and the sequential round trips of `enable` before the protection
// request. Prints figures, least and median; judges nothing, because a machine under load is not a
// regression.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'rolldown';
import { installedNodes, printStartUp } from './start-up.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const scratch = mkdtempSync(path.join(tmpdir(), 'azbackup-bench-'));

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
  for (const node of installedNodes(root)) {
    printStartUp(node, root, scratch);
  }
  console.log('\nRequests of `enable` before the protection request, sign-in not counted');
  await roundTrips();
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
