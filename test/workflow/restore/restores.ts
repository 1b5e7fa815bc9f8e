// Restores of the default world, and what they leave in it.

import type { ErrorEnvelope } from '../../../src/errors/error-envelope.js';
import type { RestoreItem } from '../../../src/commands/restore/result.js';
import { findVirtualMachine } from '../../../src/sandbox/providers/compute/virtual-machines/state.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { runCli, type CliRun, type RunOptions } from '../../support/run-cli.js';
import { jobsOf } from '../backups/backups.js';
import { vmId } from '../support/contoso.js';
import { contents } from '../support/key-world.js';

/** Where a new machine is put. */
export const NETWORK = '--vnet vnet-prod --subnet default';

/** Runs `azbackup restore`; quoted words of `argv` stay together. */
export function restore(
  argv: string,
  world: WorldState,
  options: RunOptions = {},
): Promise<CliRun> {
  const words = [...argv.matchAll(/"(?<quoted>[^"]*)"|(?<plain>\S+)/gu)].map(
    ({ groups }) => groups?.['quoted'] ?? groups?.['plain'] ?? '',
  );
  return runCli(['restore', ...words, '-o', 'json'], { world, ...options });
}

/** The one item of a restore's document. */
export function itemOfRestore(run: CliRun): RestoreItem {
  if (run.stdout === '') {
    throw new Error(run.stderr);
  }
  const [item] = run.json<{ items: RestoreItem[] }>().items;
  if (item === undefined) {
    throw new Error(run.stderr);
  }
  return item;
}

/** The error on stderr of a run with `-o json`. */
export function errorOf({ stderr }: CliRun): ErrorEnvelope {
  return JSON.parse(stderr.slice(stderr.indexOf('{')));
}

/** Whether a machine of production is there, and runs. */
export function runs(world: WorldState, name: string): boolean | undefined {
  const machine = findVirtualMachine(world, vmId(name));
  return machine === undefined ? undefined : machine.properties.runtime.powerState === 'running';
}

/** Names of the managed disks of a world. */
export function diskNames(world: WorldState): readonly string[] {
  return Object.values(world.resources)
    .filter(({ type }) => type.toLowerCase() === 'microsoft.compute/disks')
    .map(({ name }) => name)
    .toSorted();
}

/** Names of all blobs, by account and container. */
export function blobNames(world: WorldState): readonly string[] {
  return Object.entries(world.blobs ?? {})
    .flatMap(([place, { blobs }]) => Object.keys(blobs).map((name) => `${place}/${name}`))
    .toSorted();
}

/** What there is once VM014 has been restored to VM014R, without what differs from run to run. */
export function outcomeOfRestore(world: WorldState): unknown {
  const { keys, secrets } = contents(world, 'kv-prod-lost');
  return {
    disks: diskNames(world).map((name) => name.replaceAll(/\d{8}-\d{6}/gu, 'TIME')),
    machines: Object.values(world.resources)
      .filter(({ type }) => /virtualMachines$|networkInterfaces$|extensions$/iu.test(type))
      .map(({ name }) => name)
      .toSorted(),
    restores: jobsOf(world).filter(({ operation }) => operation === 'Restore').length,
    blobs: blobNames(world),
    keys: keys.map(({ name, versions }) => [name, versions.length]),
    secrets: secrets.map(({ name, versions }) => [name, versions.length]),
    runs: runs(world, 'VM014R'),
  };
}
