// `npm run bench:sandbox`: what a request costs in worlds of different size, and a soak of the served sandbox.
// Prints figures, and fails where a request costs more in a large world or opening it takes long, an answer
// was wrong, the server complained, or its memory grew by more than a fifth.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'rolldown';

const REQUESTS = Number(process.argv[2] ?? 20_000);
const CONNECTIONS = 32;
const LARGEST_GROWTH = 1.2;
const WORLDS = ['default', 'fleet:1000', 'fleet:10000'];
/** A request in the last of the worlds against one in the first, with the same answer. */
const LARGEST_RATIO = 1.5;
const MAX_OPENING_MILLISECONDS = 1000;
const REQUEST_KINDS = [
  ['getMachine', 'GET of a machine'],
  ['listItems', 'list of ten protected items'],
  ['putProtection', 'PUT of protection'],
];
const root = fileURLToPath(new URL('..', import.meta.url));
const scratch = mkdtempSync(path.join(tmpdir(), 'azbackup-soak-'));

/** Bundles a script of this folder; a package with binaries is reached by its full path. */
async function bundled(name) {
  const file = path.join(scratch, `${name}.mjs`);
  const lmdb = pathToFileURL(createRequire(import.meta.url).resolve('lmdb')).href;
  await build({
    input: path.join(root, 'bench', `${name}.ts`),
    platform: 'node',
    logLevel: 'silent',
    plugins: [
      {
        name: 'native-packages',
        resolveId: (id) => (id === 'lmdb' ? { id: lmdb, external: true } : undefined),
      },
    ],
    output: { file, codeSplitting: false },
  });
  return pathToFileURL(file).href;
}

/** Each world in a process of its own, so that none is warmed up by another. */
function costsOf(module, world) {
  const script = `import { costsOf } from '${module}'; console.log(JSON.stringify(await costsOf('${world}')));`;
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', script]);
  return JSON.parse(output.toString());
}

/** Prints the table; false when something grows with the world. */
async function compareWorlds() {
  const module = await bundled('sandbox-costs');
  const costs = WORLDS.map((world) => costsOf(module, world));
  const print = (title, cells) =>
    console.log(`  ${title.padEnd(30)}${cells.map((cell) => cell.padStart(14)).join('')}`);
  console.log('CPU milliseconds of a request, the median');
  print('', [...WORLDS, 'last / first']);
  print(
    'resources in the world',
    costs.map(({ resources }) => String(resources)),
  );
  const ratios = REQUEST_KINDS.map(([kind, title]) => {
    const ratio = costs.at(-1)[kind] / costs[0][kind];
    print(title, [...costs.map((cost) => cost[kind].toFixed(2)), `${ratio.toFixed(2)} x`]);
    return ratio;
  });
  print(
    'opening the world',
    costs.map(({ open }) => open.toFixed(1)),
  );
  return (
    ratios.every((ratio) => ratio <= LARGEST_RATIO) &&
    costs.every(({ open }) => open < MAX_OPENING_MILLISECONDS)
  );
}

try {
  const grows = !(await compareWorlds());
  const { soak } = await import(await bundled('sandbox-soak'));
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
  const failed = grows || wrong > 0 || found.complaints !== '' || found.exitCode !== 0;
  process.exitCode = failed || !(growth <= LARGEST_GROWTH) ? 1 : 0;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
