// The one item of a result about one machine, typed by its command.

import type { EnableItem } from '../../../src/commands/enable/result.js';
import type { GrantAccessItem } from '../../../src/commands/grant-access/result.js';
import type { PreflightItem } from '../../../src/commands/preflight/result.js';
import type { StatusItem } from '../../../src/commands/status/result.js';
import { runCli, type CliRun, type RunOptions } from '../../support/run-cli.js';

/** A run together with what it says of the machine. */
export interface ItemRun<Item> {
  readonly run: CliRun;
  readonly item: Item;
}

/** `azbackup enable` on one machine. */
export async function enable(argv: string, options?: RunOptions): Promise<ItemRun<EnableItem>> {
  const run = await runCli(words('enable', argv), options);
  return { run, item: only<EnableItem>(run) };
}

/** `azbackup grant-access` on one machine. */
export async function grantAccess(
  argv: string,
  options?: RunOptions,
): Promise<ItemRun<GrantAccessItem>> {
  const run = await runCli(words('grant-access', argv), options);
  return { run, item: only<GrantAccessItem>(run) };
}

/** `azbackup preflight` on one machine. */
export async function preflight(
  argv: string,
  options?: RunOptions,
): Promise<ItemRun<PreflightItem>> {
  const run = await runCli(words('preflight', argv), options);
  return { run, item: only<PreflightItem>(run) };
}

/** `azbackup status` on one machine. */
export async function status(argv: string, options?: RunOptions): Promise<ItemRun<StatusItem>> {
  const run = await runCli(words('status', argv), options);
  return { run, item: only<StatusItem>(run) };
}

/** A command line as one text; its words hold no blanks. */
export function words(command: string, argv: string): string[] {
  return [...command.split(' '), ...argv.split(' '), '-o', 'json'];
}

function only<Item>(run: CliRun): Item {
  const items = run.stdout === '' ? [] : run.json<{ readonly items: readonly Item[] }>().items;
  const [item] = items;
  if (item === undefined || items.length > 1) {
    throw new Error(`${items.length} items, exit ${run.code}; stderr: ${run.stderr}`);
  }
  return item;
}
