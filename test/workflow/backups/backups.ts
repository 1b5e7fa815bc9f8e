// Backups of the default world as the tests of jobs need them.

import type { BackupNowDocument, BackupNowItem } from '../../../src/commands/backup-now/result.js';
import type { BackupJob } from '../../../src/sandbox/providers/backup/jobs/state.js';
import { findBackupVault } from '../../../src/sandbox/providers/backup/backup-vault.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { runCli, type CliRun, type RunOptions } from '../../support/run-cli.js';
import { PRODUCTION_VAULT } from '../support/contoso.js';

/** A run of `backup-now` with what it says of the one machine. */
export async function backupNow(
  argv: string,
  options?: RunOptions,
): Promise<{ readonly run: CliRun; readonly item: BackupNowItem }> {
  const run = await runCli(['backup-now', ...argv.split(' '), '-o', 'json'], options);
  const items = run.stdout === '' ? [] : run.json<BackupNowDocument>().items;
  const [item] = items;
  if (item === undefined || items.length > 1) {
    throw new Error(`${items.length} items, exit ${run.code}; stderr: ${run.stderr}`);
  }
  return { run, item };
}

/** Begins a backup of a machine and leaves it running; the id of its job. */
export async function startedJob(world: WorldState, vm: string): Promise<string> {
  const { run, item } = await backupNow(`--vm ${vm} --no-wait`, { world });
  if (run.code !== 0 || item.jobId === null) {
    throw new Error(`exit ${run.code}: ${run.stderr}`);
  }
  return item.jobId;
}

/** The jobs of the production vault, as the sandbox keeps them. */
export function jobsOf(world: WorldState, vaultId = PRODUCTION_VAULT): readonly BackupJob[] {
  return Object.values(findBackupVault(world, vaultId)?.jobs ?? {});
}

/** Command lines that a text suggests, without their first word. */
export function suggested(text: string): readonly (readonly string[])[] {
  return [...text.matchAll(/^ *azbackup (?<rest>\S.*?)(?: {3}.*)?$/gmu)].map(({ groups }) =>
    (groups?.['rest'] ?? '').trim().split(/ +/u),
  );
}
