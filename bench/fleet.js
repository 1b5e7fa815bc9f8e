// `npm run bench:fleet`: what preflight, status and enable cost for fleets of different size, against a served
// sandbox in a process of its own, and beside it az in a loop. `-- --machines 100,1000` names other sizes,
// `--without-az` leaves out az, which takes minutes for its twenty machines.
// Prints figures; judges nothing, because a machine under load is not a regression.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { azIsInstalled, costsOfAz } from './az-loop.js';
import { costsOfRun, serveFleet } from './served-fleet.js';

const { values } = parseArgs({
  options: {
    machines: { type: 'string', default: '100,1000,10000' },
    'without-az': { type: 'boolean', default: false },
  },
});
const SIZES = values.machines.split(',').map(Number);
if (SIZES.some((size) => !Number.isInteger(size) || size < 1)) {
  throw new RangeError(`--machines takes numbers such as 100,1000, not ${values.machines}`);
}

/** Only waiting for Azure's jobs is shortened; nothing else of a run waits for the sandbox's time. */
const SPEED = 60;

/** Done, blocked, or some of them: a fleet has machines in every state. Others mean that nothing was measured. */
const USUAL_EXITS = [0, 5, 6];

const COLUMNS = ['machines', 'CPU s', 'wall s', 'ARM/VM', 'all/VM', 'peak MB', '429', 'exit'];

function row(title, cells) {
  console.log(`  ${title.padEnd(12)}${cells.map((cell) => String(cell).padStart(10)).join('')}`);
}

async function measure(server, size, args) {
  const costs = await costsOfRun(server, [...args, '-o', 'jsonl']);
  if (!USUAL_EXITS.includes(costs.exit)) {
    throw new Error(`${args[0]} of ${size} machines ended with ${costs.exit}\n${costs.errors}`);
  }
  const { requests } = costs;
  row(args[0], [
    size,
    (costs.milliseconds / 1000).toFixed(1),
    costs.wallSeconds.toFixed(1),
    (requests.resourceManager / size).toFixed(2),
    (requests.all / size).toFixed(2),
    costs.megabytes.toFixed(0),
    requests.throttled,
    costs.exit,
  ]);
  return machinesIn(costs.result);
}

/** The items of a stream of records. */
function machinesIn(file) {
  return readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
    .filter(({ type }) => type === 'item');
}

/** In which subscriptions the machines are; the sandbox shows it without being asked as Azure is. */
async function subscriptionsOf(server) {
  const { result } = await costsOfRun(server, ['sandbox', 'show', '-o', 'jsonl', ...server.place]);
  const ids = machinesIn(result).map(({ vm }) => vm.id.split('/')[2]);
  return [...new Set(ids)].flatMap((id) => ['--subscription', id]);
}

function compareWithAz(server, size, statuses) {
  const machines = statuses.flatMap(({ vm, vault }) =>
    vault === null ? [] : [{ vmId: vm.id, vaultId: vault.id }],
  );
  const { reason, measured, failed, wallSeconds, cpuSeconds } = costsOfAz(server, machines);
  if (reason !== undefined) {
    console.log(`  az in a loop: not measured, ${reason}`);
    return;
  }
  row('az in a loop', [size, (cpuSeconds * size).toFixed(0), (wallSeconds * size).toFixed(0)]);
  const failures = failed === 0 ? '' : `, ${failed} of its calls failed`;
  console.log(
    `    scaled from ${measured} machines: check-vm and item list took ${wallSeconds.toFixed(1)} s for each${failures}`,
  );
}

async function benchSize(size) {
  const folder = mkdtempSync(path.join(tmpdir(), 'azbackup-fleet-'));
  const server = await serveFleet(folder, size, SPEED);
  try {
    const all = ['--all', ...(await subscriptionsOf(server))];
    const statuses = await measure(server, size, ['status', '--exit-zero', ...all]);
    await measure(server, size, ['preflight', ...all]);
    if (values['without-az']) {
      console.log('  az in a loop: not measured, as asked for');
    } else if (azIsInstalled()) {
      compareWithAz(server, size, statuses);
    } else {
      console.log('  az in a loop: not measured, az is not installed');
    }
    // Last, for it changes what the others look at.
    await measure(server, size, ['enable', '--grant', '--yes', '--expect', String(size), ...all]);
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

row('', COLUMNS);
for (const size of SIZES) {
  await benchSize(size);
}
