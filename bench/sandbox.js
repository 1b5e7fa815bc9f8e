// `npm run bench:sandbox`: a soak of the served sandbox. Prints figures, and fails where an answer was
// wrong, the server complained, or its memory grew by more than a fifth.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'rolldown';

const REQUESTS = Number(process.argv[2] ?? 20_000);
const CONNECTIONS = 32;
const LARGEST_GROWTH = 1.2;
const root = fileURLToPath(new URL('..', import.meta.url));
const scratch = mkdtempSync(path.join(tmpdir(), 'azbackup-soak-'));

try {
  const file = path.join(scratch, 'soak.mjs');
  await build({
    input: path.join(root, 'bench', 'sandbox-soak.ts'),
    platform: 'node',
    logLevel: 'silent',
    output: { file, codeSplitting: false },
  });
  const { soak } = await import(pathToFileURL(file).href);
  const env = { PATH: process.env.PATH ?? '', HOME: scratch };
  const found = await soak({ directory: scratch, env }, REQUESTS, CONNECTIONS);
  const growth = found.memoryAtEnd / found.memoryAfterWarmUp;
  const wrong = Object.values(found.errors).reduce((sum, count) => sum + count, 0);
  console.log(`${found.requests} requests from ${CONNECTIONS} connections`);
  console.log(
    `  ${(found.requests / found.seconds).toFixed(0)} requests/s, ${found.seconds.toFixed(1)} s`,
  );
  console.log(`  ${wrong} errors, ${found.throttled} throttled as Azure would`);
  console.log(
    `  memory ${found.memoryAfterWarmUp.toFixed(0)} MB after warm-up, ${found.memoryAtEnd.toFixed(0)} MB at the end (${growth.toFixed(2)} x)`,
  );
  for (const [error, count] of Object.entries(found.errors)) {
    console.error(`error: ${count} x ${error}`);
  }
  if (found.complaints !== '') {
    console.error(found.complaints);
  }
  const failed = wrong > 0 || found.complaints !== '' || found.exitCode !== 0;
  process.exitCode = failed || !(growth <= LARGEST_GROWTH) ? 1 : 0;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
