// What a user does who has only az: for each machine `az backup protection check-vm`, then the items of its
// vault. Measured on a few machines of a served fleet.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** As many are measured; each takes az seconds. */
const MEASURED = 20;

/** Debian's az cannot run `check-vm` by itself; test/clients/az.sh does the same about it. */
const REPAIRED = fileURLToPath(new URL('../test/clients/az-of-debian.py', import.meta.url));
const WAYS = [['az'], ['/usr/bin/python3', REPAIRED]];

/** True where az and the shell that measures it are installed. */
export function azIsInstalled() {
  return spawnSync('bash', ['-c', 'command -v az'], { stdio: 'ignore' }).status === 0;
}

/**
 * Seconds of az for each machine, of CPU and by the clock; a reason where az could not be run.
 * @param protectedMachines ids of machines with the vault of each
 */
export function costsOfAz({ env, folder }, protectedMachines) {
  const own = { ...env, AZURE_CONFIG_DIR: `${folder}/azure`, AZURE_CORE_COLLECT_TELEMETRY: 'no' };
  const { AZURE_CLIENT_ID: id, AZURE_CLIENT_SECRET: secret, AZURE_TENANT_ID: tenant } = env;
  const login = ['login', '--service-principal', '-u', id, '-p', secret, '--tenant', tenant];
  if (timed(['az'], login, own).status !== 0) {
    return { reason: 'az could not sign in to the sandbox' };
  }
  const [first] = protectedMachines;
  const way = WAYS.find((each) => timed(each, checkOf(first), own).status === 0);
  if (way === undefined) {
    return { reason: 'this az cannot run `backup protection check-vm`' };
  }
  const measured = protectedMachines.slice(0, MEASURED);
  const runs = measured.flatMap((machine) => [
    timed(way, checkOf(machine), own),
    timed(['az'], itemsOf(machine), own),
  ]);
  const sum = (key) => runs.reduce((total, run) => total + run[key], 0) / measured.length;
  const failed = runs.filter(({ status }) => status !== 0).length;
  return { measured: measured.length, failed, wallSeconds: sum('wall'), cpuSeconds: sum('cpu') };
}

function checkOf({ vmId }) {
  return ['backup', 'protection', 'check-vm', '--vm-id', vmId, ...subscriptionOf(vmId)];
}

function itemsOf({ vaultId }) {
  const [, , , , group, , , , name] = vaultId.split('/');
  return ['backup', 'item', 'list', '-g', group, '-v', name, ...subscriptionOf(vaultId)];
}

function subscriptionOf(id) {
  return ['--subscription', id.split('/')[2]];
}

/** Node does not say what a child that has ended cost; bash does. */
function timed(way, args, env) {
  const script = 'TIMEFORMAT="%R %U %S"; exec 3>&2; { time "$@" >/dev/null 2>&1; } 2>&3';
  const { status, stderr } = spawnSync('bash', ['-c', script, 'bash', ...way, ...args], {
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const [wall = Number.NaN, user = Number.NaN, system = Number.NaN] = stderr
    .trim()
    .split(' ')
    .map(Number);
  return { status, wall, cpu: user + system };
}
